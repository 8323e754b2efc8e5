"""Who has which part in the review of a course, and the evidence that each of them gives."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, CheckConstraint, Index, UniqueConstraint
from sqlmodel import Field, SQLModel

from portal.db import UtcDateTime
from portal.submissions.models import in_words
from portal.submissions.rules import Outcome, Part


class PartState(StrEnum):
    """Asked, has declared no conflict and opened the content, has declined, or was needed in an earlier round."""

    ASKED = "asked"
    OPEN = "open"
    DECLINED = "declined"
    PAST = "past"


class Moment(StrEnum):
    """When a conflict of interest is looked for."""

    ASSIGN = "assign"
    OPEN = "open"
    SUBMIT = "submit"
    VOTE = "vote"


class ReviewPart(SQLModel, table=True):
    """The one part that a person has in one course, through all its rounds."""

    __tablename__ = "review_part"
    __table_args__ = (
        UniqueConstraint("submission_id", "person_id"),  # four different people: nobody has two parts
        CheckConstraint("state IN ('asked', 'open', 'declined', 'past')", name="state"),
        Index(None, "person_id", "state"),
    )

    id: int = Field(default=None, primary_key=True)
    submission_id: int = Field(foreign_key="submission.id")
    person_id: int = Field(foreign_key="person.id")
    part: Part = Field(sa_type=in_words(Part))
    state: PartState = Field(default=PartState.ASKED, sa_type=in_words(PartState))
    asked_by_id: int = Field(foreign_key="person.id")
    asked_at: datetime = Field(sa_type=UtcDateTime)
    answered_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    has_conflict: bool = False  # as the person declared
    reason: str = ""  # why they declined or what conflict they declared
    due_on: date | None = None


class ConflictCheck(SQLModel, table=True):
    """A look for a conflict of interest and what it found. Only grows."""

    __tablename__ = "conflict_check"
    __table_args__ = (Index(None, "submission_id", "person_id"),)

    id: int = Field(default=None, primary_key=True)
    submission_id: int = Field(foreign_key="submission.id")
    person_id: int = Field(foreign_key="person.id")
    part: str  # or the role of those who have no part
    moment: Moment = Field(sa_type=in_words(Moment))
    reasons: list[dict[str, Any]] = Field(sa_type=JSON)
    checked_at: datetime = Field(sa_type=UtcDateTime)


class AccessReport(SQLModel, table=True):
    """A tester's report on one package: tasks, faults by lesson, and a verdict on each way of learning."""

    __tablename__ = "access_report"
    __table_args__ = (UniqueConstraint("package_id", "person_id"),)

    id: int = Field(default=None, primary_key=True)
    submission_id: int = Field(foreign_key="submission.id", index=True)
    package_id: int = Field(foreign_key="submitted_package.id")
    round: int
    person_id: int = Field(foreign_key="person.id")
    part: Part = Field(sa_type=in_words(Part))
    tasks: dict[str, str] = Field(sa_type=JSON)
    ways: dict[str, str] = Field(sa_type=JSON)
    faults: list[dict[str, str]] = Field(sa_type=JSON)  # grade P0, P1 or P2, lesson, words
    summary: str
    handed_in_at: datetime = Field(sa_type=UtcDateTime)


class ExpertReview(SQLModel, table=True):
    """An expert's rubric on one package; a draft until it is handed in."""

    __tablename__ = "expert_review"
    __table_args__ = (
        UniqueConstraint("package_id", "person_id"),
        CheckConstraint("score BETWEEN 0 AND 100", name="score"),
        CheckConstraint("handed_in_at IS NULL OR (score IS NOT NULL AND verdict <> '')", name="complete"),
    )

    id: int = Field(default=None, primary_key=True)
    submission_id: int = Field(foreign_key="submission.id", index=True)
    package_id: int = Field(foreign_key="submitted_package.id")
    round: int
    person_id: int = Field(foreign_key="person.id")
    answers: dict[str, str] = Field(sa_type=JSON)  # every field of the rubric as it was typed
    score: int | None = None
    verdict: str = ""
    unmet: list[str] = Field(default_factory=list, sa_type=JSON)
    saved_at: datetime = Field(sa_type=UtcDateTime)
    handed_in_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class PanelVote(SQLModel, table=True):
    """One member's vote in one sitting. Only grows."""

    __tablename__ = "panel_vote"
    __table_args__ = (UniqueConstraint("submission_id", "sitting", "person_id"),)

    id: int = Field(default=None, primary_key=True)
    submission_id: int = Field(foreign_key="submission.id")
    package_id: int = Field(foreign_key="submitted_package.id")
    sitting: int
    person_id: int = Field(foreign_key="person.id")
    outcome: Outcome = Field(sa_type=in_words(Outcome))
    reason: str
    voted_at: datetime = Field(sa_type=UtcDateTime)


class CreditValue(SQLModel, table=True):
    """What a course gives, as a credit officer set it; the newest row for a package holds."""

    __tablename__ = "credit_value"
    __table_args__ = (
        UniqueConstraint("package_id", "number"),
        CheckConstraint("credit_hundredths > 0", name="positive"),
    )

    id: int = Field(default=None, primary_key=True)
    submission_id: int = Field(foreign_key="submission.id", index=True)
    package_id: int = Field(foreign_key="submitted_package.id")
    number: int
    credit_hundredths: int
    learning_minutes: int
    level: int
    reason: str
    set_by_id: int = Field(foreign_key="person.id")
    set_at: datetime = Field(sa_type=UtcDateTime)
