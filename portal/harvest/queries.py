"""What harvesters read: courses by when they changed, and by their number. Each page costs the same, however far it is."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, func, or_
from sqlmodel import Session, col, select

from portal.db.rows import select_rows
from portal.harvest.rules import Walk
from portal.library.models import Course, CourseVersion, VersionState

IN_A_SITEMAP = 25_000  # courses; twice as many addresses are allowed
HAS_OPENED = col(Course.changed_at).is_not(None)
IS_OPEN = col(CourseVersion.state) == VersionState.PUBLISHED
CHAPTER = (col(Course.id) - 1) // IN_A_SITEMAP
NEWEST_VERSION = (
    select(CourseVersion.id)
    .where(CourseVersion.course_id == Course.id, col(CourseVersion.state) != VersionState.STAGED)
    .order_by(case((IS_OPEN, 0), else_=1), col(CourseVersion.id).desc())
    .limit(1)
    .correlate(Course)
    .scalar_subquery()
)
RECORDS: Select[Any] = (
    select_rows(
        Course.id,
        Course.slug,
        Course.changed_at,
        CourseVersion.state,
        CourseVersion.title,
        CourseVersion.title_en,
        CourseVersion.summary,
        CourseVersion.language,
        CourseVersion.category,
        CourseVersion.occupation,
        CourseVersion.audience,
        CourseVersion.provider,
        CourseVersion.licence,
        CourseVersion.region_code,
    )
    .join(CourseVersion, col(CourseVersion.id) == NEWEST_VERSION)
    .where(HAS_OPENED)
)


def records(session: Session, walk: Walk, count: int) -> Sequence[Any]:
    """The next records of a walk, those that changed first in front. One more than asked for says that there are more."""
    wanted = RECORDS.where(*_conditions(walk)).order_by(col(Course.changed_at), col(Course.id))
    return session.execute(wanted.limit(count)).all()


def count_records(session: Session, walk: Walk) -> int:
    """How many records a walk has in all, as it begins."""
    wanted = select(func.count()).select_from(Course)
    if walk.set_name:
        wanted = wanted.join(CourseVersion, col(CourseVersion.id) == NEWEST_VERSION)
    return session.exec(wanted.where(HAS_OPENED, *_conditions(walk))).one()


def record(session: Session, slug: str) -> Any | None:
    """One record."""
    return session.execute(RECORDS.where(col(Course.slug) == slug)).first()


def _conditions(walk: Walk) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    if walk.since:
        found.append(col(Course.changed_at) >= walk.since)
    if walk.before:
        found.append(col(Course.changed_at) < walk.before)
    if walk.after:
        same_moment = and_(col(Course.changed_at) == walk.after, col(Course.id) > walk.after_id)
        # The first condition alone lets both databases begin in the index where the last page ended.
        found += [col(Course.changed_at) >= walk.after, or_(col(Course.changed_at) > walk.after, same_moment)]
    kind, _, value = walk.set_name.partition(":")
    if value:
        found.append(col(CourseVersion.category if kind == "category" else CourseVersion.region_code) == value)
    return found


def earliest_change(session: Session) -> datetime | None:
    """When the first course opened, as far as it has not changed since."""
    return session.exec(select(func.min(Course.changed_at))).one()


def chapters(session: Session) -> Sequence[Any]:
    """The sitemaps of courses: their numbers, each with its last change."""
    wanted = select_rows(CHAPTER.label("number"), func.max(Course.changed_at).label("changed_at"))
    return session.execute(wanted.where(HAS_OPENED).group_by(CHAPTER).order_by(CHAPTER)).all()


def open_courses(session: Session, number: int) -> Sequence[Any]:
    """The open courses of one sitemap."""
    first = number * IN_A_SITEMAP
    wanted = select_rows(Course.slug, Course.changed_at).join(
        CourseVersion, and_(col(CourseVersion.course_id) == Course.id, IS_OPEN)
    )
    place = col(Course.id).between(first + 1, first + IN_A_SITEMAP)
    return session.execute(wanted.where(place).order_by(Course.id)).all()
