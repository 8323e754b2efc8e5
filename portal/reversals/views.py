"""What the pages show of credit that is questioned, also on pages of other rooms."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from fastapi import Request
from markupsafe import Markup
from sqlmodel import Session

from portal.accounts.rules import Actor, Role
from portal.credits.queries import parts_of_entry
from portal.credits.rules import MOVES, Part, record_number
from portal.credits.sentences import REASONS, explain
from portal.errors import NotFound, Refused
from portal.reversals import actions, queries
from portal.reversals.freeing import GiveBack, reachable
from portal.reversals.models import Reversal
from portal.reversals.queries import Desk
from portal.reversals.rules import OWN_CASE, STATE_TONES, STATE_WORDS, Case, Pile, State, Step, why_not
from portal.submissions.views import Due, due_of
from portal.text import Message, message
from portal.text.dates import local_date
from portal.web.pages import render

PILE_WORDS: dict[Pile, Message] = {
    Pile.WAITING: message("等您决定"),
    Pile.LATER: message("等学员说明"),
    Pile.MINE: message("我提出的"),
    Pile.DECIDED: message("已决定"),
}


@dataclass(frozen=True)
class Told:
    """A proposal as its learner and the officers read it."""

    reversal: Reversal
    cause: dict[str, Any]  # of the entry that is questioned
    today: date
    name: str = ""

    @property
    def is_open(self) -> bool:
        return self.reversal.decided_at is None

    @property
    def sentence(self) -> Message:
        return explain(self.cause)

    @property
    def number(self) -> str:
        return record_number(self.reversal.transfer_id)

    @property
    def reason(self) -> Message:
        return REASONS[self.reversal.reason]

    @property
    def state_words(self) -> Message:
        return STATE_WORDS[State(self.reversal.state)]

    @property
    def tone(self) -> str:
        return STATE_TONES[State(self.reversal.state)]

    @property
    def due(self) -> Due:
        due = due_of(self.reversal.answer_until, self.today)
        assert due is not None
        return due

    def why_not(self, step: Step, who: int) -> Message | None:
        """What keeps this person from a step now; None when nothing does."""
        one = self.reversal
        case = Case(State(one.state), one.person_id, one.proposed_by_id, one.answer_until)
        return why_not(step, case, who, self.today)


def desk_of(request: Request, officer: Actor, now: datetime) -> Desk:
    """The desk of an officer: the region of their office, wherever they live."""
    return Desk(officer.person_id, request.state.role_regions[Role.CREDIT_OFFICER], local_date(now))


def reversals_waiting(
    request: Request, session: Session, officer: Actor, now: datetime
) -> tuple[Message, int, str] | None:
    """For the bank's desk: how many proposals wait for this officer."""
    if Role.CREDIT_OFFICER not in officer.roles:
        return None
    count = queries.counts(session, desk_of(request, officer, now))[Pile.WAITING]
    return message("收回学分，等您决定"), count, request.app.state.url_for("reversals")


def earned_entry(session: Session, transfer_id: int, desk: Desk) -> Any:
    """An entry of earned credit in the officer's region. Raises NotFound for all others, Refused for one's own."""
    found = queries.entry_in(session, transfer_id, desk.region_code)
    if found is None or not is_earned(found.CreditTransfer):
        raise NotFound
    if found.person_id == desk.person_id:
        raise Refused(OWN_CASE)
    return found


def is_earned(transfer: Any) -> bool:
    """Whether an entry is credit that was earned, which alone can be taken back."""
    return transfer.credit_hundredths is not None and MOVES[transfer.entry_type].leaves is None


def give_back_of(request: Request) -> GiveBack | None:
    """How credit that is locked or used is given back; None where no room of this portal does that."""
    found: GiveBack | None = getattr(request.app.state, "give_back", None)
    return found


def free_of(request: Request, session: Session, transfer: Any) -> int:
    """How much of an earned entry can be taken back, in hundredths."""
    return reachable(parts_of_entry(session, transfer), give_back_of(request) is not None)


# What is said of credit that is not free, by where it is.
FREED_FIRST: dict[Part, Message] = {
    Part.LAPSED: message("失时效的部分先放回"),
    Part.LOCKED: message("锁定的部分先解锁"),
    Part.CONVERTED: message("转换给学校的部分先退回，并告诉学校"),
}


def not_free(request: Request, session: Session, transfer: Any) -> list[tuple[Message, int, bool]]:
    """Where credit of an entry is that is not free: in words, how much, and whether it can be made free first."""
    parts, can_give_back = parts_of_entry(session, transfer), give_back_of(request) is not None
    return [
        (words, parts[part], part is Part.LAPSED or can_give_back) for part, words in FREED_FIRST.items() if parts[part]
    ]


def case_of(session: Session, reversal_id: int, desk: Desk) -> Any:
    """A proposal with its names, in the officer's region. Raises NotFound for all others, Refused for one's own."""
    found = queries.reversal_in(session, reversal_id, desk.region_code)
    if found is None:
        raise NotFound
    if found.Reversal.person_id == desk.person_id:
        raise Refused(OWN_CASE)
    return found


def note_reading(request: Request, officer: Actor, object_type: str, object_id: int, now: datetime) -> None:
    """Keep who read it, in a transaction of its own: the page itself only reads."""
    with Session(request.app.state.engine) as own, own.begin():
        actions.note_reading(own, officer.person_id, object_type, object_id, now)


def questioned(request: Request, session: Session, person_id: int) -> Markup:
    """For the pages of a person's credit and courses: what is questioned now, until when to answer, and where."""
    today = local_date(request.app.state.clock())
    told = [Told(row.Reversal, row.cause, today) for row in queries.open_of_person(session, person_id)]
    return Markup(render(request, "reversals/_open.html", questioned=told)) if told else Markup("")


def said_of_entry(request: Request, session: Session, entry: Any) -> Markup:
    """For the page of one entry: every question about it, and what was decided."""
    today = local_date(request.app.state.clock())
    told = [Told(one, entry.cause, today) for one in queries.about_entry(session, entry.id)]
    return Markup(render(request, "reversals/_entry.html", told=told, entry=entry)) if told else Markup("")
