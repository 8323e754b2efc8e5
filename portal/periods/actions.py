"""Begin to close a period, count once more, close it. Each step is one transaction with its audit row."""

from datetime import date, datetime

from sqlalchemy.exc import IntegrityError
from sqlmodel import Session

from portal import audit
from portal.accounts.rules import Actor
from portal.errors import Refused
from portal.jobs import enqueue
from portal.periods import queries
from portal.periods.models import BankPeriod
from portal.periods.rules import JOB, STEPS, State, Step, reference_of, why_not
from portal.text import message
from portal.text.dates import local_date


def begin(session: Session, officer: Actor, begins: date, ends: date, now: datetime) -> None:
    """Begin to close a period: its figures are counted anew from the entries. Twice is once."""
    case = queries.case_of(session, begins, ends, queries.period_of(session, begins))
    if problem := why_not(Step.BEGIN, case, officer.person_id, local_date(now)):
        raise Refused(problem)
    period = BankPeriod(
        begins=begins, ends=ends, state=STEPS[State.OPEN, Step.BEGIN], asked_by_id=officer.person_id, asked_at=now
    )
    try:
        with session.begin_nested():
            session.add(period)
    except IntegrityError:  # somebody else was first
        return
    _count(session, officer, Step.BEGIN, period, now)


def recount(session: Session, officer: Actor, period: BankPeriod, now: datetime) -> None:
    """Count once more, after something was found and put right."""
    _hold(session, Step.RECOUNT, period, officer, now)
    period.recounts += 1
    period.asked_by_id, period.asked_at = officer.person_id, now
    _count(session, officer, Step.RECOUNT, period, now)


def close(session: Session, auditor: Actor, period: BankPeriod, seen: str, now: datetime) -> None:
    """Close a period with the figures that the auditor has read: `seen` is their digest."""
    _hold(session, Step.CLOSE, period, auditor, now)
    found = queries.recount_of(session, period)
    if found is None or found.digest != seen:
        raise Refused(message("刚刚又算了一次。先读新的数，再关账。"))
    period.state, period.closed_with = STEPS[State.CLOSING, Step.CLOSE], found.number
    period.closed_by_id, period.closed_at = auditor.person_id, now
    session.add(period)
    session.flush()
    audit.record(session, auditor.person_id, "close.bank_period", "bank_period", period.id, now, digest=found.digest)


def _hold(session: Session, step: Step, period: BankPeriod, actor: Actor, now: datetime) -> None:
    """Nobody else takes a step with this period until the transaction ends. Raises Refused when this one may not be."""
    session.refresh(period, with_for_update=True)
    case = queries.case_of(session, period.begins, period.ends, period)
    if problem := why_not(step, case, actor.person_id, local_date(now)):
        raise Refused(problem)


def _count(session: Session, officer: Actor, step: Step, period: BankPeriod, now: datetime) -> None:
    session.add(period)
    session.flush()
    payload = {"period_id": period.id, "number": period.recounts}
    enqueue(session, JOB, reference_of(period.id, period.recounts), payload, now)
    audit.record(session, officer.person_id, f"{step}.bank_period", "bank_period", period.id, now)
