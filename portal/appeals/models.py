"""Appeals: what a learner does not agree with, who heard it, what was decided, and every step."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, Index, String, TextClause, text
from sqlmodel import Field, SQLModel

from portal.appeals.rules import State, Step
from portal.db import UtcDateTime

IS_OPEN = text("state IN ('lodged', 'accepted', 'heard')")
STANDS = text("state <> 'withdrawn'")
OFFICERS = ("accepted_by_id", "heard_by_id", "decided_by_id")


def only_one(name: str, *columns: str, where: TextClause) -> Index:
    """An index that lets one row with these values be, among those of which something holds."""
    return Index(f"ix_appeal_{name}", *columns, unique=True, sqlite_where=where, postgresql_where=where)


def took_no_part(column: str) -> CheckConstraint:
    """The database itself refuses an officer who took part: their id stands in the list of the row."""
    return CheckConstraint(f"replace(took_part, ',' || {column} || ',', '') = took_part", name=f"{column}_took_no_part")


class Appeal(SQLModel, table=True):
    """One appeal, at one level. About one decision one stands at each level, and the second names the first; what was
    withdrawn stands no more."""

    __tablename__ = "appeal"
    __table_args__ = (
        CheckConstraint("level IN (1, 2) AND (level = 2) = (first_id IS NOT NULL)", name="level"),
        CheckConstraint(
            "state IN ('draft', 'lodged', 'accepted', 'not_accepted', 'heard', 'decided', 'applied', 'withdrawn')",
            name="state",
        ),
        CheckConstraint("wish IN ('', 'written', 'phone', 'in_person', 'sign')", name="wish"),
        CheckConstraint("(state = 'draft') = (lodged_at IS NULL)", name="lodged"),
        CheckConstraint("(lodged_at IS NULL) = (decide_until IS NULL)", name="decide_until"),
        CheckConstraint("lodged_at IS NULL OR (wish <> '' AND (words <> '' OR is_recorded))", name="lodged_words"),
        CheckConstraint("(accepted_at IS NULL) = (accepted_by_id IS NULL)", name="accepted_by"),
        CheckConstraint(
            "state = 'withdrawn' OR (accepted_at IS NULL) = (state IN ('draft', 'lodged'))", name="accepted"
        ),
        CheckConstraint("state <> 'not_accepted' OR acceptance <> ''", name="not_accepted_says_why"),
        CheckConstraint("NOT is_late OR accepted_at IS NULL OR acceptance <> ''", name="late_says_why"),
        CheckConstraint("(heard_on IS NULL) = (heard_by_id IS NULL)", name="heard_by"),
        CheckConstraint(
            "state = 'withdrawn' OR (heard_on IS NULL) = (state IN ('draft', 'lodged', 'accepted', 'not_accepted'))",
            name="heard",
        ),
        CheckConstraint("(withdrawn_at IS NOT NULL) = (state = 'withdrawn')", name="withdrawn"),
        CheckConstraint("(decided_at IS NULL) = (decided_by_id IS NULL)", name="decided_by"),
        CheckConstraint("(decided_at IS NULL) = (outcome = '')", name="outcome"),
        CheckConstraint("(decided_at IS NOT NULL) = (state IN ('decided', 'applied'))", name="decided"),
        CheckConstraint("decided_at IS NULL OR decision <> ''", name="decision"),
        CheckConstraint("(state = 'applied') = (outcome IN ('all', 'part'))", name="applied"),
        CheckConstraint("(outcome IN ('all', 'part')) = (given_back_hundredths > 0)", name="given_back"),
        CheckConstraint("posted_id IS NULL OR given_back_hundredths > 0", name="posted"),
        *(took_no_part(column) for column in OFFICERS),
        only_one("one_open", "kind", "object_id", where=IS_OPEN),
        only_one("one_each_level", "kind", "object_id", "level", where=STANDS),
        only_one("one_second", "first_id", where=STANDS),
        Index("ix_appeal_state", "state", "decide_until"),
    )

    id: int = Field(default=None, primary_key=True)
    kind: str = Field(max_length=30)  # of appealable.APPEALABLE
    object_id: int
    level: int
    first_id: int | None = Field(default=None, foreign_key="appeal.id")
    person_id: int = Field(foreign_key="person.id", index=True)
    earned_id: int | None = Field(default=None, foreign_key="credit_transfer.id", index=True)  # held meanwhile
    took_part: str  # rules.as_list: who may not judge it
    lodge_until: date  # in Asia/Shanghai
    state: State = Field(default=State.DRAFT, sa_type=String)
    words: str = ""
    is_recorded: bool = False  # when it was lodged: what it says was spoken or signed, perhaps with words too
    wish: str = ""
    helper: str = ""
    is_late: bool = False
    lodged_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    decide_until: date | None = None
    overdue_noted_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    accepted_at: datetime | None = Field(default=None, sa_type=UtcDateTime)  # or not accepted
    accepted_by_id: int | None = Field(default=None, foreign_key="person.id")
    acceptance: str = ""  # to the learner
    heard_on: date | None = None
    heard_by_id: int | None = Field(default=None, foreign_key="person.id")
    outcome: str = ""
    decision: str = ""  # to the learner
    given_back_hundredths: int = 0
    decided_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    decided_by_id: int | None = Field(default=None, foreign_key="person.id")
    posted_id: int | None = Field(default=None, foreign_key="credit_transfer.id", unique=True)
    withdrawn_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class AppealHearing(SQLModel, table=True):
    """That a learner was heard: when, how, who helped, and what they said."""

    __tablename__ = "appeal_hearing"
    __table_args__ = (
        CheckConstraint("way IN ('written', 'phone', 'in_person', 'sign')", name="way"),
        CheckConstraint("words <> ''", name="words"),
    )

    id: int = Field(default=None, primary_key=True)
    appeal_id: int = Field(foreign_key="appeal.id", index=True)
    heard_on: date
    way: str
    helper: str = ""
    words: str
    noted_by_id: int = Field(foreign_key="person.id")
    noted_at: datetime = Field(sa_type=UtcDateTime)


class AppealEvent(SQLModel, table=True):
    """One step of an appeal. `checked` is the list that its officer was found not to stand in."""

    __tablename__ = "appeal_event"
    __table_args__ = (
        CheckConstraint("actor_id IS NULL OR checked = '' OR replace(checked, ',' || actor_id || ',', '') = checked", name="took_no_part"),
    )  # fmt: skip

    id: int = Field(default=None, primary_key=True)
    appeal_id: int = Field(foreign_key="appeal.id", index=True)
    step: Step = Field(sa_type=String)
    from_state: State = Field(sa_type=String)
    to_state: State = Field(sa_type=String)
    actor_id: int | None = Field(default=None, foreign_key="person.id")  # None: the portal
    checked: str = ""
    words: str = ""
    happened_at: datetime = Field(sa_type=UtcDateTime)
