"""What a learner said or signed as the reason of an appeal."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, BigInteger, CheckConstraint
from sqlmodel import Field, SQLModel

from portal.db import UtcDateTime
from portal.jobs.models import told
from portal.text import Message


class AppealRecording(SQLModel, table=True):
    """One recording of an appeal, in the store of their recordings. Its token is its address, and says nothing of it."""

    __tablename__ = "appeal_recording"
    __table_args__ = (
        CheckConstraint("form IN ('voice', 'sign')", name="form"),
        CheckConstraint("state IN ('ready', 'converting', 'failed', 'removed')", name="state"),
        CheckConstraint("(state = 'ready') = (digest <> '')", name="ready"),
        CheckConstraint("(state = 'converting') = (source_digest <> '')", name="source_goes"),
        CheckConstraint("(transcript = '') = (transcript_by_id IS NULL)", name="transcript"),
        CheckConstraint("state <> 'removed' OR transcript = ''", name="removed"),
    )

    id: int = Field(default=None, primary_key=True)
    token: str = Field(unique=True)
    reference: str = Field(unique=True)  # of the form that brought it: sent twice it is one
    appeal_id: int = Field(foreign_key="appeal.id", index=True)
    form: str
    state: str = "converting"
    source_digest: str = ""  # as it came, until it is made over
    digest: str = ""
    media_type: str = ""
    size: int = Field(default=0, sa_type=BigInteger)
    milliseconds: int = 0
    said: dict[str, Any] | None = Field(default=None, sa_type=JSON(none_as_null=True))  # why it failed
    added_at: datetime = Field(sa_type=UtcDateTime)
    transcript: str = ""  # what an officer wrote of it
    transcript_by_id: int | None = Field(default=None, foreign_key="person.id")

    @property
    def why_failed(self) -> Message | None:
        """What to do about it, for who recorded it."""
        return told(self.said) if self.said else None
