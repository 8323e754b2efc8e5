"""What people say is written wrongly in an entry, and the note beside it."""

import sqlalchemy as sa
from alembic import op

from portal.db import UtcDateTime

revision = "0047"
down_revision = "0046"


def upgrade() -> None:
    is_open = sa.text("state = 'asked'")
    op.create_table(
        "entry_correction",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("transfer_id", sa.Integer, sa.ForeignKey("credit_transfer.id"), nullable=False, index=True),
        sa.Column("person_id", sa.Integer, sa.ForeignKey("person.id"), nullable=False, index=True),
        sa.Column("what", sa.String, nullable=False),
        sa.Column("words", sa.String, nullable=False),
        sa.Column("state", sa.String, nullable=False),
        sa.Column("asked_at", UtcDateTime(), nullable=False),
        sa.Column("check_until", sa.Date, nullable=False),
        sa.Column("note", sa.String, nullable=False),
        sa.Column("decided_by_id", sa.Integer, sa.ForeignKey("person.id")),
        sa.Column("decided_at", UtcDateTime()),
        sa.CheckConstraint("state IN ('asked', 'applied', 'refused')", name="state"),
        sa.CheckConstraint("what IN ('title', 'provider', 'other')", name="what"),
        sa.CheckConstraint("words <> ''", name="words"),
        sa.CheckConstraint("decided_by_id <> person_id", name="not_ones_own"),
        sa.CheckConstraint("(state = 'asked') = (decided_at IS NULL)", name="decided"),
        sa.CheckConstraint("(decided_at IS NULL) = (decided_by_id IS NULL)", name="decided_by"),
        sa.CheckConstraint("(decided_at IS NULL) = (note = '')", name="note"),
    )
    op.create_index(
        "ix_entry_correction_one_open", "entry_correction", ["transfer_id"],
        unique=True, sqlite_where=is_open, postgresql_where=is_open,
    )  # fmt: skip
    op.create_index("ix_entry_correction_state", "entry_correction", ["state", "check_until"])
