"""Everything that is read from the shelves."""

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from sqlalchemy import Connection, Select, Text, bindparam, cast, func
from sqlalchemy.orm import aliased, defer
from sqlmodel import Session, col, select

from portal.accounts.models import Region
from portal.db.numbers import among
from portal.db.rows import plain_rows, select_rows
from portal.library.models import Course, CourseVersion, Lesson, LibraryState, VersionFile, VersionState
from portal.library.rules import MARK_LENGTH, WAYS

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
    (func.length(cast(CourseVersion.review, Text)) > len("{}")).label("is_reviewed"),
    col(Region.name).label("region_name"),
    col(Region.name_en).label("region_name_en"),
)
CARDS, FOUND_CARDS = (
    select_rows(col(CourseVersion.id), *CARD, *more)
    .join(Course, col(Course.id) == CourseVersion.course_id)
    .join(Region, col(Region.code) == CourseVersion.region_code, isouter=True)
    .where(among(col(CourseVersion.id), "version_ids"))
    for more in ((), (CourseVersion.search_text,))
)
IS_PUBLISHED = col(CourseVersion.state) == VersionState.PUBLISHED
_published = aliased(CourseVersion)
# An earlier version is for everybody only as long as the course has an open one: it goes with it when it is withdrawn.
IS_EARLIER_AND_OFFERED = (col(CourseVersion.state) == VersionState.SUPERSEDED) & (
    select(_published.id)
    .where(_published.course_id == CourseVersion.course_id, _published.state == VersionState.PUBLISHED)
    .correlate(CourseVersion)
    .exists()
)
# Each of these two is read from an index alone; together they would be read from every course with all its text.
NEWEST_FIRST: Select[Any] = (
    select_rows(col(CourseVersion.id))
    .where(IS_PUBLISHED)
    .order_by(col(CourseVersion.published_at).desc(), col(CourseVersion.id).desc())
)
COUNTED_ROWS = select_rows(
    CourseVersion.id,
    CourseVersion.region_code,
    CourseVersion.category,
    CourseVersion.level,
    CourseVersion.learning_minutes,
    *[getattr(CourseVersion, way) for way in WAYS],
).where(IS_PUBLISHED)
LIBRARY_NUMBERS = select_rows(col(LibraryState.version), col(LibraryState.stock))
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
        col(Course.permitted_regions),
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


def newest_first(connection: Connection) -> list[int]:
    """All published versions, in an order that stays."""
    return [number for (number,) in plain_rows(connection.execute(NEWEST_FIRST))]


def counted_rows(connection: Connection) -> Iterator[Any]:
    """What the catalogue counts of each published version: id, region, category, level, minutes and the five ways."""
    return plain_rows(connection.execute(COUNTED_ROWS))


def cards(session: Session, version_ids: Sequence[int], statement: Select[Any] = CARDS) -> list[Any]:
    """What a card shows, of these versions, in this order."""
    found = session.connection().execute(statement, {"version_ids": version_ids})
    rows = {row.id: row for row in found.all()}
    return [rows[number] for number in version_ids if number in rows]


def found_cards(session: Session, version_ids: Sequence[int]) -> list[Any]:
    """The same with the texts that were searched beside what the cards show."""
    return cards(session, version_ids, FOUND_CARDS)


def found_titles(session: Session, version_ids: Sequence[int]) -> list[str]:
    """Titles and occupations of published versions."""
    wanted = select_rows(CourseVersion.title, CourseVersion.title_en, CourseVersion.occupation)
    rows = session.exec(wanted.where(col(CourseVersion.id).in_(version_ids), IS_PUBLISHED))
    return [text for row in rows for text in row if text]


def course_regions(session: Session) -> Sequence[Any]:
    """The regions that have a published course, for the filter."""
    having = select(CourseVersion.region_code).where(IS_PUBLISHED).distinct()
    statement = select_rows(col(Region.code), Region.name, Region.name_en).where(col(Region.code).in_(having))
    return session.exec(statement.order_by(Region.code)).all()


def places(session: Session, codes: Sequence[str]) -> Sequence[Any]:
    """The names of these regions, in the order of their codes."""
    wanted = select_rows(col(Region.code), Region.name, Region.name_en).where(col(Region.code).in_(codes))
    rows: Sequence[Any] = session.exec(wanted.order_by(col(Region.code))).all()
    return rows


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


def lesson_media(session: Session, version_id: int) -> Sequence[Any]:
    """The kind of each lesson of a version, and which files it has."""
    wanted = select_rows(Lesson.kind, Lesson.media).where(col(Lesson.version_id) == version_id)
    lessons: Sequence[Any] = session.exec(wanted.order_by(col(Lesson.number))).all()
    return lessons


def files_of(session: Session, version_id: int) -> dict[str, Any]:
    """The files of a version by name, with digest, type and size."""
    return {row.name: row for row in session.exec(FILES, params={"version_id": version_id})}


def course_file(
    session: Session, slug: str, name: str, mark: str, staged_of: str | None = None, is_finishing: bool = False
) -> Any | None:
    """A file of a course: the published version's, or with a mark (the start of its digest) any version's that has it.

    A staged version's files are only for those who review ("") and for the place that hands in (its code). Those of a
    course that was taken away are for who may finish it (`is_finishing`). A mark that is too short names nothing.
    """
    if mark and len(mark) < MARK_LENGTH:
        return None
    is_open = IS_PUBLISHED | IS_EARLIER_AND_OFFERED if mark else IS_PUBLISHED
    readable = is_open
    if mark and is_finishing:
        readable = is_open | col(CourseVersion.state).in_((VersionState.SUPERSEDED, VersionState.WITHDRAWN))
    if mark and staged_of is not None:
        is_staged = col(CourseVersion.state) == VersionState.STAGED
        readable = readable | (is_staged & col(CourseVersion.region_code).startswith(staged_of))
    statement = (
        select_rows(VersionFile.digest, VersionFile.media_type, VersionFile.size, is_open.label("is_public"))
        .join(CourseVersion, col(CourseVersion.id) == VersionFile.version_id)
        .join(Course, col(Course.id) == CourseVersion.course_id)
        .where(Course.slug == slug, VersionFile.name == name, readable)
        .where(col(VersionFile.digest).startswith(mark, autoescape=True))
    )
    return session.exec(statement.order_by(is_open.desc()).limit(1)).first()


class Numbers(NamedTuple):
    """The library's numbers (LibraryState)."""

    version: int
    stock: int


def library_numbers(connection: Connection) -> Numbers:
    """Both numbers as they are now."""
    return Numbers(*connection.execute(LIBRARY_NUMBERS).one())
