"""Packs that learners have taken along, and the receipts that came back."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, Column, UniqueConstraint
from sqlmodel import Field, SQLModel

from portal.db import UtcDateTime


class OfflinePack(SQLModel, table=True):
    """A pack of one learner for the version they learn. Its key is made from the portal's secret and never stored."""

    __tablename__ = "offline_pack"

    id: int = Field(default=None, primary_key=True)
    code: str = Field(max_length=9, unique=True)
    enrolment_id: int = Field(foreign_key="enrolment.id", index=True)
    taken_at: datetime = Field(sa_type=UtcDateTime)
    ends_on: date  # the last day on which a receipt is taken


class OfflineReceipt(SQLModel, table=True):
    """A receipt as it was handed in; the same content is one, however often it comes."""

    __tablename__ = "offline_receipt"
    __table_args__ = (
        UniqueConstraint("pack_id", "digest"),
        CheckConstraint("way IN ('file', 'code')", name="way"),
    )

    id: int = Field(default=None, primary_key=True)
    pack_id: int = Field(foreign_key="offline_pack.id")
    digest: str = Field(max_length=64)
    way: str = Field(max_length=10)
    handed_in_by_id: int = Field(foreign_key="person.id")  # the learner, or who did it for them at a base
    handed_in_at: datetime = Field(sa_type=UtcDateTime)
    lessons: list[dict[str, Any]] = Field(sa_column=Column(JSON, nullable=False))  # slug, title, outcome
