"""The tables of values. They are only ever added: what an award counted for can always be read again."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint
from sqlmodel import Field, SQLModel

from portal.db import UtcDateTime


class RecognitionTable(SQLModel, table=True):
    """One table of values, for awards from its day on until the next one's. The first one came with the portal."""

    __tablename__ = "recognition_table"
    __table_args__ = (
        CheckConstraint("(drafted_by_id IS NULL) = (confirmed_by_id IS NULL)", name="both_or_none"),
        CheckConstraint("drafted_by_id <> confirmed_by_id", name="two_officers"),
    )

    id: int = Field(default=None, primary_key=True)
    version: str = Field(max_length=20, unique=True)
    valid_from: date = Field(index=True)
    kinds: list[dict[str, Any]] = Field(sa_type=JSON)  # as rules.read_table reads it
    changes: list[dict[str, Any]] = Field(  # against the table before it, each with its reason, as rules.Change has it
        default_factory=list, sa_type=JSON, sa_column_kwargs={"server_default": "[]"}
    )
    drafted_by_id: int | None = Field(default=None, foreign_key="person.id")
    confirmed_by_id: int | None = Field(default=None, foreign_key="person.id")
    confirmed_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
