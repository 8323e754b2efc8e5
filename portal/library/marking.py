"""A found course as its card shows it: with the words marked where they stand."""

from dataclasses import dataclass
from typing import Any

from markupsafe import Markup, escape

from portal.library.views import title_of
from portal.search.marks import excerpt, spans
from portal.search.rules import Query


@dataclass(frozen=True)
class Marks:
    """The title and summary of a card with marks, and where neither has all the words, a place in the lessons that has one."""

    title: Markup
    summary: Markup
    excerpt: Markup | str


def marks_of(item: Any, query: Query) -> Marks:
    """The marks of one card, from its row with the text that is searched."""
    title, summary = title_of(item), str(item.plain_summary)
    rest = Query(tuple(term for term in query.terms if not spans(f"{title} {summary}", Query((term,)))))
    found = excerpt(item.search_text, rest)
    return Marks(marked(title, query), marked(summary, query), marked(found, rest) if found else "")


def marked(text: str, query: Query) -> Markup:
    """A text with its found parts marked for the eye; for the ear the line stays one piece (role none)."""
    pieces, end = [], 0
    for first, last in spans(text, query):
        pieces += [escape(text[end:first]), Markup('<mark role="none">'), escape(text[first:last]), Markup("</mark>")]
        end = last
    return Markup("").join([*pieces, escape(text[end:])])
