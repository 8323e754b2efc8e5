"""Record where a course came from; withdraw it by hand or when its licence has ended."""

from datetime import datetime, timedelta

from sqlmodel import Session

from portal import audit
from portal.accounts.rules import Actor
from portal.errors import Refused
from portal.holdings import queries
from portal.holdings.models import HoldingRecord
from portal.holdings.rules import Provenance
from portal.library.editions import actions as library
from portal.library.models import Course, CourseVersion, CourseWithdrawal
from portal.library.state import raise_number
from portal.submissions.actions import Deed
from portal.submissions.province import ProvinceRules
from portal.submissions.withdrawing import withdraw_submissions
from portal.text import message
from portal.text.dates import local_date


def record(
    session: Session, officer: Actor, version: CourseVersion, told: Provenance, number: int, now: datetime
) -> None:
    """Add a record; the ones before it stay. `number` is the one that the page would have given it: when somebody else
    was quicker, nothing is recorded. From now on only people of the recorded places begin the course. Raises Refused."""
    course = session.get_one(Course, version.course_id, with_for_update=True)
    if number != len(queries.records_of(session, version.course_id)) + 1:
        raise Refused(message("别人刚刚记了一笔。先看最新的，再改。"))
    session.add(
        HoldingRecord(
            course_id=version.course_id,
            number=number,
            origin=told.origin,
            contract_number=told.contract_number,
            licence=told.licence,
            regions=list(told.regions),
            ends_on=told.ends_on,
            note=told.note,
            recorded_by_id=officer.person_id,
            recorded_at=now,
        )
    )
    if list(told.regions) != course.permitted_regions:
        course.permitted_regions = list(told.regions)
        session.add(course)
        raise_number(session)
    session.flush()
    kind, course_id = str(told.origin), version.course_id
    audit.record(session, officer.person_id, "record.holding", "course", course_id, now, number=number, origin=kind)


def withdraw_by_hand(session: Session, version: CourseVersion, reason: str, deed: Deed) -> None:
    """An officer of the province takes a course away, with a reason for everybody. Twice changes nothing."""
    _withdraw(session, version, reason.strip(), deed)


def _withdraw(session: Session, version: CourseVersion, reason: str, deed: Deed) -> bool:
    """The course and its submissions, both or neither."""
    if not library.withdraw(session, version, reason, deed.actor_id, deed.now):
        return False
    finish_until = session.get_one(CourseWithdrawal, version.id).finish_until
    withdraw_submissions(session, version.course_id, reason, finish_until, deed)
    return True


def withdraw_ended(session: Session, rules: ProvinceRules, now: datetime) -> int:
    """Withdraw every open course whose licence's last day is over. Returns how many; twice changes nothing."""
    yesterday, count, deed = local_date(now) - timedelta(days=1), 0, Deed(None, now, rules)
    for row in queries.ending(session, yesterday, most=None):
        version = queries.newest_version(session, row.slug)
        if version is not None:
            count += _withdraw(session, version, library.LICENCE_ENDED, deed)
    return count
