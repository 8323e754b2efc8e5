"""Reads of what was made of films and sounds, and of how far the making is."""

from collections.abc import Collection
from typing import Any

from sqlmodel import Session, col, select

from portal.db.rows import select_rows
from portal.jobs import Job
from portal.media.models import Rendition

SHOWN = (
    Rendition.source_digest,
    Rendition.kind,
    Rendition.digest,
    Rendition.media_type,
    Rendition.size,
    Rendition.milliseconds,
)


def reference_of(source_digest: str) -> str:
    """What the job that makes a content over is known by."""
    return f"convert_media/{source_digest}"


def renditions_of(session: Session, source_digests: Collection[str]) -> dict[str, dict[str, Any]]:
    """The forms of each of these contents, by kind; in one query."""
    found: dict[str, dict[str, Any]] = {digest: {} for digest in source_digests}
    statement = select_rows(*SHOWN).where(col(Rendition.source_digest).in_(list(found)))
    for row in session.exec(statement) if found else ():
        found[row.source_digest][row.kind] = row
    return found


def rendition(session: Session, source_digest: str, kind: str) -> Rendition | None:
    """One form of one content."""
    wanted = select(Rendition).where(Rendition.source_digest == source_digest, Rendition.kind == kind)
    return session.exec(wanted).first()


def jobs_of(session: Session, source_digests: Collection[str]) -> dict[str, Job]:
    """The job of each of these contents; one without a job was never asked for."""
    references = {reference_of(digest): digest for digest in source_digests}
    jobs = session.exec(select(Job).where(col(Job.reference).in_(list(references)))) if references else ()
    return {references[job.reference]: job for job in jobs}
