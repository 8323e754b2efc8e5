"""The rule sets of the credit bank. They are only ever added: what a posting was made by can always be read again."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, Index, String
from sqlmodel import Field, SQLModel

from portal.credits.rulebook.rules import CandidateState, LeftReason
from portal.db import UtcDateTime


class CreditRuleSet(SQLModel, table=True):
    """One version of the rules, from its day on until the next one's. The first one came with the portal."""

    __tablename__ = "credit_rule_set"
    __table_args__ = (
        CheckConstraint("(drafted_by_id IS NULL) = (confirmed_by_id IS NULL)", name="both_or_none"),
        CheckConstraint("drafted_by_id <> confirmed_by_id", name="two_officers"),
    )

    id: int = Field(default=None, primary_key=True)
    version: str = Field(max_length=20, unique=True)
    valid_from: date = Field(index=True)
    rules: dict[str, Any] = Field(sa_type=JSON)  # as rules.read_rule_set reads it
    reason: str = ""
    drafted_by_id: int | None = Field(default=None, foreign_key="person.id")
    confirmed_by_id: int | None = Field(default=None, foreign_key="person.id")
    confirmed_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class CreditCandidate(SQLModel, table=True):
    """New credit that does not count; `course_id` when it is of a passed course, none when it was recognised. What a cap
    left out waits for the next period, or stays out where the rules say so; what was rejected is a duplicate of another
    course, which its cause names as `instead`.

    `cap`, `before` and `most` say why a cap left it out: the tightest cap on the day on which it was reckoned last.
    """

    __tablename__ = "credit_candidate"
    __table_args__ = (
        CheckConstraint("state IN ('waiting', 'posted', 'left_out', 'rejected')", name="state"),
        CheckConstraint("left_hundredths >= 0", name="left_not_negative"),
        CheckConstraint("(state = 'posted') = (left_hundredths = 0)", name="posted_whole"),
        CheckConstraint("(state = 'waiting') = (next_on IS NOT NULL)", name="waits_for_a_day"),
        CheckConstraint("reason IN ('cap', 'not_better', 'less', 'in_use', 'replaced')", name="reason"),
        CheckConstraint("(state = 'rejected') = (reason <> 'cap')", name="rejected_for_a_reason"),
        CheckConstraint("(state = 'rejected') = (rejected_at IS NOT NULL)", name="rejected_at"),
        Index("ix_credit_candidate_next_on", "state", "next_on"),
    )

    id: int = Field(default=None, primary_key=True)
    person_id: int = Field(foreign_key="person.id", index=True)
    course_id: int | None = Field(default=None, foreign_key="course.id")
    reference: str = Field(max_length=200, unique=True)
    state: CandidateState = Field(sa_type=String)
    left_hundredths: int
    cause: dict[str, Any] = Field(sa_type=JSON)
    completed_at: datetime = Field(sa_type=UtcDateTime)
    next_on: date | None = None
    reason: LeftReason = Field(default=LeftReason.CAP, sa_type=String)
    rejected_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    cap: str = ""
    before: int = 0
    most: int = 0
