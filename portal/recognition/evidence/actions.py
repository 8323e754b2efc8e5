"""Add and remove evidence, make recordings over, write them down: the only writers of evidence."""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from portal import audit
from portal.errors import Refused
from portal.files import Files
from portal.jobs import enqueue
from portal.jobs.models import stored
from portal.recognition import queries
from portal.recognition.evidence.rules import TOO_MANY, Form
from portal.recognition.models import RecognitionApplication, RecognitionEvidence
from portal.recognition.rules import MOST_EVIDENCE
from portal.settings import Settings
from portal.text import Message

JOB = "convert_evidence"


@dataclass(frozen=True)
class Came:
    """An evidence as it came. `reference` is the press of the button; a recording's `digest` is that of its source."""

    reference: str
    form: Form
    description: str
    digest: str = ""
    media_type: str = ""
    size: int = 0
    words: str = ""


def store_of(settings: Settings) -> Files:
    """The store of the evidence, apart from all others: here files are taken away again, and none is public."""
    return Files(settings.files_url.rstrip("/") + "/evidence", settings.data / "evidence" / "incoming")


def add(session: Session, one: RecognitionApplication, came: Came, now: datetime) -> None:
    """Put an evidence to an application that its learner holds. The same press of the button twice adds one."""
    if queries.evidence_by_reference(session, came.reference):
        return
    if len(queries.evidence_of(session, one.id)) >= MOST_EVIDENCE:
        raise Refused(TOO_MANY)
    is_recorded = came.form in (Form.VOICE, Form.SIGN)
    digest = hashlib.sha256(came.words.encode()).hexdigest() if came.form is Form.TYPED else came.digest
    proof = RecognitionEvidence(
        token=secrets.token_urlsafe(24),
        reference=came.reference,
        application_id=one.id,
        form=came.form,
        state="converting" if is_recorded else "ready",
        description=came.description,
        words=came.words,
        digest="" if is_recorded else digest,
        source_digest=digest if is_recorded else "",
        media_type=came.media_type,
        size=came.size,
        added_at=now,
    )
    session.add(proof)
    session.flush()
    if is_recorded:
        enqueue(session, JOB, f"{JOB}/{proof.id}", {"evidence_id": proof.id}, now)
    audit.record(session, one.person_id, "add.evidence", "recognition_evidence", proof.id, now)


def remove(session: Session, files: Files, proof: RecognitionEvidence, who: int, now: datetime) -> None:
    """Take an evidence away for good, its file too."""
    audit.record(session, who, "remove.evidence", "recognition_evidence", proof.id, now)
    _take_away(session, files, proof)


def remove_all(session: Session, files: Files, application_id: int) -> None:
    """Take all evidence of an application away; that there was some stays known."""
    for proof in queries.evidence_of(session, application_id):
        _take_away(session, files, proof)


def _take_away(session: Session, files: Files, proof: RecognitionEvidence) -> None:
    gone = [digest for digest in (proof.digest, proof.source_digest) if digest and proof.form != Form.TYPED]
    proof.state, proof.digest, proof.source_digest, proof.words = "removed", "", "", ""
    proof.description, proof.transcript, proof.transcript_by_id = "", "", None
    session.add(proof)
    session.flush()
    remove_files(session, files, gone)


def remove_files(session: Session, files: Files, digests: list[str]) -> None:
    """Remove what no evidence names any more: the same file may have been sent twice."""
    for digest in digests:
        if not queries.is_named(session, digest):
            files.remove(digest)


def is_converted(session: Session, proof_id: int, made: tuple[str, str, int, int]) -> bool:
    """Keep what was made (digest, media type, bytes, milliseconds). False when it was removed in the meantime."""
    proof = held(session, proof_id)
    if proof.state != "converting":
        return False
    proof.state, proof.source_digest = "ready", ""
    proof.digest, proof.media_type, proof.size, proof.milliseconds = made
    session.add(proof)
    session.flush()
    return True


def fail(session: Session, proof_id: int, reason: Message) -> None:
    """Nothing can be made of it; the reason is for who recorded it."""
    proof = held(session, proof_id)
    if proof.state == "converting":
        proof.state, proof.source_digest, proof.said = "failed", "", stored(reason)
        session.add(proof)
        session.flush()


def held(session: Session, proof_id: int) -> RecognitionEvidence:
    """An evidence, locked."""
    return session.get_one(RecognitionEvidence, proof_id, with_for_update=True, populate_existing=True)


def write_down(session: Session, proof: RecognitionEvidence, words: str, who: int, now: datetime) -> None:
    """Keep what an officer wrote of an evidence, so that the next one can read it by ear or by braille."""
    session.refresh(proof, with_for_update=True)
    proof.transcript, proof.transcript_by_id = words, who
    session.add(proof)
    session.flush()
    audit.record(session, who, "write_down.evidence", "recognition_evidence", proof.id, now)
