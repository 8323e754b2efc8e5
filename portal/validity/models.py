"""Until when earned credit may be used, and how far the daily look has come."""

from datetime import date, datetime

from sqlalchemy import JSON, CheckConstraint, Index
from sqlmodel import Field, SQLModel

from portal.db import UtcDateTime


class CreditValidity(SQLModel, table=True):
    """The term of one earned entry, by the rules by which it was posted. Credit that never lapses has no row.

    `is_settled`: the term is over and what was free has lapsed. Credit that is freed later opens it again.
    """

    __tablename__ = "credit_validity"
    __table_args__ = (
        CheckConstraint("months > 0", name="months"),
        CheckConstraint("done_on <= counts_from AND counts_from < valid_until", name="days"),
        CheckConstraint("lapses >= 0", name="lapses"),
        CheckConstraint("(refreshed_by = '') = (done_on = counts_from)", name="refreshed"),
        Index("ix_credit_validity_due", "is_settled", "valid_until", "earned_id"),
        Index("ix_credit_validity_person", "person_id", "domain"),
    )

    earned_id: int = Field(primary_key=True, foreign_key="credit_transfer.id")
    person_id: int = Field(foreign_key="person.id")
    domain: str = Field(max_length=40)
    months: int
    warn_days: list[int] = Field(sa_type=JSON)  # the longest first
    done_on: date  # in Asia/Shanghai, like every day here
    counts_from: date  # the day of the deed, or of the newest refresher
    refreshed_by: str = ""  # the title of the refresher
    refreshed_by_en: str = ""
    valid_until: date  # the last day on which the credit may be used
    is_settled: bool = False
    lapses: int = 0  # how often some of it lapsed: the next reference


class ValidityMark(SQLModel, table=True):
    """How far the daily look has come: up to which entry, and up to which moment passed courses were seen. One row."""

    __tablename__ = "validity_mark"
    __table_args__ = (CheckConstraint("id = 1", name="one_row"),)

    id: int = Field(default=1, primary_key=True)
    transfer_id: int = 0
    passes_until: datetime | None = Field(default=None, sa_type=UtcDateTime)
