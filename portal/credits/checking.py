"""How a chain of entries is checked: what was done to a row, as far as the chain and the row itself show it. Pure."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from portal.chain import BEGINNING
from portal.credits.rules import (
    MOVES,
    EntryType,
    Part,
    Unit,
    digest_of,
    other_end,
    parts_of,
    record_number,
    why_not_move,
)
from portal.credits.sentences import why_not_cause
from portal.text import Message, message
from portal.text.codes import group


class Fault(StrEnum):
    """What was done to a row, as far as the chain shows it."""

    CHANGED = "changed"
    MISSING = "missing"
    ADDED = "added"
    MOVED = "moved"
    BROKEN = "broken"


@dataclass(frozen=True)
class Problem:
    """A row or a gap that is not as it was posted. `record` is the number in groups, empty where rows are gone."""

    fault: Fault
    account_id: int
    sequence: int
    record: str
    said: Message


@dataclass
class ChainCheck:
    """Follows one account's transfers in the order of their sequence and says what is wrong with each row."""

    account_id: int
    newest_sequence: int  # where the account says that its chain ends
    newest_digest: str
    system_codes: Mapping[int, str]
    sequence: int = 0  # of the row before
    digest: str = BEGINNING
    record: str = ""
    suspects: set[int] = field(default_factory=set)  # places already spoken of: rows after them need not fit
    earned: dict[int, dict[Part, int]] = field(default_factory=dict)  # where the credit of each earned entry is

    def follow(self, transfer: Mapping[str, Any]) -> Iterator[Problem]:
        """Problems that this row shows, about itself or about the rows before it."""
        sequence, record = transfer["sequence"], group(record_number(transfer["id"]))
        is_whole = _digest_or_none(transfer) == transfer["digest"]
        follows = transfer["previous_digest"] == self.digest
        yield from self.missing_until(sequence)
        if sequence <= self.sequence or sequence > self.newest_sequence:
            yield self.about(Fault.ADDED, sequence, record)
        elif not is_whole and not follows:
            yield self.about(Fault.MOVED, sequence, record)
        elif not is_whole:
            yield self.about(Fault.CHANGED, sequence, record)
        elif not follows and self.sequence == sequence - 1 and self.sequence not in self.suspects:
            yield self.about(Fault.CHANGED, self.sequence, self.record)  # changed together with its own digest
        elif sentence := broken_promise(transfer, self.system_codes) or self.moves_too_much(transfer):
            yield self.about(Fault.BROKEN, sequence, record, sentence)
        self.sequence, self.digest, self.record = sequence, transfer["digest"], record

    def moves_too_much(self, transfer: Mapping[str, Any]) -> Message | None:
        """What is wrong when a row moves credit that its earned entry does not have, or no longer has."""
        entry_type, amount = EntryType(transfer["entry_type"]), transfer["credit_hundredths"]
        if amount is None:
            return None
        if (earned_id := transfer["earned_id"]) is None and MOVES[entry_type].leaves is None:
            self.earned[transfer["id"]] = parts_of(amount, {})
            return None
        parts = self.earned.get(earned_id)
        if parts is None or why_not_move(entry_type, amount, parts):
            return message("账户 %(account)s 第 %(sequence)s 笔（记录号 %(record)s）：动用的学分不在那里。")
        for part, change in parts_of(0, {entry_type: amount}).items():
            parts[part] += change
        return None

    def end(self) -> Iterator[Problem]:
        """Problems that show only when all rows have been followed."""
        yield from self.missing_until(self.newest_sequence + 1)
        is_at_end = self.sequence == self.newest_sequence and self.sequence not in self.suspects
        if is_at_end and self.digest != self.newest_digest:
            yield self.about(Fault.CHANGED, self.sequence, self.record)

    def missing_until(self, sequence: int) -> Iterator[Problem]:
        """One problem for all the places between the row before and this one."""
        first, last = self.sequence + 1, min(sequence - 1, self.newest_sequence)
        if first <= last:
            values = {"account": self.account_id, "first": first, "last": last}
            self.suspects.add(last)
            yield Problem(Fault.MISSING, self.account_id, first, "", missing_rows(values))

    def about(self, fault: Fault, sequence: int, record: str, said: Message | None = None) -> Problem:
        self.suspects.add(sequence)
        values = {"account": self.account_id, "sequence": sequence, "record": record}
        return Problem(fault, self.account_id, sequence, record, Message((said or FAULTS[fault]).msgid, values))


def missing_rows(values: dict[str, Any]) -> Message:
    """The sentence for rows that are gone, one or several in a row."""
    if values["first"] == values["last"]:
        return message("账户 %(account)s 第 %(first)s 笔：不见了。", **values)
    return message("账户 %(account)s 第 %(first)s 至 %(last)s 笔：不见了。", **values)


FAULTS = {
    Fault.CHANGED: message("账户 %(account)s 第 %(sequence)s 笔（记录号 %(record)s）：内容被改过。"),
    Fault.ADDED: message("账户 %(account)s 第 %(sequence)s 笔（记录号 %(record)s）：不是这里记的，是另外加进来的。"),
    Fault.MOVED: message("账户 %(account)s 第 %(sequence)s 笔（记录号 %(record)s）：被换了位置，或者被换掉了。"),
}


def _digest_or_none(transfer: Mapping[str, Any]) -> str | None:
    try:
        return digest_of(transfer)
    except TypeError:  # a float or the like, put there from outside
        return None


def broken_promise(transfer: Mapping[str, Any], system_codes: Mapping[int, str]) -> Message | None:
    """What the row says that no row may say, also when constraints were taken away and the digest fits."""
    amounts = [amount for amount in (transfer["credit_hundredths"], transfer["points"]) if amount is not None]
    if len(amounts) != 1 or amounts[0] <= 0:
        return message("账户 %(account)s 第 %(sequence)s 笔（记录号 %(record)s）：数量不对。")
    if transfer["entry_type"] not in list(EntryType):
        return message("账户 %(account)s 第 %(sequence)s 笔（记录号 %(record)s）：没有这种类型。")
    if not _is_between_the_right_accounts(transfer, system_codes):
        return message("账户 %(account)s 第 %(sequence)s 笔（记录号 %(record)s）：来去的账户不对。")
    if not transfer["reference"] or why_not_cause(transfer["cause"]):
        return message("账户 %(account)s 第 %(sequence)s 笔（记录号 %(record)s）：说不清为什么记。")
    if transfer["happened_at"] > transfer["posted_at"]:
        return message("账户 %(account)s 第 %(sequence)s 笔（记录号 %(record)s）：入账早于发生。")
    return None


def _is_between_the_right_accounts(transfer: Mapping[str, Any], system_codes: Mapping[int, str]) -> bool:
    """Whether the amount comes from, or goes to, the account of the bank that entries of this type belong to."""
    entry_type = EntryType(transfer["entry_type"])
    unit = Unit.POINTS if transfer["credit_hundredths"] is None else Unit.CREDIT
    ends = ("giver_id", "taker_id") if MOVES[entry_type].is_gain else ("taker_id", "giver_id")
    bank_id, person_id = (transfer[end] for end in ends)
    return person_id == transfer["account_id"] and system_codes.get(bank_id) == other_end(entry_type, unit)
