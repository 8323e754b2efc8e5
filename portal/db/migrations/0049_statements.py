"""Statements of many people that an officer ordered as one file."""

import sqlalchemy as sa
from alembic import op

from portal.db import UtcDateTime

revision = "0049"
down_revision = "0048"


def upgrade() -> None:
    op.create_table(
        "statement_order",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("officer_id", sa.Integer, sa.ForeignKey("person.id"), nullable=False, index=True),
        sa.Column("region_code", sa.String, sa.ForeignKey("region.code"), nullable=False),
        sa.Column("course", sa.String, nullable=False),
        sa.Column("year", sa.Integer),
        sa.Column("reason", sa.String, nullable=False),
        sa.Column("people", sa.Integer, nullable=False),
        sa.Column("ordered_at", UtcDateTime(), nullable=False),
        sa.Column("keep_until", sa.Date, nullable=False),
        sa.Column("made_at", UtcDateTime()),
        sa.Column("digest", sa.String, nullable=False),
        sa.Column("size_bytes", sa.Integer, nullable=False),
        sa.Column("dropped_at", UtcDateTime()),
        sa.CheckConstraint("people > 0", name="people"),
        sa.CheckConstraint("reason <> ''", name="reason"),
        sa.CheckConstraint("(made_at IS NULL) = (digest = '')", name="made"),
        sa.CheckConstraint("dropped_at IS NULL OR made_at IS NOT NULL", name="dropped"),
    )
    op.create_table(
        "ordered_statement",
        sa.Column("order_id", sa.Integer, sa.ForeignKey("statement_order.id"), primary_key=True),
        sa.Column("person_id", sa.Integer, sa.ForeignKey("person.id"), primary_key=True, index=True),
    )
