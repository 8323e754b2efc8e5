"""The life of a draft of rules: one table of steps, and who may take each. Pure."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from portal.text import Message, message

LONGEST_REASON = 500
FEWEST_PEOPLE = 5  # counts of fewer people are not said


class State(StrEnum):
    """Where a draft is."""

    DRAFT = "draft"
    HANDED_OVER = "handed_over"
    CONFIRMED = "confirmed"
    DISCARDED = "discarded"


class Step(StrEnum):
    """What may be done with it."""

    BEGIN = "begin"
    CHANGE = "change"
    HAND_OVER = "hand_over"
    CONFIRM = "confirm"
    REJECT = "reject"
    DISCARD = "discard"


STEPS: dict[tuple[State | None, Step], State] = {
    (None, Step.BEGIN): State.DRAFT,
    (State.DRAFT, Step.CHANGE): State.DRAFT,
    (State.DRAFT, Step.HAND_OVER): State.HANDED_OVER,
    (State.DRAFT, Step.DISCARD): State.DISCARDED,
    (State.HANDED_OVER, Step.CONFIRM): State.CONFIRMED,
    (State.HANDED_OVER, Step.REJECT): State.DRAFT,
}
STATE_WORDS: dict[State, Message] = {
    State.DRAFT: message("草稿，还能改"),
    State.HANDED_OVER: message("已交，等另一位学分管理员确认"),
    State.CONFIRMED: message("已确认"),
    State.DISCARDED: message("已作废"),
}
STATE_TONES = {State.DRAFT: "wait", State.HANDED_OVER: "wait", State.CONFIRMED: "good", State.DISCARDED: "past"}


@dataclass(frozen=True)
class Case:
    """What the rules need to know of a draft."""

    state: State
    valid_from: date
    writers: Collection[int]  # everybody who wrote in it
    is_complete: bool


TOO_EARLY = message("生效日期：最早是明天")


def why_not(step: Step, case: Case, who: int, today: date) -> Message | None:
    """What keeps an officer from a step on this day (Asia/Shanghai); None when nothing does."""
    if (case.state, step) not in STEPS:
        return message("这份草稿现在不能这样办。先看它到了哪一步。")
    if step in (Step.CONFIRM, Step.REJECT) and who in case.writers:
        return message("您写过这份草稿。要由另一位学分管理员来确认或者退回。")
    if step is Step.HAND_OVER and not case.is_complete:
        return message("先写改规则的理由，再交。")
    if step in (Step.HAND_OVER, Step.CONFIRM) and case.valid_from <= today:
        return message("生效日期已经到了。最早是明天，先改日期。")
    return None


def next_version(valid_from: date, versions: Iterable[str]) -> str:
    """The number that the portal gives the next rule set: the year from which it holds, and which one of that year."""
    year = f"{valid_from.year}-"
    taken = [int(one[len(year) :]) for one in versions if one.startswith(year) and one[len(year) :].isdecimal()]
    return f"{year}{max(taken, default=0) + 1}"
