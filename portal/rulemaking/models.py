"""Drafts of rule sets. What is confirmed becomes a rule set that is never changed."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, String
from sqlmodel import Field, SQLModel

from portal.db import UtcDateTime
from portal.rulemaking.rules import State


class CreditRuleDraft(SQLModel, table=True):
    """Rules that are being written. `revision` grows with every change: who saves names the one that they saw.

    `trial` is what the draft would have changed in the past year, for the revision that it names.
    """

    __tablename__ = "credit_rule_draft"
    __table_args__ = (
        CheckConstraint("state IN ('draft', 'handed_over', 'confirmed', 'discarded')", name="state"),
        CheckConstraint("revision >= 1", name="revision"),
        CheckConstraint("decided_by_id <> drafted_by_id", name="two_officers"),
        CheckConstraint("(state = 'confirmed') = (rule_set_id IS NOT NULL)", name="rule_set"),
        CheckConstraint("(decided_by_id IS NULL) = (decided_at IS NULL)", name="decided"),
        CheckConstraint("state <> 'confirmed' OR decided_by_id IS NOT NULL", name="confirmed_by_somebody"),
        CheckConstraint("state NOT IN ('handed_over', 'confirmed') OR reason <> ''", name="says_why"),
    )

    id: int = Field(default=None, primary_key=True)
    state: State = Field(default=State.DRAFT, sa_type=String)
    revision: int = 1
    based_on: str = Field(max_length=20)
    valid_from: date
    rules: dict[str, Any] = Field(sa_type=JSON)  # as rulebook.rules.read_rule_set reads it
    reason: str = ""  # to everybody
    drafted_by_id: int = Field(foreign_key="person.id")  # who changed it last
    writers: list[int] = Field(sa_type=JSON)  # all who wrote in it: none of them confirms
    changed_at: datetime = Field(sa_type=UtcDateTime)
    rejection: str = ""
    decided_by_id: int | None = Field(default=None, foreign_key="person.id")
    decided_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    rule_set_id: int | None = Field(default=None, foreign_key="credit_rule_set.id", unique=True)
    trial: dict[str, Any] | None = Field(default=None, sa_type=JSON)
