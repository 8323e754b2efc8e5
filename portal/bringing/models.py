"""Files that somebody brought to make lessons of, and their pictures with the words that were written for them."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, Index, UniqueConstraint
from sqlmodel import Field, SQLModel

from portal.db import UtcDateTime


class BroughtFile(SQLModel, table=True):
    """A Word file or slides of a prefecture. `outcome` is what was made of it, `refused` why nothing could be."""

    __tablename__ = "brought_file"
    __table_args__ = (
        UniqueConstraint("by_id", "request_key"),
        CheckConstraint("size_bytes > 0", name="size_bytes"),
        CheckConstraint("length(digest) = 64", name="digest"),
        Index(None, "region_code", "id"),
    )

    id: int = Field(default=None, primary_key=True)
    region_code: str = Field(foreign_key="region.code", max_length=6)
    by_id: int = Field(foreign_key="person.id")
    request_key: str = Field(max_length=60)
    file_name: str = Field(max_length=200)
    digest: str = Field(max_length=64)
    size_bytes: int
    make_headings: bool = False
    came_at: datetime = Field(sa_type=UtcDateTime)
    done_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    refused: dict[str, Any] | None = Field(default=None, sa_type=JSON)
    outcome: dict[str, Any] | None = Field(default=None, sa_type=JSON)


class BroughtPicture(SQLModel, table=True):
    """A picture of a brought file. `words` is "" as long as it asks for some; `was` is what the file had as words."""

    __tablename__ = "brought_picture"
    __table_args__ = (UniqueConstraint("file_id", "number"),)

    id: int = Field(default=None, primary_key=True)
    file_id: int = Field(foreign_key="brought_file.id")
    number: int
    name: str = Field(max_length=120)
    digest: str = Field(max_length=64)
    media_type: str = Field(max_length=40)
    size_bytes: int
    words: str = ""
    was: str = ""
    place: str = ""
    near: str = ""
    is_left_out: bool = False


class BroughtIntoDraft(SQLModel, table=True):
    """A brought file whose lessons were put into a draft. Into the same one they go once."""

    __tablename__ = "brought_into_draft"
    __table_args__ = (UniqueConstraint("file_id", "draft_id"), UniqueConstraint("file_id", "request_key"))

    id: int = Field(default=None, primary_key=True)
    file_id: int = Field(foreign_key="brought_file.id")
    draft_id: int = Field(foreign_key="course_draft.id")
    request_key: str = Field(max_length=60)
    by_id: int = Field(foreign_key="person.id")
    put_at: datetime = Field(sa_type=UtcDateTime)
