"""What is kept of an answered question: the answer, and nothing else that was sent."""

from sqlalchemy import Engine
from sqlmodel import Session, select

from portal.accounts.models import Person
from portal.learning.actions import finish_lesson
from portal.learning.models import ActivityReceipt, Enrolment
from portal.library.models import Lesson
from tests.cast import NOW


def test_only_answers_are_kept(engine: Engine, lin: Person, dough: int) -> None:
    with Session(engine) as session, session.begin():
        enrolment = Enrolment(person_id=lin.id, version_id=dough, enrolled_at=NOW)
        session.add(enrolment)
        session.flush()
        lesson = session.exec(select(Lesson).where(Lesson.version_id == dough).order_by(Lesson.number)).first()
        assert lesson is not None and lesson.questions
        finish_lesson(session, enrolment, lesson, {"q1": "1", "more": "a" * 20_000}, NOW)
        assert session.exec(select(ActivityReceipt.answers)).one() == {"q1": "1"}
