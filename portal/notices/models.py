"""公示: the public notice of a course, and the objections against it."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, UniqueConstraint
from sqlmodel import Field, SQLModel

from portal.db import UtcDateTime
from portal.submissions.models import in_words


class ObjectionState(StrEnum):
    """Open, answered either way, or answered together with another one that was founded."""

    OPEN = "open"
    UNFOUNDED = "unfounded"
    FOUNDED = "founded"
    MERGED = "merged"


class Notice(SQLModel, table=True):
    """The notice that follows one sitting of the panel. `days_left` is set while an objection stops its clock."""

    __tablename__ = "notice"
    __table_args__ = (
        UniqueConstraint("submission_id", "sitting"),
        CheckConstraint("working_days >= 0 AND ends_on >= opened_on", name="dates"),
    )

    id: int = Field(default=None, primary_key=True)
    submission_id: int = Field(foreign_key="submission.id")
    package_id: int = Field(foreign_key="submitted_package.id")
    sitting: int
    opened_by_id: int = Field(foreign_key="person.id")
    opened_at: datetime = Field(sa_type=UtcDateTime)
    opened_on: date
    ends_on: date
    working_days: int  # as the province's rules said on the day it was opened
    days_left: int | None = None
    ended_at: datetime | None = Field(default=None, sa_type=UtcDateTime)  # published, returned or withdrawn


class Objection(SQLModel, table=True):
    """What somebody says against a course before it opens. A name when it is not anonymous; never a number."""

    __tablename__ = "objection"
    __table_args__ = (
        UniqueConstraint("notice_id", "number"),
        CheckConstraint("state IN ('open', 'unfounded', 'founded', 'merged')", name="state"),
        CheckConstraint("name <> '' OR evidence <> ''", name="named_or_with_evidence"),
        CheckConstraint("(state = 'open') = (answered_at IS NULL)", name="answered"),
    )

    id: int = Field(default=None, primary_key=True)
    notice_id: int = Field(foreign_key="notice.id")
    submission_id: int = Field(foreign_key="submission.id", index=True)
    number: int  # within the notice
    name: str  # "" when anonymous
    words: str
    evidence: str
    received_at: datetime = Field(sa_type=UtcDateTime)
    due_on: date
    state: ObjectionState = Field(default=ObjectionState.OPEN, sa_type=in_words(ObjectionState))
    answered_by_id: int | None = Field(default=None, foreign_key="person.id")
    answer: str = ""  # published in short
    answered_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
