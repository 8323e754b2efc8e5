"""What an entry is, what it says of itself, and how a chain of entries is checked. Pure: values in, answer out."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

from portal.chain import BEGINNING, canonical, chained_digest
from portal.text import Message, language, message
from portal.text.codes import group, make_code
from portal.text.dates import SHANGHAI

RULE_VERSION = "2026-1"
LONGEST_REFERENCE = 200
PAGE_SIZE = 20
LARGEST_AMOUNT = 2**31 - 1  # what the database's column holds


class AccountKind(StrEnum):
    """Whose account it is."""

    PERSON = "person"
    SYSTEM = "system"


class SystemAccount(StrEnum):
    """The bank's own accounts, by their code: what people earn comes out of these."""

    COURSES = "issue/courses"
    POINTS = "issue/points"


class EntryType(StrEnum):
    """Why an amount moves."""

    EARN = "earn"


class Unit(StrEnum):
    """What is counted. The two are never added up and never changed into each other."""

    CREDIT = "credit"
    POINTS = "points"


# What a cause must say, by its kind, and of which type. More may stand there: title_en, lesson_en, provider.
CAUSES: dict[str, dict[str, type]] = {
    "course_passed": {"title": str, "mark": int},
    "lesson_finished": {"title": str, "number": int, "lesson": str},
}


def why_not_cause(cause: Mapping[str, Any]) -> str | None:
    """What keeps a cause from explaining its entry, in English for the log; None when it does."""
    wanted = CAUSES.get(cause.get("kind", ""))
    if wanted is None:
        return f"unknown kind of cause: {cause.get('kind')!r}"
    for name, kind in wanted.items():
        if type(cause.get(name)) is not kind or cause[name] == "":
            return f"a cause {cause['kind']} needs {name} ({kind.__name__})"
    return None


def why_not_post(
    amount: int, reference: str, cause: Mapping[str, Any], happened_at: datetime, posted_at: datetime
) -> str | None:
    """What is wrong with an entry that is to be posted, in English for the log; None when nothing is."""
    if type(amount) is not int or not 0 < amount <= LARGEST_AMOUNT:
        return f"an amount is a whole number from 1 to {LARGEST_AMOUNT}, not {amount!r}"
    if not reference.strip() or len(reference) > LONGEST_REFERENCE:
        return f"a reference has 1 to {LONGEST_REFERENCE} characters: {reference!r}"
    if happened_at > posted_at:
        return f"a deed is not posted before it happens: {happened_at} comes after {posted_at}"
    try:
        canonical(cause)
    except TypeError as error:
        return str(error)
    return why_not_cause(cause)


def explain(cause: Mapping[str, Any]) -> Message:
    """The one sentence in which an entry explains itself, titles in the reader's language where both are known."""
    if why_not_cause(cause):
        return message("说明读不出来。这笔记录要核对。")
    title = in_their_language(cause, "title")
    if cause["kind"] == "course_passed":
        return message("学完《%(title)s》，考核 %(mark)s 分。", title=title, mark=cause["mark"])
    values = {"title": title, "number": cause["number"], "lesson": in_their_language(cause, "lesson")}
    return message("学完《%(title)s》第 %(number)s 课《%(lesson)s》。", **values)


def in_their_language(cause: Mapping[str, Any], name: str) -> str:
    """A title of the cause in the reader's language where it is known, else as the course has it."""
    english = cause.get(f"{name}_en") if language() == "en" else ""
    return str(english or cause.get(name, ""))


RULES = {
    (RULE_VERSION, "course_passed"): message(
        "考核 60 分以上，必做的活动做完 80% 以上，身份核对过，就按课程公布的学分入账。一门课只入账一次。"
    ),
    (RULE_VERSION, "lesson_finished"): message("学完一课得积分。看、听、读、用手语学，得的一样多。一课只得一次。"),
}


def rule_in_words(rule_version: str, cause: Mapping[str, Any]) -> Message:
    """The rule by which an entry was posted, as it was then."""
    return RULES.get((rule_version, cause.get("kind", "")), message("这条规则的文字没有找到。"))


def who_proved(cause: Mapping[str, Any]) -> Message:
    """By whom the deed behind an entry was offered and judged."""
    judged = (
        message("考核由无碍学堂判分。")
        if cause.get("kind") == "course_passed"
        else message("由无碍学堂按学习记录记下。")
    )
    if not cause.get("provider"):
        return judged
    return message("课程由%(provider)s提供。%(judged)s", provider=cause["provider"], judged=judged)


def pages_in(count: int) -> int:
    """How many pages so many entries fill; an empty list is one page too."""
    return max(1, -(-count // PAGE_SIZE))


def read_number(typed: str) -> int:
    """The number of a page as it stands in an address; 1 for anything that is none."""
    return max(1, int(typed)) if typed.isascii() and typed.isdigit() and len(typed) < 6 else 1


def record_number(transfer_id: int) -> str:
    """The number of an entry that people dictate: nine digits, of which the last checks the others."""
    return make_code(transfer_id)


def year_bounds(year: int) -> tuple[datetime, datetime]:
    """The first moment of a year in Asia/Shanghai, and the first of the next."""
    return datetime(year, 1, 1, tzinfo=SHANGHAI), datetime(year + 1, 1, 1, tzinfo=SHANGHAI)


def digest_of(transfer: Mapping[str, Any]) -> str:
    """The digest that a transfer must carry: over every value of the row and the digest before it in its account."""
    said = {name: value for name, value in transfer.items() if name not in ("previous_digest", "digest")}
    return chained_digest(transfer["previous_digest"], said)


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
    system_ids: frozenset[int]
    sequence: int = 0  # of the row before
    digest: str = BEGINNING
    record: str = ""
    suspects: set[int] = field(default_factory=set)  # places already spoken of: rows after them need not fit

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
        elif sentence := broken_promise(transfer, self.system_ids):
            yield self.about(Fault.BROKEN, sequence, record, sentence)
        self.sequence, self.digest, self.record = sequence, transfer["digest"], record

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


def broken_promise(transfer: Mapping[str, Any], system_ids: frozenset[int]) -> Message | None:
    """What the row says that no row may say, also when constraints were taken away and the digest fits."""
    amounts = [amount for amount in (transfer["credit_hundredths"], transfer["points"]) if amount is not None]
    if len(amounts) != 1 or amounts[0] <= 0:
        return message("账户 %(account)s 第 %(sequence)s 笔（记录号 %(record)s）：数量不对。")
    if transfer["taker_id"] != transfer["account_id"] or transfer["giver_id"] not in system_ids:
        return message("账户 %(account)s 第 %(sequence)s 笔（记录号 %(record)s）：来去的账户不对。")
    if transfer["entry_type"] not in list(EntryType):
        return message("账户 %(account)s 第 %(sequence)s 笔（记录号 %(record)s）：没有这种类型。")
    if not transfer["reference"] or why_not_cause(transfer["cause"]):
        return message("账户 %(account)s 第 %(sequence)s 笔（记录号 %(record)s）：说不清为什么记。")
    if transfer["happened_at"] > transfer["posted_at"]:
        return message("账户 %(account)s 第 %(sequence)s 笔（记录号 %(record)s）：入账早于发生。")
    return None
