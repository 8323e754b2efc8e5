"""Every read of the recordings of appeals."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import func, or_
from sqlmodel import Session, col, select

from portal.appeals.models import Appeal
from portal.appeals.recordings.models import AppealRecording
from portal.db.rows import select_rows

STANDS = col(AppealRecording.state) != "removed"


def recordings_of(session: Session, appeal_id: int) -> Sequence[AppealRecording]:
    """The recordings of an appeal, in the order in which they came."""
    wanted = select(AppealRecording).where(AppealRecording.appeal_id == appeal_id, STANDS)
    return session.exec(wanted.order_by(col(AppealRecording.id))).all()


def count_usable(session: Session, appeal_id: int) -> int:
    """How many of them can be played, or will be soon."""
    usable = col(AppealRecording.state).in_(["ready", "converting"])
    wanted = select(func.count()).select_from(AppealRecording).where(AppealRecording.appeal_id == appeal_id, usable)
    return session.exec(wanted).one()


def recording_at(session: Session, token: str) -> Any | None:
    """A recording by its address, with its appeal."""
    pairs = select_rows(AppealRecording, Appeal).join(Appeal, col(Appeal.id) == AppealRecording.appeal_id)
    return session.exec(pairs.where(AppealRecording.token == token, STANDS)).first()


def by_reference(session: Session, reference: str) -> AppealRecording | None:
    """What this press of a button has added before."""
    return session.exec(select(AppealRecording).where(AppealRecording.reference == reference)).first()


def is_named(session: Session, digest: str) -> bool:
    """Whether a recording still needs this file."""
    needed = or_(col(AppealRecording.digest) == digest, col(AppealRecording.source_digest) == digest)
    return session.exec(select(AppealRecording.id).where(needed).limit(1)).first() is not None
