"""Credit that a cap left out, until it counts."""

import sqlalchemy as sa
from alembic import op

from portal.db import UtcDateTime

revision = "0027"
down_revision = "0020"


def upgrade() -> None:
    op.create_table(
        "credit_candidate",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("person_id", sa.Integer, sa.ForeignKey("person.id"), nullable=False, index=True),
        sa.Column("course_id", sa.Integer, sa.ForeignKey("course.id"), nullable=False),
        sa.Column("reference", sa.String(200), nullable=False, unique=True),
        sa.Column("state", sa.String, nullable=False),
        sa.Column("left_hundredths", sa.Integer, nullable=False),
        sa.Column("cause", sa.JSON, nullable=False),
        sa.Column("completed_at", UtcDateTime(), nullable=False),
        sa.Column("next_on", sa.Date),
        sa.Column("cap", sa.String, nullable=False),
        sa.Column("before", sa.Integer, nullable=False),
        sa.Column("most", sa.Integer, nullable=False),
        sa.CheckConstraint("state IN ('waiting', 'posted', 'left_out')", name="state"),
        sa.CheckConstraint("left_hundredths >= 0", name="left_not_negative"),
        sa.CheckConstraint("(state = 'posted') = (left_hundredths = 0)", name="posted_whole"),
        sa.CheckConstraint("(state = 'waiting') = (next_on IS NOT NULL)", name="waits_for_a_day"),
    )
    op.create_index("ix_credit_candidate_next_on", "credit_candidate", ["state", "next_on"])
