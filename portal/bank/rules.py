"""What is counted of the bank, and how much of it is told. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from portal.credits.rules import EntryType
from portal.text import Message, message


class Kind(StrEnum):
    """What a figure counts: accounts, or credit that was posted by entries of one type."""

    ACCOUNTS = "accounts"
    EARNED = EntryType.EARN.value
    RECOGNISED = EntryType.RECOGNISE.value
    TRANSFERRED = EntryType.TRANSFER_IN.value
    CONVERTED = EntryType.CONVERT_OUT.value
    LAPSED = EntryType.EXPIRE_USE.value
    REVERSED = EntryType.REVERSE.value


KIND_WORDS: dict[Kind, Message] = {
    Kind.ACCOUNTS: message("学分账户"),
    Kind.EARNED: message("学课程得到的学分"),
    Kind.RECOGNISED: message("认定的学分"),
    Kind.TRANSFERRED: message("从别处转入的学分"),
    Kind.CONVERTED: message("转换了的学分"),
    Kind.LAPSED: message("失时效的学分"),
    Kind.REVERSED: message("收回的学分"),
}
POSTED = tuple(kind for kind in Kind if kind is not Kind.ACCOUNTS)


@dataclass(frozen=True)
class Counted:
    """People of one place, and their credit in hundredths."""

    people: int = 0
    credit_hundredths: int = 0

    def __add__(self, other: "Counted") -> "Counted":
        return Counted(self.people + other.people, self.credit_hundredths + other.credit_hundredths)


def in_total(parts: Mapping[str, Counted]) -> Counted:
    """All places together."""
    return sum(parts.values(), start=Counted())


def whole_credits(hundredths: int) -> int:
    """Credit as a report tells it: to the whole credit, so that it does not give away a single course."""
    return (hundredths + 50) // 100
