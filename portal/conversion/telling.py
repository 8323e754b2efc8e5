"""An application as its learner and its college read it."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from fastapi import Request
from sqlmodel import Session

from portal.accounts.rules import Actor
from portal.colleges.models import College
from portal.conversion import actions, applications
from portal.conversion.actions import case_of
from portal.conversion.applications import Line
from portal.conversion.models import CollegeAgreement, ConversionApplication, ConversionItem
from portal.conversion.steps import HAPPENED, STATE_TONES, STATE_WORDS, State, Step, may_see, why_not
from portal.conversion.views import named
from portal.submissions.views import Due, due_of
from portal.text import Message, language, message

ITEM_WORDS: dict[str, tuple[Message, str]] = {
    "waiting": (message("等学校决定"), "wait"),
    "accepted": (message("学校接受"), "good"),
    "refused": (message("学校不接受"), "stop"),
    "ended": (message("没有决定，学分已解锁"), "past"),
    "given_back": (message("学分银行收回了其中的学分"), "stop"),
}


@dataclass(frozen=True)
class Told:
    """An application with its names. `row` comes from applications.py."""

    application: ConversionApplication
    agreement: CollegeAgreement
    college: College
    name: str
    today: date

    @classmethod
    def of(cls, row: Any, today: date) -> "Told":
        return cls(row.ConversionApplication, row.CollegeAgreement, row.College, row.name, today)

    @property
    def state_words(self) -> Message:
        return STATE_WORDS[State(self.application.state)]

    @property
    def tone(self) -> str:
        return STATE_TONES[State(self.application.state)]

    @property
    def programme(self) -> str:
        english = self.agreement.terms["programme_en"] if language() == "en" else ""
        return str(english or self.agreement.terms["programme"])

    @property
    def title(self) -> Message:
        return message("%(college)s：%(programme)s", college=named(self.college), programme=self.programme)

    @property
    def is_open(self) -> bool:
        return self.application.ended_at is None

    @property
    def may_see(self) -> bool:
        """Whether the college may see what was shared, today."""
        return may_see(case_of(self.application), self.today)

    @property
    def due(self) -> Due:
        due = due_of(self.application.answer_until, self.today)
        assert due is not None
        return due

    def why_not(self, step: Step, who: int) -> Message | None:
        """What keeps this person from a step now; None when nothing does."""
        return why_not(step, case_of(self.application), who, self.today)


@dataclass(frozen=True)
class Part:
    """One target course of an application with the entries that count for it."""

    item: ConversionItem
    lines: tuple[Line, ...]

    @property
    def name(self) -> str:
        return named(self.item, "target")

    @property
    def words(self) -> Message:
        return ITEM_WORDS[self.item.verdict][0]

    @property
    def tone(self) -> str:
        return ITEM_WORDS[self.item.verdict][1]


def parts_of(session: Session, application_id: int) -> list[Part]:
    """The target courses of an application, each with its entries."""
    lines = applications.told_lines(session, application_id)
    items = applications.items_of(session, application_id)
    return [Part(item, tuple(one for one in lines if one.line.item_id == item.id)) for item in items]


@dataclass(frozen=True)
class Happened:
    """One line of a history."""

    title: Message
    at: datetime
    note: str
    who: str = ""


def history(session: Session, application_id: int) -> list[Happened]:
    """What happened with an application, the newest first."""
    events = applications.events_of(session, application_id)
    return [Happened(HAPPENED[one.step], one.happened_at, one.note) for one in events]


def note_look(request: Request, reader: Actor, application_id: int, now: datetime) -> None:
    """Keep that the college looked, in a transaction of its own: the page itself only reads."""
    with Session(request.app.state.engine) as own, own.begin():
        actions.look(own, reader, own.get_one(ConversionApplication, application_id), now)
