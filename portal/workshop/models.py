"""A course while it is made: its files, and what each change took away, so that it can be undone and compared."""

from datetime import datetime

from sqlalchemy import BigInteger, CheckConstraint, Index, LargeBinary, UniqueConstraint
from sqlmodel import Field, SQLModel

from portal.db import UtcDateTime


class CourseDraft(SQLModel, table=True):
    """A course that a prefecture is making. `version` counts its changes; the course itself is its files."""

    __tablename__ = "course_draft"
    __table_args__ = (CheckConstraint("version >= 1", name="version"), Index(None, "region_code", "id"))

    id: int = Field(default=None, primary_key=True)
    region_code: str = Field(foreign_key="region.code")
    title: str
    version: int = 1
    submission_id: int | None = Field(default=None, foreign_key="submission.id", index=True)  # as what it was handed in
    package_id: int | None = Field(default=None, foreign_key="submitted_package.id")  # what both agreed on last
    created_by_id: int = Field(foreign_key="person.id")
    created_at: datetime = Field(sa_type=UtcDateTime)
    edited_by_id: int = Field(foreign_key="person.id")
    edited_at: datetime = Field(sa_type=UtcDateTime)
    given_up_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class DraftFile(SQLModel, table=True):
    """A file of the package as it is now: a text with its bytes, anything else by its digest in the file store."""

    __tablename__ = "draft_file"
    __table_args__ = (
        UniqueConstraint("draft_id", "path"),
        CheckConstraint("(content IS NULL) = (digest <> '')", name="content_or_digest"),
    )

    id: int = Field(default=None, primary_key=True)
    draft_id: int = Field(foreign_key="course_draft.id")
    path: str
    content: bytes | None = Field(default=None, sa_type=LargeBinary)
    digest: str = ""
    size_bytes: int = Field(sa_type=BigInteger)


class DraftChange(SQLModel, table=True):
    """What one change did to one file: what was there before it; nothing for a file that it made."""

    __tablename__ = "draft_change"
    __table_args__ = (UniqueConstraint("draft_id", "version", "path"),)

    id: int = Field(default=None, primary_key=True)
    draft_id: int = Field(foreign_key="course_draft.id")
    version: int  # of the draft after the change
    path: str
    content: bytes | None = Field(default=None, sa_type=LargeBinary)
    digest: str = ""
    size_bytes: int | None = Field(default=None, sa_type=BigInteger)  # None: there was no such file
    verb: str
    about: str = ""  # the lesson or thing, in its author's words
    by_id: int = Field(foreign_key="person.id")
    made_at: datetime = Field(sa_type=UtcDateTime)
