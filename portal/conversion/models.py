"""Agreements with colleges, quotes, applications and what became of them."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, Index, String, UniqueConstraint, text
from sqlmodel import Field, SQLModel

from portal.conversion.steps import DraftState, State
from portal.db import UtcDateTime

IS_OPEN = text("state IN ('sent', 'college_review')")
IS_WORK = text("state IN ('draft', 'proposed')")


class AgreementDraft(SQLModel, table=True):
    """A new agreement, or a new version of one, while it is being written and until a second officer decides."""

    __tablename__ = "agreement_draft"
    __table_args__ = (
        CheckConstraint("state IN ('draft', 'proposed', 'confirmed', 'dropped')", name="state"),
        CheckConstraint("valid_from <= valid_until", name="in_order"),
        CheckConstraint("programme_code <> ''", name="programme_code"),
        CheckConstraint("(state IN ('confirmed', 'dropped')) = (decided_at IS NOT NULL)", name="decided"),
        CheckConstraint("(decided_at IS NULL) = (decided_by_id IS NULL)", name="decided_by"),
        CheckConstraint("state <> 'confirmed' OR decided_by_id <> drafted_by_id", name="two_officers"),
        Index(
            "ix_agreement_draft_one_at_work",
            "college_id",
            "programme_code",
            unique=True,
            sqlite_where=IS_WORK,
            postgresql_where=IS_WORK,
        ),
    )

    id: int = Field(default=None, primary_key=True)
    college_id: int = Field(foreign_key="college.id")
    programme_code: str = Field(max_length=40)
    valid_from: date
    valid_until: date
    terms: dict[str, Any] = Field(sa_type=JSON)
    targets: list[dict[str, Any]] = Field(default_factory=list, sa_type=JSON)
    state: DraftState = Field(default=DraftState.DRAFT, sa_type=String)
    drafted_by_id: int = Field(foreign_key="person.id")  # who changed it last
    drafted_at: datetime = Field(sa_type=UtcDateTime)
    words: str = ""  # why it was returned or dropped
    decided_by_id: int | None = Field(default=None, foreign_key="person.id")
    decided_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class CollegeAgreement(SQLModel, table=True):
    """One version of an agreement, as two officers made it. It holds from its day on, until a later version's; only added."""

    __tablename__ = "college_agreement"
    __table_args__ = (
        UniqueConstraint("college_id", "programme_code", "version"),
        CheckConstraint("version > 0", name="version"),
        CheckConstraint("valid_from <= valid_until", name="in_order"),
        CheckConstraint("drafted_by_id <> confirmed_by_id", name="two_officers"),
    )

    id: int = Field(default=None, primary_key=True)
    college_id: int = Field(foreign_key="college.id")
    programme_code: str = Field(max_length=40)
    version: int
    valid_from: date
    valid_until: date
    terms: dict[str, Any] = Field(sa_type=JSON)
    targets: list[dict[str, Any]] = Field(sa_type=JSON)
    draft_id: int = Field(foreign_key="agreement_draft.id", unique=True)
    drafted_by_id: int = Field(foreign_key="person.id")
    confirmed_by_id: int = Field(foreign_key="person.id")
    confirmed_at: datetime = Field(sa_type=UtcDateTime)


class ConversionQuote(SQLModel, table=True):
    """What a college would give somebody on a day, by one version of its agreement; it may be asked for until a day."""

    __tablename__ = "conversion_quote"
    __table_args__ = (CheckConstraint("hundredths > 0", name="something"),)

    id: int = Field(default=None, primary_key=True)
    person_id: int = Field(foreign_key="person.id", index=True)
    agreement_id: int = Field(foreign_key="college_agreement.id")
    hundredths: int  # of the programme
    given: dict[str, Any] = Field(sa_type=JSON)  # code of each target course: ids of the entries that count for it
    kept_until: date = Field(index=True)
    made_at: datetime = Field(sa_type=UtcDateTime)


