"""What may be asked of the catalogue, and the words for what a course is."""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, replace

from portal.accounts.rules import is_within
from portal.text import Message, message

PAGE_SIZE = 20

WAYS: dict[str, Message] = {
    "listen": message("只听"),
    "look": message("只看"),
    "keyboard": message("只用键盘"),
    "braille": message("点显"),
    "sign": message("手语"),
}
VERDICTS: dict[str, Message] = {
    "full": message("能学完"),
    "part": message("能学一部分"),
    "none": message("还没有"),
}
LEVELS: dict[str, Message] = {"1": message("初级"), "2": message("中级"), "3": message("高级")}
CATEGORIES: dict[str, Message] = {
    "employment": message("就业技能"),
    "advancement": message("岗位提升"),
    "entrepreneurship": message("创业创新"),
    "skilled": message("中高级技能"),
    "employer": message("雇主与服务人员"),
}
HOURS: dict[str, Message] = {
    "short": message("2 学时以内"),
    "medium": message("2 至 10 学时"),
    "long": message("10 学时以上"),
}
HOURS_IN_MINUTES: dict[str, tuple[int, int]] = {"short": (0, 90), "medium": (91, 450), "long": (451, 10**9)}
KINDS: dict[str, Message] = {
    "text": message("文字"),
    "audio": message("音频"),
    "video": message("视频"),
    "practice": message("练习"),
    "offline": message("线下"),
}


@dataclass(frozen=True)
class CatalogueFilter:
    """What a person asked for; everything empty means all courses."""

    words: str = ""
    access: tuple[str, ...] = ()
    category: str = ""
    level: str = ""
    region: str = ""
    hours: str = ""
    page: int = 1
    from_needs: bool = False  # the ways come from the needs profile, not from this request
    shows_all: bool = False  # asked for without any way
    sets_needs_aside: bool = False  # and the person has usual ways, which do not hold for this request

    @property
    def query(self) -> dict[str, str | tuple[str, ...]]:
        """The same filter as the values of an address."""
        return {
            "q": self.words,
            "access": self.access or (("all",) if self.shows_all else ()),
            "category": self.category,
            "level": self.level,
            "region": self.region,
            "hours": self.hours,
        }

    @property
    def has_conditions(self) -> bool:
        """Whether anything at all was asked for."""
        return bool(self.words or self.access or self.category or self.level or self.region or self.hours)

    @property
    def query_without_words(self) -> dict[str, str | tuple[str, ...]]:
        """What a new search keeps: every condition but the words."""
        return {name: value for name, value in self.query.items() if name != "q" and value}

    def without(self, name: str, value: str = "") -> "CatalogueFilter":
        """The same filter with one condition less, from its first page on."""
        if name == "access":
            left = tuple(way for way in self.access if way != value)
            return replace(self, access=left, page=1, from_needs=False, shows_all=not left)
        return replace(self, **{name: "", "page": 1})  # type: ignore[arg-type]


def read_filter(query: dict[str, list[str]], usual_ways: tuple[str, ...]) -> CatalogueFilter:
    """A filter from an address; what is unknown is left out. Without `access` the needs profile's ways apply."""
    first = {name: values[0].strip() for name, values in query.items() if values}
    asked = query.get("access", [])
    access = tuple(way for way in WAYS if way in asked)
    from_needs = not asked and bool(usual_ways)
    page = first.get("page", "1")
    return CatalogueFilter(
        words=first.get("q", "")[:100],
        access=usual_ways if from_needs else access,
        category=_known(first, "category", CATEGORIES),
        level=_known(first, "level", LEVELS),
        region=region if (region := first.get("region", "")).isdigit() and len(region) == 6 else "",
        hours=_known(first, "hours", HOURS),
        page=min(int(page), 100_000) if page.isdecimal() and len(page) < 20 and int(page) > 0 else 1,
        from_needs=from_needs,
        shows_all="all" in asked,
        sets_needs_aside="all" in asked and not access and bool(usual_ways),
    )


def _known(values: dict[str, str], name: str, choices: dict[str, Message]) -> str:
    value = values.get(name, "")
    return value if value in choices else ""


def normalise(text: str) -> str:
    """Text as it is searched: full-width as half-width, lower case, single spaces."""
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())


def pages_in(total: int) -> int:
    """How many pages a list of this length has; an empty list has one."""
    return max(1, -(-total // PAGE_SIZE))


MARK_LENGTH = 12  # a shorter one could be guessed


def mark_of(digest: str) -> str:
    """The part of a file's digest that its address names."""
    return digest[:MARK_LENGTH]


def is_permitted(region_code: str, permitted: Sequence[str]) -> bool:
    """Whether somebody of this place may begin a course that is for these places; an empty list is for everybody."""
    return not permitted or any(is_within(region_code, code) for code in permitted)
