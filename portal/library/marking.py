"""A found course as its card shows it: with the words marked where they stand."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup, escape

from portal.library.views import title_of
from portal.search.marks import Span, excerpt, joined, spans, spans_by_term
from portal.search.rules import Query

BEGIN, END = Markup('<mark role="none">'), Markup("</mark>")


@dataclass(frozen=True)
class Marks:
    """The title and summary of a card with marks, and where neither has all the words, a place in the lessons that has one."""

    title: Markup
    summary: Markup
    excerpt: Markup | str


def marks_of(items: Sequence[Any], query: Query) -> list[Marks]:
    """The marks of these cards (queries.found_cards). The text that was searched is only looked at where a card lacks a word."""
    return [_marks(title_of(item), str(item.plain_summary), item.search_text, query) for item in items]


def _marks(title: str, summary: str, text: str, query: Query) -> Marks:
    in_title, in_summary = spans_by_term(title, query), spans_by_term(summary, query)
    rest = _rest(query, in_title, in_summary)
    return Marks(
        _marked(title, joined(in_title)), _marked(summary, joined(in_summary)), _excerpt(text, rest) if rest else ""
    )


def _rest(query: Query, title: list[list[Span]], summary: list[list[Span]]) -> tuple[Any, ...]:
    """The words that stand neither in the title nor in the summary."""
    each = zip(query.terms, title, summary, strict=False)  # behind the words come those that are taken together
    return tuple(term for term, in_title, in_summary in each if not in_title and not in_summary)


def _excerpt(text: str, terms: tuple[Any, ...]) -> Markup | str:
    rest = Query(terms)
    found = excerpt(text, rest)
    return _marked(found, spans(found, rest)) if found else ""


def _marked(text: str, found: Sequence[Span]) -> Markup:
    """A text with its found parts marked for the eye; for the ear the line stays one piece (role none)."""
    if not found:
        return escape(text)
    pieces, end = [], 0
    for first, last in found:
        pieces += [escape(text[end:first]), BEGIN, escape(text[first:last]), END]
        end = last
    return Markup("".join([*pieces, escape(text[end:])]))
