"""What a learner does with an appeal: keep a draft, lodge it, withdraw it. Every step is one transaction with its event and audit row."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.exc import IntegrityError
from sqlmodel import Session

from portal import audit
from portal.appeals import queries
from portal.appeals.appealable import Matter
from portal.appeals.models import Appeal, AppealEvent
from portal.appeals.recordings.queries import count_usable
from portal.appeals.rules import (
    FIRST,
    JUDGED,
    ONLY_OWN,
    SECOND,
    STEPS,
    TO_DECIDE,
    TO_LODGE,
    Case,
    State,
    Step,
    as_list,
    from_list,
    is_late,
    reference_of,
    why_not,
)
from portal.credits.actions import hold_account
from portal.credits.holds import place_hold, release_hold
from portal.credits.models import CreditTransfer
from portal.errors import Refused
from portal.submissions.province import ProvinceRules
from portal.text import message
from portal.text.dates import local_date


@dataclass(frozen=True)
class Said:
    """What a learner fills in."""

    words: str
    wish: str
    helper: str


@dataclass(frozen=True)
class Stage:
    """What can be lodged about a decision now: at which level, until when, and what is kept of it already."""

    level: int
    lodge_until: date
    draft: Appeal | None = None
    first: Appeal | None = None


def stage_of(session: Session, matter: Matter, rules: ProvinceRules) -> Stage | None:
    """What can be lodged about a decision; None when all is lodged, or all was given back."""
    there = queries.about(session, matter.kind, matter.object_id)
    newest = there[-1] if there else None
    if newest is None or newest.level == FIRST and newest.state == State.DRAFT:
        return Stage(FIRST, rules.term_from(matter.told_on, TO_LODGE[FIRST]), newest)
    first, draft = there[0], newest if newest.level == SECOND else None
    if first.state not in JUDGED or draft and draft.state != State.DRAFT or not queries.left_of(session, matter):
        return None
    told_at = first.decided_at or first.accepted_at
    assert told_at is not None
    return Stage(SECOND, rules.term_from(local_date(told_at), TO_LODGE[SECOND]), draft, first)


def keep_draft(session: Session, matter: Matter, stage: Stage, person_id: int, said: Said) -> Appeal:
    """Keep what was typed until it is lodged. Raises Refused for somebody else's matter."""
    draft = begin(session, matter, stage, person_id)
    session.refresh(draft, with_for_update=True)
    if draft.state != State.DRAFT:
        raise Refused(message("已经交过了，写的都在。"))
    draft.words, draft.wish, draft.helper, draft.lodge_until = said.words, said.wish, said.helper, stage.lodge_until
    session.add(draft)
    session.flush()
    return draft


def begin(session: Session, matter: Matter, stage: Stage, person_id: int) -> Appeal:
    """The draft of somebody's own matter, begun where there is none. Raises Refused for somebody else's."""
    if matter.person_id != person_id:
        raise Refused(ONLY_OWN)
    return stage.draft or _begin(session, matter, stage)


def _begin(session: Session, matter: Matter, stage: Stage) -> Appeal:
    """A new draft, or the one that was begun elsewhere at the same moment."""
    first = stage.first
    judged = {first.accepted_by_id, first.heard_by_id, first.decided_by_id} if first else set()
    took_part = matter.took_part | {matter.person_id} | {one for one in judged if one}
    draft = Appeal(
        kind=matter.kind,
        object_id=matter.object_id,
        level=stage.level,
        first_id=first.id if first else None,
        person_id=matter.person_id,
        earned_id=matter.earned_id,
        took_part=as_list(frozenset(took_part)),
        lodge_until=stage.lodge_until,
    )
    try:
        with session.begin_nested():
            session.add(draft)
        return draft
    except IntegrityError:
        there = queries.about(session, matter.kind, matter.object_id)
        if not there or there[-1].level != stage.level:
            raise
        return there[-1]


def lodge(session: Session, draft: Appeal, person_id: int, rules: ProvinceRules, now: datetime) -> None:
    """Hand the appeal in; from this moment its credit is not used. Lodged twice, also at the same moment, it is one."""
    session.refresh(draft, with_for_update=True)
    if draft.state != State.DRAFT and draft.person_id == person_id:
        return
    if problem := why_not(Step.LODGE, case_of(draft), person_id):
        raise Refused(problem)
    if draft.earned_id is not None:
        hold_account(session, session.get_one(CreditTransfer, draft.earned_id).account_id)
        place_hold(session, draft.earned_id, "appeal", reference_of(draft.id), now)
    today, draft.is_recorded = local_date(now), count_usable(session, draft.id) > 0
    draft.is_late, draft.lodged_at = is_late(draft.lodge_until, today), now
    draft.decide_until = rules.term_from(today, TO_DECIDE[draft.level])
    step_on(session, draft, Step.LODGE, person_id, now)


def withdraw(session: Session, appeal: Appeal, person_id: int, now: datetime) -> None:
    """Take an appeal back before it is decided: its credit may be used again, and it may be lodged anew. Sent twice it is
    one. Raises Refused for somebody else's, and once there is a result."""
    session.refresh(appeal, with_for_update=True)
    if appeal.state == State.WITHDRAWN and appeal.person_id == person_id:
        return
    if problem := why_not(Step.WITHDRAW, case_of(appeal), person_id):
        raise Refused(problem)
    release_hold(session, reference_of(appeal.id), now)
    appeal.withdrawn_at = now
    step_on(session, appeal, Step.WITHDRAW, person_id, now)


def case_of(appeal: Appeal) -> Case:
    """An appeal as the rules see it."""
    return Case(State(appeal.state), appeal.person_id, from_list(appeal.took_part))


def step_on(
    session: Session, appeal: Appeal, step: Step | list[Step], who: int | None, now: datetime, words: str = "",
    checked: str = "",
) -> None:  # fmt: skip
    """Move an appeal on by steps of the table, each with its event and its audit row."""
    events = []
    for one in step if isinstance(step, list) else [step]:
        before, after = State(appeal.state), STEPS[State(appeal.state), one]
        appeal.state = after
        events.append(
            AppealEvent(
                appeal_id=appeal.id,
                step=one,
                from_state=before,
                to_state=after,
                actor_id=who,
                checked=checked,
                words=words,
                happened_at=now,
            )  # fmt: skip
        )
    note(session, appeal, events)


def note(session: Session, appeal: Appeal, events: list[AppealEvent]) -> None:
    """Keep what happened to an appeal."""
    session.add_all([appeal, *events])
    session.flush()
    for event in events:
        who, step, now = event.actor_id, f"{event.step}.appeal", event.happened_at
        audit.record(session, who, step, "appeal", appeal.id, now, level=appeal.level, kind=appeal.kind)
