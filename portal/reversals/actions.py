"""Question credit, answer, decide. Every step is one transaction with its audit row."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy.exc import IntegrityError
from sqlmodel import Session

from portal import audit
from portal.accounts.rules import Actor
from portal.certificates.actions import Officers, replace, revoke
from portal.certificates.queries import credit_behind, standing_on
from portal.certificates.rules import Reason
from portal.credits.actions import hold_account, move_earned
from portal.credits.holds import UNDER_APPEAL, is_held
from portal.credits.models import CreditTransfer
from portal.credits.queries import parts_of_entry
from portal.credits.rules import EntryType, record_number, why_not_move
from portal.errors import Refused
from portal.reversals import queries
from portal.reversals.freeing import GiveBack, make_free, reachable, titles_of
from portal.reversals.models import Reversal
from portal.reversals.rules import NOT_THERE, STEPS, Case, State, Step, reference_of, why_not, why_not_propose
from portal.text import message
from portal.text.codes import group
from portal.text.dates import local_date


@dataclass(frozen=True)
class Proposal:
    """What an officer says when credit is questioned; `answer_until` is the learner's last day, in Asia/Shanghai."""

    credit_hundredths: int
    reason: str
    words: str
    answer_until: date


def note_reading(session: Session, officer_id: int, object_type: str, object_id: int, now: datetime) -> None:
    """Keep who read a person's entry at the desk, and what for."""
    audit.record(session, officer_id, f"read.{object_type}", object_type, object_id, now, purpose="reversal")


def propose(
    session: Session,
    officer: Actor,
    earned: CreditTransfer,
    person_id: int,
    told: Proposal,
    now: datetime,
    give_back: GiveBack | None = None,
) -> Reversal:
    """Question credit of an entry; from this moment the learner reads it. The same said twice is said once.

    Raises Refused for one's own credit, for more than is there or can be made free, while another proposal waits, and
    while the entry is under appeal.
    """
    there = reachable(parts_of_entry(session, earned), give_back is not None)
    if problem := why_not_propose(person_id == officer.person_id, there, told.credit_hundredths):
        raise Refused(problem)
    if is_held(session, earned.id):
        raise Refused(UNDER_APPEAL)
    reversal = Reversal(
        transfer_id=earned.id,
        person_id=person_id,
        credit_hundredths=told.credit_hundredths,
        reason=told.reason,
        words=told.words,
        state=STEPS[None, Step.PROPOSE],
        answer_until=told.answer_until,
        proposed_by_id=officer.person_id,
        proposed_at=now,
    )
    if first := _first_of(session, reversal):
        return first
    _record(session, officer.person_id, Step.PROPOSE, reversal, now)
    return reversal


def _first_of(session: Session, reversal: Reversal) -> Reversal | None:
    """Keep a new proposal and give None; give the one that waits already when it says the same, also from the same
    moment. Raises Refused when it says something else."""
    try:
        with session.begin_nested():
            session.add(reversal)
        return None
    except IntegrityError:
        there = queries.open_of_entry(session, reversal.transfer_id)
        if there is None:
            raise
    said = ("proposed_by_id", "credit_hundredths", "reason", "words")
    if all(getattr(there, name) == getattr(reversal, name) for name in said):
        return there
    raise Refused(message("这笔学分已经有人提出收回，还没有决定。"))


def answer(session: Session, reversal: Reversal, person_id: int, words: str, now: datetime, helper: str = "") -> None:
    """Keep what the learner says, and who helped, once. Raises Refused when it was said before, or after the decision."""
    reversal.state = _next_state(session, reversal, Step.ANSWER, person_id, now)
    reversal.answer, reversal.helper, reversal.answered_at = words, helper, now
    _record(session, person_id, Step.ANSWER, reversal, now)


