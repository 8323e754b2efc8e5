"""What was asked and answered."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import func
from sqlmodel import Session, col, select

from portal.db.rows import select_rows
from portal.discussions.models import LessonAnswer, LessonQuestion
from portal.errors import NotFound
from portal.library.models import Course, CourseVersion, VersionState

PAGE_SIZE = 20
STANDS = col(LessonQuestion.taken_back_at).is_(None)
GIVEN = col(LessonAnswer.taken_back_at).is_(None)


def _of_lesson(course_id: int, lesson_slug: str) -> tuple[Any, ...]:
    return LessonQuestion.course_id == course_id, LessonQuestion.lesson_slug == lesson_slug, STANDS


def count_of(session: Session, course_id: int, lesson_slug: str) -> int:
    """How many questions stand under a lesson."""
    counted = select(func.count()).select_from(LessonQuestion).where(*_of_lesson(course_id, lesson_slug))
    return session.exec(counted).one()


def questions_of(session: Session, course_id: int, lesson_slug: str, page: int) -> Sequence[LessonQuestion]:
    """One page of the questions under a lesson, the newest first."""
    theirs = select(LessonQuestion).where(*_of_lesson(course_id, lesson_slug)).order_by(col(LessonQuestion.id).desc())
    return session.exec(theirs.offset((page - 1) * PAGE_SIZE).limit(PAGE_SIZE)).all()


def answers_to(session: Session, question_ids: Sequence[int]) -> dict[int, list[LessonAnswer]]:
    """The answers to these questions, the first one first, in one query."""
    found: dict[int, list[LessonAnswer]] = {number: [] for number in question_ids}
    theirs = select(LessonAnswer).where(col(LessonAnswer.question_id).in_(question_ids), GIVEN)
    for answer in session.exec(theirs.order_by(col(LessonAnswer.id))):
        found[answer.question_id].append(answer)
    return found


def asked_since(session: Session, person_id: int, since: datetime) -> int:
    """How many questions somebody has asked since then, those taken back included."""
    counted = select(func.count()).select_from(LessonQuestion)
    counted = counted.where(LessonQuestion.person_id == person_id, col(LessonQuestion.asked_at) > since)
    return session.exec(counted).one()


def question(session: Session, course_id: int, lesson_slug: str, question_id: int) -> LessonQuestion:
    """One question under a lesson, locked. Raises NotFound, also when it was taken back."""
    theirs = select(LessonQuestion).where(LessonQuestion.id == question_id, *_of_lesson(course_id, lesson_slug))
    found = session.exec(theirs.with_for_update()).first()
    if found is None:
        raise NotFound
    return found


def answer(session: Session, question_id: int, answer_id: int) -> LessonAnswer:
    """One answer to a question, locked. Raises NotFound, also when it was taken back."""
    theirs = select(LessonAnswer).where(LessonAnswer.id == answer_id, LessonAnswer.question_id == question_id, GIVEN)
    found = session.exec(theirs.with_for_update()).first()
    if found is None:
        raise NotFound
    return found


def waiting_for(session: Session, region_code: str) -> Sequence[Any]:
    """The lessons of a place's open courses with questions that nobody has answered, and how many, oldest first."""
    answered = select(LessonAnswer.id).where(LessonAnswer.question_id == LessonQuestion.id, GIVEN)
    statement = (
        select_rows(
            Course.slug,
            CourseVersion.title,
            CourseVersion.title_en,
            LessonQuestion.lesson_slug,
            func.count().label("count"),
        )
        .join(Course, col(Course.id) == LessonQuestion.course_id)
        .join(CourseVersion, col(CourseVersion.course_id) == Course.id)
        .where(CourseVersion.region_code == region_code, CourseVersion.state == VersionState.PUBLISHED)
        .where(STANDS, col(LessonQuestion.hidden_at).is_(None), ~answered.correlate(LessonQuestion).exists())
        .group_by(Course.slug, CourseVersion.title, CourseVersion.title_en, LessonQuestion.lesson_slug)
        .order_by(func.min(LessonQuestion.id))
    )
    rows: Sequence[Any] = session.exec(statement.limit(20)).all()
    return rows
