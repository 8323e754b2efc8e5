"""The worker: takes jobs from the table, one at a time, and shows by a heartbeat that it lives."""

import os
import signal
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import datetime, timedelta
from typing import Any

import structlog
from sqlalchemy import Engine
from sqlalchemy.exc import SQLAlchemyError

from portal.errors import Refused
from portal.files import Files
from portal.jobs import actions
from portal.jobs.actions import STALE_AFTER, JobLost, Taken
from portal.jobs.context import JobContext, Stopped, Workshop
from portal.jobs.registry import KINDS
from portal.settings import Settings
from portal.text import message

POLL_SECONDS = 0.5  # an indexed read of a few rows
BEAT_SECONDS = 4.0
SECONDS_BETWEEN_LOOKS = 60.0  # at what comes by itself each day, week or month
SECONDS_TO_END = 8.0  # for the job in hand to reach its next reading, writing or progress
ENDED_IN_A_JOB = 71  # the exit status of a worker that was told to stop, but whose job would not
TIME_IS_UP = 70  # the exit status of a worker that ended itself over a job without end

log = structlog.get_logger("portal.jobs")


def work(
    workshop: Workshop,
    is_over: Callable[[], bool] = lambda: False,
    stale_after: timedelta = STALE_AFTER,
    is_quick: bool = False,
) -> None:
    """Do jobs until SIGTERM or SIGINT comes, or `is_over` says so; with `is_quick` none that may take hours.

    The job in hand then ends at its next reading, writing or progress and is given back. A signal only leaves a note:
    raised in the middle of a library it could be swallowed there, or leave a transaction open.
    """
    signals: list[int] = []
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda number, _: signals.append(number))

    def is_ending() -> bool:
        return bool(signals) or is_over()

    log.info("worker begins", pid=os.getpid())
    workshop.files.clear_leftovers()
    look_again_at = time.monotonic()
    with suppress(Stopped):
        while not is_ending():
            if time.monotonic() >= look_again_at:
                _put_in_due(workshop)
                look_again_at = time.monotonic() + SECONDS_BETWEEN_LOOKS
            if not _take_one(workshop, is_ending, stale_after, is_quick):
                time.sleep(POLL_SECONDS)
    log.info("worker ends", pid=os.getpid())


def _put_in_due(workshop: Workshop) -> None:
    try:
        actions.put_in_due(workshop.engine, workshop.clock())
    except SQLAlchemyError:
        log.exception("the database does not answer")


def _take_one(workshop: Workshop, is_ending: Callable[[], bool], stale_after: timedelta, is_quick: bool) -> bool:
    try:
        actions.sweep(workshop.engine, workshop.clock(), stale_after)
        taken = actions.take(workshop.engine, workshop.clock(), is_quick)
        if taken:
            with _heartbeat(workshop, taken, is_ending):
                _do(JobContext(workshop, taken, is_ending))
        return taken is not None
    except SQLAlchemyError:
        log.exception("the database does not answer")
        return False


def run_waiting(engine: Engine, files: Files, settings: Settings, now: datetime) -> int:
    """Do every job that waits now, here, in this process, and return how many; for tests and commands.

    An exception of a job that is not Refused is recorded like in a worker and then raised.
    """
    workshop = Workshop(engine, files, settings, clock=lambda: now)
    count = 0
    while taken := actions.take(engine, now):
        count += 1
        if error := _do(JobContext(workshop, taken)):
            raise error
    return count


def _do(context: JobContext) -> Exception | None:
    """One try of one job, with its end written down. Returns the exception that ended it, unless it was Refused."""
    workshop, taken = context.workshop, context.taken
    said: dict[str, Any] = {"job": taken.name, "job_id": taken.id, "tries": taken.tries}
    begun = time.perf_counter()
    try:
        KINDS[taken.name].do(context)
        actions.finish(workshop.engine, taken, workshop.clock())
        log.info("job done", **said, milliseconds=round((time.perf_counter() - begun) * 1000))
    except Refused as refusal:
        actions.fail(workshop.engine, taken, refusal.message, workshop.clock())
        log.info("job refused", **said, reason=refusal.message.msgid)
    except JobLost:
        log.warning("job lost to another worker", **said)
    except Stopped:
        with suppress(JobLost):
            actions.release(workshop.engine, taken, workshop.clock())
        raise
    except Exception as error:
        log.exception("job broke", **said)
        with suppress(JobLost):
            actions.put_back(workshop.engine, taken, workshop.clock())
        return error
    return None


@contextmanager
def _heartbeat(workshop: Workshop, taken: Taken, is_ending: Callable[[], bool]) -> Iterator[None]:
    """Show every few seconds that the worker lives, from a thread: the job may be deep in a library.

    The same thread ends the process when the job takes too long, or has not heard that the worker is ending.
    """
    at_rest = threading.Event()
    minutes = KINDS[taken.name].minutes if taken.name in KINDS else 1
    ends_at = time.monotonic() + minutes * 60

    def beat() -> None:
        beats_left = SECONDS_TO_END / BEAT_SECONDS
        while not at_rest.wait(BEAT_SECONDS):
            beats_left -= is_ending()
            if beats_left < 0:
                os._exit(ENDED_IN_A_JOB)  # the sweeper gives the job back
            if time.monotonic() > ends_at:
                _end_over(workshop, taken, minutes)
            with suppress(JobLost, SQLAlchemyError), workshop.engine.begin() as connection:
                actions.hold(connection, taken, workshop.clock())

    thread = threading.Thread(target=beat, daemon=True)
    thread.start()
    try:
        yield
    finally:
        at_rest.set()
        thread.join()


def _end_over(workshop: Workshop, taken: Taken, minutes: int) -> None:
    log.error("job takes too long", job=taken.name, job_id=taken.id, minutes=minutes)
    reason = message("用了 %(minutes)s 分钟还没有做完，已经停下。交来的内容都还在。", minutes=minutes)
    with suppress(JobLost, SQLAlchemyError):
        actions.fail(workshop.engine, taken, reason, workshop.clock())
    os._exit(TIME_IS_UP)  # the only way to end a thread that is deep in a library
