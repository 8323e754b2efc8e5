"""Which versions of a course have been open, and what stands in them."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, bindparam, func
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, select

from portal.accounts.models import Region
from portal.db.rows import select_rows
from portal.library.editions.rules import DECLARED, FACTS, LessonContent, VersionContent
from portal.library.models import (
    Course,
    CourseVersion,
    CourseWithdrawal,
    Lesson,
    VersionChange,
    VersionFile,
    VersionState,
)

MOST_SHOWN = 10  # versions on the page of changes; a course has two or three

_earlier = aliased(CourseVersion)
# Staged versions take numbers too, so people count those that have been open: “第 2 版” is the second that opened.
EDITION = (
    select(func.count())
    .select_from(_earlier)
    .where(
        _earlier.course_id == CourseVersion.course_id,
        (col(_earlier.published_at) < CourseVersion.published_at)
        | ((col(_earlier.published_at) == CourseVersion.published_at) & (col(_earlier.id) <= CourseVersion.id)),
    )
    .correlate(CourseVersion)
    .scalar_subquery()
    .label("edition")
)
VERSION_ROW = (
    select_rows(
        *[column for column in CourseVersion.__table__.c if column.name != "search_text"],  # type: ignore[attr-defined]
        col(Course.slug).label("slug"),
        col(Region.name).label("region_name"),
        col(Region.name_en).label("region_name_en"),
        EDITION,
    )
    .join(Course, col(Course.id) == CourseVersion.course_id)
    .join(Region, col(Region.code) == CourseVersion.region_code, isouter=True)
    .where(CourseVersion.id == bindparam("version_id"))
)


def version_row(connection: Connection, version_id: int) -> Any | None:
    """A version that is or was open, with its slug, region and which edition it is, as a row that outlives the
    transaction."""
    return connection.execute(VERSION_ROW, {"version_id": version_id}).first()


def withdrawal_of(session: Session, slug: str) -> Any | None:
    """Why and when a course was taken away, with its title; None while it is open, and when it never was."""
    published = aliased(CourseVersion)
    is_open = select(published.id).where(published.course_id == Course.id, published.state == VersionState.PUBLISHED)
    wanted = (
        select_rows(
            CourseWithdrawal.reason,
            CourseWithdrawal.finish_until,
            CourseWithdrawal.withdrawn_at,
            CourseVersion.title,
            CourseVersion.title_en,
        )
        .join(Course, col(Course.id) == CourseWithdrawal.course_id)
        .join(CourseVersion, col(CourseVersion.id) == CourseWithdrawal.version_id)
        .where(Course.slug == slug, ~is_open.correlate(Course).exists())
        .order_by(col(CourseWithdrawal.withdrawn_at).desc(), col(CourseWithdrawal.version_id).desc())
    )
    return session.exec(wanted.limit(1)).first()


def editions_of(session: Session, slug: str) -> Sequence[Any]:
    """The versions of a course that are or were open, the newest first, each with what its provider says of it."""
    wanted = (
        select_rows(
            col(CourseVersion.id),
            CourseVersion.course_id,
            CourseVersion.title,
            CourseVersion.title_en,
            CourseVersion.language,
            CourseVersion.state,
            CourseVersion.published_at,
            VersionChange.words,
            VersionChange.is_fix,
            EDITION,
        )
        .join(Course, col(Course.id) == CourseVersion.course_id)
        .outerjoin(VersionChange, col(VersionChange.version_id) == CourseVersion.id)
        .where(Course.slug == slug, col(CourseVersion.published_at).is_not(None))
        .order_by(col(CourseVersion.published_at).desc(), col(CourseVersion.id).desc())
        .limit(MOST_SHOWN + 1)
    )
    rows: Sequence[Any] = session.exec(wanted).all()
    return rows


def fixes_between(session: Session, course_id: int, old_id: int, new_id: int) -> bool:
    """Whether every version that opened after the old one, up to the new one, only mended typing errors or captions."""
    opened = (
        select_rows(col(CourseVersion.id), VersionChange.is_fix)
        .outerjoin(VersionChange, col(VersionChange.version_id) == CourseVersion.id)
        .where(CourseVersion.course_id == course_id, col(CourseVersion.published_at).is_not(None))
        .order_by(col(CourseVersion.published_at), col(CourseVersion.id))
    )
    rows = session.exec(opened).all()
    ids = [row.id for row in rows]
    if old_id not in ids or new_id not in ids:
        return False
    return all(row.is_fix for row in rows[ids.index(old_id) + 1 : ids.index(new_id) + 1])


def contents_of(session: Session, version_ids: Sequence[int]) -> dict[int, VersionContent]:
    """These versions as they can be compared, in three queries however many they are."""
    digests: dict[int, dict[str, str]] = {number: {} for number in version_ids}
    named = select_rows(VersionFile.version_id, VersionFile.name, VersionFile.digest)
    for file in session.exec(named.where(col(VersionFile.version_id).in_(version_ids))):
        digests[file.version_id][file.name] = file.digest
    lessons: dict[int, list[LessonContent]] = {number: [] for number in version_ids}
    theirs = select(Lesson).where(col(Lesson.version_id).in_(version_ids)).order_by(col(Lesson.number))
    for lesson in session.exec(theirs):
        names = LessonContent.__dataclass_fields__.keys() - {"digests"}
        values = {name: getattr(lesson, name) for name in names}
        lessons[lesson.version_id].append(LessonContent(**values, digests=digests[lesson.version_id]))
    named_columns = [getattr(CourseVersion, name) for name in (*FACTS, *DECLARED)]
    of_course = select_rows(col(CourseVersion.id), CourseVersion.assessment, *named_columns)
    return {
        row.id: VersionContent(
            row.id,
            {name: getattr(row, name) for name in FACTS},
            row.assessment,
            {name: getattr(row, name) for name in DECLARED},
            tuple(lessons[row.id]),
        )
        for row in session.exec(of_course.where(col(CourseVersion.id).in_(version_ids)))
    }
