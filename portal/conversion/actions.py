"""Quote, apply, withdraw, decide, let go, give back. Every step is one transaction with its event and its audit row."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import delete
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, col

from portal import audit
from portal.accounts.rules import Actor
from portal.certificates.actions import Officers
from portal.colleges.models import College
from portal.conversion import applications, moving, queries
from portal.conversion.models import ConversionApplication, ConversionQuote
from portal.conversion.rules import Answer, Evaluation, evaluate
from portal.conversion.steps import ENDINGS, OPEN, STEPS, Case, State, Step, why_not
from portal.credits.actions import hold_account, open_account
from portal.credits.models import CreditTransfer
from portal.errors import NotFound, Refused
from portal.text import message
from portal.text.dates import local_date

CHANGED = message("报价以后情况变了：学分、上限或者期限和那时不一样。重新看一次报价。")


@dataclass(frozen=True)
class Asked:
    """What somebody asks for: the codes of target courses, and until when the college may see what is shared."""

    codes: frozenset[str]
    consent_until: date
    answer_until: date


@dataclass(frozen=True)
class Decision:
    """What a college decides: the codes of the target courses that it takes, and its words to the learner."""

    accepted: frozenset[str]
    words: str = ""


def quote(session: Session, person_id: int, found: Evaluation, days: int, now: datetime) -> ConversionQuote:
    """Keep what a college would give now, for so many days; the same on the same day is kept once. Raises Refused when it
    would give nothing."""
    if not found.given:
        raise Refused(message("现在还没有可以换的课，所以没有报价可以留。"))
    given = {one.target.code: [each.earned_id for each in one.uses] for one in found.given}
    kept_until = local_date(now) + timedelta(days=days)
    if (there := applications.newest_quote(session, person_id, found.agreement.id)) and (
        (there.given, there.kept_until) == (given, kept_until)
    ):
        return there
    kept = ConversionQuote(
        person_id=person_id,
        agreement_id=found.agreement.id,
        hundredths=found.hundredths,
        given=given,
        kept_until=kept_until,
        made_at=now,
    )
    session.add(kept)
    session.flush()
    return kept


def still_given(session: Session, kept: ConversionQuote, blocked: Iterable[int], today: date) -> dict[str, Answer]:
    """What of a quote can still be asked for, by the version of the agreement that it names; nothing once it is over."""
    agreed = queries.agreed(session, kept.agreement_id)
    if agreed is None or today > kept.kept_until or today > agreed.row.valid_until or not agreed.college.live:
        return {}
    ids = {each for one in kept.given.values() for each in one}
    outcomes = [one for one in queries.outcomes_of(session, kept.person_id, blocked) if one.earned_id in ids]
    before = queries.before_of(session, kept.person_id, agreed.agreement)
    given = evaluate(agreed.agreement, outcomes, before, today).given
    return {one.target.code: one for one in given if one.target.code in kept.given}


def apply(
    session: Session, learner: Actor, kept: ConversionQuote, asked: Asked, blocked: Iterable[int], now: datetime
) -> ConversionApplication:
    """Ask the college: the entries that count are locked, and the college is told. The same said twice is said once.

    Raises Refused when the quote does not hold any more, and for who is not known by name yet.
    """
    if not learner.identity_verified:
        raise Refused(message("先核对身份，再申请换学分。"))
    hold_account(session, open_account(session, learner.person_id, now).id)
    if there := applications.open_of(session, learner.person_id, kept.agreement_id):
        if {one.target_code for one in applications.items_of(session, there.id)} == asked.codes:
            return there
        raise Refused(message("同一份协议，您已经有一件申请在等学校决定。"))
    today = local_date(now)
    given = still_given(session, kept, blocked, today)
    if not asked.codes or not asked.codes <= set(given) or not today <= asked.consent_until:
        raise Refused(CHANGED)
    agreed = queries.agreed(session, kept.agreement_id)
    assert agreed is not None
    application = ConversionApplication(
        person_id=learner.person_id,
        agreement_id=kept.agreement_id,
        college_id=agreed.college.id,
        state=STEPS[None, Step.APPLY],
        consent_until=asked.consent_until,
        answer_until=asked.answer_until,
        applied_at=now,
    )
    _keep(session, application)
    moving.lock(session, application, agreed.college, [given[code] for code in sorted(asked.codes)], now)
    for step in ("apply", "lock", "send"):
        applications.note(session, application, step, learner.person_id, now)
    _record(session, learner.person_id, Step.APPLY, application, now)
    return application


def _keep(session: Session, application: ConversionApplication) -> None:
    try:
        with session.begin_nested():
            session.add(application)
    except IntegrityError as error:
        raise Refused(message("同一份协议，您已经有一件申请在等学校决定。")) from error


def withdraw(session: Session, learner: Actor, application: ConversionApplication, now: datetime) -> None:
    """Take an application back before the college decides: everything is unlocked, and the college sees nothing more."""
    state = _next_state(session, application, Step.WITHDRAW, learner.person_id, now)
    application.consent_ended_at = application.consent_ended_at or now
    _end(session, application, state, Step.WITHDRAW, learner.person_id, now)


def end_consent(session: Session, learner: Actor, application: ConversionApplication, now: datetime) -> None:
    """Let the college see nothing more of what was shared, once it has decided. Said twice it changes nothing."""
    hold(session, application)
    if application.person_id != learner.person_id:
        raise NotFound
    if application.state in OPEN:
        raise Refused(message("学校还没有决定。不想给学校看，就撤回申请。"))
    if application.consent_ended_at is None:
        application.consent_ended_at = now
        applications.note(session, application, "end_consent", learner.person_id, now)
        _record(session, learner.person_id, "end_consent", application, now)


def look(session: Session, reader: Actor, application: ConversionApplication, now: datetime) -> None:
    """Keep that a college looked, and, the first time, that it began to. The learner can read both."""
    audit.record(
        session, reader.person_id, "read.conversion_application", "conversion_application", application.id, now
    )
    session.refresh(application, with_for_update=True)
    if why_not(Step.LOOK, case_of(application), reader.person_id, local_date(now)) is None:
        application.state = STEPS[State(application.state), Step.LOOK]
        session.add(application)
        applications.note(session, application, "look", reader.person_id, now)


def answer(
    session: Session, reader: Actor, college: College, application_id: int, decision: Decision, now: datetime
) -> ConversionApplication:
    """Decide for a college: what it takes is unlocked and converted, the rest is unlocked, all or none.

    Raises NotFound for another college's application; Refused when it has been decided, withdrawn or timed out, after
    the learner's consent has ended, for codes that were not asked for, and for no reason where something is not taken.
    """
    application = applications.of_college(session, application_id, college.id)
    if application is None:
        raise NotFound
    hold(session, application)
    if problem := why_not(Step.REFUSE, case_of(application), reader.person_id, local_date(now)):
        raise Refused(problem)
    items = applications.items_of(session, application_id)
    waiting = {one.target_code for one in items if one.verdict == "waiting"}
    if not decision.accepted <= waiting:
        raise Refused(message("里面有没有申请的课。"))
    step = Step.REFUSE if not decision.accepted else Step.ACCEPT if decision.accepted == waiting else Step.ACCEPT_PART
    if step is not Step.ACCEPT and not decision.words.strip():
        raise Refused(message("没有全部接受，要写原因。"))
    state = _next_state(session, application, step, reader.person_id, now)
    application.decided_by_id, application.words = reader.person_id, decision.words.strip()
    _end(session, application, state, step, reader.person_id, now, decision.accepted)
    return application


def expire(session: Session, today: date, now: datetime) -> int:
    """Unlock what colleges did not decide in time. Returns how many applications ended; twice gives the same."""
    count = 0
    for application in applications.overdue(session, today):
        hold(session, application)
        if why_not(Step.EXPIRE, case_of(application), None, today) is None:
            _end(session, application, State.TIMEOUT, Step.EXPIRE, None, now)
            count += 1
    return count


def forget_quotes(session: Session, today: date) -> None:
    """Forget quotes whose days are over. Nothing that was asked for depends on them."""
    session.execute(delete(ConversionQuote).where(col(ConversionQuote.kept_until) < today))


def give_back(session: Session, earned: CreditTransfer, officers: Officers, now: datetime) -> int:
    """Make the credit of an earned entry free that is locked or converted here, and tell the colleges concerned; gives
    how many applications it touched. The caller has two officers' decision, and takes the credit in the same transaction.
    """
    who = officers["confirmed_by"]
    touched = applications.with_entry(session, earned.id)
    for item, application in touched:
        hold(session, application)
        session.refresh(item)
        if item.verdict not in queries.COUNTS:
            continue
        was_waiting = item.verdict == "waiting"
        college = session.get_one(College, application.college_id)
        moving.give_back(session, application, item, college, earned.id, now)
        item.verdict = "given_back"
        session.add(item)
        applications.note(session, application, "give_back", who, now, item.target)
        _record(session, who, "give_back", application, now, earned=earned.id)
        still = [one for one in applications.items_of(session, application.id) if one.verdict == "waiting"]
        if was_waiting and not still:
            _end(session, application, State.CANCELLED, Step.CANCEL, who, now)
    return len(touched)


def case_of(application: ConversionApplication) -> Case:
    """What the rules need to know of an application."""
    one = application
    return Case(State(one.state), one.person_id, one.answer_until, one.consent_until, one.consent_ended_at is not None)


def hold(session: Session, application: ConversionApplication) -> None:
    """Let nobody else move this application or its credit until the transaction ends; see it as it is now.

    The account is held before the application, here and wherever credit is taken back: nobody waits in a ring.
    """
    account_id = applications.account_of(session, application.person_id)
    if account_id is not None:
        hold_account(session, account_id)
    session.refresh(application, with_for_update=True)


def _next_state(session: Session, application: ConversionApplication, step: Step, who: int, now: datetime) -> State:
    """Where a step leads, when it may be gone now. Whoever comes second at the same moment waits here and is refused."""
    hold(session, application)
    if problem := why_not(step, case_of(application), who, local_date(now)):
        raise Refused(problem)
    return STEPS[State(application.state), step]


def _end(
    session: Session,
    application: ConversionApplication,
    state: State,
    step: Step,
    who: int | None,
    now: datetime,
    accepted: frozenset[str] = frozenset(),
) -> None:
    """Unlock everything that waits, convert what was accepted, and write down what happened."""
    assert ENDINGS[step] is state
    application.state, application.ended_at = state, now
    college = session.get_one(College, application.college_id)
    refused = "refused" if application.decided_by_id else "ended"
    verdicts = {True: "accepted", False: refused}
    waiting = [one for one in applications.items_of(session, application.id) if one.verdict == "waiting"]
    for item in waiting:
        item.verdict = verdicts[item.target_code in accepted]
        session.add(item)
    moving.release(session, application, waiting, college, now)
    applications.note(session, application, step, who, now, application.words)
    for event, is_so in (("consume", accepted), ("unlock", len(accepted) < len(waiting))):
        if is_so:
            applications.note(session, application, event, None, now)
    _record(session, who, step, application, now, accepted=len(accepted))


def _record(
    session: Session, who: int | None, step: str, application: ConversionApplication, now: datetime, **details: Any
) -> None:
    session.add(application)
    session.flush()
    name = f"{step}.conversion"
    audit.record(session, who, name, "conversion_application", application.id, now, **details)
