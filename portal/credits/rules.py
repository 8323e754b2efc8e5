"""What moves between accounts and why, and what an entry must be to stand in the books. Pure: values in, answer out."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from portal.chain import canonical, chained_digest
from portal.credits.sentences import why_not_cause
from portal.text.codes import make_code
from portal.text.dates import SHANGHAI

LONGEST_REFERENCE = 200
PAGE_SIZE = 20
LARGEST_AMOUNT = 2**31 - 1  # what the database's column holds


class AccountKind(StrEnum):
    """Whose account it is."""

    PERSON = "person"
    SYSTEM = "system"


class SystemAccount(StrEnum):
    """The bank's own accounts, by their code: what people earn comes out of these, what is taken back goes into them."""

    COURSES = "issue/courses"
    RECOGNITION = "issue/recognition"
    OTHER_BANKS = "issue/other-banks"
    POINTS = "issue/points"
    LOCKED = "hold/locked"
    CONVERTED = "use/converted"
    LAPSED = "use/lapsed"
    REVERSED = "take-back/reversed"


class EntryType(StrEnum):
    """Why an amount moves."""

    EARN = "earn"
    RECOGNISE = "recognise"
    TRANSFER_IN = "transfer_in"
    LOCK = "lock"
    UNLOCK = "unlock"
    CONVERT_OUT = "convert_out"
    CONVERT_BACK = "convert_back"
    EXPIRE_USE = "expire_use"
    RESTORE = "restore"
    REVERSE = "reverse"
    ADJUST = "adjust"


class Unit(StrEnum):
    """What is counted. The two are never added up and never changed into each other."""

    CREDIT = "credit"
    POINTS = "points"


class Part(StrEnum):
    """Where the credit of an earned entry is: all of it free at first.

    What is free stands in the person's account, every other part in one of the bank's own.
    """

    FREE = "free"
    LOCKED = "locked"
    CONVERTED = "converted"
    LAPSED = "lapsed"
    REVERSED = "reversed"


@dataclass(frozen=True)
class Move:
    """What an entry of one type does: the bank's account at its other end, and the part that the credit leaves and enters."""

    account: SystemAccount
    leaves: Part | None  # None: it is new
    enters: Part

    @property
    def is_gain(self) -> bool:
        """Whether the person's free credit grows by it."""
        return self.enters is Part.FREE


# Every way in which credit moves (domain 5.2). A new one is a row here, and nothing else needs to know. Credit goes from
# one of the bank's accounts to another through the person's: what a college accepts is unlocked and converted.
MOVES = {
    EntryType.EARN: Move(SystemAccount.COURSES, None, Part.FREE),
    EntryType.RECOGNISE: Move(SystemAccount.RECOGNITION, None, Part.FREE),
    EntryType.TRANSFER_IN: Move(SystemAccount.OTHER_BANKS, None, Part.FREE),
    EntryType.LOCK: Move(SystemAccount.LOCKED, Part.FREE, Part.LOCKED),
    EntryType.UNLOCK: Move(SystemAccount.LOCKED, Part.LOCKED, Part.FREE),
    EntryType.CONVERT_OUT: Move(SystemAccount.CONVERTED, Part.FREE, Part.CONVERTED),
    EntryType.CONVERT_BACK: Move(SystemAccount.CONVERTED, Part.CONVERTED, Part.FREE),
    EntryType.EXPIRE_USE: Move(SystemAccount.LAPSED, Part.FREE, Part.LAPSED),
    EntryType.RESTORE: Move(SystemAccount.LAPSED, Part.LAPSED, Part.FREE),
    EntryType.REVERSE: Move(SystemAccount.REVERSED, Part.FREE, Part.REVERSED),
    EntryType.ADJUST: Move(SystemAccount.REVERSED, Part.REVERSED, Part.FREE),
}

# What an entry does to the total that a person reads: new credit adds, credit that was taken back is gone until it is
# given back, and credit that is used, locked or lapsed stays in the file.
COUNTS = {kind: (move.leaves in (None, Part.REVERSED)) - (move.enters is Part.REVERSED) for kind, move in MOVES.items()}


def other_end(entry_type: EntryType, unit: Unit) -> SystemAccount:
    """The bank's account that an entry comes from or goes to. Points are only ever earned."""
    return MOVES[entry_type].account if unit is Unit.CREDIT else SystemAccount.POINTS


def parts_of(earned_hundredths: int, moved: Mapping[EntryType, int]) -> dict[Part, int]:
    """Where the credit of an earned entry is now, after so much was moved by entries of each type."""
    parts = dict.fromkeys(Part, 0) | {Part.FREE: earned_hundredths}
    for entry_type, amount in moved.items():
        move = MOVES[entry_type]
        parts[move.enters] += amount
        if move.leaves:
            parts[move.leaves] -= amount
    return parts


def parts_of_all(moved: Mapping[EntryType, int]) -> dict[Part, int]:
    """Where all the credit of an account is, after so much was earned and moved by entries of each type."""
    made = sum(amount for kind, amount in moved.items() if MOVES[kind].leaves is None)
    return parts_of(made, {kind: amount for kind, amount in moved.items() if MOVES[kind].leaves})


def why_not_move(entry_type: EntryType, amount: int, parts: Mapping[Part, int]) -> str | None:
    """What keeps so much of an earned entry from moving, in English for the log; None when nothing does."""
    leaves = MOVES[entry_type].leaves
    if leaves is None:
        return f"{entry_type} makes new credit and moves none that is there"
    if amount > parts[leaves]:
        return f"only {parts[leaves]} hundredths are {leaves}, not {amount}"
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


def digested(transfer: Mapping[str, Any]) -> dict[str, Any]:
    """The values of a row that its digest covers, without the digest before it."""
    said = {name: value for name, value in transfer.items() if name not in ("previous_digest", "digest")}
    if said.get("earned_id") is None:  # the column came later; entries that do not use it are digested as before
        said.pop("earned_id", None)
    return said


def digest_of(transfer: Mapping[str, Any]) -> str:
    """The digest that a transfer must carry: over every value of the row and the digest before it in its account."""
    return chained_digest(transfer["previous_digest"], digested(transfer))
