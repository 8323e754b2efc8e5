"""Apply, check, assess, decide, post. Every step is one transaction with its event and its audit row."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy.exc import IntegrityError
from sqlmodel import Session

from portal import audit
from portal.credits.models import CreditTransfer
from portal.errors import Refused
from portal.files import Files
from portal.recognition import queries
from portal.recognition.evidence import actions as evidence
from portal.recognition.models import RecognitionApplication, RecognitionEvent
from portal.recognition.posting import post
from portal.recognition.rules import (
    EDITABLE,
    MOST_APPEALS,
    NOT_NOW,
    RECOGNISED,
    RESULTS,
    STEPS,
    TERMS,
    Case,
    Officer,
    State,
    Step,
    certificate_key,
    family_of,
    needs_second,
    why_not,
)
from portal.recognition.values.queries import table_on
from portal.submissions.province import ProvinceRules
from portal.text import message
from portal.text.dates import local_date

TAKEN = message("这张证书已经认定过。同一张证书只认定一次。")
TWICE = message("这张证书您已经交过一份申请。看看那一份到了哪里。")
NOT_VERIFIED = message("身份还没有核对。核对以后才能入账，草稿都在。")


@dataclass(frozen=True)
class Award:
    """What a learner says about the paper or the work itself."""

    row_key: str
    title: str
    awarded_by: str
    awarded_region: str
    awarded_on: date
    certificate_number: str
    check_at: str


@dataclass(frozen=True)
class Assessment:
    """What an assessor found. `row_key` is the row of the table of values, `credit_hundredths` is for a part only."""

    result: str
    proof: str
    is_same_person: bool
    row_key: str
    topic: str
    credit_hundredths: int
    words: str


def note_reading(session: Session, officer_id: int, object_type: str, object_id: int, now: datetime) -> None:
    """Keep who read an application or its evidence at the desk."""
    audit.record(session, officer_id, f"read.{object_type}", object_type, object_id, now, purpose="recognition")


def start(session: Session, person_id: int, kind: str, rules: ProvinceRules, now: datetime) -> RecognitionApplication:
    """Begin a draft. Raises Refused while as many wait as one person may have."""
    most = rules.recognition["most_open"]
    if queries.count_open(session, person_id) >= most:
        raise Refused(message("您已经有 %(count)s 份没有决定的申请。等几份决定了，或者撤回几份，再写。", count=most))
    one = RecognitionApplication(person_id=person_id, kind=kind, started_at=now)
    session.add(one)
    session.flush()
    _record(session, one, Step.START, person_id, now)
    return one


def hold(session: Session, one: RecognitionApplication) -> None:
    """Let nobody else change it meanwhile."""
    session.refresh(one, with_for_update=True)


def hold_draft(session: Session, one: RecognitionApplication) -> None:
    """Let nobody else change it meanwhile. Raises Refused for an application that is at the desk or over."""
    session.refresh(one, with_for_update=True)
    if one.state not in EDITABLE:
        raise Refused(message("交了以后不能改。要改，先撤回，或者等退回。"))


def keep_kind(session: Session, one: RecognitionApplication, kind: str) -> None:
    """Keep of which kind it is; another kind has other levels."""
    hold_draft(session, one)
    if one.kind != kind:
        one.kind, one.row_key = kind, ""
    session.add(one)
    session.flush()


def keep_award(session: Session, one: RecognitionApplication, award: Award) -> None:
    """Keep what was written about the award."""
    hold_draft(session, one)
    for name, value in vars(award).items():
        setattr(one, name, value)
    one.certificate_key = certificate_key(award.certificate_number, award.awarded_by)
    session.add(one)
    session.flush()


def hand_in(session: Session, one: RecognitionApplication, rules: ProvinceRules, now: datetime) -> None:
    """Give the application to the desk, first or again. Raises Refused for the learner's own certificate sent twice, and
    for who is not verified. The caller has checked that nothing is missing."""
    _hold(session, one, Step.HAND_IN, Officer(one.person_id, ""))
    if any(other.person_id == one.person_id for other in queries.same_certificate(session, one)):
        raise Refused(TWICE)
    if not queries.is_verified(session, one.person_id):
        raise Refused(NOT_VERIFIED)
    one.submitted_at, one.returned_words = one.submitted_at or now, ""
    _go(session, one, Step.HAND_IN, one.person_id, rules, now)


def withdraw(session: Session, one: RecognitionApplication, files: Files, now: datetime) -> None:
    """Take an application back before it is decided; its files go."""
    _hold(session, one, Step.WITHDRAW, Officer(one.person_id, ""))
    one.due_on, one.state = None, STEPS[State(one.state), Step.WITHDRAW]
    _record(session, one, Step.WITHDRAW, one.person_id, now)
    evidence.remove_all(session, files, one.id)


def pass_check(
    session: Session, one: RecognitionApplication, who: Officer, rules: ProvinceRules, now: datetime
) -> None:
    """Say that an application is complete; another officer assesses it."""
    _hold(session, one, Step.PASS, who)
    one.checked_by_id, one.checked_at = who.person_id, now
    _go(session, one, Step.PASS, who.person_id, rules, now)


def send_back(
    session: Session, one: RecognitionApplication, who: Officer, words: str, rules: ProvinceRules, now: datetime
) -> None:
    """Let the learner add what is missing, once in each step."""
    _hold(session, one, Step.RETURN, who)
    if one.state == State.SUBMITTED:
        one.check_returns += 1
    else:
        one.assess_returns += 1
    one.returned_words = words
    _go(session, one, Step.RETURN, who.person_id, rules, now, words)


def assess(
    session: Session, one: RecognitionApplication, who: Officer, found: Assessment, rules: ProvinceRules, now: datetime
) -> None:
    """Keep what was found; it is decided with it, unless a second officer has to decide.

    Raises Refused for one's own case, after one's own check, and for a certificate that was recognised before.
    """
    step = RESULTS[found.result]
    _hold(session, one, Step.PROPOSE, who)
    assert one.awarded_on is not None
    table = table_on(session, one.awarded_on)
    row, kind = table.row(one.kind, found.row_key), table.kind(one.kind)
    value = row.credit_hundredths if row and found.result == "granted" else found.credit_hundredths
    one.assessed_by_id, one.assessed_at, one.has_no_tie = who.person_id, now, True
    one.proof, one.is_same_person, one.topic = found.proof, found.is_same_person, found.topic
    one.table_version, one.assessed_row = table.version, found.row_key
    one.family = family_of(kind.family if kind else one.kind, found.topic)
    one.result, one.words = found.result, found.words
    one.credit_hundredths = 0 if found.result == "refused" else value
    threshold = rules.recognition["second_above_hundredths"]
    one.needs_second = needs_second(one.credit_hundredths, threshold, who, one.awarded_region)
    if one.needs_second:
        _go(session, one, Step.PROPOSE, who.person_id, rules, now)
    else:
        _decide(session, one, step, who, rules, now)


def agree(session: Session, one: RecognitionApplication, who: Officer, rules: ProvinceRules, now: datetime) -> None:
    """Decide as it was assessed, as the second officer. Raises Refused for who assessed it, and for one's own place."""
    hold(session, one)
    if one.state != State.ASSESSED:
        raise Refused(NOT_NOW)
    step = RESULTS[one.result]
    _hold(session, one, step, who)
    _decide(session, one, step, who, rules, now)


