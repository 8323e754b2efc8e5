"""The values of the catalogue's page: conditions in words with the addresses that change them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import Row

from portal.library.rules import CATEGORIES, HOURS, LEVELS, PAGE_SIZE, WAYS, CatalogueFilter, pages_in
from portal.text import Message, gettext, inside, language, message
from portal.web.frames import slot

Address = Callable[..., str]
Option = tuple[str, Message | str]


@dataclass(frozen=True)
class Condition:
    """One condition of a filter: its words, and the same filter without it."""

    words: Message | str
    less: CatalogueFilter


@dataclass(frozen=True)
class Needed:
    """What the needs profile does, in words; the filter that undoes it, with the words of its link; or else a last word."""

    words: Message
    other: CatalogueFilter | None
    link: Message | str
    end: Message | str


def region_name(row: Row[Any]) -> str:
    """A region's name in the reader's language."""
    return str(row.name_en if language() == "en" else row.name)


def conditions_in_words(wanted: CatalogueFilter, regions: Sequence[Row[Any]]) -> list[Condition]:
    """What was asked for, condition by condition."""
    names = {row.code: region_name(row) for row in regions}
    words: dict[str, Message | str] = {
        "words": message("“%(words)s”", words=wanted.words),
        "category": CATEGORIES.get(wanted.category, ""),
        "level": LEVELS.get(wanted.level, ""),
        "hours": HOURS.get(wanted.hours, ""),
        "region": names.get(wanted.region, wanted.region),
    }
    found = [Condition(text, wanted.without(name)) for name, text in words.items() if getattr(wanted, name)]
    found += [
        Condition(message("%(way)s能学完", way=inside(WAYS[way])), wanted.without("access", way))
        for way in wanted.access
    ]
    return found


def result_in_words(wanted: CatalogueFilter, total: int) -> Message:
    """How many courses there are, exactly, and which of them this page shows."""
    if total == 0:
        return message("没有找到课程")
    if total <= PAGE_SIZE:
        return message("共 %(total)s 门课程", total=total)
    first = (wanted.page - 1) * PAGE_SIZE + 1
    return message(
        "共 %(total)s 门课程，第 %(first)s 至 %(last)s 门",
        total=total,
        first=first,
        last=min(total, first + PAGE_SIZE - 1),
    )


def title_state(wanted: CatalogueFilter, total: int) -> Message:
    """What the title says after “课程”: the count, and the page when there are several."""
    pages = pages_in(total)
    if pages == 1:
        return result_in_words(wanted, total)
    return message("共 %(total)s 门，第 %(page)s 页，共 %(pages)s 页", total=total, page=wanted.page, pages=pages)


def needs_in_words(wanted: CatalogueFilter, counts: dict[str, int]) -> Needed | None:
    """What the needs profile does to this page, and how many courses it leaves out; None where there is nothing to say."""
    if wanted.from_needs:
        ways = gettext("、").join(str(inside(WAYS[way])) for way in wanted.access)
        told = message("按您的学习需求，只列出能这样学完的课程：%(ways)s。", ways=ways)
        if not counts["unfit"]:
            return Needed(told, None, "", message("没有因此少列课程。"))
        more = message("也显示不完全适合的 %(num)s 门", num=counts["unfit"])
        return Needed(told, replace(wanted, access=(), from_needs=False, shows_all=True, page=1), more, "")
    if wanted.sets_needs_aside:
        told = message("这里没有按您的学习需求筛选。")
        return Needed(
            told, replace(wanted, shows_all=False, sets_needs_aside=False, page=1), message("按学习需求列出"), ""
        )
    return None


def page_address(url_for: Address, wanted: CatalogueFilter) -> str:
    """The address of this result up to the page's number."""
    address = url_for("library", **wanted.query)
    return address + ("&page=" if "?" in address else "?page=")


def filter_options(regions: Sequence[Row[Any]]) -> dict[str, list[Option]]:
    """The choices of the filter form, each with a slot for the number of courses that it would give (Stock.counts)."""

    def counted(kind: str, value: str, words: Message | str) -> Option:
        return value, message("%(way)s，%(count)s 门", way=words, count=slot(f"{kind}-{value}"))

    def one_of(kind: str, anything: Message, choices: dict[str, Message]) -> list[Option]:
        all_choices: list[tuple[str, Message]] = [("", anything), *choices.items()]
        return [counted(kind, value, words) for value, words in all_choices]

    places = [(row.code, region_name(row)) for row in regions]
    return {
        "access": [counted("access", way, label) for way, label in WAYS.items()],
        "level": one_of("level", message("不限"), LEVELS),
        "category": one_of("category", message("全部类型"), CATEGORIES),
        "hours": one_of("hours", message("不限"), HOURS),
        "region": [counted("region", "", message("全省")), *[counted("region", code, name) for code, name in places]],
    }
