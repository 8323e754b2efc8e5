"""Credit that is rejected as a duplicate; certificates that follow the credit without a decision."""

import sqlalchemy as sa
from alembic import op

from portal.db import UtcDateTime

revision = "0050"
down_revision = "0049"


def upgrade() -> None:
    with op.batch_alter_table("credit_candidate") as candidates:
        candidates.add_column(sa.Column("reason", sa.String, nullable=False, server_default="cap"))
        candidates.drop_constraint("state", type_="check")
        candidates.create_check_constraint("state", "state IN ('waiting', 'posted', 'left_out', 'rejected')")
        candidates.create_check_constraint("reason", "reason IN ('cap', 'not_better', 'less', 'in_use', 'replaced')")
        candidates.create_check_constraint("rejected_for_a_reason", "(state = 'rejected') = (reason <> 'cap')")
    with op.batch_alter_table("credit_candidate") as candidates:
        candidates.alter_column("reason", server_default=None)
    op.create_table(
        "certificate_entry",
        sa.Column("certificate_id", sa.Integer, sa.ForeignKey("certificate.id"), primary_key=True),
        sa.Column("transfer_id", sa.Integer, sa.ForeignKey("credit_transfer.id"), primary_key=True, index=True),
    )
    op.create_table(
        "certificate_renewal",
        sa.Column("certificate_id", sa.Integer, sa.ForeignKey("certificate.id"), primary_key=True),
        sa.Column("replaced_by", sa.Integer, sa.ForeignKey("certificate.id"), nullable=False, unique=True),
        sa.Column("reason", sa.String, nullable=False),
        sa.Column("happened_at", UtcDateTime(), nullable=False),
        sa.CheckConstraint("reason IN ('credit_corrected', 'better_mark')", name="reason"),
        sa.CheckConstraint("replaced_by <> certificate_id", name="by_another"),
    )
