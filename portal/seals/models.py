"""Seals over the books: once a day one signed line over every entry posted since the one before."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, Index, UniqueConstraint
from sqlmodel import Field, SQLModel

from portal.chain import BEGINNING
from portal.db import UtcDateTime


class LedgerSeal(SQLModel, table=True):
    """What was sealed on one day. Its digest covers everything that is said here, and the digest of the seal before it."""

    __tablename__ = "ledger_seal"
    __table_args__ = (
        CheckConstraint("number > 0", name="number"),
        CheckConstraint("count >= 0", name="count"),
        CheckConstraint("(count = 0) = (first_id IS NULL)", name="first_id"),
        CheckConstraint("(count = 0) = (last_id IS NULL)", name="last_id"),
        CheckConstraint("first_id <= last_id", name="in_order"),
        CheckConstraint("(number = 1) = (previous_digest = '')", name="first_of_all"),
    )

    id: int = Field(default=None, primary_key=True)
    number: int = Field(unique=True)  # 1, 2, 3 …
    day: date = Field(unique=True)  # on which it was made, in Asia/Shanghai
    sealed_at: datetime = Field(sa_type=UtcDateTime)
    count: int
    first_id: int | None = None  # the lowest and the highest entry in it
    last_id: int | None = None
    late_ids: list[int] = Field(sa_type=JSON)  # entries in it that are lower than one that was sealed before
    sums: dict[str, Any] = Field(sa_type=JSON)  # by entry type: how many, and how much in both units
    merkle_root: str = Field(max_length=64)
    previous_digest: str = Field(max_length=64, unique=True, default=BEGINNING)
    key: str  # the name in the world of the key that signed
    digest: str = Field(max_length=64, unique=True)
    signature: str = Field(max_length=128)


class LedgerSealPart(SQLModel, table=True):
    """At most 1024 leaves of a seal's tree: a proof needs these and the roots of the other parts, never all entries.

    It also says which entry carried which digest on that day, so that one that was changed since is named.
    """

    __tablename__ = "ledger_seal_part"
    __table_args__ = (
        UniqueConstraint("seal_id", "place"),
        CheckConstraint("place >= 0", name="place"),
        CheckConstraint("first_id <= last_id", name="in_order"),
        Index(None, "first_id", "last_id"),
    )

    id: int = Field(default=None, primary_key=True)
    seal_id: int = Field(foreign_key="ledger_seal.id")
    place: int  # 0, 1, 2 …
    first_id: int
    last_id: int
    ids: bytes  # four bytes each, the highest first
    digests: bytes  # thirty-two bytes each
    root: str = Field(max_length=64)
