"""What the pages show of appeals, also on pages of other rooms."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from fastapi import Request
from markupsafe import Markup
from sqlmodel import Session

from portal.accounts.rules import Actor, Role
from portal.appeals import duplicates, handling, kinds, queries, recognised  # noqa: F401 - what can be appealed
from portal.appeals.actions import Stage, case_of, stage_of
from portal.appeals.appealable import APPEALABLE, Matter, matter_of, matters_of
from portal.appeals.models import Appeal
from portal.appeals.queries import Desk
from portal.appeals.recordings.models import AppealRecording
from portal.appeals.recordings.queries import recordings_of
from portal.appeals.rules import (
    OPEN,
    STATE_TONES,
    STATE_WORDS,
    TO_LODGE,
    TOOK_PART,
    WISHES,
    Outcome,
    Pile,
    State,
    Step,
    Wish,
    is_late,
    receipt_number,
    why_not,
)
from portal.errors import NotFound, Refused
from portal.submissions.views import Due, due_of, province_rules
from portal.text import Message, message
from portal.text.dates import local_date
from portal.web.pages import render

PILE_WORDS: dict[Pile, Message] = {
    Pile.WAITING: message("等您处理"),
    Pile.OVERDUE: message("过了期限"),
    Pile.OTHERS: message("您参与过的，由别人处理"),
    Pile.OVER: message("有结果的"),
}
LEVEL_WORDS = {1: message("申诉"), 2: message("向省里再申诉")}
TURNS: dict[State, Message] = {
    State.DRAFT: message("轮到您：写好，交上去。"),
    State.LODGED: message("轮到申诉处理员：决定受理不受理。"),
    State.ACCEPTED: message("轮到申诉处理员：听学员说。"),
    State.HEARD: message("轮到申诉处理员：作出决定。"),
}
OUTCOME_WORDS: dict[Outcome, Message] = {
    Outcome.UPHELD: message("维持原来的决定"),
    Outcome.ALL: message("全部还回"),
    Outcome.PART: message("还回一部分"),
}
STEP_WORDS: dict[Step, Message] = {
    Step.LODGE: message("交了申诉"),
    Step.ACCEPT: message("受理了"),
    Step.NOT_ACCEPT: message("不受理"),
    Step.HEAR: message("听学员说过"),
    Step.DECIDE: message("作出决定"),
    Step.APPLY: message("按决定改了账户"),
    Step.WITHDRAW: message("撤回了申诉"),
    Step.OVERDUE: message("过了期限，还没有决定"),
}
OFFICER = message("申诉处理员")
LEARNER, PORTAL = message("学员"), message("网站")
NOT_OFFICER = {Step.LODGE: LEARNER, Step.WITHDRAW: LEARNER, Step.APPLY: PORTAL, Step.OVERDUE: PORTAL}


@dataclass(frozen=True)
class Happened:
    """One line of a history."""

    title: Message
    at: datetime
    who: object
    note: str = ""


@dataclass(frozen=True)
class Told:
    """An appeal as its learner and the officers read it."""

    appeal: Appeal
    matter: Matter
    today: date
    name: str = ""
    recordings: Sequence[AppealRecording] = ()

    @property
    def number(self) -> str:
        return receipt_number(self.appeal.id)

    @property
    def state(self) -> State:
        return State(self.appeal.state)

    @property
    def is_open(self) -> bool:
        return self.state in OPEN

    @property
    def state_words(self) -> Message:
        return STATE_WORDS[self.state]

    @property
    def tone(self) -> str:
        return STATE_TONES[self.state]

    @property
    def level_words(self) -> Message:
        return LEVEL_WORDS[self.appeal.level]

    @property
    def turn(self) -> Message | None:
        return TURNS.get(self.state)

    @property
    def wish(self) -> Message | None:
        return WISHES[Wish(self.appeal.wish)] if self.appeal.wish else None

    @property
    def outcome(self) -> Message | None:
        return OUTCOME_WORDS[Outcome(self.appeal.outcome)] if self.appeal.outcome else None

    @property
    def due(self) -> Due | None:
        """By when it is to be decided; None for a draft."""
        return due_of(self.appeal.decide_until, self.today)

    @property
    def lodge_due(self) -> Due | None:
        """Until when it could be lodged in time."""
        return due_of(self.appeal.lodge_until, self.today)

    def why_not(self, step: Step, who: int) -> Message | None:
        """What keeps this person from a step now; None when nothing does."""
        return why_not(step, case_of(self.appeal), who)


def outcomes_for(kind: str) -> dict[Outcome, Message]:
    """What may be decided about a matter of this kind."""
    in_part = APPEALABLE[kind].in_part
    return {one: words for one, words in OUTCOME_WORDS.items() if in_part or one is not Outcome.PART}


def told_of(session: Session, appeal: Appeal, today: date, name: str = "") -> Told:
    """An appeal with the decision that it is about."""
    matter = matter_of(session, appeal.kind, appeal.object_id)
    if matter is None:
        raise NotFound
    return Told(appeal, matter, today, name, recordings_of(session, appeal.id))


def history(session: Session, appeal_id: int, with_names: bool) -> list[Happened]:
    """What happened, the newest first; the learner reads what an officer is, the desk also who."""
    lines = []
    for row in queries.events(session, appeal_id):
        event = row.AppealEvent
        role = NOT_OFFICER.get(event.step, OFFICER)
        who = row.actor_name if with_names and role is OFFICER else role
        lines.append(Happened(STEP_WORDS[event.step], event.happened_at, who))
    return lines


def desk_of(request: Request, officer: Actor, now: datetime) -> Desk:
    """The desk of an officer: the region of their office, wherever they live."""
    return Desk(officer.person_id, request.state.role_regions[Role.APPEAL_OFFICER], local_date(now))


def case_at(session: Session, appeal_id: int, desk: Desk) -> Told:
    """An appeal that this officer may judge. Raises NotFound for one of another region or level, Refused for one's own
    and for one in which the officer took part."""
    found = queries.appeal_in(session, appeal_id, desk)
    if found is None:
        raise NotFound
    told = told_of(session, found.Appeal, desk.today, found.name)
    if desk.person_id in case_of(told.appeal).took_part:
        raise Refused(TOOK_PART)
    return told


def note_reading(request: Request, officer: Actor, object_id: int, now: datetime, what: str = "appeal") -> None:
    """Keep who read it, in a transaction of its own: the page itself only reads."""
    with Session(request.app.state.engine) as own, own.begin():
        handling.note_reading(own, officer.person_id, object_id, now, what)


@dataclass(frozen=True)
class Open:
    """A decision about which something can be lodged now."""

    matter: Matter
    stage: Stage
    due: Due
    level_words: Message
    days: int
    is_late: bool


def open_of(request: Request, session: Session, matter: Matter, now: datetime) -> Open | None:
    """What can be lodged about a decision, and until when; None when nothing can."""
    rules, today = province_rules(request, now), local_date(now)
    if (stage := stage_of(session, matter, rules)) is None:
        return None
    due = due_of(stage.lodge_until, today)
    assert due is not None
    days = rules.working_days[TO_LODGE[stage.level]]
    return Open(matter, stage, due, LEVEL_WORDS[stage.level], days, is_late(stage.lodge_until, today))


def all_open(request: Request, session: Session, person_id: int, now: datetime) -> list[Open]:
    """Everything about which this person can lodge something."""
    found = (open_of(request, session, matter, now) for matter in matters_of(session, person_id))
    return [one for one in found if one]


def appealing(request: Request, session: Session, kind: str, object_id: int) -> Markup:
    """For the page of a decision, which only its learner reads: how to appeal, until when, and what became of it."""
    matter, now = matter_of(session, kind, object_id), request.app.state.clock()
    if matter is None:
        return Markup("")
    lodged = [Told(one, matter, local_date(now)) for one in queries.about(session, kind, object_id)]
    values = {"lodged": [one for one in lodged if one.due], "open": open_of(request, session, matter, now)}
    return Markup(render(request, "appeals/_appealing.html", **values))


def appealed(request: Request, session: Session, person_id: int) -> Markup:
    """For the pages of a person's credit and courses: what is under appeal now, and drafts."""
    today = local_date(request.app.state.clock())
    appeals = [one for one in queries.of_person(session, person_id) if one.state in (*OPEN, State.DRAFT)]
    told = [told_of(session, one, today) for one in appeals]
    return Markup(render(request, "appeals/_open.html", appealed=told)) if told else Markup("")


def appeal_of_entry(request: Request, session: Session, entry: Any) -> Markup:
    """For the page of one entry: whether it is under appeal."""
    appeal = queries.open_of_entry(session, entry.earned_id or entry.id)
    if appeal is None:
        return Markup("")
    told = told_of(session, appeal, local_date(request.app.state.clock()))
    return Markup(render(request, "appeals/_entry.html", told=told))
