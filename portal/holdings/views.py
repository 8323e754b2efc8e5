"""What the desk and the provider's page say of licences that end soon."""

from collections.abc import Callable
from datetime import date

from sqlmodel import Session

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