class ConversionApplication(SQLModel, table=True):
    """That somebody asks a college to take credit, and lets it see what that is, until a day."""

    __tablename__ = "conversion_application"
    __table_args__ = (
        CheckConstraint(
            "state IN ('sent', 'college_review', 'accepted', 'part', 'refused', 'withdrawn', 'timeout', 'cancelled')",
            name="state",
        ),
        CheckConstraint("(state IN ('sent', 'college_review')) = (ended_at IS NULL)", name="ended"),
        CheckConstraint("(state IN ('accepted', 'part', 'refused')) = (decided_by_id IS NOT NULL)", name="decided_by"),
        CheckConstraint("decided_by_id <> person_id", name="not_ones_own"),
        CheckConstraint("state NOT IN ('part', 'refused') OR words <> ''", name="with_reason"),
        Index(
            "ix_conversion_application_one_open",
            "person_id",
            "agreement_id",
            unique=True,
            sqlite_where=IS_OPEN,
            postgresql_where=IS_OPEN,
        ),
        Index("ix_conversion_application_college", "college_id", "state", "answer_until"),
    )

    id: int = Field(default=None, primary_key=True)
    person_id: int = Field(foreign_key="person.id", index=True)
    agreement_id: int = Field(foreign_key="college_agreement.id")
    college_id: int = Field(foreign_key="college.id")
    state: State = Field(default=State.SENT, sa_type=String)
    consent_until: date  # the last day on which the college sees it, in Asia/Shanghai
    consent_ended_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    answer_until: date
    applied_at: datetime = Field(sa_type=UtcDateTime)
    words: str = ""  # of the college, to the learner
    decided_by_id: int | None = Field(default=None, foreign_key="person.id")
    ended_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class ConversionItem(SQLModel, table=True):
    """One target course of an application, and whether the college takes it."""

    __tablename__ = "conversion_item"
    __table_args__ = (
        UniqueConstraint("application_id", "target_code"),
        CheckConstraint("credit_hundredths > 0", name="credit_positive"),
        CheckConstraint("verdict IN ('waiting', 'accepted', 'refused', 'ended', 'given_back')", name="verdict"),
    )

    id: int = Field(default=None, primary_key=True)
    application_id: int = Field(foreign_key="conversion_application.id")
    target_code: str
    target: str  # its name, a copy
    target_en: str
    credit_hundredths: int
    is_online: bool
    verdict: str = "waiting"


class ConversionLine(SQLModel, table=True):
    """One earned entry that counts for a target course of an application, and how its credit moved.

    `again`: its credit was used before and counts once more; it does not move.
    """

    __tablename__ = "conversion_line"
    __table_args__ = (
        UniqueConstraint("application_id", "earned_id"),
        CheckConstraint("credit_hundredths > 0", name="credit_positive"),
        CheckConstraint("again = (locked_id IS NULL)", name="locked"),
        CheckConstraint("unlocked_id IS NULL OR locked_id IS NOT NULL", name="unlocked"),
        CheckConstraint("converted_id IS NULL OR unlocked_id IS NOT NULL", name="converted"),
        CheckConstraint("given_back_id IS NULL OR converted_id IS NOT NULL", name="given_back"),
        Index("ix_conversion_line_earned_id", "earned_id"),
    )

    id: int = Field(default=None, primary_key=True)
    application_id: int = Field(foreign_key="conversion_application.id")
    item_id: int = Field(foreign_key="conversion_item.id", index=True)
    earned_id: int = Field(foreign_key="credit_transfer.id")
    credit_hundredths: int
    again: bool = False
    locked_id: int | None = Field(default=None, foreign_key="credit_transfer.id", unique=True)
    unlocked_id: int | None = Field(default=None, foreign_key="credit_transfer.id", unique=True)
    converted_id: int | None = Field(default=None, foreign_key="credit_transfer.id", unique=True)
    given_back_id: int | None = Field(default=None, foreign_key="credit_transfer.id", unique=True)


class ConversionEvent(SQLModel, table=True):
    """What happened with an application. Only added. `actor_id` None: the portal by itself."""

    __tablename__ = "conversion_event"
    __table_args__ = (Index(None, "application_id", "id"),)

    id: int = Field(default=None, primary_key=True)
    application_id: int = Field(foreign_key="conversion_application.id")
    step: str
    happened_at: datetime = Field(sa_type=UtcDateTime)
    actor_id: int | None = Field(default=None, foreign_key="person.id")
    note: str = ""
