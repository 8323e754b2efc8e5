"""What is known of where courses came from."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import func
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, select

from portal.accounts.models import Person
from portal.db.rows import select_rows
from portal.holdings.models import HoldingRecord
from portal.library.models import Course, CourseVersion, VersionState

PAGE_SIZE = 20

_later = aliased(HoldingRecord)
IS_NEWEST = ~(
    select(_later.id)
    .where(_later.course_id == HoldingRecord.course_id, col(_later.number) > HoldingRecord.number)
    .correlate(HoldingRecord)
    .exists()
)
IS_OPEN = col(CourseVersion.state) == VersionState.PUBLISHED
COLUMNS: tuple[Any, ...] = (
    col(Course.id).label("course_id"),
    Course.slug,
    CourseVersion.title,
    CourseVersion.title_en,
    CourseVersion.region_code,
    HoldingRecord.origin,
    HoldingRecord.ends_on,
    HoldingRecord.recorded_by_id,
)


def _listed() -> Any:
    return (
        select_rows(*COLUMNS)
        .select_from(CourseVersion)
        .join(Course, col(Course.id) == CourseVersion.course_id)
        .outerjoin(HoldingRecord, (col(HoldingRecord.course_id) == Course.id) & IS_NEWEST)
        .where(IS_OPEN)
    )


def holdings(session: Session, page: int) -> Sequence[Any]:
    """One page of the open courses, those that end first in front, those without end last."""
    first_to_end = (col(HoldingRecord.ends_on).is_(None), col(HoldingRecord.ends_on), Course.slug)
    statement = _listed().order_by(*first_to_end).offset((page - 1) * PAGE_SIZE).limit(PAGE_SIZE)
    rows: Sequence[Any] = session.exec(statement).all()
    return rows


def count_open(session: Session) -> int:
    """How many courses are open."""
    return session.exec(select(func.count()).select_from(CourseVersion).where(IS_OPEN)).one()


def ending(session: Session, until: date, region_code: str = "", most: int | None = 100) -> Sequence[Any]:
    """The open courses whose licence ends on this day or before, the first to end in front; of one place, or of all."""
    statement = _listed().where(col(HoldingRecord.ends_on) <= until).order_by(HoldingRecord.ends_on, Course.slug)
    if region_code:
        statement = statement.where(CourseVersion.region_code == region_code)
    rows: Sequence[Any] = session.exec(statement.limit(most)).all()
    return rows


def records_of(session: Session, course_id: int) -> Sequence[Any]:
    """Everything that was recorded of a course, the newest first, with the name of who did it."""
    statement = (
        select_rows(HoldingRecord, col(Person.name).label("who"))
        .join(Person, col(Person.id) == HoldingRecord.recorded_by_id)
        .where(HoldingRecord.course_id == course_id)
        .order_by(col(HoldingRecord.number).desc())
    )
    rows: Sequence[Any] = session.exec(statement).all()
    return rows


def newest_version(session: Session, slug: str) -> CourseVersion | None:
    """The version that is open, or was open last."""
    statement = (
        select(CourseVersion)
        .join(Course, col(Course.id) == CourseVersion.course_id)
        .where(Course.slug == slug, col(CourseVersion.published_at).is_not(None))
        .order_by(col(CourseVersion.published_at).desc(), col(CourseVersion.id).desc())
    )
    return session.exec(statement.limit(1)).first()
