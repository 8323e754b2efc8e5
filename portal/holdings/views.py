"""What other rooms' pages say of contracts: licences that end soon, and where a course may be learned."""

from collections.abc import Callable
from datetime import date, datetime

from sqlmodel import Session

from portal.accounts import queries as people
from portal.holdings import queries, rules
from portal.text import Message, language, message


def ending_soon(
    session: Session, today: date, url_for: Callable[..., str], region_code: str = ""
) -> list[tuple[Message, str]]:
    """The open courses whose licence ends within 90 days, each as the words and address of a link. For the province,
    or for one prefecture, whose link leads to the course itself."""
    found = []
    for row in queries.ending(session, rules.warned_until(today), region_code):
        title = row.title_en if language() == "en" and row.title_en else row.title
        words = message("%(title)s：%(left)s", title=title, left=rules.time_left_words(row.ends_on, today))
        found.append((words, url_for("course" if region_code else "holding", slug=row.slug)))
    return found


def prefectures(session: Session) -> dict[str, str]:
    """The names of the places that a contract may name, by code, in the reader's language."""
    is_english = language() == "en"
    return {one.code: one.name_en if is_english else one.name for one in people.regions(session, "prefecture")}


def places_told(session: Session, course_id: int) -> list[tuple[datetime, list[str]]]:
    """When the places changed where a course may be learned, the newest first, each with their names; none for all."""
    found, before = [], []  # type: ignore[var-annotated]
    for row in reversed(queries.records_of(session, course_id)):
        record = row.HoldingRecord
        if record.regions != before:
            before = record.regions
            found.append((record.recorded_at, before))
    names = prefectures(session) if found else {}
    return [(moment, [names.get(code, code) for code in codes]) for moment, codes in reversed(found)]
