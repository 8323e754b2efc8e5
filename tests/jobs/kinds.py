"""Jobs for the tests, and a worker that does them: `python -m tests.jobs.kinds DATABASE_URL FOLDER`."""

import sys
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

from sqlmodel import select

from portal.audit import AuditEntry, record
from portal.db import connect
from portal.errors import Refused
from portal.files import Files
from portal.jobs import Every, JobContext, Workshop, job, work
from portal.jobs import worker as worker_module
from portal.logs import configure_logs
from portal.settings import Settings
from portal.text import message


@job("test.weekly", every=Every.WEEK)
def come_by_itself(context: JobContext) -> None:
    """Say which week it is."""
    context.progress(1, 1, message("%(week)s", week=context.payload["period"]))


@job("test.film", minutes=24 * 60)
def make_over_a_film(context: JobContext) -> None:
    """Nothing; what counts is how long it might take."""


@job("test.steps")
def take_steps(context: JobContext) -> None:
    """Write one audit row for each step, and go on where an earlier try ended."""
    steps = context.payload["steps"]
    with context.reading() as session:
        done = len(session.exec(select(AuditEntry.id).where(AuditEntry.step == "test.step")).all())
    for step in range(done + 1, steps + 1):
        with context.writing() as session:
            record(session, None, "test.step", "test", 1, context.now(), number=step)
        context.progress(step, steps, message("检查了 %(done)s 课，共 %(all)s 课。", done=step, all=steps))
        time.sleep(context.payload.get("seconds", 0))


@job("test.refused")
def refuse(context: JobContext) -> None:
    raise Refused(message("压缩包里没有课程。"))


@job("test.broken")
def break_down(context: JobContext) -> None:
    raise ZeroDivisionError(context.payload["who"])


@job("test.endless", minutes=0)
def go_on_for_ever(context: JobContext) -> None:
    while True:
        time.sleep(0.05)


@job("test.deaf")
def hear_nothing(context: JobContext) -> None:
    go_on_for_ever(context)


def workshop_of(database_url: str, folder: Path) -> Workshop:
    files = Files(f"file://{folder}/files", folder)
    return Workshop(connect(database_url), files, Settings(data=folder), clock=lambda: datetime.now(UTC))


if __name__ == "__main__":
    configure_logs()
    worker_module.BEAT_SECONDS = 0.1
    worker_module.SECONDS_TO_END = 0.5
    work(workshop_of(sys.argv[1], Path(sys.argv[2])), stale_after=timedelta(seconds=1))
