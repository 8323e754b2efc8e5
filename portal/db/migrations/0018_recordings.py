"""Questions and answers by voice or sign, with what assistants write of them"""

import sqlalchemy as sa
from alembic import op

from portal.db import UtcDateTime

revision = "0018"
down_revision = "0021"


def upgrade() -> None:
    with op.batch_alter_table("lesson_answer") as answers:
        answers.add_column(sa.Column("taken_back_at", UtcDateTime(), nullable=True))
        answers.create_check_constraint("taken_back_is_gone", "taken_back_at IS NULL OR words = ''")
    op.create_table(
        "lesson_recording",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("token", sa.String, nullable=False),
        sa.Column("reference", sa.String, nullable=False),
        sa.Column("question_id", sa.Integer, sa.ForeignKey("lesson_question.id"), nullable=False),
        sa.Column("answer_id", sa.Integer, sa.ForeignKey("lesson_answer.id"), nullable=True),
        sa.Column("person_id", sa.Integer, sa.ForeignKey("person.id"), nullable=False),
        sa.Column("form", sa.String(30), nullable=False),
        sa.Column("state", sa.String(30), nullable=False),
        sa.Column("source_digest", sa.String, nullable=False),
        sa.Column("digest", sa.String, nullable=False),
        sa.Column("media_type", sa.String, nullable=False),
        sa.Column("size", sa.BigInteger, nullable=False),
        sa.Column("milliseconds", sa.Integer, nullable=False),
        sa.Column("said", sa.JSON, nullable=True),
        sa.Column("recorded_at", UtcDateTime(), nullable=False),
        sa.Column("revision", sa.Integer, nullable=False),
        sa.Column("words", sa.String, nullable=False),
        sa.Column("words_by_id", sa.Integer, sa.ForeignKey("person.id"), nullable=True),
        sa.Column("words_at", UtcDateTime(), nullable=True),
        sa.CheckConstraint("state IN ('converting', 'ready', 'failed', 'removed')", name="state"),
        sa.CheckConstraint("form IN ('voice', 'sign')", name="form"),
        sa.CheckConstraint("(state = 'ready') = (digest <> '')", name="ready_has_a_file"),
        sa.CheckConstraint("(state = 'converting') = (source_digest <> '')", name="source_goes"),
        sa.CheckConstraint("(revision = 0) = (words = '')", name="words_have_a_revision"),
        sa.CheckConstraint("state <> 'removed' OR revision = 0", name="removed_is_gone"),
        sa.UniqueConstraint("token"),
        sa.UniqueConstraint("reference"),
        sa.UniqueConstraint("answer_id"),
    )
    op.create_index("ix_lesson_recording_question_id", "lesson_recording", ["question_id"])
    op.create_index("ix_lesson_recording_state_revision_id", "lesson_recording", ["state", "revision", "id"])
    op.create_table(
        "lesson_transcript",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("recording_id", sa.Integer, sa.ForeignKey("lesson_recording.id"), nullable=False),
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("words", sa.String, nullable=False),
        sa.Column("person_id", sa.Integer, sa.ForeignKey("person.id"), nullable=False),
        sa.Column("written_at", UtcDateTime(), nullable=False),
        sa.UniqueConstraint("recording_id", "number"),
    )
