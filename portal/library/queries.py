"""Everything that is read from the shelves."""

from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, bindparam, case, func
from sqlalchemy.orm import defer
from sqlmodel import Session, col, select

from portal.accounts.models import Region
from portal.db.rows import select_rows
from portal.library.models import Course, CourseVersion, Lesson, LibraryState, VersionFile, VersionState
from portal.library.rules import HOURS_IN_MINUTES, PAGE_SIZE, WAYS, CatalogueFilter

CARD: tuple[Any, ...] = (
    Course.slug,
    CourseVersion.title,
    CourseVersion.title_en,
    CourseVersion.language,
    CourseVersion.plain_summary,
    CourseVersion.category,
    CourseVersion.level,
    CourseVersion.listen,
    CourseVersion.look,
    CourseVersion.keyboard,
    CourseVersion.braille,
    CourseVersion.sign,
    CourseVersion.learning_minutes,
    CourseVersion.credit_hundredths,
    col(Region.name).label("region_name"),
    col(Region.name_en).label("region_name_en"),
)
CARDS = (
    select_rows(col(CourseVersion.id), *CARD)
    .join(Course, col(Course.id) == CourseVersion.course_id)
    .join(Region, col(Region.code) == CourseVersion.region_code, isouter=True)
    .where(col(CourseVersion.id).in_(bindparam("version_ids", expanding=True)))
)
IS_PUBLISHED = col(CourseVersion.state) == VersionState.PUBLISHED
LIBRARY_VERSION = select(col(LibraryState.version))
# What no page of one course shows is left out; it is read all the same if somebody asks for it.
PUBLISHED_VERSION = (
    select_rows(
        CourseVersion,
        col(Course.slug).label("slug"),
        col(Region.name).label("region_name"),
        col(Region.name_en).label("region_name_en"),
    )
    .options(defer(CourseVersion.search_text))  # type: ignore[arg-type]
    .join(Course, col(Course.id) == CourseVersion.course_id)
    .join(Region, col(Region.code) == CourseVersion.region_code, isouter=True)
    .where(Course.slug == bindparam("slug"), IS_PUBLISHED)
)
# A whole version and a whole lesson as rows, for who keeps them: nothing that a page shows of them ever changes.
COURSE_ROW = (
    select_rows(
        *[column for column in CourseVersion.__table__.c if column.name != "search_text"],  # type: ignore[attr-defined]
        col(Course.slug).label("slug"),
        col(Region.name).label("region_name"),
        col(Region.name_en).label("region_name_en"),
    )
    .join(Course, col(Course.id) == CourseVersion.course_id)
    .join(Region, col(Region.code) == CourseVersion.region_code, isouter=True)
    .where(Course.slug == bindparam("slug"), IS_PUBLISHED)
)
LESSON_ROW = select_rows(*Lesson.__table__.c).where(  # type: ignore[attr-defined]
    Lesson.version_id == bindparam("version_id"), Lesson.slug == bindparam("slug")
)
OUTLINE = (
    select_rows(Lesson.number, Lesson.slug, Lesson.title, Lesson.title_en, Lesson.kind, Lesson.minutes)
    .where(Lesson.version_id == bindparam("version_id"))
    .order_by(col(Lesson.number))
)
LESSON = select(Lesson).where(Lesson.version_id == bindparam("version_id"), Lesson.slug == bindparam("slug"))
FILES = select_rows(VersionFile.name, VersionFile.digest, VersionFile.media_type, VersionFile.size).where(
    VersionFile.version_id == bindparam("version_id")
)


def conditions(wanted: CatalogueFilter) -> list[ColumnElement[bool]]:
    """The filter as conditions on a course version. Each word must occur somewhere in the course."""
    found = [IS_PUBLISHED]
    found += [col(CourseVersion.search_text).contains(term, autoescape=True) for term in wanted.terms]
    found += [col(getattr(CourseVersion, way)) == "full" for way in wanted.access]
    if wanted.category:
        found.append(col(CourseVersion.category) == wanted.category)
    if wanted.level:
        found.append(col(CourseVersion.level) == int(wanted.level))
    if wanted.region:
        found.append(col(CourseVersion.region_code) == wanted.region)
    if wanted.hours:
        found.append(col(CourseVersion.learning_minutes).between(*HOURS_IN_MINUTES[wanted.hours]))
    return found


def catalogue_page(session: Session, wanted: CatalogueFilter, count: int = PAGE_SIZE) -> Sequence[int]:
    """The versions of one page: those with the words in their title first, then the newest, in an order that stays."""
    place = {"first": (wanted.page - 1) * PAGE_SIZE, "count": count}
    return session.connection().scalars(_page_statement(replace(wanted, page=1)), place).all()


