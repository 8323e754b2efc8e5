"""What the pages show of text that is written wrongly, also on the page of an entry."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from fastapi import Request
from markupsafe import Markup
from sqlmodel import Session

from portal.accounts.rules import Actor, Role
from portal.corrections import actions, queries
from portal.corrections.models import EntryCorrection
from portal.corrections.rules import OWN_CASE, STATE_TONES, STATE_WORDS, WHAT_WORDS, Pile, State, Step, What
from portal.credits.rules import record_number
from portal.credits.sentences import explain
from portal.errors import NotFound, Refused
from portal.submissions.views import Due, due_of
from portal.text import Message, message
from portal.text.dates import local_date
from portal.web.pages import render

PILE_WORDS: dict[Pile, Message] = {Pile.WAITING: message("等您核对"), Pile.DONE: message("办过的")}
STEPS: dict[Step, Message] = {
    Step.APPLY: message("是写错了，在记录旁边加更正"),
    Step.REFUSE: message("没有写错"),
}


@dataclass(frozen=True)
class Told:
    """A request as its learner and the officers read it."""

    correction: EntryCorrection
    cause: dict[str, Any]
    today: date
    name: str = ""

    @property
    def sentence(self) -> Message:
        return explain(self.cause)

    @property
    def number(self) -> str:
        return record_number(self.correction.transfer_id)

    @property
    def is_open(self) -> bool:
        return self.correction.decided_at is None

    @property
    def what(self) -> Message:
        return WHAT_WORDS[What(self.correction.what)]

    @property
    def state_words(self) -> Message:
        return STATE_WORDS[State(self.correction.state)]

    @property
    def tone(self) -> str:
        return STATE_TONES[State(self.correction.state)]

    @property
    def due(self) -> Due:
        due = due_of(self.correction.check_until, self.today)
        assert due is not None
        return due


def region_of(request: Request) -> str:
    """The region of the officer's office."""
    return str(request.state.role_regions[Role.CREDIT_OFFICER])


def case_of(request: Request, session: Session, correction_id: int, officer: Actor) -> Any:
    """A request with its names, in the officer's region. Raises NotFound for all others, Refused for one's own."""
    found = queries.correction_in(session, correction_id, region_of(request))
    if found is None:
        raise NotFound
    if found.EntryCorrection.person_id == officer.person_id:
        raise Refused(OWN_CASE)
    return found


def note_reading(request: Request, officer: Actor, correction_id: int, now: datetime) -> None:
    """Keep who read it, in a transaction of its own: the page itself only reads."""
    with Session(request.app.state.engine) as own, own.begin():
        actions.note_reading(own, officer.person_id, correction_id, now)


def corrections_of_entry(request: Request, session: Session, entry: Any) -> Markup:
    """For the page of one entry: the notes beside it, what is being checked, and where to say that it is wrong."""
    today = local_date(request.app.state.clock())
    told = [Told(one, entry.cause, today) for one in queries.of_entry(session, entry.id)]
    is_open = any(one.is_open for one in told)
    return Markup(render(request, "corrections/_entry.html", told=told, entry=entry, is_open=is_open))
