"""The table of jobs: long work, and how far it is. The table is the truth; a worker is only who does it now."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, CheckConstraint, Index
from sqlmodel import Field, SQLModel

from portal.db import UtcDateTime
from portal.text import Message


class JobState(StrEnum):
    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"


class Job(SQLModel, table=True):
    """One piece of long work. The payload names things by id or digest; it holds no personal data."""

    __tablename__ = "job"
    __table_args__ = (
        CheckConstraint("state IN ('waiting', 'running', 'done', 'failed')", name="state"),
        Index(None, "state", "not_before"),
    )

    id: int = Field(default=None, primary_key=True)
    name: str
    reference: str = Field(unique=True)
    payload: dict[str, Any] = Field(sa_type=JSON)
    state: str = JobState.WAITING
    tries: int = 0
    step: int = 0
    steps: int = 0
    said: dict[str, Any] | None = Field(default=None, sa_type=JSON(none_as_null=True))
    created_at: datetime = Field(sa_type=UtcDateTime)
    not_before: datetime = Field(sa_type=UtcDateTime)
    started_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    heartbeat_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    finished_at: datetime | None = Field(default=None, sa_type=UtcDateTime)

    @property
    def message(self) -> Message | None:
        """What the job said last: how far it is, or why it failed, in the reader's language. None before the first."""
        return told(self.said) if self.said else None


def stored(message: Message) -> dict[str, Any]:
    """A message as JSON, so that it can be shown later in any reader's language. Values: texts, numbers, messages."""
    values = {name: stored(value) if isinstance(value, Message) else value for name, value in message.values.items()}
    return {"msgid": message.msgid, "values": values}


def told(said: dict[str, Any]) -> Message:
    """The message that was stored."""
    values = {name: told(value) if isinstance(value, dict) else value for name, value in said["values"].items()}
    return Message(said["msgid"], values)
