"""A course as its card shows it: what is its own, and parts that many cards share, each rendered once."""

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from markupsafe import Markup, escape

from portal.library.marking import Marks
from portal.library.rules import CATEGORIES, LEVELS, VERDICTS, WAYS
from portal.library.views import title_of
from portal.text import Language, Message, language, message
from portal.text.amounts import format_credit, format_hours
from portal.web.templates import build_environment

MOST_PARTS = 2000  # of each kind, some 200 bytes each
SHOWN_WAYS = ("listen", "look", "sign")
TONES = {"full": "good", "part": "wait", "none": "past"}
TONES_OF_CATEGORIES = dict(zip(CATEGORIES, ("wait", "", "good", "craft", "craft"), strict=True))


@dataclass(frozen=True)
class Card:
    """The values of one card; the last four are rendered already."""

    slug: str
    title: str
    summary: str
    tone: str
    speaks: str  # the language of the title where the page has another one
    foreign: str  # the same for what is said of the course
    marks: Marks | None
    place: Markup
    ways: Markup
    hours: Markup
    credit: Markup


def card_of(item: Any, marks: Marks | None = None) -> Card:
    """The card of a row of queries.CARDS in the reader's language; with marks where it was searched for."""
    spoken, title = language(), title_of(item)
    region = (item.region_name_en if spoken == "en" else item.region_name) or ""
    return Card(
        slug=item.slug,
        title=title,
        summary=item.plain_summary,
        tone=TONES_OF_CATEGORIES[item.category],
        speaks="zh-CN" if spoken == "en" and not item.title_en else "",
        foreign=item.language if item.language != spoken else "",
        marks=marks,
        place=place(spoken, region, item.level),
        ways=ways(spoken, tuple(getattr(item, way) for way in SHOWN_WAYS), bool(item.is_reviewed)),
        hours=hours(spoken, item.learning_minutes),
        credit=credit(spoken, item.credit_hundredths),
    )


@lru_cache(MOST_PARTS)
def place(spoken: Language, region: str, level: int) -> Markup:
    """“洛阳市，初级”."""
    return escape(message("%(region)s，%(level)s", region=Markup(escape(region)), level=LEVELS[str(level)]))


@lru_cache(MOST_PARTS)
def ways(spoken: Language, verdicts: tuple[str, ...], is_reviewed: bool) -> Markup:
    """How far one gets in the ways that cards tell, and who says so."""
    tags = [
        (message("%(way)s %(verdict)s", way=WAYS[way], verdict=VERDICTS[verdict]), TONES[verdict])
        for way, verdict in zip(SHOWN_WAYS, verdicts, strict=True)
    ]
    source: Message = message("来源：体验员试学") if is_reviewed else message("来源：提交方声明")
    return _macros(spoken, "states").way_tags(tags, source)


@lru_cache(MOST_PARTS)
def hours(spoken: Language, minutes: int) -> Markup:
    """How long it takes."""
    return _macros(spoken, "lists").hours(format_hours(minutes))


@lru_cache(MOST_PARTS)
def credit(spoken: Language, credit_hundredths: int) -> Markup:
    """What it is worth."""
    return _macros(spoken, "lists").credit(format_credit(credit_hundredths))


def _macros(spoken: Language, name: str) -> Any:
    """The macros of a file of components. `spoken` is the reader's language, and so part of what is kept by it."""
    return build_environment(spoken).get_template(f"components/{name}.html").module
