"""How long credit may be used. What was learned never goes: only its use lapses (domain.md 5.2). Pure."""

from calendar import monthrange
from collections.abc import Sequence
from datetime import date, timedelta
from enum import StrEnum


class State(StrEnum):
    """Where the use of an earned entry is on a day."""

    VALID = "valid"
    ENDING = "ending"
    OVER = "over"


def months_later(day: date, months: int) -> date:
    """The same day so many months later; the month's last day where it is shorter."""
    years, month = divmod(day.month - 1 + months, 12)
    year, month = day.year + years, month + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))


def state_on(today: date, valid_until: date, warn_days: Sequence[int]) -> State:
    """Whether credit may be used on a day, and whether its last day is near."""
    if today > valid_until:
        return State.OVER
    return State.ENDING if today + timedelta(days=max(warn_days, default=0)) >= valid_until else State.VALID


def is_urgent(today: date, valid_until: date, warn_days: Sequence[int]) -> bool:
    """Whether the last of the warnings holds."""
    return today <= valid_until <= today + timedelta(days=min(warn_days, default=0))
