"""What learners ask about a lesson, and what its providers answer. It belongs to the lesson over all its versions."""

from datetime import datetime

from sqlalchemy import CheckConstraint, Index
from sqlmodel import Field, SQLModel

from portal.db import UtcDateTime


class LessonQuestion(SQLModel, table=True):
    """One question. Whoever asked can take it back; an officer can hide it with a reason that stands in its place."""

    __tablename__ = "lesson_question"
    __table_args__ = (
        CheckConstraint("(hidden_at IS NULL) = (hidden_reason = '')", name="hidden_has_its_reason"),
        CheckConstraint("taken_back_at IS NULL OR words = ''", name="taken_back_is_gone"),
        Index(None, "course_id", "lesson_slug", "id"),
        Index(None, "person_id", "asked_at"),
    )

    id: int = Field(default=None, primary_key=True)
    course_id: int = Field(foreign_key="course.id")
    lesson_slug: str = Field(max_length=80)
    person_id: int = Field(foreign_key="person.id")
    words: str  # empty where it was recorded, see portal.discussions.recordings
    asked_at: datetime = Field(sa_type=UtcDateTime)
    taken_back_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    hidden_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    hidden_by_id: int | None = Field(default=None, foreign_key="person.id")
    hidden_reason: str = ""


class LessonAnswer(SQLModel, table=True):
    """An answer of the place that provides the course."""

    __tablename__ = "lesson_answer"
    __table_args__ = (CheckConstraint("taken_back_at IS NULL OR words = ''", name="taken_back_is_gone"),)

    id: int = Field(default=None, primary_key=True)
    question_id: int = Field(foreign_key="lesson_question.id", index=True)
    person_id: int = Field(foreign_key="person.id")
    words: str  # empty where it was recorded, see portal.discussions.recordings
    answered_at: datetime = Field(sa_type=UtcDateTime)
    taken_back_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
