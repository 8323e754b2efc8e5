"""What the credit bank counts once a month, by prefecture; the closing of its periods, with every recount."""

import sqlalchemy as sa
from alembic import op

from portal.db import UtcDateTime

revision = "0048"
down_revision = "0047"


def upgrade() -> None:
    op.create_table(
        "bank_count",
        sa.Column("year", sa.Integer, primary_key=True),
        sa.Column("last_day", sa.Date, nullable=False),
        sa.Column("counted_at", UtcDateTime(), nullable=False),
    )
    op.create_table(
        "bank_figure",
        sa.Column("year", sa.Integer, sa.ForeignKey("bank_count.year"), primary_key=True),
        sa.Column("region_code", sa.String, sa.ForeignKey("region.code"), primary_key=True),
        sa.Column("kind", sa.String(20), primary_key=True),
        sa.Column("people", sa.Integer, nullable=False),
        sa.Column("credit_hundredths", sa.Integer, nullable=False),
        sa.CheckConstraint("people > 0 AND credit_hundredths >= 0", name="amounts"),
    )
    op.create_table(
        "bank_period",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("begins", sa.Date, nullable=False, unique=True),
        sa.Column("ends", sa.Date, nullable=False),
        sa.Column("state", sa.String, nullable=False),
        sa.Column("recounts", sa.Integer, nullable=False),
        sa.Column("asked_by_id", sa.Integer, sa.ForeignKey("person.id"), nullable=False),
        sa.Column("asked_at", UtcDateTime(), nullable=False),
        sa.Column("closed_by_id", sa.Integer, sa.ForeignKey("person.id")),
        sa.Column("closed_at", UtcDateTime()),
        sa.Column("closed_with", sa.Integer),
        sa.CheckConstraint("state IN ('closing', 'closed')", name="state"),
        sa.CheckConstraint("begins < ends", name="days"),
        sa.CheckConstraint("recounts > 0", name="recounts"),
        sa.CheckConstraint("(state = 'closed') = (closed_at IS NOT NULL)", name="closed"),
        sa.CheckConstraint("(closed_at IS NULL) = (closed_by_id IS NULL)", name="closed_by"),
        sa.CheckConstraint("(closed_at IS NULL) = (closed_with IS NULL)", name="closed_with"),
        sa.CheckConstraint("closed_by_id <> asked_by_id", name="two_people"),
    )
    op.create_table(
        "period_recount",
        sa.Column("period_id", sa.Integer, sa.ForeignKey("bank_period.id"), primary_key=True),
        sa.Column("number", sa.Integer, primary_key=True),
        sa.Column("made_at", UtcDateTime(), nullable=False),
        sa.Column("totals", sa.JSON, nullable=False),
        sa.Column("differences", sa.JSON, nullable=False),
        sa.Column("head", sa.String(64), nullable=False),
        sa.Column("previous_digest", sa.String(64), nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
    )
