"""Until when earned credit may be used, and how far the daily look at it has come."""

import sqlalchemy as sa
from alembic import op

from portal.db import UtcDateTime

revision = "0030"
down_revision = "0028"


def upgrade() -> None:
    op.create_table(
        "credit_validity",
        sa.Column("earned_id", sa.Integer, sa.ForeignKey("credit_transfer.id"), primary_key=True),
        sa.Column("person_id", sa.Integer, sa.ForeignKey("person.id"), nullable=False),
        sa.Column("domain", sa.String(40), nullable=False),
        sa.Column("months", sa.Integer, nullable=False),
        sa.Column("warn_days", sa.JSON, nullable=False),
        sa.Column("done_on", sa.Date, nullable=False),
        sa.Column("counts_from", sa.Date, nullable=False),
        sa.Column("refreshed_by", sa.String, nullable=False),
        sa.Column("refreshed_by_en", sa.String, nullable=False),
        sa.Column("valid_until", sa.Date, nullable=False),
        sa.Column("is_settled", sa.Boolean, nullable=False),
        sa.Column("lapses", sa.Integer, nullable=False),
        sa.CheckConstraint("months > 0", name="months"),
        sa.CheckConstraint("done_on <= counts_from AND counts_from < valid_until", name="days"),
        sa.CheckConstraint("lapses >= 0", name="lapses"),
        sa.CheckConstraint("(refreshed_by = '') = (done_on = counts_from)", name="refreshed"),
    )
    op.create_index("ix_credit_validity_due", "credit_validity", ["is_settled", "valid_until", "earned_id"])
    op.create_index("ix_credit_validity_person", "credit_validity", ["person_id", "domain"])
    op.create_table(
        "validity_mark",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("transfer_id", sa.Integer, nullable=False),
        sa.Column("passes_until", UtcDateTime()),
        sa.CheckConstraint("id = 1", name="one_row"),
    )
    op.create_index("ix_attempt_submitted_at", "attempt", ["submitted_at", "id"])
