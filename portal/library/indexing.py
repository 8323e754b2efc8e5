"""What of a course can be found: its passages in the search index, from the row of its published version alone."""

from datetime import datetime
from typing import Any

from sqlalchemy import Engine
from sqlmodel import Session, col, select, update

from portal.db.rows import select_rows
from portal.library.models import Course, CourseVersion, VersionState
from portal.library.state import raise_stock_number
from portal.search import actions as index
from portal.search.models import SearchState
from portal.search.rules import Phrase, passages

TOKENIZER = 3  # raise it when the same course would make other passages
AT_ONCE = 200
FOUND_BY = (
    CourseVersion.id,
    CourseVersion.title,
    CourseVersion.title_en,
    CourseVersion.summary,
    CourseVersion.plain_summary,
    CourseVersion.occupation,
    CourseVersion.provider,
    CourseVersion.audience,
    CourseVersion.people,
    CourseVersion.search_text,
)


def passages_of(version: Any) -> dict[int, list[Phrase]]:
    """A version's passages, from the version or a row of it."""
    people = [person["name"] for person in version.people]
    return passages(
        title=(version.title, version.title_en),
        people=(version.occupation, version.provider, version.audience, *people),
        summary=(version.summary, version.plain_summary),
        text=version.search_text,
    )


def put_in_index(session: Session, version: CourseVersion) -> None:
    """Make a version findable, in the transaction that publishes it; the course's other versions no longer are."""
    note_change(session, version.course_id, version.published_at)
    others = select(CourseVersion.id).where(
        CourseVersion.course_id == version.course_id, CourseVersion.id != version.id
    )
    for number in session.exec(others):
        index.take_out(session.connection(), number)
    index.put(session.connection(), version.id, passages_of(version))


def take_out_of_index(session: Session, version: CourseVersion, now: datetime) -> None:
    """Make a version unfindable, in the transaction that withdraws it; harvesters hear that the course is gone."""
    note_change(session, version.course_id, now)
    index.take_out(session.connection(), version.id)


def note_change(session: Session, course_id: int, changed_at: datetime | None) -> None:
    """Write down when a course changed, for those who ask what is new."""
    session.exec(update(Course).where(col(Course.id) == course_id).values(changed_at=changed_at))


def is_index_current(engine: Engine) -> bool:
    """Whether the index was made by the tokenizer of today."""
    with Session(engine) as session:
        return session.exec(select(SearchState.made_by)).one() == TOKENIZER


def make_index(engine: Engine) -> int:
    """Index all published courses anew, some at a time, so that nobody waits long. Returns how many there are.

    Broken off, it begins anew at the next start; doing it twice at once is only double work.
    """
    with Session(engine) as session, session.begin():
        index.empty(session.connection())
    count = last = 0
    while True:
        with Session(engine) as session, session.begin():
            wanted = select_rows(*FOUND_BY).where(col(CourseVersion.id) > last)
            wanted = wanted.where(col(CourseVersion.state) == VersionState.PUBLISHED)
            rows = session.exec(wanted.order_by(CourseVersion.id).limit(AT_ONCE)).all()
            for row in rows:
                index.put(session.connection(), row.id, passages_of(row))
            if not rows:
                session.exec(update(SearchState).values(made_by=TOKENIZER))
                raise_stock_number(session)
                return count
            count, last = count + len(rows), rows[-1].id
