"""What a person shows to others: picked items, until a day, by a code and an address; and who looked."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, BigInteger, CheckConstraint, Index, String, UniqueConstraint
from sqlmodel import Field, SQLModel

from portal.db import UtcDateTime
from portal.sharing.rules import Door


class Share(SQLModel, table=True):
    """A statement that others may see. Of its address only the digest is kept; what is shown is computed anew at each
    look, so that credit which was taken back since is never shown as if it stood."""

    __tablename__ = "share"
    __table_args__ = (
        CheckConstraint("length(token_digest) = 64", name="token_digest"),
        CheckConstraint("holder_name <> ''", name="holder_name"),
        CheckConstraint("college_id IS NULL OR receiver = ''", name="one_receiver"),
        CheckConstraint("stopped_at IS NULL OR stopped_at >= made_at", name="stopped_later"),
        CheckConstraint("(picked_from IS NULL) = (picked_until IS NULL)", name="period"),
        CheckConstraint("picked_from <= picked_until", name="period_in_order"),
        Index("ix_share_person_id", "person_id", "id"),
    )

    id: int = Field(default=None, primary_key=True)
    person_id: int = Field(foreign_key="person.id")
    code: str = Field(max_length=17, unique=True)
    token_digest: str = Field(max_length=64, unique=True)
    holder_name: str  # as others read it
    college_id: int | None = Field(default=None, foreign_key="college.id", index=True)  # only its members see it
    receiver: str = ""  # whom it is meant for, in the person's words; empty: whoever has the code
    purpose: str = ""
    scopes: list[str] = Field(sa_type=JSON)
    items: dict[str, Any] = Field(sa_type=JSON)
    picked_from: date | None = None  # the days that the picked entries lie between, when a period was chosen
    picked_until: date | None = None
    made_at: datetime = Field(sa_type=UtcDateTime)
    ends_on: date  # the last day, in Asia/Shanghai
    stopped_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class ShareLook(SQLModel, table=True):
    """That somebody looked, once for each hour, door and institution."""

    __tablename__ = "share_look"
    __table_args__ = (
        UniqueConstraint("share_id", "hour", "door", "institution"),
        CheckConstraint("door IN ('link', 'code', 'program')", name="door"),
    )

    id: int = Field(default=None, primary_key=True)
    share_id: int = Field(foreign_key="share.id")
    hour: datetime = Field(sa_type=UtcDateTime)
    door: Door = Field(sa_type=String)
    institution: str = ""  # its name, where it is known
    looked_at: datetime = Field(sa_type=UtcDateTime)  # the first look of the hour


class StatementPaper(SQLModel, table=True):
    """A statement as a PDF in one language, in the file store by its digest. `subject` says of what and as of when."""

    __tablename__ = "statement_paper"
    __table_args__ = (
        UniqueConstraint("subject", "language", "maker"),
        CheckConstraint("size > 0", name="not_empty"),
    )

    id: int = Field(default=None, primary_key=True)
    subject: str = Field(max_length=100)
    language: str = Field(max_length=5)
    maker: int
    digest: str = Field(max_length=64)
    size: int = Field(sa_type=BigInteger)
    made_at: datetime = Field(sa_type=UtcDateTime)
