"""Add and take away the recordings of appeals, make them over, write them down: their only writers."""

import secrets
from datetime import datetime

from sqlmodel import Session

from portal import audit
from portal.appeals.models import Appeal
from portal.appeals.recordings import queries
from portal.appeals.recordings.models import AppealRecording
from portal.appeals.rules import OPEN, State
from portal.discussions.recordings.actions import Came
from portal.errors import Refused
from portal.files import Files
from portal.jobs import enqueue
from portal.jobs.models import stored
from portal.settings import Settings
from portal.text import Message, message
from portal.uploads import actions as uploads

JOB = "convert_appeal_recording"
MOST = 5  # three minutes each: more is said when the learner is heard
TOO_MANY = message("已经录了 %(count)s 段。先去掉一段，再录。", count=MOST)
NOT_NOW = message("这件申诉已经有结果，或者撤回了，不能再录。")
LODGED = message("已经交了，录的去不掉。要去掉，先撤回申诉。")


def store_of(settings: Settings) -> Files:
    """The store of these recordings, apart from all others: here files are taken away again, and none is public."""
    return Files(settings.files_url.rstrip("/") + "/appeals", settings.data / "appeals" / "incoming")


def add(session: Session, appeal: Appeal, came: Came, now: datetime) -> None:
    """Put a recording to an appeal, before it is lodged or while it is open. The same press of the button twice adds one.
    Raises Refused for one that is over, and for too many."""
    session.refresh(appeal, with_for_update=True)
    if queries.by_reference(session, came.reference):
        return
    if appeal.state not in (State.DRAFT, *OPEN):
        raise Refused(NOT_NOW)
    if len(queries.recordings_of(session, appeal.id)) >= MOST:
        raise Refused(TOO_MANY)
    one = AppealRecording(
        token=secrets.token_urlsafe(24),
        reference=came.reference,
        appeal_id=appeal.id,
        form=came.form,
        source_digest=came.digest,
        added_at=now,
    )
    session.add(one)
    session.flush()
    enqueue(session, JOB, f"{JOB}/{one.id}", {"recording_id": one.id}, now)
    audit.record(session, appeal.person_id, "add.recording", "appeal_recording", one.id, now)
    if came.upload_id is not None:
        uploads.take(session, came.upload_id, came.digest, now)


def remove(session: Session, files: Files, one: AppealRecording, appeal: Appeal, now: datetime) -> None:
    """Take a recording of a draft away for good. Raises Refused once it is lodged."""
    session.refresh(appeal, with_for_update=True)
    if appeal.state != State.DRAFT:
        raise Refused(LODGED)
    _take_away(session, files, one, appeal.person_id, now)


def remove_all(session: Session, files: Files, appeal: Appeal, now: datetime) -> None:
    """Take away what was recorded for an appeal that was withdrawn."""
    for one in queries.recordings_of(session, appeal.id):
        _take_away(session, files, one, appeal.person_id, now)


def _take_away(session: Session, files: Files, one: AppealRecording, who: int, now: datetime) -> None:
    session.refresh(one, with_for_update=True)
    gone = [digest for digest in (one.digest, one.source_digest) if digest]
    one.state, one.digest, one.source_digest = "removed", "", ""
    one.transcript, one.transcript_by_id = "", None
    session.add(one)
    session.flush()
    audit.record(session, who, "remove.recording", "appeal_recording", one.id, now)
    remove_files(session, files, gone)


def remove_files(session: Session, files: Files, digests: list[str]) -> None:
    """Remove what no recording names any more: the same file may have been sent twice."""
    for digest in digests:
        if not queries.is_named(session, digest):
            files.remove(digest)


def is_converted(session: Session, recording_id: int, made: tuple[str, str, int, int]) -> bool:
    """Keep what was made (digest, media type, bytes, milliseconds). False when it was taken away in the meantime."""
    one = held(session, recording_id)
    if one.state != "converting":
        return False
    one.state, one.source_digest = "ready", ""
    one.digest, one.media_type, one.size, one.milliseconds = made
    session.add(one)
    session.flush()
    return True


def fail(session: Session, recording_id: int, reason: Message) -> None:
    """Nothing can be made of it; the reason is for who recorded it."""
    one = held(session, recording_id)
    if one.state == "converting":
        one.state, one.source_digest, one.said = "failed", "", stored(reason)
        session.add(one)
        session.flush()


def held(session: Session, recording_id: int) -> AppealRecording:
    """A recording, locked."""
    return session.get_one(AppealRecording, recording_id, with_for_update=True, populate_existing=True)


def write_down(session: Session, one: AppealRecording, words: str, who: int, now: datetime) -> None:
    """Keep what an officer wrote of a recording, so that others can read it by ear or by braille."""
    session.refresh(one, with_for_update=True)
    one.transcript, one.transcript_by_id = words, who
    session.add(one)
    session.flush()
    audit.record(session, who, "write_down.recording", "appeal_recording", one.id, now)
