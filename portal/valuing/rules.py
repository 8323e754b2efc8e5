"""The life of a draft of the table of values: the steps of a draft of rules, and what else keeps from one. Pure."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from portal.recognition.values.rules import Change, Table, kinds_with
from portal.rulemaking import rules as drafts
from portal.rulemaking.rules import State, Step
from portal.text import Message, message

LONGEST_NAME = 40
MOST_CHANGES = 200
LAST_ONE = message("这一种只剩这一个值，不能停用。先加一个新的。")


@dataclass(frozen=True)
class Case:
    """What the rules need to know of a draft. `newest` is the version of the last table there is."""

    state: State
    valid_from: date
    writers: Collection[int]  # everybody who wrote in it
    change_count: int
    based_on: str
    newest: str


def why_not(step: Step, case: Case, who: int, today: date) -> Message | None:
    """What keeps an officer from a step on this day (Asia/Shanghai); None when nothing does."""
    whole = drafts.Case(case.state, case.valid_from, case.writers, is_complete=True)
    if problem := drafts.why_not(step, whole, who, today):
        return problem
    if step is Step.HAND_OVER and not case.change_count:
        return message("先改至少一个值，再交。")
    if step in (Step.HAND_OVER, Step.CONFIRM) and case.based_on != case.newest:
        return message("后来有了价值表 %(version)s。照它重新起草，把这份作废。", version=case.newest)
    return None


def first_day(newest: Table, today: date) -> date:
    """From when a new table is proposed to hold: the next year, and never before the one that it follows."""
    return max(date(today.year + 1, 1, 1), newest.valid_from)


def in_order(table: Table, changes: Iterable[dict[str, Any]]) -> list[Change]:
    """The changes of a draft, in the order in which the table has its values; new ones after those of their kind."""
    kinds = [kind.key for kind in table.kinds]
    rows = [row.key for kind in table.kinds for row in kind.rows]
    found = [change_of(kept) for kept in changes]
    place = {row: number for number, row in enumerate(rows)}
    return sorted(found, key=lambda one: (kinds.index(one.kind), place.get(one.row, len(rows)), one.row))


def change_of(kept: dict[str, Any]) -> Change:
    """A change as a draft keeps it, without when it was written."""
    return Change(**{name: value for name, value in kept.items() if name != "at"})


def seen_of(kept: dict[str, Any] | None) -> int:
    """The revision in which a value was changed; 0 for one that was not."""
    return int(kept["at"]) if kept else 0


def new_row(kind: str, taken: Collection[str]) -> str:
    """The key of a new value. One that any table has had is never given again: decisions name it."""
    number = 1
    while f"{kind}-new-{number}" in taken:
        number += 1
    return f"{kind}-new-{number}"


def leaves_nothing(table: Table, changes: Sequence[Change], kind: str) -> bool:
    """Whether no value of a kind would be left."""
    return any(one["key"] == kind and not one["rows"] for one in kinds_with(table, changes))


def is_same(change: Change, kept: dict[str, Any]) -> bool:
    """Whether a new value was added just so before: the same press, come twice."""
    there = change_of(kept)
    names = ("kind", "name", "name_en", "before", "after", "reason")
    return all(getattr(change, name) == getattr(there, name) for name in names)
