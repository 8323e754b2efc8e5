"""A learner in a course: enrolled, lesson by lesson done."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, CheckConstraint, Column, String, UniqueConstraint
from sqlmodel import Field, SQLModel

from portal.db import UtcDateTime


class EnrolmentState(StrEnum):
    """Learning until the assessment is passed; who left may return, and what was done is still there. Who moved over to
    a newer version has an enrolment in that one, and does not come back to this."""

    LEARNING = "learning"
    PASSED = "passed"
    LEFT = "left"
    MOVED = "moved"


class Enrolment(SQLModel, table=True):
    """One person in one version of a course. They finish the version they began."""

    __table_args__ = (
        UniqueConstraint("person_id", "version_id"),
        CheckConstraint("(state = 'passed') = (passed_at IS NOT NULL)", name="passed_has_its_moment"),
    )

    id: int = Field(default=None, primary_key=True)
    person_id: int = Field(foreign_key="person.id")
    version_id: int = Field(foreign_key="course_version.id", index=True)
    state: EnrolmentState = Field(default=EnrolmentState.LEARNING, sa_type=String(20))
    enrolled_at: datetime = Field(sa_type=UtcDateTime)
    passed_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    mark: int | None = None
    transfer_id: int | None = Field(default=None, foreign_key="credit_transfer.id")  # empty: credit waits for identity


class VersionMove(SQLModel, table=True):
    """Somebody moved over to a newer version: from which enrolment to which, and how many lessons came along."""

    __tablename__ = "version_move"
    __table_args__ = (CheckConstraint("lessons_carried >= 0", name="carried_not_negative"),)

    enrolment_id: int = Field(primary_key=True, foreign_key="enrolment.id")
    from_enrolment_id: int = Field(foreign_key="enrolment.id", unique=True)
    lessons_carried: int
    moved_at: datetime = Field(sa_type=UtcDateTime)


class ActivityReceipt(SQLModel, table=True):
    """The fact that a lesson's question was answered, in whatever medium the lesson was taken. Its key says: once."""

    __tablename__ = "activity_receipt"

    enrolment_id: int = Field(primary_key=True, foreign_key="enrolment.id")
    lesson_id: int = Field(primary_key=True, foreign_key="lesson.id")
    answers: dict[str, Any] = Field(sa_column=Column(JSON, nullable=False))
    done_at: datetime = Field(sa_type=UtcDateTime)
