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
    create_discussions()


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


def create_discussions() -> None:
    op.create_table(
        "lesson_question",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("course_id", sa.Integer, sa.ForeignKey("course.id"), nullable=False),
        sa.Column("lesson_slug", sa.String(80), nullable=False),
        sa.Column("person_id", sa.Integer, sa.ForeignKey("person.id"), nullable=False),
        sa.Column("words", sa.String, nullable=False),
        sa.Column("asked_at", UtcDateTime(), nullable=False),
        sa.Column("taken_back_at", UtcDateTime(), nullable=True),
        sa.Column("hidden_at", UtcDateTime(), nullable=True),
        sa.Column("hidden_by_id", sa.Integer, sa.ForeignKey("person.id"), nullable=True),
        sa.Column("hidden_reason", sa.String, nullable=False),
        sa.CheckConstraint("(hidden_at IS NULL) = (hidden_reason = '')", name="hidden_has_its_reason"),
        sa.CheckConstraint("taken_back_at IS NULL OR words = ''", name="taken_back_is_gone"),
    )
    op.create_index(
        "ix_lesson_question_course_id_lesson_slug_id", "lesson_question", ["course_id", "lesson_slug", "id"]
    )
    op.create_index("ix_lesson_question_person_id_asked_at", "lesson_question", ["person_id", "asked_at"])
    op.create_table(
        "lesson_answer",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("question_id", sa.Integer, sa.ForeignKey("lesson_question.id"), nullable=False),
        sa.Column("person_id", sa.Integer, sa.ForeignKey("person.id"), nullable=False),
        sa.Column("words", sa.String, nullable=False),
        sa.Column("answered_at", UtcDateTime(), nullable=False),
    )
    op.create_index("ix_lesson_answer_question_id", "lesson_answer", ["question_id"])