def drop(session: Session, officer: Actor, reversal: Reversal, words: str, now: datetime) -> None:
    """Leave the credit as it is. Raises Refused for one's own credit, and when it was decided before."""
    state = _next_state(session, reversal, Step.DROP, officer.person_id, now)
    _decide(reversal, state, officer, words, now)
    _record(session, officer.person_id, Step.DROP, reversal, now)


def confirm(
    session: Session,
    officer: Actor,
    reversal: Reversal,
    seen: str,
    words: str,
    now: datetime,
    give_back: GiveBack | None = None,
) -> None:
    """Take the credit back: the entries in the books, the certificate and the decision, all or none. What is locked,
    used or lapsed is made free first.

    `seen` is the state that the officer's page showed: nobody decides without the answer that has just come. Raises
    Refused for who proposed it, for one's own credit, before the learner's time is over, and for more than is there.
    """
    session.refresh(reversal, with_for_update=True)
    if reversal.state == State.ANSWERED and seen != State.ANSWERED:
        raise Refused(message("学员刚刚说明了。先读说明，再决定。"))
    state = _next_state(session, reversal, Step.CONFIRM, officer.person_id, now)
    earned = session.get_one(CreditTransfer, reversal.transfer_id)
    officers: Officers = {"proposed_by": reversal.proposed_by_id, "confirmed_by": officer.person_id}
    reversal.posted_id = _post(session, earned, reversal, officers, now, give_back).id
    _decide(reversal, state, officer, words, now)
    _record(session, officer.person_id, Step.CONFIRM, reversal, now)
    _end_certificates(session, earned, reversal, officers, now)


def _next_state(session: Session, reversal: Reversal, step: Step, who: int, now: datetime) -> State:
    """Where a step leads, when it may be gone now. Whoever comes second at the same moment waits here and is refused."""
    session.refresh(reversal, with_for_update=True)
    case = Case(State(reversal.state), reversal.person_id, reversal.proposed_by_id, reversal.answer_until)
    if problem := why_not(step, case, who, local_date(now)):
        raise Refused(problem)
    return STEPS[case.state, step]


def _decide(reversal: Reversal, state: State, officer: Actor, words: str, now: datetime) -> None:
    reversal.state, reversal.decision = state, words
    reversal.decided_by_id, reversal.decided_at = officer.person_id, now


def _post(
    session: Session,
    earned: CreditTransfer,
    reversal: Reversal,
    officers: Officers,
    now: datetime,
    give_back: GiveBack | None,
) -> CreditTransfer:
    cause: dict[str, Any] = {"kind": "reversed", "reason": reversal.reason, "record": group(record_number(earned.id))}
    amount, reference = reversal.credit_hundredths, reference_of(reversal.id)
    hold_account(session, earned.account_id)
    if is_held(session, earned.id):
        raise Refused(UNDER_APPEAL)
    make_free(session, earned, amount, reference, officers, now, give_back)
    if why_not_move(EntryType.REVERSE, amount, parts_of_entry(session, earned)):
        raise Refused(NOT_THERE)
    return move_earned(session, earned, EntryType.REVERSE, amount, reference, cause | titles_of(earned), now)


def _end_certificates(
    session: Session, earned: CreditTransfer, reversal: Reversal, officers: Officers, now: datetime
) -> None:
    """Nothing is left of the credit: its certificate holds no more. Something is left: a new one says how much."""
    for certificate in standing_on(session, earned.id):
        if left := credit_behind(session, certificate):
            replace(session, certificate, Reason.CREDIT_CORRECTED, officers, now, {"credit_hundredths": left})
        else:
            revoke(session, certificate, Reason(reversal.reason), officers, now)


def _record(session: Session, who: int, step: Step, reversal: Reversal, now: datetime) -> None:
    session.add(reversal)
    session.flush()
    amount, step_name = reversal.credit_hundredths, f"{step}.reversal"
    audit.record(
        session, who, step_name, "reversal", reversal.id, now, credit_hundredths=amount, reason=reversal.reason
    )
