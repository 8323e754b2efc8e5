"""Applications to have prior learning recognised, their evidence, and what happened to them."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, BigInteger, CheckConstraint, Index, String, text
from sqlmodel import Field, SQLModel

from portal.db import UtcDateTime
from portal.recognition.rules import DECIDED, State, Step

IS_RECOGNISED = text("state IN ('granted', 'part') AND certificate_key <> ''")
STATES = "state IN ('draft', 'submitted', 'check_returned', 'checked', 'assess_returned', 'assessed', 'granted', 'part', 'refused', 'withdrawn')"  # fmt: skip # noqa: E501
FULL = "state IN ('granted', 'part', 'refused')"


class RecognitionApplication(SQLModel, table=True):
    """One award or experience that a learner asks to have recognised. One certificate is recognised once, for one person."""

    __tablename__ = "recognition_application"
    __table_args__ = (
        CheckConstraint(STATES, name="state"),
        CheckConstraint(
            "checked_by_id <> person_id AND assessed_by_id <> person_id AND decided_by_id <> person_id", name="not_own"
        ),
        CheckConstraint("assessed_by_id <> checked_by_id", name="two_officers"),
        CheckConstraint("NOT needs_second OR decided_by_id <> assessed_by_id", name="second_officer"),
        CheckConstraint(f"({FULL}) = (decided_at IS NOT NULL)", name="decided"),
        CheckConstraint("(decided_at IS NULL) = (decided_by_id IS NULL)", name="decided_by"),
        CheckConstraint(
            f"NOT (state IN ('checked', 'assess_returned', 'assessed') OR {FULL}) OR checked_by_id IS NOT NULL",
            name="checked_first",
        ),
        CheckConstraint(f"NOT (state = 'assessed' OR {FULL}) OR assessed_by_id IS NOT NULL", name="assessed_first"),
        CheckConstraint("assessed_by_id IS NULL OR has_no_tie", name="no_tie"),
        CheckConstraint(
            "state NOT IN ('granted', 'part') OR appeal_hundredths > 0 OR "
            "credit_hundredths > 0 AND proof IN ('source', 'evidence') AND is_same_person",
            name="proved",
        ),
        CheckConstraint("posted_id IS NULL OR state IN ('granted', 'part')", name="posted"),
        CheckConstraint("(appeal_hundredths > 0) = (appealed_at IS NOT NULL)", name="appealed"),
        CheckConstraint("check_returns IN (0, 1) AND assess_returns IN (0, 1)", name="returned_once"),
        CheckConstraint("credit_hundredths >= 0 AND appeal_hundredths >= 0", name="credit_not_negative"),
        Index(
            "ix_recognition_application_one_certificate", "certificate_key", unique=True,
            sqlite_where=IS_RECOGNISED, postgresql_where=IS_RECOGNISED,
        ),
        Index("ix_recognition_application_state", "state", "due_on", "id"),
    )  # fmt: skip

    id: int = Field(default=None, primary_key=True)
    person_id: int = Field(foreign_key="person.id", index=True)
    state: State = Field(default=State.DRAFT, sa_type=String)
    # what the learner says
    kind: str = ""
    row_key: str = ""  # of the table of values
    title: str = ""
    awarded_by: str = ""
    awarded_region: str = ""  # the prefecture of who gave it; empty for one from elsewhere
    awarded_on: date | None = None
    certificate_number: str = ""
    check_at: str = ""  # where it can be checked at its source
    certificate_key: str = ""  # rules.certificate_key
    started_at: datetime = Field(sa_type=UtcDateTime)
    submitted_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    due_on: date | None = None  # on whose end the term of this step is over
    returned_words: str = ""  # what is missing, while it is returned
    check_returns: int = 0
    assess_returns: int = 0
    # what the officers say
    checked_by_id: int | None = Field(default=None, foreign_key="person.id")
    checked_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    assessed_by_id: int | None = Field(default=None, foreign_key="person.id")
    assessed_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    has_no_tie: bool = False  # the assessor has nothing to do with who gave it
    proof: str = ""  # "source", "evidence" or "none"
    is_same_person: bool = False
    table_version: str = ""
    assessed_row: str = ""
    topic: str = ""
    family: str = ""  # of which only the highest counts
    result: str = ""  # what was assessed: granted, part or refused
    credit_hundredths: int = 0  # what is recognised, before what its family counts already
    words: str = ""  # to the learner
    needs_second: bool = False
    decided_by_id: int | None = Field(default=None, foreign_key="person.id")
    decided_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    posted_id: int | None = Field(default=None, foreign_key="credit_transfer.id", unique=True)
    appealed_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    appeal_hundredths: int = 0  # what appeals have added

    @property
    def named_version(self) -> str:
        """The table of values by which it was decided, or is proposed to be; empty for none."""
        return self.table_version if self.state in (State.ASSESSED, *DECIDED) else ""

    @property
    def recognised_hundredths(self) -> int:
        """What is recognised in all, before what its family counts already."""
        return self.credit_hundredths + self.appeal_hundredths


class RecognitionEvidence(SQLModel, table=True):
    """One evidence of an application: a file in the store of the evidence, or typed words. Its token is its address."""

    __tablename__ = "recognition_evidence"
    __table_args__ = (
        CheckConstraint("form IN ('picture', 'pdf', 'voice', 'sign', 'typed')", name="form"),
        CheckConstraint("state IN ('ready', 'converting', 'failed', 'removed')", name="state"),
        CheckConstraint("state <> 'ready' OR (form = 'typed') = (words <> '')", name="typed"),
        CheckConstraint("state <> 'ready' OR digest <> ''", name="ready"),
        CheckConstraint("(state = 'converting') = (source_digest <> '')", name="source_goes"),
        CheckConstraint("(transcript = '') = (transcript_by_id IS NULL)", name="transcript"),
    )

    id: int = Field(default=None, primary_key=True)
    token: str = Field(unique=True)
    reference: str = Field(unique=True)  # of the form that brought it: sent twice it is one
    application_id: int = Field(foreign_key="recognition_application.id", index=True)
    form: str
    state: str = "ready"
    description: str
    words: str = ""
    source_digest: str = ""  # as it came, until it is made over
    digest: str = ""  # of the file, or of the words
    media_type: str = ""
    size: int = Field(default=0, sa_type=BigInteger)
    milliseconds: int = 0
    said: dict[str, Any] | None = Field(default=None, sa_type=JSON(none_as_null=True))  # why it failed
    added_at: datetime = Field(sa_type=UtcDateTime)
    transcript: str = ""  # what an officer wrote of it
    transcript_by_id: int | None = Field(default=None, foreign_key="person.id")


class RecognitionEvent(SQLModel, table=True):
    """One step of an application: the history, and who took part."""

    __tablename__ = "recognition_event"

    id: int = Field(default=None, primary_key=True)
    application_id: int = Field(foreign_key="recognition_application.id", index=True)
    step: Step = Field(sa_type=String)
    to_state: State = Field(sa_type=String)
    actor_id: int = Field(foreign_key="person.id")
    words: str = ""  # to the learner
    happened_at: datetime = Field(sa_type=UtcDateTime)
