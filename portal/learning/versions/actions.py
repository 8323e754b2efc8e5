"""Move over to a newer version of a course: all of it or nothing, once."""

from datetime import datetime

from sqlmodel import Session

from portal import audit
from portal.accounts.rules import Actor
from portal.learning.models import ActivityReceipt, Enrolment, EnrolmentState, VersionMove
from portal.learning.versions import queries
from portal.learning.versions.rules import Plan, plan_of
from portal.library.editions import queries as editions
from portal.library.editions.rules import carried


def plan_move(session: Session, enrolment: Enrolment, course_id: int, newest_id: int) -> Plan:
    """What would come along, and what would have to be learned. Reads only."""
    contents = editions.contents_of(session, [enrolment.version_id, newest_id])
    old, new = contents[enrolment.version_id], contents[newest_id]
    is_fix = editions.fixes_between(session, course_id, enrolment.version_id, newest_id)
    done = {receipt.lesson_id for receipt in queries.receipts_of(session, enrolment.id)}
    return plan_of(old, new, carried(old, new, is_fix), done)


def move_over(
    session: Session, learner: Actor, enrolment: Enrolment, course_id: int, newest_id: int, now: datetime
) -> None:
    """Learn the newest version from now on, with every lesson that is equal. A second press changes nothing.

    The earlier enrolment stays as it was, closed; its answers are copied, never moved.
    """
    enrolment = queries.held(session, enrolment.id)
    if enrolment.state != EnrolmentState.LEARNING or enrolment.version_id == newest_id:
        return
    plan = plan_move(session, enrolment, course_id, newest_id)
    enrolment.state = EnrolmentState.MOVED
    newer = Enrolment(person_id=learner.person_id, version_id=newest_id, enrolled_at=now)
    session.add_all([enrolment, newer])
    session.flush()
    earlier = {receipt.lesson_id: receipt for receipt in queries.receipts_of(session, enrolment.id)}
    for lesson_id, old_id in plan.receipts.items():
        answers, done_at = earlier[old_id].answers, earlier[old_id].done_at
        receipt = ActivityReceipt(enrolment_id=newer.id, lesson_id=lesson_id, answers=answers, done_at=done_at)
        session.add(receipt)
    count = len(plan.receipts)
    session.add(VersionMove(enrolment_id=newer.id, from_enrolment_id=enrolment.id, lessons_carried=count, moved_at=now))
    audit.record(session, learner.person_id, "move.enrolment", "enrolment", newer.id, now, lessons_carried=count)
    session.flush()
