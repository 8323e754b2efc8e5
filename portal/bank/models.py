"""What the bank counts once a month: people and credit of a year, by prefecture."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint
from sqlmodel import Field, SQLModel

from portal.db import UtcDateTime


class BankCount(SQLModel, table=True):
    """The newest count of one year, from 1 January to `last_day`. An earlier one is not kept: two counts would tell
    what one person did in between."""

    __tablename__ = "bank_count"

    year: int = Field(primary_key=True)
    last_day: date
    counted_at: datetime = Field(sa_type=UtcDateTime)


class BankFigure(SQLModel, table=True):
    """How many people of one prefecture, and how much of their credit. Zeros have no row."""

    __tablename__ = "bank_figure"
    __table_args__ = (CheckConstraint("people > 0 AND credit_hundredths >= 0", name="amounts"),)

    year: int = Field(primary_key=True, foreign_key="bank_count.year")
    region_code: str = Field(primary_key=True, foreign_key="region.code")
    kind: str = Field(primary_key=True, max_length=20)  # portal.bank.rules.Kind
    people: int
    credit_hundredths: int
