"""Ask, take back, answer, hide. Each is whole or does nothing."""

from datetime import datetime, timedelta

from sqlmodel import Session

from portal import audit
from portal.accounts.rules import Actor
from portal.discussions import queries
from portal.discussions.models import LessonAnswer, LessonQuestion
from portal.discussions.recordings import actions as recordings
from portal.errors import Refused
from portal.files import Files
from portal.text import message


def asked_today(session: Session, person_id: int, now: datetime) -> int:
    """How many questions somebody has asked within a day."""
    return queries.asked_since(session, person_id, now - timedelta(days=1))


def ask(session: Session, learner: Actor, course_id: int, lesson_slug: str, words: str, now: datetime) -> None:
    """Put a question under a lesson. The same words once more within a minute are the same press of the button."""
    newest = queries.questions_of(session, course_id, lesson_slug, 1)[:1]
    for one in newest:
        if (one.person_id, one.words) == (learner.person_id, words) and now - one.asked_at < timedelta(minutes=1):
            return
    question = LessonQuestion(
        course_id=course_id, lesson_slug=lesson_slug, person_id=learner.person_id, words=words, asked_at=now
    )
    session.add(question)
    session.flush()
    audit.record(session, learner.person_id, "ask.question", "lesson_question", question.id, now)


def take_back(session: Session, files: Files, learner: Actor, question: LessonQuestion, now: datetime) -> None:
    """Whoever asked takes the question back; its words, and all recordings under it, are gone."""
    recordings.remove(session, files, question.id, None, learner.person_id, now)
    question.words, question.taken_back_at = "", now
    session.add(question)
    audit.record(session, learner.person_id, "take_back.question", "lesson_question", question.id, now)
    session.flush()


def answer(session: Session, official: Actor, question: LessonQuestion, words: str, now: datetime) -> None:
    """The place that provides the course answers. The same words twice are one answer."""
    if question.hidden_at is not None:
        raise Refused(message("这个问题已经隐藏，不能回答。"))
    earlier = queries.answers_to(session, [question.id])[question.id]
    if any(one.words == words for one in earlier):
        return
    given = LessonAnswer(question_id=question.id, person_id=official.person_id, words=words, answered_at=now)
    session.add(given)
    session.flush()
    audit.record(session, official.person_id, "answer.question", "lesson_question", question.id, now)


def take_back_answer(session: Session, files: Files, official: Actor, answer: LessonAnswer, now: datetime) -> None:
    """The place that answered takes the answer back; its words and its recording are gone."""
    recordings.remove(session, files, answer.question_id, answer.id, official.person_id, now)
    answer.words, answer.taken_back_at = "", now
    session.add(answer)
    audit.record(session, official.person_id, "take_back.answer", "lesson_answer", answer.id, now)
    session.flush()


def hide(session: Session, official: Actor, question: LessonQuestion, reason: str, now: datetime) -> None:
    """Hide a question; the reason stands in its place, for everybody. A second time changes nothing."""
    if question.hidden_at is None:
        question.hidden_at, question.hidden_by_id, question.hidden_reason = now, official.person_id, reason
        session.add(question)
        audit.record(session, official.person_id, "hide.question", "lesson_question", question.id, now)
        session.flush()
