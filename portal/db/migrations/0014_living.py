"""Versions, questions of learners, provenance, upkeep"""

import sqlalchemy as sa
from alembic import op

from portal.db import UtcDateTime

revision = "0014"
down_revision = "0013"


def upgrade() -> None:
    create_versions()
    create_lanes()
    create_holdings()


def create_versions() -> None:
    op.create_table(
        "version_change",
        sa.Column("version_id", sa.Integer, sa.ForeignKey("course_version.id"), primary_key=True),
        sa.Column("words", sa.String, nullable=False),
        sa.Column("is_fix", sa.Boolean, nullable=False),
    )
    op.create_table(
        "version_move",
        sa.Column("enrolment_id", sa.Integer, sa.ForeignKey("enrolment.id"), primary_key=True),
        sa.Column("from_enrolment_id", sa.Integer, sa.ForeignKey("enrolment.id"), nullable=False, unique=True),
        sa.Column("lessons_carried", sa.Integer, nullable=False),
        sa.Column("moved_at", UtcDateTime(), nullable=False),
        sa.CheckConstraint("lessons_carried >= 0", name="carried_not_negative"),
    )


def create_lanes() -> None:
    op.add_column("submission", sa.Column("lane", sa.String(30), nullable=False, server_default="review"))
    op.add_column("submission", sa.Column("what_is_new", sa.String, nullable=False, server_default=""))


def create_holdings() -> None:
    op.create_table(
        "course_withdrawal",
        sa.Column("version_id", sa.Integer, sa.ForeignKey("course_version.id"), primary_key=True),
        sa.Column("course_id", sa.Integer, sa.ForeignKey("course.id"), nullable=False),
        sa.Column("reason", sa.String, nullable=False),
        sa.Column("finish_until", sa.Date, nullable=False),
        sa.Column("withdrawn_at", UtcDateTime(), nullable=False),
        sa.Column("withdrawn_by_id", sa.Integer, sa.ForeignKey("person.id"), nullable=True),
    )
    op.create_index("ix_course_withdrawal_course_id", "course_withdrawal", ["course_id"])
    op.create_table(
        "holding_record",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("course_id", sa.Integer, sa.ForeignKey("course.id"), nullable=False),
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("origin", sa.String(20), nullable=False),
        sa.Column("contract_number", sa.String, nullable=False),
        sa.Column("licence", sa.String, nullable=False),
        sa.Column("ends_on", sa.Date, nullable=True),
        sa.Column("note", sa.String, nullable=False),
        sa.Column("recorded_by_id", sa.Integer, sa.ForeignKey("person.id"), nullable=False),
        sa.Column("recorded_at", UtcDateTime(), nullable=False),
        sa.CheckConstraint("number >= 1", name="number"),
        sa.CheckConstraint("origin IN ('developed', 'collected', 'bought')", name="origin"),
        sa.UniqueConstraint("course_id", "number"),
    )
    op.create_index("ix_holding_record_ends_on", "holding_record", ["ends_on"])
