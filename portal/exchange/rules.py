"""What a college's system may do with a token, for how long and how often. Pure."""

import hashlib
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from portal.text import Message, message

MOST_DAYS = 90  # a token holds so long at the most, and never longer than the consent behind it
A_MINUTE = timedelta(minutes=1)
MOST_A_MINUTE = 60
PAGE_SIZE = 20


class Scope(StrEnum):
    """What a token allows. The words are those of the shares that people make."""

    READ_CREDITS = "read:credits"
    ANSWER_CONVERSION = "answer:conversion"


SCOPE_WORDS: dict[Scope, Message] = {
    Scope.READ_CREDITS: message("读这个人给你们看的学分"),
    Scope.ANSWER_CONVERSION: message("读这件申请，决定接受多少"),
}


class Kind(StrEnum):
    """What a token is for: one share, or one application."""

    SHARE = "share"
    APPLICATION = "application"


SCOPE_OF = {Kind.SHARE: Scope.READ_CREDITS, Kind.APPLICATION: Scope.ANSWER_CONVERSION}


@dataclass(frozen=True)
class Turn:
    """How often a token was used in the minute that began at `began_at`."""

    began_at: datetime
    count: int


def next_turn(turn: Turn, now: datetime) -> Turn | None:
    """The count after one more use; None when there were too many in this minute."""
    if now - turn.began_at >= A_MINUTE:
        return Turn(now, 1)
    return Turn(turn.began_at, turn.count + 1) if turn.count < MOST_A_MINUTE else None


def seconds_to_wait(turn: Turn, now: datetime) -> int:
    """After how many seconds the next use is allowed, at least one."""
    return max(1, int((turn.began_at + A_MINUTE - now).total_seconds()) + 1)


def is_live(ends_on: date, is_stopped: bool, today: date) -> bool:
    """Whether a token holds on a day (Asia/Shanghai). Its last day still counts."""
    return not is_stopped and today <= ends_on


def last_day(today: date, days: int, consent_until: date) -> date:
    """The day on whose end a token is over: after so many days, and never after the consent."""
    return min(today + timedelta(days=days), consent_until)


def digest_of(token: str) -> str:
    """What is kept of a token."""
    return hashlib.sha256(token.encode()).hexdigest()
