"""How many guesses are too many. Nobody is ever locked out by what others do.

A guess is counted for the pair of whom it is about and where it comes from. A device on which the person has signed in
before is a place of its own, so neither the people behind the same address nor somebody far away who guesses at the
same name can use up its tries. Guesses from everywhere at one name only make the answer slower.
"""

from datetime import datetime, timedelta
from ipaddress import ip_address, ip_network

from portal.text import Message, message
from portal.text.dates import format_time

WINDOW = timedelta(minutes=15)
TRIES_KNOWN_DEVICE = 10
TRIES_UNKNOWN_DEVICE = 5
TRIES_ONE_ADDRESS = 50  # at whomever: a training centre shares one address
SLOW_AFTER = 20
LONGEST_DELAY_SECONDS = 5


def try_again_at(guessed_at: list[datetime], tries: int, now: datetime) -> datetime | None:
    """When the next guess is allowed, from the moments of earlier ones; None when it is allowed now."""
    recent = sorted(moment for moment in guessed_at if now - moment < WINDOW)
    return recent[-tries] + WINDOW if len(recent) >= tries else None


def too_many(moment: datetime) -> Message:
    """What is said until then: rounded up to the minute, so that it is true."""
    return message("%(time)s以后可以再试。", time=_Time(moment + timedelta(seconds=59)))


def delay_seconds(guesses_at_this_name: int) -> float:
    """How long to wait before a guess is answered, by how many there were at this name lately, from anywhere."""
    return min(LONGEST_DELAY_SECONDS, guesses_at_this_name // SLOW_AFTER)


class _Time:
    """A time of day that is written in the reader's language when it is shown."""

    def __init__(self, moment: datetime) -> None:
        self.moment = moment

    def __str__(self) -> str:
        return format_time(self.moment)


def place_of(address: str) -> str:
    """The part of a network address that stands for one place: of IPv6 the network, which one household shares."""
    try:
        parsed = ip_address(address)
    except ValueError:
        return address[:100]
    return str(ip_network(f"{parsed}/64", strict=False)) if parsed.version == 6 else str(parsed)
