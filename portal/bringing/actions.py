"""Every write of this room: a file is brought, what was made of it is kept, words are written for its pictures."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlmodel import Session

from portal import audit
from portal.accounts.rules import Actor
from portal.bringing import queries
from portal.bringing.models import BroughtFile, BroughtPicture
from portal.jobs import enqueue
from portal.jobs.models import stored
from portal.text import Message
from portal.uploads.whole import Whole

JOB = "bring_file"


def bring_file(
    session: Session, author: Actor, upload: Whole, key: str, make_headings: bool, now: datetime
) -> BroughtFile:
    """Keep a file and let lessons be made of it. Sent twice it is brought once."""
    if existing := queries.by_key(session, author.person_id, key):
        return existing
    row = BroughtFile(
        region_code=author.region_code,
        by_id=author.person_id,
        request_key=key,
        file_name=upload.file_name[:200],
        digest=upload.digest,
        size_bytes=upload.size_bytes,
        make_headings=make_headings,
        came_at=now,
    )
    session.add(row)
    session.flush()
    enqueue(session, JOB, queries.job_reference(row.id), {"brought_id": row.id}, now)
    audit.record(session, author.person_id, "bringing.bring", "brought_file", row.id, now)
    return row


def keep_refusal(session: Session, brought_id: int, reason: Message, now: datetime) -> None:
    """Nothing could be made of it, and why."""
    row = session.get_one(BroughtFile, brought_id)
    if row.done_at is None:
        row.done_at, row.refused = now, stored(reason)
        session.add(row)


def keep_outcome(
    session: Session, brought_id: int, outcome: dict[str, Any], pictures: list[BroughtPicture], now: datetime
) -> None:
    """What was made of it. A second time changes nothing: words may have been written in between."""
    row = session.get_one(BroughtFile, brought_id)
    if row.done_at is None:
        row.done_at, row.outcome = now, outcome
        session.add(row)
        session.add_all(pictures)
        session.flush()


def write_words(
    session: Session, brought: BroughtFile, written: Mapping[int, tuple[str, bool]], by_id: int, now: datetime
) -> None:
    """Write the words of pictures, by their numbers, and which of them stay out of the lessons."""
    for picture in queries.pictures_of(session, brought.id):
        if picture.number in written:
            picture.words, picture.is_left_out = written[picture.number]
            session.add(picture)
    session.flush()
    audit.record(session, by_id, "bringing.words", "brought_file", brought.id, now, pictures=len(written))
