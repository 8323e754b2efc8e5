"""Reads of jobs."""

from collections.abc import Sequence
from datetime import datetime

from sqlmodel import Session, col, select

from portal.jobs.models import Job, JobState


def job_of(session: Session, reference: str) -> Job | None:
    """The job that does what the reference names."""
    return session.exec(select(Job).where(Job.reference == reference)).first()


def known_references(session: Session, references: list[str]) -> set[str]:
    """Those of the references that have a job, in whatever state."""
    return set(session.exec(select(Job.reference).where(col(Job.reference).in_(references))))


def waiting_ids(session: Session, now: datetime, slow: Sequence[str], is_quick: bool, limit: int = 10) -> list[int]:
    """Jobs that may begin now, the oldest first; those of the slow names last, or for a quick worker not at all."""
    waiting = select(Job.id).where(Job.state == JobState.WAITING, Job.not_before <= now)
    is_slow = col(Job.name).in_(slow)
    waiting = waiting.where(~is_slow) if is_quick else waiting
    return list(session.exec(waiting.order_by(is_slow, col(Job.id)).limit(limit)))


def has_stale(session: Session, before: datetime) -> bool:
    """Whether a running job has not been heard of since then."""
    running = select(Job.id).where(Job.state == JobState.RUNNING, col(Job.heartbeat_at) < before)
    return session.exec(running.limit(1)).first() is not None