@lru_cache(maxsize=200)
def _page_statement(wanted: CatalogueFilter) -> Select[Any]:
    in_title = [func.lower(CourseVersion.title).contains(term, autoescape=True) for term in wanted.terms]
    best_first = [case((title_match, 0), else_=1) for title_match in in_title]
    newest_first = (col(CourseVersion.published_at).desc(), col(CourseVersion.id).desc())
    statement: Select[Any] = select_rows(col(CourseVersion.id)).where(*conditions(wanted))
    statement = statement.order_by(*best_first, *newest_first)
    return statement.offset(bindparam("first")).limit(bindparam("count"))


def cards(session: Session, version_ids: Sequence[int]) -> Sequence[Any]:
    """What a card shows, of these versions, in no particular order."""
    rows: Sequence[Any] = session.exec(CARDS, params={"version_ids": version_ids}).all()
    return rows


def facet_counts(session: Session, wanted: CatalogueFilter) -> dict[str, int]:
    """How many courses match in all ("total"), and how many of those each way, level and category would leave."""
    counted: dict[str, ColumnElement[int]] = {"total": func.count()}
    for way in WAYS:
        counted[f"access-{way}"] = func.sum(case((col(getattr(CourseVersion, way)) == "full", 1), else_=0))
    for level in (1, 2, 3):
        counted[f"level-{level}"] = func.sum(case((col(CourseVersion.level) == level, 1), else_=0))
    statement = select_rows(*[column.label(name) for name, column in counted.items()]).where(*conditions(wanted))
    row = session.exec(statement.select_from(CourseVersion)).one()
    return {name: value or 0 for name, value in row._mapping.items()}


def count_courses(session: Session, wanted: CatalogueFilter) -> int:
    """How many published courses match."""
    return session.exec(select(func.count()).select_from(CourseVersion).where(*conditions(wanted))).one()


def course_regions(session: Session) -> Sequence[Any]:
    """The regions that have a published course, for the filter."""
    having = select(CourseVersion.region_code).where(IS_PUBLISHED).distinct()
    statement = select_rows(col(Region.code), Region.name, Region.name_en).where(col(Region.code).in_(having))
    return session.exec(statement.order_by(Region.code)).all()


def published_version(session: Session, slug: str) -> Any | None:
    """The published version of a course with its slug and region, in one query."""
    return session.exec(PUBLISHED_VERSION, params={"slug": slug}).first()


def course_row(connection: Connection, slug: str) -> Any | None:
    """The published version of a course with its slug and region, as a row that outlives the transaction."""
    return connection.execute(COURSE_ROW, {"slug": slug}).first()


def lesson_row(connection: Connection, version_id: int, slug: str) -> Any | None:
    """One lesson with all its content, as a row that outlives the transaction."""
    return connection.execute(LESSON_ROW, {"version_id": version_id, "slug": slug}).first()


def version_by_id(session: Session, version_id: int) -> CourseVersion | None:
    """One version in whatever state; for those who learn or review it."""
    return session.get(CourseVersion, version_id)


def outline(session: Session, version_id: int) -> Sequence[Any]:
    """The lessons of a version in order, without their content."""
    lessons: Sequence[Any] = session.exec(OUTLINE, params={"version_id": version_id}).all()
    return lessons


def lesson_by_slug(session: Session, version_id: int, slug: str) -> Lesson | None:
    """One lesson with all its content."""
    return session.exec(LESSON, params={"version_id": version_id, "slug": slug}).first()


def files_of(session: Session, version_id: int) -> dict[str, Any]:
    """The files of a version by name, with digest, type and size."""
    return {row.name: row for row in session.exec(FILES, params={"version_id": version_id})}


def course_file(session: Session, slug: str, name: str, mark: str, staged_of: str | None = None) -> Any | None:
    """A file of a course: the published version's, or with a mark (the start of its digest) any version's that has it.

    A staged version's files are only for those who review ("") and for the place that hands in (its code).
    """
    is_open = col(CourseVersion.state) == VersionState.PUBLISHED
    if mark:
        is_open = is_open | (col(CourseVersion.state) == VersionState.SUPERSEDED)
    readable = is_open
    if mark and staged_of is not None:
        is_staged = col(CourseVersion.state) == VersionState.STAGED
        readable = is_open | (is_staged & col(CourseVersion.region_code).startswith(staged_of))
    statement = (
        select_rows(VersionFile.digest, VersionFile.media_type, VersionFile.size, is_open.label("is_public"))
        .join(CourseVersion, col(CourseVersion.id) == VersionFile.version_id)
        .join(Course, col(Course.id) == CourseVersion.course_id)
        .where(Course.slug == slug, VersionFile.name == name, readable)
        .where(col(VersionFile.digest).startswith(mark, autoescape=True))
    )
    return session.exec(statement.order_by(is_open.desc()).limit(1)).first()


def library_version(connection: Connection) -> int:
    """The number that every publication raises."""
    return int(connection.execute(LIBRARY_VERSION).scalar_one())
