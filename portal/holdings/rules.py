"""How a course came in, and when its licence asks for attention. Pure."""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from portal.text import Message, message

WARNINGS = (90, 30, 7)  # calendar days before the end


class Origin(StrEnum):
    """The three ways of the notice: 开发、收集、购买."""

    DEVELOPED = "developed"
    COLLECTED = "collected"
    BOUGHT = "bought"


@dataclass(frozen=True)
class Provenance:
    """What an officer knows of where a course came from; `ends_on` is the last day on which it may be offered."""

    origin: Origin
    contract_number: str
    licence: str
    ends_on: date | None
    note: str
    regions: tuple[str, ...] = ()  # prefectures whose people may learn it; empty: everybody


ORIGIN_WORDS: dict[Origin, Message] = {
    Origin.DEVELOPED: message("自己开发"),
    Origin.COLLECTED: message("收集"),
    Origin.BOUGHT: message("购买"),
}


def days_left(ends_on: date, today: date) -> int:
    """Calendar days after today up to the last day; 0 on the last day itself, negative after it."""
    return (ends_on - today).days


def warning(ends_on: date | None, today: date) -> int | None:
    """Which warning holds: the smallest number of days that the end is within; None while it is far, or never."""
    if ends_on is None:
        return None
    left = days_left(ends_on, today)
    return next((days for days in reversed(WARNINGS) if left <= days), None)


def warned_until(today: date) -> date:
    """The last end date that is warned of now."""
    return today + timedelta(days=max(WARNINGS))


def is_over(ends_on: date | None, today: date) -> bool:
    """Whether the last day is over, so that the course is not offered any more."""
    return ends_on is not None and ends_on < today


def time_left_words(ends_on: date, today: date) -> Message:
    """How long a course may still be offered, in words."""
    left = days_left(ends_on, today)
    if left < 0:
        return message("授权已经到期")
    return message("授权还有 %(days)s 天到期", days=left) if left else message("授权今天到期")
