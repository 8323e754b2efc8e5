"""What may be shown to others, for how long, and what others may do with it. Pure."""

import hashlib
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from portal.text import Message, language, message

MOST_ITEMS = 500  # of each kind in one statement to be shown, and of those that are listed on one page or paper
MOST_TICKS = 50  # that the form offers one by one; older ones go by the period
LONGEST_PURPOSE = 200
LONGEST_RECEIVER = 60
DIGITS_OF_TOKEN = 40
MOST_LOOKS = 50
PAGE_SIZE = 20


class Kind(StrEnum):
    """The forms of a statement, by the end of their address."""

    HTML = "html"
    TEXT = "txt"
    BRF = "brf"
    PDF = "pdf"
    CSV = "csv"
    JSON = "json"


FORMS: dict[Kind, Message] = {
    Kind.HTML: message("网页，可以打印"),
    Kind.TEXT: message("文字版，TXT 文件"),
    Kind.BRF: message("盲文，BRF 文件，可以刻印"),
    Kind.PDF: message("大字打印版，PDF 文件，读屏能读"),
    Kind.CSV: message("表格，CSV 文件"),
    Kind.JSON: message("给电脑核对的，JSON 文件"),
}
MEDIA_TYPES = {
    Kind.TEXT: "text/plain; charset=utf-8",
    Kind.BRF: "application/x-brf",
    Kind.PDF: "application/pdf",
    Kind.CSV: "text/csv; charset=utf-8",
    Kind.JSON: "application/json",
}


def preferred(media: Collection[str], ways: Collection[str], cells: str) -> Kind:
    """The form that somebody reads best, from their learning needs: braille, plain text, or a page."""
    if "braille" in (*media, *ways) or cells:
        return Kind.BRF
    return Kind.TEXT if "transcript" in media else Kind.HTML


def in_order(first: Kind) -> list[Kind]:
    """All forms, the person's own first."""
    return [first, *(kind for kind in Kind if kind is not first)]


class Scope(StrEnum):
    """What a receiver may do with a share."""

    READ_CREDITS = "read:credits"
    ANSWER_CONVERSION = "answer:conversion"


class Door(StrEnum):
    """How somebody looked."""

    LINK = "link"
    CODE = "code"
    PROGRAM = "program"


DOORS: dict[Door, Message] = {
    Door.LINK: message("用网址"),
    Door.CODE: message("用验证码"),
    Door.PROGRAM: message("单位的电脑来取"),
}


class ShareState(StrEnum):
    """Whether others can still see it."""

    LIVE = "live"
    OVER = "over"
    STOPPED = "stopped"


STATES: dict[ShareState, Message] = {
    ShareState.LIVE: message("别人现在看得到"),
    ShareState.OVER: message("到期了，别人看不到了"),
    ShareState.STOPPED: message("您停止了，别人看不到了"),
}
TONES = {ShareState.LIVE: "good", ShareState.OVER: "past", ShareState.STOPPED: "past"}


def state_of(ends_on: date, is_stopped: bool, today: date) -> ShareState:
    """Where a share is on a day (Asia/Shanghai). Its last day still counts."""
    if is_stopped:
        return ShareState.STOPPED
    return ShareState.LIVE if today <= ends_on else ShareState.OVER


def digest_of_token(token: str) -> str:
    """What is kept of the secret part of an address."""
    return hashlib.sha256(token.encode()).hexdigest()


@dataclass(frozen=True)
class Items:
    """What somebody picked to show: entries that earned credit, certificates, and lines of their own as they were."""

    entry_ids: tuple[int, ...] = ()
    certificate_ids: tuple[int, ...] = ()
    lines: tuple[Mapping[str, Any], ...] = ()

    def as_json(self) -> dict[str, Any]:
        """The same for the database."""
        return {
            "entry_ids": list(self.entry_ids),
            "certificate_ids": list(self.certificate_ids),
            "lines": [dict(line) for line in self.lines],
        }


def items_of(stored: Mapping[str, Any]) -> Items:
    """What the database has."""
    return Items(tuple(stored["entry_ids"]), tuple(stored["certificate_ids"]), tuple(stored["lines"]))


def why_not_share(items: Items, days: int, most_days: int) -> Message | None:
    """What keeps these items from being shown for so long; None when nothing does."""
    if not (items.entry_ids or items.certificate_ids or items.lines):
        return message("哪些学分：至少给别人看一样")
    if max(len(items.entry_ids), len(items.certificate_ids), len(items.lines)) > MOST_ITEMS:
        return message("哪些学分：最多 %(count)s 笔，选短一些的时间", count=MOST_ITEMS)
    if not 0 < days <= most_days:
        return message("看几天：写 1 到 %(days)s 之间的数字", days=most_days)
    return None


def short_name(name: str) -> str:
    """A name of which only the family name is said: 林小雨 is 林某."""
    first = name.strip()[:1]
    return f"{first}." if first.isascii() else f"{first}某"


def title_in_their_language(title: str, title_en: str) -> str:
    """A title in the reader's language, where it is known."""
    return title_en if language() == "en" and title_en else title
