"""Keep what a version changed, beside the version; take a course away."""

from datetime import datetime, timedelta

from sqlmodel import Session

from portal import audit
from portal.library.editions.rules import FINISH_DAYS
from portal.library.indexing import take_out_of_index
from portal.library.models import Course, CourseVersion, CourseWithdrawal, VersionChange, VersionState
from portal.library.state import raise_stock_number
from portal.text import message
from portal.text.dates import local_date

LICENCE_ENDED = message("授权到期。").msgid


def note_change(session: Session, version: CourseVersion, words: str, is_fix: bool = False) -> None:
    """Keep what the provider says a version changed. A second time changes nothing."""
    if session.get(VersionChange, version.id) is None:
        session.add(VersionChange(version_id=version.id, words=words.strip(), is_fix=is_fix))
        session.flush()


def withdraw(session: Session, version: CourseVersion, reason: str, by_id: int | None, now: datetime) -> bool:
    """Take a course away: nobody begins it any more, who has begun may finish for 90 days. Its files stay, and so does
    all credit. Twice changes nothing; returns whether it was open."""
    session.get_one(Course, version.course_id, with_for_update=True)
    session.refresh(version)
    if version.state != VersionState.PUBLISHED:
        return False
    version.state = VersionState.WITHDRAWN
    finish_until = local_date(now) + timedelta(days=FINISH_DAYS)
    session.add(version)
    session.add(
        CourseWithdrawal(
            version_id=version.id,
            course_id=version.course_id,
            reason=reason,
            finish_until=finish_until,
            withdrawn_at=now,
            withdrawn_by_id=by_id,
        )
    )
    take_out_of_index(session, version, now)
    raise_stock_number(session)
    last_day = finish_until.isoformat()
    audit.record(session, by_id, "course.withdraw", "course_version", version.id, now, finish_until=last_day)
    session.flush()
    return True
