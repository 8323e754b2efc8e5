"""Every read of recordings."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, func, or_
from sqlmodel import Session, col, select

from portal.db.rows import select_rows
from portal.discussions.models import LessonAnswer, LessonQuestion
from portal.discussions.recordings.models import LessonRecording, LessonTranscript
from portal.discussions.recordings.rules import State
from portal.errors import NotFound
from portal.jobs.models import Job
from portal.library.models import Course, CourseVersion, Lesson, VersionState

PAGE_SIZE = 20
THERE = col(LessonRecording.state) != State.REMOVED
# What is still said: the question stands, nobody has hidden it, and the answer was not taken back.
SAID = (
    col(LessonQuestion.taken_back_at).is_(None),
    col(LessonQuestion.hidden_at).is_(None),
    col(LessonAnswer.taken_back_at).is_(None),
)
WAITS = (LessonRecording.state == State.READY, LessonRecording.revision == 0, *SAID)


def job_reference(recording_id: int) -> str:
    """What the job that makes a recording over is known by."""
    return f"convert_recording/{recording_id}"


def under(session: Session, question_ids: Sequence[int]) -> dict[tuple[int, int | None], LessonRecording]:
    """The recordings of these questions and of their answers, by both numbers, in one query."""
    theirs = select(LessonRecording).where(col(LessonRecording.question_id).in_(question_ids), THERE)
    return {(one.question_id, one.answer_id): one for one in session.exec(theirs)}


def jobs_of(session: Session, recordings: Collection[LessonRecording]) -> dict[int, Job]:
    """The jobs that make these recordings over now; asks nothing when none is being made over."""
    references = {job_reference(one.id): one.id for one in recordings if one.state is State.CONVERTING}
    jobs = session.exec(select(Job).where(col(Job.reference).in_(list(references)))) if references else ()
    return {references[job.reference]: job for job in jobs}


def by_reference(session: Session, reference: str) -> LessonRecording | None:
    """What this press of a button has recorded before."""
    return session.exec(select(LessonRecording).where(LessonRecording.reference == reference)).first()


def held(session: Session, recording_id: int) -> LessonRecording | None:
    """A recording, locked."""
    theirs = select(LessonRecording).where(LessonRecording.id == recording_id).with_for_update()
    return session.exec(theirs.execution_options(populate_existing=True)).first()


def place_of(session: Session, token: str) -> Any:
    """A recording by its address, with its course, lesson and whether its question is hidden. Raises NotFound when it is
    no longer said."""
    statement = (
        select_rows(LessonRecording.id, Course.slug, LessonQuestion.lesson_slug, LessonQuestion.hidden_at)
        .join(LessonQuestion, col(LessonQuestion.id) == LessonRecording.question_id)
        .join(LessonAnswer, col(LessonAnswer.id) == LessonRecording.answer_id, isouter=True)
        .join(Course, col(Course.id) == LessonQuestion.course_id)
        .where(LessonRecording.token == token, THERE, SAID[0], SAID[2])
    )
    found = session.exec(statement).first()
    if found is None:
        raise NotFound
    return found


def recording(session: Session, recording_id: int) -> LessonRecording:
    """The recording itself."""
    return session.get_one(LessonRecording, recording_id)


def _in_region(region_code: str) -> Sequence[ColumnElement[bool]]:
    return (
        col(CourseVersion.region_code) == region_code,
        col(CourseVersion.state) == VersionState.PUBLISHED,
    )


def _joined(statement: Any) -> Any:
    return (
        statement.join(LessonQuestion, col(LessonQuestion.id) == LessonRecording.question_id)
        .join(LessonAnswer, col(LessonAnswer.id) == LessonRecording.answer_id, isouter=True)
        .join(Course, col(Course.id) == LessonQuestion.course_id)
        .join(CourseVersion, col(CourseVersion.course_id) == Course.id)
    )


SHOWN: tuple[Any, ...] = (
    LessonRecording.id,
    LessonRecording.token,
    LessonRecording.answer_id,
    LessonRecording.form,
    LessonRecording.milliseconds,
    LessonRecording.recorded_at,
    LessonQuestion.lesson_slug,
    Course.slug,
    CourseVersion.title,
    CourseVersion.title_en,
    col(Lesson.title).label("lesson_title"),
    col(Lesson.title_en).label("lesson_title_en"),
)


def _with_titles(region_code: str) -> Any:
    same_lesson = (col(Lesson.version_id) == CourseVersion.id) & (col(Lesson.slug) == LessonQuestion.lesson_slug)
    joined = _joined(select_rows(*SHOWN).select_from(LessonRecording)).join(Lesson, same_lesson, isouter=True)
    return joined.where(*_in_region(region_code))


def waiting(session: Session, region_code: str, page: int) -> Sequence[Any]:
    """One page of the recordings of a place's open courses that nobody has written down, the oldest first."""
    theirs = _with_titles(region_code).where(*WAITS).order_by(col(LessonRecording.id))
    rows: Sequence[Any] = session.exec(theirs.offset((page - 1) * PAGE_SIZE).limit(PAGE_SIZE)).all()
    return rows


def count_waiting(session: Session, region_code: str) -> int:
    """How many wait for words in a place."""
    counted = _joined(select(func.count()).select_from(LessonRecording))
    found: int = session.exec(counted.where(*_in_region(region_code), *WAITS)).one()
    return found


def of_place(session: Session, token: str, region_code: str) -> Any:
    """A recording that people of a place may write down, with its titles. Raises NotFound, also for another place's."""
    theirs = _with_titles(region_code).where(LessonRecording.token == token, LessonRecording.state == State.READY)
    found = session.exec(theirs.where(*SAID)).first()
    if found is None:
        raise NotFound
    return found


def history(session: Session, recording_id: int) -> Sequence[LessonTranscript]:
    """What was written of a recording, the newest first."""
    theirs = select(LessonTranscript).where(LessonTranscript.recording_id == recording_id)
    return session.exec(theirs.order_by(col(LessonTranscript.number).desc())).all()


def with_answer(session: Session, question_id: int, answer_id: int | None) -> Sequence[LessonRecording]:
    """What is to go when an answer is taken back, or with None a question: all under it that its asker recorded."""
    theirs = select(LessonRecording).where(LessonRecording.question_id == question_id, THERE)
    theirs = theirs.where(LessonRecording.answer_id == answer_id) if answer_id else theirs
    return session.exec(theirs.with_for_update()).all()


def stuck(session: Session, before: datetime) -> Sequence[LessonRecording]:
    """What has been made over for so long that nobody is at it any more."""
    theirs = select(LessonRecording).where(LessonRecording.state == State.CONVERTING)
    return session.exec(theirs.where(col(LessonRecording.recorded_at) < before).with_for_update()).all()


def is_named(session: Session, digest: str) -> bool:
    """Whether a recording still needs this file."""
    needed = or_(col(LessonRecording.digest) == digest, col(LessonRecording.source_digest) == digest)
    return session.exec(select(LessonRecording.id).where(needed).limit(1)).first() is not None
