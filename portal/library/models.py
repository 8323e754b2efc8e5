"""The shelves: courses, their frozen versions, lessons and files."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, BigInteger, CheckConstraint, Column, Index, String, UniqueConstraint, text
from sqlmodel import Field, SQLModel

from portal.db import UtcDateTime


class VersionState(StrEnum):
    """Staged is read by reviewers only; one version of a course is published; earlier ones stay for who began them."""

    STAGED = "staged"
    PUBLISHED = "published"
    SUPERSEDED = "superseded"
    WITHDRAWN = "withdrawn"


class Course(SQLModel, table=True):
    """A course over all its versions. The slug is its address and never changes.

    `changed_at`: when it last opened, changed or was withdrawn; empty until it has opened once.
    `permitted_regions`: the prefectures whose people may begin it, by contract; empty: everybody.
    """

    __table_args__ = (Index(None, "changed_at", "id"),)

    id: int = Field(default=None, primary_key=True)
    slug: str = Field(max_length=80, unique=True)
    changed_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    permitted_regions: list[str] = Field(default_factory=list, sa_type=JSON)


COUNTED = [
    "state",
    "region_code",
    "category",
    "level",
    "learning_minutes",
    "listen",
    "look",
    "keyboard",
    "braille",
    "sign",
]


class CourseVersion(SQLModel, table=True):
    """One package as it was handed in, byte for byte (`digest`), with what pages need of it. Its content never changes."""

    __tablename__ = "course_version"
    __table_args__ = (
        UniqueConstraint("course_id", "number"),
        CheckConstraint("credit_hundredths >= 0", name="credit_not_negative"),
        CheckConstraint("learning_minutes > 0", name="learning_takes_time"),
        Index(
            "ix_course_version_one_published",
            "course_id",
            unique=True,
            sqlite_where=text("state = 'published'"),
            postgresql_where=text("state = 'published'"),
        ),
        Index("ix_course_version_newest", "state", "published_at", "id"),
        # All that the catalogue counts: without it each new filter reads every course with all its text.
        Index("ix_course_version_counted", *COUNTED),
        Index("ix_course_version_trade", "state", "occupation", "published_at"),
    )

    id: int = Field(default=None, primary_key=True)
    course_id: int = Field(foreign_key="course.id", index=True)
    number: int
    digest: str = Field(max_length=64)
    state: VersionState = Field(sa_type=String(20))
    title: str
    title_en: str = ""
    summary: str
    plain_summary: str
    language: str = Field(max_length=20)
    category: str = Field(max_length=20)
    occupation: str
    level: int
    learning_minutes: int
    credit_hundredths: int
    audience: str
    provider: str
    region_code: str = Field(max_length=6, index=True)
    licence: str
    package_version: str
    people: list[dict[str, str]] = Field(sa_column=Column(JSON, nullable=False))
    rights: list[dict[str, Any]] = Field(
        sa_column=Column(JSON, nullable=False)
    )  # who holds what, and why it may be used
    claims: list[dict[str, str]] = Field(sa_column=Column(JSON, nullable=False))  # the five ways as the provider says
    lesson_count: int
    assessment: dict[str, Any] = Field(sa_column=Column(JSON, nullable=False))
    # The five ways of learning: full, part or none; the reasons stand in `facts`.
    listen: str = Field(max_length=4)
    look: str = Field(max_length=4)
    keyboard: str = Field(max_length=4)
    braille: str = Field(max_length=4)
    sign: str = Field(max_length=4)
    facts: list[dict[str, Any]] = Field(sa_column=Column(JSON, nullable=False))
    review: dict[str, Any] = Field(sa_column=Column(JSON, nullable=False))  # empty until it has been reviewed
    text_bytes: int
    media_bytes: int = Field(sa_type=BigInteger)
    search_text: str
    published_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    valid_until: date | None = None


class Lesson(SQLModel, table=True):
    """One lesson of one version, rendered once when the version was staged."""

    __table_args__ = (UniqueConstraint("version_id", "number"), UniqueConstraint("version_id", "slug"))

    id: int = Field(default=None, primary_key=True)
    version_id: int = Field(foreign_key="course_version.id")
    number: int
    slug: str = Field(max_length=80)
    title: str
    title_en: str = ""
    kind: str = Field(max_length=10)
    minutes: int
    html: str
    media: dict[str, Any] = Field(sa_column=Column(JSON, nullable=False))  # names of files and what to say of them
    transcript: list[dict[str, Any]] = Field(sa_column=Column(JSON, nullable=False))
    downloads: list[dict[str, str]] = Field(sa_column=Column(JSON, nullable=False))
    questions: list[dict[str, Any]] = Field(sa_column=Column(JSON, nullable=False))


class VersionFile(SQLModel, table=True):
    """A file of a version: its name in the package, its content in the file store."""

    __tablename__ = "version_file"

    version_id: int = Field(primary_key=True, foreign_key="course_version.id")
    name: str = Field(primary_key=True, max_length=200)
    digest: str = Field(max_length=64)
    media_type: str = Field(max_length=100)
    size: int = Field(sa_type=BigInteger)


class VersionChange(SQLModel, table=True):
    """What a version changed, in its provider's words. `is_fix`: only typing errors, captions and the like were mended."""

    __tablename__ = "version_change"

    version_id: int = Field(primary_key=True, foreign_key="course_version.id")
    words: str
    is_fix: bool


class CourseWithdrawal(SQLModel, table=True):
    """A course was taken away: why, for everybody to read, and until when those who had begun may finish it."""

    __tablename__ = "course_withdrawal"

    version_id: int = Field(primary_key=True, foreign_key="course_version.id")
    course_id: int = Field(foreign_key="course.id", index=True)
    reason: str  # in an officer's words, or a message of ours
    finish_until: date
    withdrawn_at: datetime = Field(sa_type=UtcDateTime)
    withdrawn_by_id: int | None = Field(default=None, foreign_key="person.id")  # empty: the portal, on the planned day


class LibraryState(SQLModel, table=True):
    """One row of two numbers, so that what is kept knows when it is old.

    `version` is raised by all that changes a page of a course or lesson, `stock` by what changes which courses are open:
    a mass of new forms makes no list and no count anew.
    """

    __tablename__ = "library_state"
    __table_args__ = (CheckConstraint("id = 1", name="one_row"),)

    id: int = Field(default=1, primary_key=True)
    version: int = 0
    stock: int = 0
