"""Every read of the weekly look: what is to be looked at, and what its pages show."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import func, or_
from sqlmodel import Session, col, select

from portal.accounts.models import Region
from portal.db.rows import select_rows
from portal.jobs.models import Job, JobState
from portal.library.models import Course, CourseVersion, Lesson, VersionFile, VersionState
from portal.upkeep.models import CourseCheck, CourseFinding, FileCheck, OutsideLink

PAGE_SIZE = 20
IS_OPEN = col(CourseVersion.state) == VersionState.PUBLISHED
OPEN_FINDINGS = (
    select_rows(CourseFinding.course_id, func.count().label("count"))
    .where(col(CourseFinding.gone_at).is_(None))
    .group_by(col(CourseFinding.course_id))
    .subquery()
)


def due_courses(session: Session, period: str, most: int) -> Sequence[int]:
    """Open courses that were not looked at in this week yet, those that have waited longest in front."""
    statement = (
        select(col(CourseVersion.course_id))
        .outerjoin(CourseCheck, col(CourseCheck.course_id) == CourseVersion.course_id)
        .where(IS_OPEN, or_(col(CourseCheck.period).is_(None), col(CourseCheck.period) != period))
        .order_by(col(CourseCheck.checked_at).nulls_first(), col(CourseVersion.course_id))
    )
    return session.exec(statement.limit(most)).all()


def open_version(session: Session, course_id: int) -> Any | None:
    """The open version of a course as far as the look needs it; None when it is not open any more."""
    wanted = select_rows(
        CourseVersion.id, CourseVersion.course_id, CourseVersion.state, CourseVersion.assessment, Course.slug
    ).join(Course, col(Course.id) == CourseVersion.course_id)
    return session.exec(wanted.where(CourseVersion.course_id == course_id, IS_OPEN)).first()


def lessons_of(session: Session, version_id: int) -> Sequence[Lesson]:
    """The lessons of a version with all their content, in order."""
    return session.exec(select(Lesson).where(Lesson.version_id == version_id).order_by(col(Lesson.number))).all()


def files_of(session: Session, version_id: int) -> dict[str, Any]:
    """The files of a version by name."""
    wanted = select_rows(VersionFile.name, VersionFile.digest, VersionFile.media_type, VersionFile.size)
    return {row.name: row for row in session.exec(wanted.where(VersionFile.version_id == version_id))}


def file_check(session: Session, digest: str) -> FileCheck | None:
    """What a film or sound was like when it was opened last."""
    return session.get(FileCheck, digest)


def links(session: Session, digests: Collection[str]) -> dict[str, OutsideLink]:
    """What is known of outside addresses, by the digest of each."""
    known = select(OutsideLink).where(col(OutsideLink.digest).in_(list(digests)))
    return {row.digest: row for row in session.exec(known)} if digests else {}


def host_asked_at(session: Session, host: str) -> datetime | None:
    """When a server was asked last."""
    return session.exec(select(func.max(OutsideLink.asked_at)).where(OutsideLink.host == host)).one()


def heard_at(session: Session, but_host: str) -> datetime | None:
    """When any other server outside answered last."""
    answered = select(func.max(OutsideLink.answered_at)).where(OutsideLink.host != but_host)
    return session.exec(answered).one()


def open_findings(session: Session, course_id: int) -> list[CourseFinding]:
    """What is to be mended in a course, as it was found."""
    wanted = select(CourseFinding).where(CourseFinding.course_id == course_id, col(CourseFinding.gone_at).is_(None))
    return list(session.exec(wanted.order_by(col(CourseFinding.id))))


def solved_findings(session: Session, course_id: int, checked_at: datetime) -> list[CourseFinding]:
    """What the last look found mended."""
    wanted = select(CourseFinding).where(CourseFinding.course_id == course_id, CourseFinding.gone_at == checked_at)
    return list(session.exec(wanted.order_by(col(CourseFinding.id))))


def _courses_in(scope: str) -> Any:
    """Open courses of a place (the beginning of a region's code), with what the last look found."""
    return (
        select_rows(
            Course.slug,
            CourseVersion.title,
            CourseVersion.title_en,
            CourseVersion.language,
            CourseVersion.region_code,
            CourseCheck.checked_at,
            CourseCheck.is_whole,
            func.coalesce(OPEN_FINDINGS.c.count, 0).label("findings"),
        )
        .select_from(CourseVersion)
        .join(Course, col(Course.id) == CourseVersion.course_id)
        .outerjoin(CourseCheck, col(CourseCheck.course_id) == CourseVersion.course_id)
        .outerjoin(OPEN_FINDINGS, OPEN_FINDINGS.c.course_id == CourseVersion.course_id)
        .where(IS_OPEN, col(CourseVersion.region_code).startswith(scope, autoescape=True))
    )


def courses(session: Session, scope: str, page: int) -> Sequence[Any]:
    """One page of a place's open courses: those with the most to mend in front, then those never looked at."""
    order = (func.coalesce(OPEN_FINDINGS.c.count, 0).desc(), col(CourseCheck.checked_at).nulls_first(), Course.slug)
    statement = _courses_in(scope).order_by(*order).offset((page - 1) * PAGE_SIZE).limit(PAGE_SIZE)
    rows: Sequence[Any] = session.exec(statement).all()
    return rows


def totals(session: Session, scope: str) -> Any:
    """Of a place's open courses: how many, how many with findings, how many findings, how many looked at, when last."""
    found = _courses_in(scope).subquery()
    with_findings = func.count().filter(found.c.findings > 0).label("with_findings")
    return session.exec(
        select_rows(
            func.count().label("courses"),
            with_findings,
            func.coalesce(func.sum(found.c.findings), 0).label("findings"),
            func.count(found.c.checked_at).label("checked"),
            func.max(found.c.checked_at).label("checked_at"),
        ).select_from(found)
    ).one()


def by_prefecture(session: Session, province: str) -> Sequence[Any]:
    """The same for each prefecture of the province that has open courses, and for the province's own, by code."""
    found = _courses_in(province).subquery()
    prefecture = func.substr(found.c.region_code, 1, 4)
    counted = (
        select_rows(
            (prefecture + "00").label("code"),
            func.count().label("courses"),
            func.count().filter(found.c.findings > 0).label("with_findings"),
            func.coalesce(func.sum(found.c.findings), 0).label("findings"),
            func.count(found.c.checked_at).label("checked"),
        )
        .select_from(found)
        .group_by(prefecture)
        .subquery()
    )
    statement = select_rows(*counted.c, Region.name, Region.name_en).join(Region, Region.code == counted.c.code)
    rows: Sequence[Any] = session.exec(statement.order_by(counted.c.code)).all()
    return rows


def region_of(session: Session, code: str) -> Region | None:
    """A place."""
    return session.get(Region, code)


def course_in(session: Session, slug: str, scope: str) -> Any | None:
    """An open course of a place with its last look; None for another's."""
    statement = (
        select_rows(CourseVersion, CourseCheck, Course.slug)
        .join(Course, col(Course.id) == CourseVersion.course_id)
        .outerjoin(CourseCheck, col(CourseCheck.course_id) == CourseVersion.course_id)
        .where(Course.slug == slug, IS_OPEN, col(CourseVersion.region_code).startswith(scope, autoescape=True))
    )
    return session.exec(statement).first()


def lesson_titles(session: Session, version_id: int) -> dict[str, Any]:
    """The lessons of a version by slug: number and titles."""
    wanted = select_rows(Lesson.slug, Lesson.number, Lesson.title, Lesson.title_en)
    return {row.slug: row for row in session.exec(wanted.where(Lesson.version_id == version_id))}


def is_running(session: Session, reference: str) -> bool:
    """Whether a job waits or is being done."""
    going = col(Job.state).in_((JobState.WAITING, JobState.RUNNING))
    return session.exec(select(Job.id).where(Job.reference == reference, going)).first() is not None
