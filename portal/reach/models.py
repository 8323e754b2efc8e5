"""Whom the courses reach: numbers of people by place and need, counted once for each month that is over."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint
from sqlmodel import Field, SQLModel

from portal.db import UtcDateTime


class ReachReport(SQLModel, table=True):
    """The count of one month: everything in its year from 1 January to the month's last day. Never counted again,
    so that nobody learns from two counts what one person did."""

    __tablename__ = "reach_report"

    last_day: date = Field(primary_key=True)  # 2026-10-31
    counted_at: datetime = Field(sa_type=UtcDateTime)


class ReachFigure(SQLModel, table=True):
    """How many people of one place, with one kind of need, began a course and passed one. Zeros have no row."""

    __tablename__ = "reach_figure"
    __table_args__ = (CheckConstraint("began >= passed AND passed >= 0 AND began > 0", name="people"),)

    last_day: date = Field(primary_key=True, foreign_key="reach_report.last_day")
    region_code: str = Field(primary_key=True, foreign_key="region.code")
    need: str = Field(primary_key=True, max_length=10)  # portal.reach.rules.Need
    began: int
    passed: int
