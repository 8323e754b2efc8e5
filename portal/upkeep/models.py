"""The weekly look at open courses: when each was looked at, what was found, since when, and until when."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, Index, text
from sqlmodel import Field, SQLModel

from portal.db import UtcDateTime


class CourseCheck(SQLModel, table=True):
    """The last look at a course: at which version, in which week.

    `outside`: whether its outside links were asked, left alone by setting, or out of this server's reach.
    """

    __tablename__ = "course_check"
    __table_args__ = (
        CheckConstraint("outside IN ('asked', 'left', 'cut_off')", name="outside"),
        CheckConstraint("once_silent >= 0", name="once_silent"),
        Index(None, "period", "checked_at"),
    )

    course_id: int = Field(primary_key=True, foreign_key="course.id")
    version_id: int = Field(foreign_key="course_version.id")
    period: str = Field(max_length=8)  # “2026-W47”
    checked_at: datetime = Field(sa_type=UtcDateTime)
    outside: str = Field(max_length=10)
    once_silent: int = 0  # outside links that did not answer for the first time
    is_whole: bool = True  # False when the look itself broke off, for a reason that is ours


class CourseFinding(SQLModel, table=True):
    """One thing to mend in a course. It is open until `gone_at`; the same thing found again later is a new row."""

    __tablename__ = "course_finding"
    __table_args__ = (
        Index(
            "ix_course_finding_one_open",
            "course_id",
            "key",
            unique=True,
            sqlite_where=text("gone_at IS NULL"),
            postgresql_where=text("gone_at IS NULL"),
        ),
        Index(None, "course_id", "gone_at"),
    )

    id: int = Field(default=None, primary_key=True)
    course_id: int = Field(foreign_key="course.id")
    version_id: int = Field(foreign_key="course_version.id")  # in which it was seen last
    key: str = Field(max_length=64)  # the same as long as it is the same thing at the same place
    rule: str = Field(max_length=40)
    lesson: str = Field(max_length=80)  # its slug; empty for the course as a whole
    place: str  # a file of the package, or an address
    words: dict[str, Any] = Field(sa_type=JSON)  # what, who and mend, as stored messages
    found_at: datetime = Field(sa_type=UtcDateTime)
    gone_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class OutsideLink(SQLModel, table=True):
    """An address outside the portal, asked once a week however many courses name it."""

    __tablename__ = "outside_link"
    __table_args__ = (CheckConstraint("failures >= 0", name="failures"), Index(None, "host", "asked_at"))

    digest: str = Field(primary_key=True, max_length=64)
    address: str
    host: str = Field(max_length=253)
    asked_at: datetime = Field(sa_type=UtcDateTime)
    answered_at: datetime | None = Field(default=None, sa_type=UtcDateTime, index=True)
    trouble: str = Field(default="", max_length=20)  # empty when all was well
    failures: int = 0  # weeks in a row
    failed_in: str = Field(default="", max_length=8)  # the week that was counted last


class FileCheck(SQLModel, table=True):
    """What a film or sound of the store was like when it was opened last; once a week however many courses hold it."""

    __tablename__ = "file_check"

    digest: str = Field(primary_key=True, max_length=64)
    period: str = Field(max_length=8)
    checked_at: datetime = Field(sa_type=UtcDateTime)
    trouble: str = Field(max_length=20)
    at_second: int = 0  # from where on it does not play
    milliseconds: int | None = None
