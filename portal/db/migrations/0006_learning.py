"""Enrolments, activities, attempts"""

import sqlalchemy as sa
from alembic import op

from portal.db import UtcDateTime

revision = "0006"
down_revision = "0005"

OPEN = sa.text("state = 'open'")


def upgrade() -> None:
    op.create_table(
        "enrolment",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("person_id", sa.Integer, sa.ForeignKey("person.id"), nullable=False),
        sa.Column("version_id", sa.Integer, sa.ForeignKey("course_version.id"), nullable=False),
        sa.Column("state", sa.String(20), nullable=False),
        sa.Column("enrolled_at", UtcDateTime, nullable=False),
        sa.Column("passed_at", UtcDateTime),
        sa.Column("mark", sa.Integer),
        sa.Column("transfer_id", sa.Integer, sa.ForeignKey("credit_transfer.id")),
        sa.UniqueConstraint("person_id", "version_id"),
        sa.CheckConstraint("(state = 'passed') = (passed_at IS NOT NULL)", name="passed_has_its_moment"),
    )
    op.create_index("ix_enrolment_version_id", "enrolment", ["version_id"])
    op.create_table(
        "activity_receipt",
        sa.Column("enrolment_id", sa.Integer, sa.ForeignKey("enrolment.id"), primary_key=True),
        sa.Column("lesson_id", sa.Integer, sa.ForeignKey("lesson.id"), primary_key=True),
        sa.Column("answers", sa.JSON, nullable=False),
        sa.Column("done_at", UtcDateTime, nullable=False),
    )
    op.create_table(
        "attempt",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("enrolment_id", sa.Integer, sa.ForeignKey("enrolment.id"), nullable=False),
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("state", sa.String(10), nullable=False),
        sa.Column("typed", sa.JSON, nullable=False),
        sa.Column("started_at", UtcDateTime, nullable=False),
        sa.Column("submitted_at", UtcDateTime),
        sa.Column("mark", sa.Integer),
        sa.UniqueConstraint("enrolment_id", "number"),
        sa.CheckConstraint("(state = 'marked') = (mark IS NOT NULL)", name="marked_has_a_mark"),
        sa.CheckConstraint("mark BETWEEN 0 AND 100", name="mark_in_range"),
    )
    op.create_index(
        "ix_attempt_one_open", "attempt", ["enrolment_id"], unique=True, sqlite_where=OPEN, postgresql_where=OPEN
    )
