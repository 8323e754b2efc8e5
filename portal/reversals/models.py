"""Taking back credit: what was proposed, what the learner said, what was decided."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, Index, String, text
from sqlmodel import Field, SQLModel

from portal.db import UtcDateTime
from portal.reversals.rules import State

IS_OPEN = text("state IN ('notified', 'answered')")


class Reversal(SQLModel, table=True):
    """A proposal to take back credit of one earned entry. Of an entry at most one waits for its decision."""

    __tablename__ = "reversal"
    __table_args__ = (
        CheckConstraint("state IN ('notified', 'answered', 'confirmed', 'dropped')", name="state"),
        CheckConstraint("reason IN ('error', 'duplicate', 'fraud', 'provider_failure')", name="reason"),
        CheckConstraint("credit_hundredths > 0", name="credit_positive"),
        CheckConstraint("proposed_by_id <> person_id AND decided_by_id <> person_id", name="not_ones_own"),
        CheckConstraint("state <> 'confirmed' OR decided_by_id <> proposed_by_id", name="two_officers"),
        CheckConstraint("(state IN ('confirmed', 'dropped')) = (decided_at IS NOT NULL)", name="decided"),
        CheckConstraint("(decided_at IS NULL) = (decided_by_id IS NULL)", name="decided_by"),
        CheckConstraint("(state = 'confirmed') = (posted_id IS NOT NULL)", name="posted"),
        CheckConstraint("(answer = '') = (answered_at IS NULL)", name="answer"),
        CheckConstraint("helper = '' OR answer <> ''", name="helper"),
        CheckConstraint("(state = 'notified') <= (answered_at IS NULL)", name="notified"),
        CheckConstraint("(state = 'answered') <= (answered_at IS NOT NULL)", name="answered"),
        Index("ix_reversal_one_open", "transfer_id", unique=True, sqlite_where=IS_OPEN, postgresql_where=IS_OPEN),
        Index("ix_reversal_state", "state", "id"),
    )

    id: int = Field(default=None, primary_key=True)
    transfer_id: int = Field(foreign_key="credit_transfer.id", index=True)  # the entry whose credit is questioned
    person_id: int = Field(foreign_key="person.id", index=True)  # whose entry it is
    credit_hundredths: int
    reason: str
    words: str  # to the learner
    state: State = Field(default=State.NOTIFIED, sa_type=String)
    answer_until: date  # in Asia/Shanghai; before its end nothing is decided against who has not answered
    proposed_by_id: int = Field(foreign_key="person.id")
    proposed_at: datetime = Field(sa_type=UtcDateTime)
    answer: str = ""
    helper: str = ""  # who helped with the answer, by name
    answered_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    decision: str = ""  # to the learner
    decided_by_id: int | None = Field(default=None, foreign_key="person.id")
    decided_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    posted_id: int | None = Field(default=None, foreign_key="credit_transfer.id", unique=True)
