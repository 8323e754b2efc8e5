"""Statements of many people that an officer ordered as one file, and whose they are."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint
from sqlmodel import Field, SQLModel

from portal.db import UtcDateTime


class StatementOrder(SQLModel, table=True):
    """One order: for which region, by which course and year, and why. Its file goes after some days; the order stays."""

    __tablename__ = "statement_order"
    __table_args__ = (
        CheckConstraint("people > 0", name="people"),
        CheckConstraint("reason <> ''", name="reason"),
        CheckConstraint("(made_at IS NULL) = (digest = '')", name="made"),
        CheckConstraint("dropped_at IS NULL OR made_at IS NOT NULL", name="dropped"),
    )

    id: int = Field(default=None, primary_key=True)
    officer_id: int = Field(foreign_key="person.id", index=True)
    region_code: str = Field(foreign_key="region.code")
    course: str = ""  # its title as it was chosen; empty: all courses
    year: int | None = None
    reason: str
    people: int
    ordered_at: datetime = Field(sa_type=UtcDateTime)
    keep_until: date  # the last day on which the file is there
    made_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    digest: str = ""
    size_bytes: int = 0
    dropped_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class OrderedStatement(SQLModel, table=True):
    """Somebody whose statement was ordered: they read so in their account."""

    __tablename__ = "ordered_statement"

    order_id: int = Field(primary_key=True, foreign_key="statement_order.id")
    person_id: int = Field(primary_key=True, foreign_key="person.id", index=True)
