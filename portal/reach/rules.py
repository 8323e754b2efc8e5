"""Kinds of need, and which small numbers are not told."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Any

from portal.text import Message, message


class Need(StrEnum):
    """A kind of need as people chose it themselves, never from a card. Somebody may have several."""

    ALL = "all"
    LISTEN = "listen"
    LOOK = "look"
    KEYBOARD = "keyboard"
    BRAILLE = "braille"
    SIGN = "sign"
    UNSAID = "unsaid"


NEEDS_IN_WORDS: dict[Need, Message] = {
    Need.ALL: message("所有学员"),
    Need.LISTEN: message("用听的"),
    Need.LOOK: message("用看的"),
    Need.KEYBOARD: message("只用键盘"),
    Need.BRAILLE: message("用点显器"),
    Need.SIGN: message("用手语"),
    Need.UNSAID: message("没有选学习需求"),
}
SHOWN_BY_MEDIA = {"captions": Need.LOOK, "sign": Need.SIGN, "description": Need.LISTEN, "braille": Need.BRAILLE}


def needs_of(chosen: Mapping[str, Any] | None) -> frozenset[Need]:
    """The kinds of need that a needs profile speaks of, `ALL` among them."""
    profile = chosen or {}
    found = {Need(way) for way in profile.get("ways", ())}
    found |= {SHOWN_BY_MEDIA[media] for media in profile.get("media", ()) if media in SHOWN_BY_MEDIA}
    return frozenset({Need.ALL, *(found or {Need.UNSAID})})


def last_day_before(period: str) -> date:
    """The last day of the month before a month "2026-11"."""
    return date.fromisoformat(f"{period}-01") - timedelta(days=1)


@dataclass(frozen=True)
class Counted:
    """People of one place: how many began a course in the year, how many passed one."""

    began: int = 0
    passed: int = 0

    def __add__(self, other: "Counted") -> "Counted":
        return Counted(self.began + other.began, self.passed + other.passed)


def in_total(parts: Iterable[Counted]) -> Counted:
    """Several places together."""
    return sum(parts, start=Counted())


def hidden_places(counts: Mapping[str, int], fewest: int) -> frozenset[str]:
    """Which places of a group tell no number, so that nobody can be recognised.

    A number from 1 to `fewest` - 1 is hidden. The group's total is told, so what is hidden must together be at least
    two places and at least `fewest` people: else the next smallest number is hidden too. Nobody at all is told: 0.
    """
    hidden = {place for place, count in counts.items() if 0 < count < fewest}
    others = sorted((count, place) for place, count in counts.items() if count >= fewest)
    for _, place in others:
        if not hidden or (len(hidden) > 1 and sum(counts[one] for one in hidden) >= fewest):
            break
        hidden.add(place)
    return frozenset(hidden)


def hides_the_rest(with_need: int, everybody: int, fewest: int) -> bool:
    """Whether those without the need would be so few that they could be recognised by taking one from the other."""
    return 0 < everybody - with_need < fewest