def disagree(
    session: Session, one: RecognitionApplication, who: Officer, words: str, rules: ProvinceRules, now: datetime
) -> None:
    """Have it assessed anew; what was found before stays in the history."""
    _hold(session, one, Step.SEND_BACK, who)
    one.assessed_by_id = one.assessed_at = None
    one.has_no_tie, one.needs_second, one.result, one.words, one.credit_hundredths = False, False, "", "", 0
    _go(session, one, Step.SEND_BACK, who.person_id, rules, now, words)


def grant_on_appeal(
    session: Session,
    one: RecognitionApplication,
    credit_hundredths: int,
    officer_ids: Collection[int],
    now: datetime,
) -> CreditTransfer | None:
    """Apply what an appeal decided: so much in all is recognised, and the difference to what was is posted.

    None where a cap or the family leaves all of it out. Raises Refused for no more than stands or more than the table
    gives, for an application that was not refused or granted in part, a third time, for an officer who took part before
    or whose own case it is, and for a certificate that was recognised before.
    """
    hold(session, one)
    value, number = queries.value_of(session, one), queries.count_appeals(session, one.id) + 1
    step = Step.APPEAL_GRANT if credit_hundredths == value else Step.APPEAL_PART
    is_more = one.recognised_hundredths < credit_hundredths <= value
    if (State(one.state), step) not in STEPS or not is_more or number > MOST_APPEALS:
        raise Refused(NOT_NOW)
    if not officer_ids or (queries.took_part(session, one.id) | {one.person_id}).intersection(officer_ids):
        raise Refused(message("参加过原来决定的人，不能处理申诉。"))
    one.appealed_at, one.appeal_hundredths = now, credit_hundredths - one.credit_hundredths
    one.state = STEPS[State(one.state), step]
    _flush_once(session, one)
    transfer = post(session, one, now, number)
    for officer_id in officer_ids:
        _record(session, one, step, officer_id, now)
    return transfer


