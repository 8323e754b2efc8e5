"""Drafts of tables of values, and what a table changes against the one before it."""

import sqlalchemy as sa
from alembic import op

from portal.db import UtcDateTime

revision = "0058"
down_revision = "0057"


def upgrade() -> None:
    op.add_column("recognition_table", sa.Column("changes", sa.JSON, nullable=False, server_default="[]"))
    op.create_table(
        "recognition_value_draft",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("state", sa.String, nullable=False),
        sa.Column("revision", sa.Integer, nullable=False),
        sa.Column("based_on", sa.String(20), nullable=False),
        sa.Column("valid_from", sa.Date, nullable=False),
        sa.Column("changes", sa.JSON, nullable=False),
        sa.Column("change_count", sa.Integer, nullable=False),
        sa.Column("drafted_by_id", sa.Integer, sa.ForeignKey("person.id"), nullable=False),
        sa.Column("writers", sa.JSON, nullable=False),
        sa.Column("changed_at", UtcDateTime(), nullable=False),
        sa.Column("rejection", sa.String, nullable=False),
        sa.Column("decided_by_id", sa.Integer, sa.ForeignKey("person.id")),
        sa.Column("decided_at", UtcDateTime()),
        sa.Column("table_id", sa.Integer, sa.ForeignKey("recognition_table.id"), unique=True),
        sa.CheckConstraint("state IN ('draft', 'handed_over', 'confirmed', 'discarded')", name="state"),
        sa.CheckConstraint("revision >= 1", name="revision"),
        sa.CheckConstraint("decided_by_id <> drafted_by_id", name="two_officers"),
        sa.CheckConstraint("(state = 'confirmed') = (table_id IS NOT NULL)", name="table_made"),
        sa.CheckConstraint("(decided_by_id IS NULL) = (decided_at IS NULL)", name="decided"),
        sa.CheckConstraint("state <> 'confirmed' OR decided_by_id IS NOT NULL", name="confirmed_by_somebody"),
        sa.CheckConstraint("state NOT IN ('handed_over', 'confirmed') OR change_count > 0", name="says_something"),
    )
