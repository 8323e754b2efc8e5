"""The caption desk of a submission: its lessons with media, their texts in every revision, and who confirmed them."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, Index, UniqueConstraint
from sqlmodel import Field, SQLModel

from portal.captions.lines import Kind
from portal.db import UtcDateTime

KINDS = ", ".join(f"'{kind}'" for kind in Kind)


class CaptionDesk(SQLModel, table=True):
    """The desk of a submission; `package_id` is the package that it was last opened from, or that it made."""

    __tablename__ = "caption_desk"

    submission_id: int = Field(primary_key=True, foreign_key="submission.id")
    package_id: int = Field(foreign_key="submitted_package.id")
    language: str
    opened_at: datetime = Field(sa_type=UtcDateTime)


class CaptionLesson(SQLModel, table=True):
    """A lesson with a film or a sound. `loud` are the stretches that can be heard, in milliseconds."""

    __tablename__ = "caption_lesson"
    __table_args__ = (UniqueConstraint("submission_id", "slug"),)

    id: int = Field(default=None, primary_key=True)
    submission_id: int = Field(foreign_key="submission.id")
    slug: str
    number: int
    title: str
    media_name: str
    media_type: str
    media_digest: str
    media_bytes: int
    milliseconds: int | None = None
    loud: list[list[int]] = Field(default_factory=list, sa_type=JSON)
    recorded_descriptions: str = ""  # descriptions that are a sound, not a text: their file's name


class CaptionText(SQLModel, table=True):
    """One text of a lesson. A change makes a new revision and takes the confirmation away, in the same statement."""

    __tablename__ = "caption_text"
    __table_args__ = (
        UniqueConstraint("lesson_id", "kind"),
        CheckConstraint(f"kind IN ({KINDS})", name="kind"),
        CheckConstraint("(confirmed_at IS NULL) = (confirmed_digest = '')", name="confirmed"),
        CheckConstraint("NOT (is_machine AND confirmed_at IS NOT NULL)", name="confirmed_by_a_person"),
    )

    id: int = Field(default=None, primary_key=True)
    lesson_id: int = Field(foreign_key="caption_lesson.id")
    kind: str
    file_name: str
    revision: int = 0  # 0: there is nothing yet
    package_revision: int = 0  # the one that lies in the package
    package_digest: str = ""  # of the file in the package
    is_machine: bool = False
    confirmed_by_id: int | None = Field(default=None, foreign_key="person.id")
    confirmed_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    confirmed_digest: str = ""
    changed_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    unread: list[list[Any]] = Field(
        default_factory=list, sa_type=JSON
    )  # of the package's file: line, and what is wrong


class CaptionRevision(SQLModel, table=True):
    """A text as it was once. Never changed: nothing that somebody wrote is lost."""

    __tablename__ = "caption_revision"
    __table_args__ = (UniqueConstraint("text_id", "number"),)

    id: int = Field(default=None, primary_key=True)
    text_id: int = Field(foreign_key="caption_text.id")
    number: int
    lines: list[list[Any]] = Field(default_factory=list, sa_type=JSON)
    head: str = ""
    is_machine: bool = False
    how: str  # package, file, desk, undo, machine
    by_id: int | None = Field(default=None, foreign_key="person.id")
    made_at: datetime = Field(sa_type=UtcDateTime)


class CaptionFlag(SQLModel, table=True):
    """What a tester says of one line of one revision."""

    __tablename__ = "caption_flag"
    __table_args__ = (Index(None, "text_id", "revision"),)

    id: int = Field(default=None, primary_key=True)
    text_id: int = Field(foreign_key="caption_text.id")
    revision: int
    line: int
    shown: str  # the line as the tester saw it
    words: str
    by_id: int = Field(foreign_key="person.id")
    made_at: datetime = Field(sa_type=UtcDateTime)