def _hold(session: Session, one: RecognitionApplication, step: Step, who: Officer) -> None:
    """Let nobody else take a step meanwhile. Raises Refused when this person may not take it now."""
    session.refresh(one, with_for_update=True)
    if problem := why_not(step, case_of(one), who):
        raise Refused(problem)


def case_of(one: RecognitionApplication) -> Case:
    """What the rules need to know of an application."""
    officers = (one.checked_by_id, one.assessed_by_id)
    returns = (one.check_returns, one.assess_returns)
    return Case(State(one.state), one.person_id, *officers, *returns, one.awarded_region)


def _go(
    session: Session, one: RecognitionApplication, step: Step, who: int, rules: ProvinceRules, now: datetime,
    words: str = "",
) -> None:  # fmt: skip
    one.state = STEPS[State(one.state), step]
    term = TERMS.get(one.state)
    one.due_on = rules.term_from(local_date(now), term) if term else None
    _record(session, one, step, who, now, words)


def _decide(
    session: Session, one: RecognitionApplication, step: Step, who: Officer, rules: ProvinceRules, now: datetime
) -> None:
    if step is not Step.REFUSE and not queries.is_verified(session, one.person_id):
        raise Refused(message("学员的账户现在不能入账。先等账户恢复，再决定。"))
    one.decided_by_id, one.decided_at = who.person_id, now
    one.state, one.due_on = STEPS[State(one.state), step], None
    if step is not Step.REFUSE:
        _flush_once(session, one)
        transfer = post(session, one, now)
        one.posted_id = transfer.id if transfer else None
    _record(session, one, step, who.person_id, now, one.words)


def _flush_once(session: Session, one: RecognitionApplication) -> None:
    """Raises Refused when this certificate was recognised before, also at the same moment."""
    with session.no_autoflush:  # the other one is named by us, not by the database
        others = queries.same_certificate(session, one)
    if any(other.state in RECOGNISED for other in others):
        raise Refused(TAKEN)
    try:
        with session.begin_nested():
            session.add(one)
    except IntegrityError as error:
        if "one_certificate" in str(error) or "certificate_key" in str(error):
            raise Refused(TAKEN) from None
        raise


def _record(
    session: Session, one: RecognitionApplication, step: Step, who: int, now: datetime, words: str = ""
) -> None:
    session.add(one)
    event: dict[str, Any] = {"step": step, "to_state": State(one.state), "actor_id": who, "words": words}
    session.add(RecognitionEvent(application_id=one.id, happened_at=now, **event))
    session.flush()
    details = {"credit_hundredths": one.credit_hundredths} if one.credit_hundredths else {}
    audit.record(session, who, f"{step}.recognition", "recognition_application", one.id, now, **details)
