"""What people say is written wrongly in an entry, and the note that puts it right. The entry itself never changes."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, Index, String, text
from sqlmodel import Field, SQLModel

from portal.corrections.rules import State, What
from portal.db import UtcDateTime

IS_OPEN = text("state = 'asked'")


class EntryCorrection(SQLModel, table=True):
    """A request about the text of one entry, and what was found. Of an entry at most one waits."""

    __tablename__ = "entry_correction"
    __table_args__ = (
        CheckConstraint("state IN ('asked', 'applied', 'refused')", name="state"),
        CheckConstraint("what IN ('title', 'provider', 'other')", name="what"),
        CheckConstraint("words <> ''", name="words"),
        CheckConstraint("decided_by_id <> person_id", name="not_ones_own"),
        CheckConstraint("(state = 'asked') = (decided_at IS NULL)", name="decided"),
        CheckConstraint("(decided_at IS NULL) = (decided_by_id IS NULL)", name="decided_by"),
        CheckConstraint("(decided_at IS NULL) = (note = '')", name="note"),
        Index(
            "ix_entry_correction_one_open", "transfer_id", unique=True,
            sqlite_where=IS_OPEN, postgresql_where=IS_OPEN,
        ),
        Index("ix_entry_correction_state", "state", "check_until"),
    )  # fmt: skip

    id: int = Field(default=None, primary_key=True)
    transfer_id: int = Field(foreign_key="credit_transfer.id", index=True)
    person_id: int = Field(foreign_key="person.id", index=True)
    what: What = Field(sa_type=String)
    words: str  # what is wrong, and how it should be
    state: State = Field(default=State.ASKED, sa_type=String)
    asked_at: datetime = Field(sa_type=UtcDateTime)
    check_until: date  # in Asia/Shanghai
    note: str = ""  # beside the entry: how it is right, or why it was right
    decided_by_id: int | None = Field(default=None, foreign_key="person.id")
    decided_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
