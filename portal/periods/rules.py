"""When a period may be closed, and by whom; and what its figures must be. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Any

from portal.credits.rules import MOVES, EntryType, Part, SystemAccount, parts_of_all
from portal.text import Message, message
from portal.text.amounts import format_credit
from portal.text.dates import format_date


class State(StrEnum):
    """Where a period is."""

    OPEN = "open"
    CLOSING = "closing"
    CLOSED = "closed"


class Step(StrEnum):
    """What may be done with it: begin to close it, count once more, close it."""

    BEGIN = "begin"
    RECOUNT = "recount"
    CLOSE = "close"


STEPS: dict[tuple[State, Step], State] = {
    (State.OPEN, Step.BEGIN): State.CLOSING,
    (State.CLOSING, Step.RECOUNT): State.CLOSING,
    (State.CLOSING, Step.CLOSE): State.CLOSED,
}
STATE_WORDS: dict[State, Message] = {
    State.OPEN: message("没关账"),
    State.CLOSING: message("正在关账"),
    State.CLOSED: message("已关账"),
}
STATE_TONES = {State.OPEN: "", State.CLOSING: "wait", State.CLOSED: "good"}
JOB = "recount_period"
HELD = {  # which of the bank's accounts holds what is in a part
    Part.LOCKED: SystemAccount.LOCKED,
    Part.CONVERTED: SystemAccount.CONVERTED,
    Part.LAPSED: SystemAccount.LAPSED,
    Part.REVERSED: SystemAccount.REVERSED,
}


@dataclass(frozen=True)
class Case:
    """What the rules need to know of a period. `differences` is None while nothing has been counted."""

    state: State
    ends: date
    earlier_is_closed: bool
    asked_by_id: int | None = None
    is_counting: bool = False
    differences: int | None = None


def why_not(step: Step, case: Case, who: int, today: date) -> Message | None:
    """What keeps this person from a step on a day (Asia/Shanghai); None when nothing does."""
    if (case.state, step) not in STEPS:
        return message("这一段已经关账。") if case.state is State.CLOSED else message("这一段已经在关账。")
    if today <= case.ends:  # one day more: what is posted around midnight has come to its end
        return message("从%(day)s起才能关账。", day=format_date(case.ends + timedelta(days=1)))
    if not case.earlier_is_closed:
        return message("先关前面的一段。")
    if step is Step.BEGIN:
        return None
    if case.is_counting:
        return message("正在重新计算。算完再办。")
    return _why_not_close(case, who) if step is Step.CLOSE else None


def _why_not_close(case: Case, who: int) -> Message | None:
    if case.differences is None:
        return message("还没有算出来。请学分管理员重新计算。")
    if case.differences:
        return message("还有对不上的地方。查清以后，请学分管理员重新计算。")
    if who == case.asked_by_id:
        return message("这次计算是您要的。要由另一位审计员关账。")
    return None


def unequal(totals: Mapping[str, Any]) -> list[Message]:
    """What does not fit together in the figures of a recount: sums by type, the bank's accounts, people's accounts."""
    until = {EntryType(kind): amount for kind, amount in totals["until"].items()}
    parts, bank = parts_of_all(until), totals["bank"]
    found = []
    made = sum(amount for kind, amount in until.items() if MOVES[kind].leaves is None)
    if sum(parts.values()) != made:
        found.append(_differs(message("各处的学分，和记入过的学分"), sum(parts.values()), made))
    if parts[Part.FREE] != totals["people"]:
        found.append(_differs(message("学员账户里的学分，和各类记录的合计"), totals["people"], parts[Part.FREE]))
    for part, account in HELD.items():
        if parts[part] != bank.get(account, 0):
            found.append(_differs(message("银行账户 %(code)s", code=account), bank.get(account, 0), parts[part]))
    if sum(bank.values()) + totals["people"]:
        found.append(_differs(message("所有账户的合计，和零"), sum(bank.values()) + totals["people"], 0))
    return found


def _differs(what: Message, one: int, other: int) -> Message:
    values = {"what": what, "one": format_credit(one), "other": format_credit(other)}
    return message("%(what)s：%(one)s 学分和 %(other)s 学分，对不上。", **values)


def reference_of(period_id: int, number: int) -> str:
    """The job that makes one recount."""
    return f"{JOB}/{period_id}/{number}"
