"""Drafts of tables of values. What is confirmed becomes a table that is never changed."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, String
from sqlmodel import Field, SQLModel

from portal.db import UtcDateTime
from portal.rulemaking.rules import State


class RecognitionValueDraft(SQLModel, table=True):
    """A table that is being written: what it changes in the one on which it is based. `revision` grows with every step.

    `changes` has the changed values by their keys, each as recognition.values.rules.Change with `at`, the revision in
    which it was written: who saves a value names the one that they saw.
    """

    __tablename__ = "recognition_value_draft"
    __table_args__ = (
        CheckConstraint("state IN ('draft', 'handed_over', 'confirmed', 'discarded')", name="state"),
        CheckConstraint("revision >= 1", name="revision"),
        CheckConstraint("decided_by_id <> drafted_by_id", name="two_officers"),
        CheckConstraint("(state = 'confirmed') = (table_id IS NOT NULL)", name="table_made"),
        CheckConstraint("(decided_by_id IS NULL) = (decided_at IS NULL)", name="decided"),
        CheckConstraint("state <> 'confirmed' OR decided_by_id IS NOT NULL", name="confirmed_by_somebody"),
        CheckConstraint("state NOT IN ('handed_over', 'confirmed') OR change_count > 0", name="says_something"),
    )

    id: int = Field(default=None, primary_key=True)
    state: State = Field(default=State.DRAFT, sa_type=String)
    revision: int = 1
    based_on: str = Field(max_length=20)
    valid_from: date
    changes: dict[str, dict[str, Any]] = Field(sa_type=JSON)
    change_count: int = 0
    drafted_by_id: int = Field(foreign_key="person.id")  # who changed it last
    writers: list[int] = Field(sa_type=JSON)  # all who wrote in it: none of them confirms
    changed_at: datetime = Field(sa_type=UtcDateTime)
    rejection: str = ""
    decided_by_id: int | None = Field(default=None, foreign_key="person.id")
    decided_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    table_id: int | None = Field(default=None, foreign_key="recognition_table.id", unique=True)
