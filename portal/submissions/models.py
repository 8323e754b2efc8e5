"""What is handed in: the submission, its packages in order, and everything that happened to it."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, BigInteger, CheckConstraint, Enum, Index, UniqueConstraint
from sqlmodel import Field, SQLModel

from portal.db import UtcDateTime
from portal.submissions.rules import ReturnedAs
from portal.submissions.steps import Lane, State, Step


def in_words(kind: type[StrEnum]) -> Enum:
    """A column type that keeps a member's value as text and gives the member back."""
    return Enum(kind, native_enum=False, length=30, values_callable=lambda members: [str(one) for one in members])


STATES = ", ".join(f"'{state}'" for state in State)


class Submission(SQLModel, table=True):
    """A course on its way. `package_id` is the package that everybody now speaks of; its digest is what will open."""

    __tablename__ = "submission"
    __table_args__ = (
        CheckConstraint(f"state IN ({STATES})", name="state"),
        CheckConstraint("round >= 1 AND reviews_since_round <= round", name="round"),
        Index(None, "region_code", "id"),
        Index(None, "state", "due_on"),
    )

    id: int = Field(default=None, primary_key=True)
    region_code: str = Field(foreign_key="region.code")
    author_id: int = Field(foreign_key="person.id")
    slug: str = ""  # the course's own id, once the package has been read
    title: str  # the name of the file until then
    title_en: str = ""  # for the English pages, where the course has one
    state: State = Field(default=State.DRAFT, sa_type=in_words(State))
    package_id: int | None = None  # no foreign key: the two tables would need each other
    round: int = 1
    reviews_since_round: int = 1  # experts' reviews count from this round on; minor changes leave it
    sitting: int = 0  # how often the panel has met about it
    returned_as: ReturnedAs | None = Field(default=None, sa_type=in_words(ReturnedAs))
    returned_package_id: int | None = None
    lane: Lane = Field(default=Lane.REVIEW, sa_type=in_words(Lane))
    what_is_new: str = ""  # of a new version, in its provider's words, for everybody
    due_on: date | None = None
    was_extended: bool = False
    steps_taken: int = 0
    created_at: datetime = Field(sa_type=UtcDateTime)
    changed_at: datetime = Field(sa_type=UtcDateTime)


class SubmittedPackage(SQLModel, table=True):
    """One uploaded file. The promise, when signed, is for exactly these bytes."""

    __tablename__ = "submitted_package"
    __table_args__ = (UniqueConstraint("submission_id", "number"),)

    id: int = Field(default=None, primary_key=True)
    submission_id: int = Field(foreign_key="submission.id")
    number: int  # counts through all rounds, so that people can speak of “第 4 次上传”
    round: int
    digest: str
    file_name: str
    size_bytes: int = Field(sa_type=BigInteger)
    uploaded_by_id: int = Field(foreign_key="person.id")
    uploaded_at: datetime = Field(sa_type=UtcDateTime)
    checked_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    findings: list[dict[str, Any]] = Field(default_factory=list, sa_type=JSON)
    blockers: int = 0
    must_fix: int = 0
    advice: int = 0
    version_id: int | None = Field(default=None, foreign_key="course_version.id")  # staged, when it could be read
    change_list: str = ""
    promised_by_id: int | None = Field(default=None, foreign_key="person.id")
    promised_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class SubmissionEvent(SQLModel, table=True):
    """One step. Never changed: histories are these rows. `note` is written for the author, `details` for the desk."""

    __tablename__ = "submission_event"
    __table_args__ = (Index(None, "submission_id", "id"),)

    id: int = Field(default=None, primary_key=True)
    submission_id: int = Field(foreign_key="submission.id")
    step: Step = Field(sa_type=in_words(Step))
    from_state: State = Field(sa_type=in_words(State))
    to_state: State = Field(sa_type=in_words(State))
    actor_id: int | None = Field(default=None, foreign_key="person.id")  # None: somebody without an account
    round: int
    package_id: int | None = None
    note: str = ""
    details: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)
    request_key: str | None = Field(default=None, unique=True)  # the same press of a button twice is one step
    rules_from: date  # which block of the province's rules held
    happened_at: datetime = Field(sa_type=UtcDateTime)
