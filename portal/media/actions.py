"""Ask for the forms of a content, and keep what was made. The only writer of the renditions."""

from collections.abc import Collection, Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import delete
from sqlmodel import Session, col

from portal.jobs import do_again, enqueue, try_again
from portal.media import queries
from portal.media.models import Rendition
from portal.media.rules import READERS

JOB = "convert_media"


def want_forms(session: Session, files: Iterable[Any], now: datetime) -> int:
    """Let every film and sound among these files (digest, media_type) be made over; returns how many there are.

    Each content is made over once, however many courses and versions hold it.
    """
    wanted = {file.digest: file.media_type for file in files if file.media_type in READERS}
    for digest, media_type in wanted.items():
        payload = {"digest": digest, "media_type": media_type}
        enqueue(session, JOB, queries.reference_of(digest), payload, now)
    return len(wanted)


def want_again(session: Session, source_digest: str, now: datetime) -> bool:
    """Let a content be made over anew whose making has failed. Returns whether it had."""
    return try_again(session, queries.reference_of(source_digest), now)


def want_lost(session: Session, source_digest: str, media_type: str, lost: Collection[str], now: datetime) -> None:
    """Let a content be made over anew of which nothing is kept, or of whose forms these kinds are lost.

    What is lost is forgotten at once, so that no page leads to it while the new one is made.
    """
    gone = delete(Rendition).where(col(Rendition.source_digest) == source_digest, col(Rendition.kind).in_(lost))
    session.execute(gone)
    payload = {"digest": source_digest, "media_type": media_type}
    enqueue(session, JOB, queries.reference_of(source_digest), payload, now)
    do_again(session, queries.reference_of(source_digest), now)


def keep(session: Session, made: Rendition) -> None:
    """Keep one form. A second of the same kind changes nothing: the first is what browsers may have."""
    if queries.rendition(session, made.source_digest, made.kind) is None:
        session.add(made)
        session.flush()
