"""The periods of the books that are being closed or closed, and every recount of them."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, String
from sqlmodel import Field, SQLModel

from portal.db import UtcDateTime
from portal.periods.rules import State


class BankPeriod(SQLModel, table=True):
    """A year or a term from `begins` until the day before `ends`, in Asia/Shanghai. One that is open has no row."""

    __tablename__ = "bank_period"
    __table_args__ = (
        CheckConstraint("state IN ('closing', 'closed')", name="state"),
        CheckConstraint("begins < ends", name="days"),
        CheckConstraint("recounts > 0", name="recounts"),
        CheckConstraint("(state = 'closed') = (closed_at IS NOT NULL)", name="closed"),
        CheckConstraint("(closed_at IS NULL) = (closed_by_id IS NULL)", name="closed_by"),
        CheckConstraint("(closed_at IS NULL) = (closed_with IS NULL)", name="closed_with"),
        CheckConstraint("closed_by_id <> asked_by_id", name="two_people"),
    )

    id: int = Field(default=None, primary_key=True)
    begins: date = Field(unique=True)
    ends: date  # the first day of the next one
    state: State = Field(sa_type=String)
    recounts: int = 1  # how often a recount was asked for
    asked_by_id: int = Field(foreign_key="person.id")  # who asked for the newest
    asked_at: datetime = Field(sa_type=UtcDateTime)
    closed_by_id: int | None = Field(default=None, foreign_key="person.id")
    closed_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    closed_with: int | None = None  # the number of the recount that the auditor read


class PeriodRecount(SQLModel, table=True):
    """What a recount found. `head` covers the newest digest of every account at the end of the period; `digest` covers
    the row, and that of the period before."""

    __tablename__ = "period_recount"

    period_id: int = Field(primary_key=True, foreign_key="bank_period.id")
    number: int = Field(primary_key=True)
    made_at: datetime = Field(sa_type=UtcDateTime)
    totals: dict[str, Any] = Field(sa_type=JSON)
    differences: list[dict[str, Any]] = Field(sa_type=JSON)  # portal.jobs.models.stored
    head: str = Field(max_length=64)
    previous_digest: str = Field(max_length=64)
    digest: str = Field(max_length=64)
