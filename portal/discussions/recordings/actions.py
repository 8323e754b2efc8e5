"""Record, make over, write down, take away: the only writers of recordings. Each is whole or does nothing."""

import secrets
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, delete

from portal import audit
from portal.accounts.rules import Actor
from portal.discussions.models import LessonAnswer, LessonQuestion
from portal.discussions.recordings import queries
from portal.discussions.recordings.models import LessonRecording, LessonTranscript
from portal.discussions.recordings.rules import STEPS, Form, Step
from portal.errors import NotFound, Refused
from portal.files import Files
from portal.jobs import enqueue
from portal.jobs.models import stored
from portal.settings import Settings
from portal.text import Message, message
from portal.uploads import actions as uploads

JOB = "convert_recording"


@dataclass(frozen=True)
class Came:
    """A recording as it came, in the store of the recordings. `reference` is the press of the button that brought it."""

    digest: str
    form: Form
    reference: str
    upload_id: int | None = None  # when it came in pieces
    words: str = ""  # written down at once


def store_of(settings: Settings) -> Files:
    """The store of the recordings, apart from that of the courses: here files are taken away again."""
    return Files(settings.files_url.rstrip("/") + "/recordings", settings.data / "recordings" / "incoming")


def ask(session: Session, learner: Actor, course_id: int, lesson_slug: str, came: Came, now: datetime) -> None:
    """Put a spoken or signed question under a lesson. The same press of the button twice is one question."""
    if queries.by_reference(session, came.reference):
        return
    question = LessonQuestion(
        course_id=course_id, lesson_slug=lesson_slug, person_id=learner.person_id, words="", asked_at=now
    )
    session.add(question)
    session.flush()
    audit.record(session, learner.person_id, "ask.question", "lesson_question", question.id, now)
    _record(session, learner, question.id, None, came, now)


def answer(session: Session, official: Actor, question: LessonQuestion, came: Came, now: datetime) -> None:
    """Answer a question by a recording. The same press of the button twice is one answer."""
    if question.hidden_at is not None:
        raise Refused(message("这个问题已经隐藏，不能回答。"))
    if queries.by_reference(session, came.reference):
        return
    given = LessonAnswer(question_id=question.id, person_id=official.person_id, words="", answered_at=now)
    session.add(given)
    session.flush()
    audit.record(session, official.person_id, "answer.question", "lesson_question", question.id, now)
    recording = _record(session, official, question.id, given.id, came, now)
    if came.words:
        _write_down(session, recording, came.words, official.person_id, now)


def _record(
    session: Session, person: Actor, question_id: int, answer_id: int | None, came: Came, now: datetime
) -> LessonRecording:
    recording = LessonRecording(
        token=secrets.token_urlsafe(24),
        reference=came.reference,
        question_id=question_id,
        answer_id=answer_id,
        person_id=person.person_id,
        form=came.form,
        source_digest=came.digest,
        recorded_at=now,
    )
    session.add(recording)
    session.flush()
    enqueue(session, JOB, queries.job_reference(recording.id), {"recording_id": recording.id}, now)
    audit.record(session, person.person_id, "record", "lesson_recording", recording.id, now)
    if came.upload_id is not None:
        uploads.take(session, came.upload_id, came.digest, now)
    return recording


def is_converted(session: Session, recording_id: int, made: tuple[str, str, int, int]) -> bool:
    """Keep what was made (digest, media type, bytes, milliseconds). False when it was taken back in the meantime."""
    recording = queries.held(session, recording_id)
    if recording is None or (recording.state, Step.CONVERT) not in STEPS:
        return False
    recording.state, recording.source_digest = STEPS[recording.state, Step.CONVERT], ""
    recording.digest, recording.media_type, recording.size, recording.milliseconds = made
    session.add(recording)
    session.flush()
    return True


def fail(session: Session, recording_id: int, reason: Message) -> None:
    """Nothing can be made of it; the reason is for who recorded it."""
    recording = queries.held(session, recording_id)
    if recording is None or (recording.state, Step.FAIL) not in STEPS:
        return
    recording.state, recording.source_digest = STEPS[recording.state, Step.FAIL], ""
    recording.said = stored(reason)
    session.add(recording)
    session.flush()


def write(session: Session, assistant: Actor, recording_id: int, revision: int, words: str, now: datetime) -> bool:
    """Write a recording down, or put the words right. False when somebody was faster: nothing is changed. The same words
    are no change."""
    recording = queries.held(session, recording_id)
    if recording is None or (recording.state, Step.WRITE) not in STEPS:
        raise NotFound
    if recording.words == words:
        return True
    if recording.revision != revision:
        return False
    _write_down(session, recording, words, assistant.person_id, now)
    return True


def _write_down(session: Session, recording: LessonRecording, words: str, by_id: int, now: datetime) -> None:
    number = recording.revision + 1
    recording.revision, recording.words = number, words
    recording.words_by_id, recording.words_at = by_id, now
    session.add(recording)
    session.add(
        LessonTranscript(recording_id=recording.id, number=number, words=words, person_id=by_id, written_at=now)
    )
    audit.record(session, by_id, "write_down", "lesson_recording", recording.id, now, revision=recording.revision)
    session.flush()


def remove(session: Session, files: Files, question_id: int, answer_id: int | None, by_id: int, now: datetime) -> None:
    """Take away the recording of an answer, or with None every recording under a question: files, words and their
    history. The files go first: a row without a file can be removed again, a file without a row would stay unseen."""
    for recording in queries.with_answer(session, question_id, answer_id):
        gone = [digest for digest in (recording.source_digest, recording.digest) if digest]
        recording.state = STEPS[recording.state, Step.REMOVE]
        recording.source_digest = recording.digest = recording.words = ""
        recording.revision, recording.words_by_id, recording.words_at = 0, None, None
        session.add(recording)
        session.exec(delete(LessonTranscript).where(col(LessonTranscript.recording_id) == recording.id))
        session.flush()
        audit.record(session, by_id, "remove", "lesson_recording", recording.id, now)
        remove_files(session, files, gone)


def remove_files(session: Session, files: Files, digests: list[str]) -> None:
    """Remove what no recording names any more: the same file may have been sent twice."""
    for digest in digests:
        if not queries.is_named(session, digest):
            files.remove(digest)
