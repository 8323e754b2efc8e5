"""What an appeal officer does: accept, note that the learner was heard, decide, and have the decision done."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlmodel import Session

from portal import audit
from portal.accounts.rules import Actor
from portal.appeals import queries
from portal.appeals.actions import case_of, note, step_on
from portal.appeals.appealable import APPEALABLE, Giving, matter_of
from portal.appeals.models import Appeal, AppealEvent, AppealHearing
from portal.appeals.rules import OPEN, Outcome, State, Step, receipt_number, reference_of, why_not
from portal.credits.holds import release_hold
from portal.errors import Refused
from portal.text import message


@dataclass(frozen=True)
class Heard:
    """When and how a learner was heard, who helped, and what they said."""

    heard_on: date
    way: str
    helper: str
    words: str


@dataclass(frozen=True)
class Decided:
    """What an officer decides, in words that the learner reads; how much comes back, in hundredths."""

    outcome: Outcome
    amount: int
    words: str


def note_reading(session: Session, officer_id: int, object_id: int, now: datetime, what: str = "appeal") -> None:
    """Keep who read a person's appeal, or a recording of it, at the desk."""
    audit.record(session, officer_id, f"read.{what}", what, object_id, now, purpose="appeal")


def accept(session: Session, officer: Actor, appeal: Appeal, words: str, now: datetime) -> None:
    """Take the appeal up. Raises Refused for who took part, when it was done before, and without a reason when it
    came late."""
    _may(session, appeal, Step.ACCEPT, officer)
    if appeal.is_late and not words:
        raise Refused(message("过了期限才交的，要写清为什么收。"))
    appeal.accepted_at, appeal.accepted_by_id, appeal.acceptance = now, officer.person_id, words
    step_on(session, appeal, Step.ACCEPT, officer.person_id, now, words, appeal.took_part)


def not_accept(session: Session, officer: Actor, appeal: Appeal, words: str, now: datetime) -> None:
    """Do not take the appeal up, and say why; its credit may be used again. Raises Refused as `accept` does."""
    _may(session, appeal, Step.NOT_ACCEPT, officer)
    release_hold(session, reference_of(appeal.id), now)
    appeal.accepted_at, appeal.accepted_by_id, appeal.acceptance = now, officer.person_id, words
    step_on(session, appeal, Step.NOT_ACCEPT, officer.person_id, now, words, appeal.took_part)


def hear(session: Session, officer: Actor, appeal: Appeal, heard: Heard, now: datetime) -> None:
    """Note that the learner was heard. The same note sent twice is one. Raises Refused for who took part, and before
    the appeal is accepted."""
    _may(session, appeal, Step.HEAR, officer)
    said = (heard.heard_on, heard.way, heard.helper, heard.words)
    if any((one.heard_on, one.way, one.helper, one.words) == said for one in queries.hearings(session, appeal.id)):
        return
    session.add(
        AppealHearing(
            appeal_id=appeal.id,
            heard_on=heard.heard_on,
            way=heard.way,
            helper=heard.helper,
            words=heard.words,
            noted_by_id=officer.person_id,
            noted_at=now,
        )  # fmt: skip
    )
    session.flush()
    appeal.heard_on, appeal.heard_by_id = heard.heard_on, officer.person_id
    step_on(session, appeal, Step.HEAR, officer.person_id, now, "", appeal.took_part)


def decide(session: Session, officer: Actor, appeal: Appeal, decided: Decided, now: datetime) -> None:
    """Decide, and do what was decided: the books, the certificates and the decision, all or none.

    Raises Refused for who took part, before the learner was heard, when it is decided already, and for more than there
    is to be given back.
    """
    _may(session, appeal, Step.DECIDE, officer)
    posted_id, amount = None, 0
    if decided.outcome is Outcome.PART and not APPEALABLE[appeal.kind].in_part:
        raise Refused(message("重复的学分，只能全部记上，或者维持。"))
    if decided.outcome is not Outcome.UPHELD:
        matter = matter_of(session, appeal.kind, appeal.object_id)
        amount = decided.amount
        if matter is None or not 0 < amount <= queries.left_of(session, matter):
            raise Refused(message("没有这么多学分可以还。"))
        giving = Giving(amount, reference_of(appeal.id), receipt_number(appeal.id), officer.person_id)
        posted_id = APPEALABLE[appeal.kind].give_back(session, matter, giving, now)
    release_hold(session, reference_of(appeal.id), now)
    appeal.outcome, appeal.decision, appeal.given_back_hundredths = decided.outcome, decided.words, amount
    appeal.decided_at, appeal.decided_by_id, appeal.posted_id = now, officer.person_id, posted_id
    steps = [Step.DECIDE, Step.APPLY] if amount else [Step.DECIDE]
    step_on(session, appeal, steps, officer.person_id, now, decided.words, appeal.took_part)


def note_overdue(session: Session, appeal_id: int, now: datetime) -> None:
    """Note once that the term of an open appeal is over."""
    appeal = session.get_one(Appeal, appeal_id)
    session.refresh(appeal, with_for_update=True)
    if appeal.state not in OPEN or appeal.overdue_noted_at:
        return
    appeal.overdue_noted_at, state = now, State(appeal.state)
    event = AppealEvent(appeal_id=appeal.id, step=Step.OVERDUE, from_state=state, to_state=state, happened_at=now)
    note(session, appeal, [event])


def _may(session: Session, appeal: Appeal, step: Step, officer: Actor) -> None:
    """Whoever comes second at the same moment waits here, and is refused."""
    session.refresh(appeal, with_for_update=True)
    if problem := why_not(step, case_of(appeal), officer.person_id):
        raise Refused(problem)
