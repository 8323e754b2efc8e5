"""Questions and answers that were spoken or signed, and what assistants wrote of them."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, BigInteger, CheckConstraint, Enum, Index, UniqueConstraint
from sqlmodel import Field, SQLModel

from portal.db import UtcDateTime
from portal.discussions.recordings.rules import Form, State


def _in_words(kind: type[Form] | type[State]) -> Enum:
    return Enum(kind, native_enum=False, length=30, values_callable=lambda members: [str(one) for one in members])


class LessonRecording(SQLModel, table=True):
    """One recording: of a question, or with `answer_id` of an answer to it. The file as it came lies in the store of the
    recordings until it is made over, and not a moment longer; its token is its address, and says nothing about it."""

    __tablename__ = "lesson_recording"
    __table_args__ = (
        CheckConstraint("state IN ('converting', 'ready', 'failed', 'removed')", name="state"),
        CheckConstraint("form IN ('voice', 'sign')", name="form"),
        CheckConstraint("(state = 'ready') = (digest <> '')", name="ready_has_a_file"),
        CheckConstraint("(state = 'converting') = (source_digest <> '')", name="source_goes"),
        CheckConstraint("(revision = 0) = (words = '')", name="words_have_a_revision"),
        CheckConstraint("state <> 'removed' OR revision = 0", name="removed_is_gone"),
        Index(None, "state", "revision", "id"),
    )

    id: int = Field(default=None, primary_key=True)
    token: str = Field(unique=True)
    reference: str = Field(unique=True)  # of the form that brought it: sent twice it is one
    question_id: int = Field(foreign_key="lesson_question.id", index=True)
    answer_id: int | None = Field(default=None, foreign_key="lesson_answer.id", unique=True)
    person_id: int = Field(foreign_key="person.id")
    form: Form = Field(sa_type=_in_words(Form))
    state: State = Field(default=State.CONVERTING, sa_type=_in_words(State))
    source_digest: str = ""
    digest: str = ""
    media_type: str = ""
    size: int = Field(default=0, sa_type=BigInteger)  # bytes
    milliseconds: int = 0
    said: dict[str, Any] | None = Field(default=None, sa_type=JSON(none_as_null=True))  # why it failed
    recorded_at: datetime = Field(sa_type=UtcDateTime)
    revision: int = 0
    words: str = ""
    words_by_id: int | None = Field(default=None, foreign_key="person.id")
    words_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class LessonTranscript(SQLModel, table=True):
    """What somebody wrote of a recording, each time. Not append-only in the database: who takes a recording back takes
    every word of it back."""

    __tablename__ = "lesson_transcript"
    __table_args__ = (UniqueConstraint("recording_id", "number"),)

    id: int = Field(default=None, primary_key=True)
    recording_id: int = Field(foreign_key="lesson_recording.id")
    number: int
    words: str
    person_id: int = Field(foreign_key="person.id")
    written_at: datetime = Field(sa_type=UtcDateTime)
