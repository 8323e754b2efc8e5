"""The life of a job: put in, taken, held by its worker, finished, or given back when the worker died."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Engine, update
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, col

from portal.db import READING
from portal.jobs import queries
from portal.jobs.models import Job, JobState, stored
from portal.jobs.registry import KINDS
from portal.text import Message, message
from portal.text.dates import SHANGHAI

MOST_TRIES = 3
STALE_AFTER = timedelta(seconds=20)  # five missed heartbeats
WAIT_BETWEEN_TRIES = timedelta(seconds=10)  # times the tries so far


TAKEN = (col(Job.id), col(Job.name), col(Job.payload), col(Job.tries))


class JobLost(Exception):
    """The job is no longer this worker's: it was thought dead, and the job given back."""


@dataclass(frozen=True)
class Taken:
    """A job as its worker holds it. The number of the try tells two workers apart that both think it is theirs."""

    id: int
    name: str
    payload: dict[str, Any]
    tries: int


def enqueue(session: Session, name: str, reference: str, payload: dict[str, Any], now: datetime) -> Job:
    """Put a job in, in the caller's transaction. A second call with the same reference gives the first job."""
    if existing := queries.job_of(session, reference):
        return existing
    job = Job(name=name, reference=reference, payload=payload, created_at=now, not_before=now)
    session.flush()
    try:
        with session.begin_nested():
            session.add(job)
    except IntegrityError:  # on PostgreSQL somebody put it in at the same time and has committed
        if existing := queries.job_of(session, reference):
            return existing
        raise
    return job


def put_in_due(engine: Engine, now: datetime) -> None:
    """Put in what comes by itself and has not come yet this day, week or month. Two workers put it in once."""
    due = {f"{name} {now.astimezone(SHANGHAI):{work.every}}": name for name, work in KINDS.items() if work.every}
    with Session(engine.execution_options(**READING)) as session:
        missing = set(due) - queries.known_references(session, list(due))
    for reference in sorted(missing):
        name = due[reference]
        with Session(engine) as session, session.begin():
            enqueue(session, name, reference, {"period": reference.removeprefix(f"{name} ")}, now)


def try_again(session: Session, reference: str, now: datetime) -> bool:
    """Let a failed job begin anew. Returns whether there was one."""
    return _begin_anew(session, reference, (JobState.FAILED,), now)


def do_again(session: Session, reference: str, now: datetime) -> bool:
    """Let a job that has ended, well or not, begin anew. Returns whether there was one."""
    return _begin_anew(session, reference, (JobState.DONE, JobState.FAILED), now)


def _begin_anew(session: Session, reference: str, states: tuple[JobState, ...], now: datetime) -> bool:
    ended = update(Job).where(col(Job.reference) == reference, col(Job.state).in_(states))
    anew = ended.values(state=JobState.WAITING, tries=0, step=0, steps=0, said=None, not_before=now, finished_at=None)
    return session.execute(anew.returning(col(Job.id))).first() is not None


def take(engine: Engine, now: datetime, is_quick: bool = False) -> Taken | None:
    """Take the oldest waiting job for this worker, a slow one only when no other waits; None when nothing waits.

    A quick worker takes no slow job at all. Two workers never get the same one.
    """
    slow = [name for name, work in KINDS.items() if work.is_slow]
    with Session(engine.execution_options(**READING)) as session:
        waiting = queries.waiting_ids(session, now, slow, is_quick)
    for job_id in waiting:
        mine = update(Job).where(col(Job.id) == job_id, col(Job.state) == JobState.WAITING)
        begun = mine.values(state=JobState.RUNNING, tries=Job.tries + 1, started_at=now, heartbeat_at=now)
        with engine.begin() as connection:
            row = connection.execute(begun.returning(*TAKEN)).first()
        if row:
            return Taken(*row)
    return None


def hold(database: Connection | Session, taken: Taken, now: datetime, **values: Any) -> None:
    """Write values into the job, and that its worker lives. Raises JobLost when the job is no longer this worker's."""
    mine = update(Job).where(col(Job.id) == taken.id, col(Job.state) == JobState.RUNNING, col(Job.tries) == taken.tries)
    held = mine.values({"heartbeat_at": now, **values})
    if database.execute(held.returning(col(Job.id))).first() is None:
        raise JobLost(f"job {taken.id}, try {taken.tries}")


def finish(engine: Engine, taken: Taken, now: datetime) -> None:
    """The job is done."""
    with engine.begin() as connection:
        hold(connection, taken, now, state=JobState.DONE, finished_at=now)


def fail(engine: Engine, taken: Taken, reason: Message, now: datetime) -> None:
    """The job will not be tried again by itself; the reason is for people."""
    with engine.begin() as connection:
        hold(connection, taken, now, state=JobState.FAILED, said=stored(reason), finished_at=now)


def put_back(engine: Engine, taken: Taken, now: datetime) -> None:
    """Try again in a while, or fail when that was the last try."""
    if taken.tries >= MOST_TRIES:
        fail(engine, taken, gave_up(), now)
        return
    with engine.begin() as connection:
        hold(connection, taken, now, state=JobState.WAITING, not_before=now + taken.tries * WAIT_BETWEEN_TRIES)


def release(engine: Engine, taken: Taken, now: datetime) -> None:
    """Let another worker begin it at once: this one was told to stop, which is not the job's fault and no try."""
    with engine.begin() as connection:
        hold(connection, taken, now, state=JobState.WAITING, tries=taken.tries - 1)


def sweep(engine: Engine, now: datetime, stale_after: timedelta = STALE_AFTER) -> None:
    """Give back the jobs whose workers are not heard of any more; fail those that had their last try."""
    before = now - stale_after
    with Session(engine.execution_options(**READING)) as session:
        if not queries.has_stale(session, before):
            return
    stale = update(Job).where(col(Job.state) == JobState.RUNNING, col(Job.heartbeat_at) < before)
    with engine.begin() as connection:
        connection.execute(stale.where(col(Job.tries) < MOST_TRIES).values(state=JobState.WAITING, not_before=now))
        connection.execute(stale.values(state=JobState.FAILED, said=stored(gave_up()), finished_at=now))


def gave_up() -> Message:
    """What people read when a job failed for a reason that is ours."""
    return message("没有做完，已经试了 %(tries)s 次。交来的内容都还在。", tries=MOST_TRIES)
