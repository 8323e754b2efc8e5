"""Which function does which job. A function is put down when its module is imported; the worker imports portal.main."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from portal.jobs.context import JobContext


QUICK_MINUTES = 60


class Every(StrEnum):
    """How often a job comes by itself: once in each of these, by the calendar of Shanghai. The value names one in words
    that sort: 2026-11-22, 2026-W47, 2026-11."""

    DAY = "%Y-%m-%d"
    WEEK = "%G-W%V"
    MONTH = "%Y-%m"


@dataclass(frozen=True)
class Work:
    """A kind of job: the function, and after how many minutes it is stopped, for hostile input may go on for ever."""

    do: "Callable[[JobContext], None]"
    minutes: int
    every: Every | None = None

    @property
    def is_slow(self) -> bool:
        """Whether it may keep a worker for hours, so that others must not have to wait for it."""
        return self.minutes > QUICK_MINUTES


KINDS: dict[str, Work] = {}


def job(
    name: str, minutes: int = 30, every: Every | None = None
) -> "Callable[[Callable[[JobContext], None]], Callable[[JobContext], None]]":
    """Put a function down as the one that does the jobs of this name.

    With `every` the worker puts the job in by itself, once a day, week or month, with the payload {"period": "2026-11"}.

    It gets a JobContext. It may be called again after its worker died, so whatever it writes must come out the same
    when it is written twice. It raises Refused for a failure that people should read and no further try will mend.
    """

    def put_down(do: "Callable[[JobContext], None]") -> "Callable[[JobContext], None]":
        if name in KINDS:
            raise ValueError(f"two functions for job {name}")
        KINDS[name] = Work(do, minutes, every)
        return do

    return put_down
