"""Record where a course came from; withdraw it by hand or when its licence has ended."""

from datetime import datetime

from sqlmodel import Session

from portal import audit
from portal.accounts.rules import Actor
from portal.errors import Refused
from portal.holdings import queries
from portal.holdings.models import HoldingRecord
from portal.holdings.rules import Origin
from portal.library.editions import actions as library
from portal.library.models import Course, CourseVersion
from portal.text import message
from portal.text.dates import local_date


def record(session: Session, officer: Actor, version: CourseVersion, new: HoldingRecord, now: datetime) -> None:
    """Add a record; the ones before it stay. `new.number` is the number that the page would have given it: when
    somebody else was quicker, nothing is recorded. Raises Refused."""
    session.get_one(Course, version.course_id, with_for_update=True)
    earlier = queries.records_of(session, version.course_id)
    if new.number != len(earlier) + 1:
        raise Refused(message("别人刚刚记了一笔。先看最新的，再改。"))
    new.course_id, new.recorded_by_id, new.recorded_at = version.course_id, officer.person_id, now
    session.add(new)
    session.flush()
    details = {"number": new.number, "origin": str(new.origin)}
    audit.record(session, officer.person_id, "record.holding", "course", version.course_id, now, **details)


def new_record(number: int, origin: str, contract_number: str, licence: str, note: str) -> HoldingRecord:
    """A record as an officer typed it, without who and when."""
    return HoldingRecord(
        number=number,
        origin=Origin(origin),
        contract_number=contract_number.strip(),
        licence=licence.strip(),
        note=note.strip(),
    )


def withdraw_by_hand(session: Session, officer: Actor, version: CourseVersion, reason: str, now: datetime) -> None:
    """An officer of the province takes a course away, with a reason for everybody. Twice changes nothing."""
    library.withdraw(session, version, reason.strip(), officer.person_id, now)


def withdraw_ended(session: Session, now: datetime) -> int:
    """Withdraw every open course whose licence's last day is over. Returns how many; twice changes nothing."""
    today, count = local_date(now), 0
    for row in queries.ending(session, today):
        version = queries.newest_version(session, row.slug)
        if row.ends_on < today and version is not None:
            count += library.withdraw(session, version, library.LICENCE_ENDED, None, now)
    return count
