"""Drafts of rule sets."""

import sqlalchemy as sa
from alembic import op

from portal.db import UtcDateTime

revision = "0051"
down_revision = "0050"


def upgrade() -> None:
    op.create_table(
        "credit_rule_draft",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("state", sa.String, nullable=False),
        sa.Column("revision", sa.Integer, nullable=False),
        sa.Column("based_on", sa.String(20), nullable=False),
        sa.Column("valid_from", sa.Date, nullable=False),
        sa.Column("rules", sa.JSON, nullable=False),
        sa.Column("reason", sa.String, nullable=False),
        sa.Column("drafted_by_id", sa.Integer, sa.ForeignKey("person.id"), nullable=False),
        sa.Column("writers", sa.JSON, nullable=False),
        sa.Column("changed_at", UtcDateTime(), nullable=False),
        sa.Column("rejection", sa.String, nullable=False),
        sa.Column("decided_by_id", sa.Integer, sa.ForeignKey("person.id")),
        sa.Column("decided_at", UtcDateTime()),
        sa.Column("rule_set_id", sa.Integer, sa.ForeignKey("credit_rule_set.id"), unique=True),
        sa.Column("trial", sa.JSON),
        sa.CheckConstraint("state IN ('draft', 'handed_over', 'confirmed', 'discarded')", name="state"),
        sa.CheckConstraint("revision >= 1", name="revision"),
        sa.CheckConstraint("decided_by_id <> drafted_by_id", name="two_officers"),
        sa.CheckConstraint("(state = 'confirmed') = (rule_set_id IS NOT NULL)", name="rule_set"),
        sa.CheckConstraint("(decided_by_id IS NULL) = (decided_at IS NULL)", name="decided"),
        sa.CheckConstraint("state <> 'confirmed' OR decided_by_id IS NOT NULL", name="confirmed_by_somebody"),
        sa.CheckConstraint("state NOT IN ('handed_over', 'confirmed') OR reason <> ''", name="says_why"),
    )
