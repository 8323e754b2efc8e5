"""The life of an upload: begun, arriving, taken, given up, expired. Only these write its row."""

import secrets
from datetime import datetime

from sqlmodel import Session, col, update

from portal import audit
from portal.jobs.actions import enqueue
from portal.uploads.models import Upload
from portal.uploads.rules import LIFE, STEPS, State, Step

IS_OPEN = col(Upload.state) == State.OPEN


def begin(session: Session, person_id: int, kind: str, file_name: str, size_bytes: int, now: datetime) -> Upload:
    """Make room for a file, and have it collected should it never come to its end."""
    upload = Upload(
        token=secrets.token_urlsafe(24),
        person_id=person_id,
        kind=kind,
        file_name=file_name,
        size_bytes=size_bytes,
        created_at=now,
        expires_at=now + LIFE,
    )
    session.add(upload)
    session.flush()
    collect_later(session, upload, now)
    return upload


def collect_later(session: Session, upload: Upload, now: datetime) -> None:
    """Look again when it would expire: by then more may have come, and it lives on."""
    reference = f"collect_upload/{upload.id}/{upload.expires_at:%Y%m%d%H%M%S}"
    enqueue(session, "collect_upload", reference, {"upload_id": upload.id}, now).not_before = upload.expires_at
    session.flush()


def arrive(session: Session, upload_id: int, offset: int, more_bytes: int, now: datetime) -> bool:
    """Count bytes that are safe on the disk. False when another request was faster, or the upload is over."""
    counted = update(Upload).where(col(Upload.id) == upload_id, col(Upload.received_bytes) == offset)
    values = {"received_bytes": offset + more_bytes, "expires_at": now + LIFE}
    return session.execute(counted.where(IS_OPEN).values(**values).returning(col(Upload.id))).first() is not None


def take(session: Session, upload_id: int, digest: str, now: datetime) -> None:
    """The file is in the store, and what uses it is in this transaction. Taking it twice is taking it once.

    Whoever comes second waits here until the first is done, and then finds what the first one made.
    """
    if _end(session, upload_id, Step.TAKE, digest=digest):
        enqueue(session, "collect_upload", f"collect_upload/{upload_id}/taken", {"upload_id": upload_id}, now)


def give_up(session: Session, upload: Upload, now: datetime) -> None:
    """Its person does not want it any more."""
    if _end(session, upload.id, Step.GIVE_UP):
        audit.record(session, upload.person_id, "upload.give_up", "upload", upload.id, now)


def expire(session: Session, upload_id: int) -> None:
    """Nobody sent anything for too long."""
    _end(session, upload_id, Step.EXPIRE)


def _end(session: Session, upload_id: int, step: Step, **values: str) -> bool:
    ended = update(Upload).where(col(Upload.id) == upload_id, IS_OPEN)
    to_state = STEPS[State.OPEN, step]
    return session.execute(ended.values(state=to_state, **values).returning(col(Upload.id))).first() is not None
