"""Every read of uploads."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime

from sqlalchemy import Engine, func
from sqlmodel import Session, col, select

from portal.errors import NotFound
from portal.uploads.models import Upload
from portal.uploads.rules import State


@contextmanager
def reading(engine: Engine) -> Iterator[Session]:
    """A session that ends before anything slow is awaited."""
    with Session(engine, expire_on_commit=False) as session:
        yield session


def upload_of(session: Session, token: str, person_id: int) -> Upload:
    """A person's own upload, in whatever state. Raises NotFound, also for another person's."""
    found = session.exec(select(Upload).where(Upload.token == token, Upload.person_id == person_id)).first()
    if found is None:
        raise NotFound
    return found


def unfinished_of(session: Session, person_id: int, kind: str, now: datetime) -> Sequence[Upload]:
    """What a person has begun to send for something and can go on with, the newest first."""
    theirs = select(Upload).where(Upload.person_id == person_id, Upload.kind == kind, Upload.state == State.OPEN)
    return session.exec(theirs.where(col(Upload.expires_at) > now).order_by(col(Upload.id).desc())).all()


def count_unfinished(session: Session, person_id: int, now: datetime) -> int:
    """How many uploads of a person are open."""
    theirs = select(func.count()).select_from(Upload).where(Upload.person_id == person_id)
    return session.exec(theirs.where(Upload.state == State.OPEN, col(Upload.expires_at) > now)).one()
