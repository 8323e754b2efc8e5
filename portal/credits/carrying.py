"""Credit that was kept counts after all: in the next period what a cap left out, on appeal what was rejected."""

from datetime import date, datetime
from typing import Any

from sqlmodel import Session

from portal.credits.actions import hold_account, open_account, post_earn, post_new
from portal.credits.counting import SOURCES, counted_of
from portal.credits.earning import COURSES, keep, why
from portal.credits.models import CreditTransfer
from portal.credits.rulebook.models import CreditCandidate
from portal.credits.rulebook.queries import rules_on
from portal.credits.rulebook.reckoning import Counted, reckon
from portal.credits.rulebook.rules import CandidateState, candidate_state
from portal.credits.rules import EntryType
from portal.errors import Refused
from portal.text import message
from portal.text.dates import local_date


def carry(session: Session, candidate_id: int, today: date, now: datetime) -> CreditTransfer | None:
    """Post what counts of a candidate in the period that has begun, once; the rest waits for the one after it.

    Returns the posting; None when there is none, also when somebody else was first.
    """
    one = session.get_one(CreditCandidate, candidate_id)
    hold_account(session, open_account(session, one.person_id, now).id)
    session.refresh(one, with_for_update=True)
    if one.state != CandidateState.WAITING or one.next_on is None or one.next_on > today:
        return None
    day, waited = one.next_on, one.left_hundredths
    entry_type = EntryType.RECOGNISE if one.course_id is None else EntryType.EARN
    new = Counted(day, waited, SOURCES[entry_type], str(one.cause.get("provider", "")))
    done = reckon(rules_on(session, day), new, counted_of(session, one.person_id))
    one.left_hundredths, one.state = done.left, candidate_state(done.left, carries=True)
    if done.limit:
        one.cap, one.before, one.most = done.limit.name, done.limit.before, done.limit.most
    one.next_on = done.limit.end if done.left and done.limit else None
    session.add(one)
    session.flush()
    if not done.posted:
        return None
    reckoned = {"waited": waited, "counts_on": day.isoformat()} | why(done)
    cause = _earned_by(one) | {"sum": reckoned}
    reference = f"{one.reference}/carried/{day.isoformat()}"
    posted = (entry_type, done.posted, reference)
    return post_new(session, one.person_id, *posted, cause, now, one.completed_at)


def _earned_by(one: CreditCandidate) -> dict[str, Any]:
    """The cause of a posting that a candidate becomes: without what counted in its place."""
    return {name: said for name, said in one.cause.items() if name != "instead"}


def count_after_all(
    session: Session, candidate_id: int, decision: str, appeal: str, now: datetime
) -> CreditTransfer | None:
    """Let a duplicate count beside what its group counts, as an appeal decided: by the rules and the caps of the day on
    which it was passed. `decision` is the reference of the appeal, `appeal` its number.

    Returns the posting, None where a cap leaves all of it out for now. Raises Refused for what is no duplicate any more.
    """
    one = session.get_one(CreditCandidate, candidate_id)
    hold_account(session, open_account(session, one.person_id, now).id)
    session.refresh(one, with_for_update=True)
    if one.state != CandidateState.REJECTED:
        raise Refused(message("这些学分后来已经记上了，不再算重复，没有要还的。"))
    day, left = local_date(one.completed_at), one.left_hundredths
    rules = rules_on(session, day)
    new = Counted(day, left, COURSES, str(one.cause.get("provider", "")))
    done = reckon(rules, new, [] if rules.caps.is_empty else counted_of(session, one.person_id))
    one.left_hundredths = done.left
    keep(session, one, done, rules)
    if not done.posted:
        return None
    cause = _earned_by(one) | {"appeal": appeal, "sum": {"rejected": left} | why(done)}
    return post_earn(session, one.person_id, done.posted, f"{one.reference}/{decision}", cause, now, one.completed_at)
