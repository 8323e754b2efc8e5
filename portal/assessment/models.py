"""Attempts at the final assessment of a course."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, CheckConstraint, Column, Index, String, UniqueConstraint, text
from sqlmodel import Field, SQLModel

from portal.db import UtcDateTime


class AttemptState(StrEnum):
    """An open attempt keeps every answer as it is given; a marked one never changes."""

    OPEN = "open"
    MARKED = "marked"


class Attempt(SQLModel, table=True):
    """One go at the final assessment. There is no time limit; answers are kept as they are given."""

    __table_args__ = (
        UniqueConstraint("enrolment_id", "number"),
        Index(
            "ix_attempt_one_open",
            "enrolment_id",
            unique=True,
            sqlite_where=text("state = 'open'"),
            postgresql_where=text("state = 'open'"),
        ),
        Index("ix_attempt_submitted_at", "submitted_at", "id"),
        CheckConstraint("(state = 'marked') = (mark IS NOT NULL)", name="marked_has_a_mark"),
        CheckConstraint("mark BETWEEN 0 AND 100", name="mark_in_range"),
    )

    id: int = Field(default=None, primary_key=True)
    enrolment_id: int = Field(foreign_key="enrolment.id")
    number: int
    state: AttemptState = Field(default=AttemptState.OPEN, sa_type=String(10))
    typed: dict[str, Any] = Field(sa_column=Column(JSON, nullable=False))  # field name to what was typed
    started_at: datetime = Field(sa_type=UtcDateTime)
    submitted_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    mark: int | None = None
