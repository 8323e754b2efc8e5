"""Two deeds of one learner at the same moment, each in a connection of its own: whoever comes second waits and looks."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor, wait
from typing import Any

import pytest
from sqlalchemy import Engine
from sqlmodel import Session, col, func, select

from portal.accounts.models import Person
from portal.accounts.rules import Actor, Role
from portal.assessment.actions import save_answers, start_attempt, submit_attempt
from portal.assessment.models import Attempt
from portal.audit import AuditEntry
from portal.credits.queries import balance_hundredths
from portal.errors import Refused
from portal.learning.actions import finish_lesson, pay_credit
from portal.learning.models import ActivityReceipt, Enrolment, EnrolmentState
from portal.learning.versions.actions import move_over
from portal.library.models import CourseVersion, Lesson
from tests.cast import NOW
from tests.library.test_editions import changed
from tests.shelf import OpenCourse

SECONDS_TO_MEET = 0.5  # for the second deed to come as far as it can while the first is not committed
RIGHT = {"q1": "1"}


class Room:
    """A learner in a course, and what they do there. `with room() as own` is one of their devices, one transaction."""

    def __init__(self, engine: Engine, lin: Person, version_id: int) -> None:
        self.engine, self.version_id = engine, version_id
        self.actor = Actor(lin.id, lin.name, frozenset({Role.TRAINEE}), lin.region_code, identity_verified=True)
        with Session(engine) as session, session.begin():
            enrolment = Enrolment(person_id=lin.id, version_id=version_id, enrolled_at=NOW)
            session.add(enrolment)
            session.flush()
            self.enrolment_id = enrolment.id

    def enrolment(self, session: Session) -> Enrolment:
        return session.get_one(Enrolment, self.enrolment_id)

    def version(self, session: Session) -> CourseVersion:
        return session.get_one(CourseVersion, self.version_id)

    def finish(self, session: Session, number: int = 1) -> None:
        wanted = select(Lesson).where(Lesson.version_id == self.version_id, Lesson.number == number)
        finish_lesson(session, self.enrolment(session), session.exec(wanted).one(), RIGHT, NOW)

    def start(self, session: Session) -> None:
        start_attempt(session, self.enrolment(session), self.version(session), NOW)

    def save(self, session: Session) -> None:
        save_answers(session, self.enrolment(session), session.exec(select(Attempt)).one(), RIGHT)

    def submit(self, session: Session) -> None:
        attempt = session.exec(select(Attempt)).one()
        submit_attempt(session, self.actor, self.enrolment(session), self.version(session), attempt, NOW)

    def pay(self, session: Session) -> None:
        pay_credit(session, self.actor, self.enrolment(session), self.version(session), NOW)

    def move(self, session: Session, newest: int) -> None:
        course_id = self.version(session).course_id
        move_over(session, self.actor, self.enrolment(session), course_id, newest, NOW)

    def alone(self, *deeds: Callable[[Session], None]) -> None:
        for deed in deeds:
            with Session(self.engine) as session, session.begin():
                deed(session)

    def at_once(self, first: Callable[[Session], None], second: Callable[[Session], None]) -> str:
        """Do the first; before it is committed, another device begins the second. Gives why the second was refused."""

        def come_second() -> str:
            try:
                self.alone(second)
            except Refused as refused:
                return str(refused)
            return ""

        with ThreadPoolExecutor(1) as device:
            with Session(self.engine) as session, session.begin():
                first(session)
                came = device.submit(come_second)
                wait([came], SECONDS_TO_MEET)
            return came.result()

    def all(self, what: Any) -> list[Any]:
        with Session(self.engine) as session:
            return list(session.exec(select(what)).all())


@pytest.fixture
def room(engine: Engine, lin: Person, dough: int) -> Room:
    return Room(engine, lin, dough)


@pytest.fixture
def learned(room: Room) -> Room:
    """Both lessons are done; the assessment may begin."""
    room.alone(room.finish, lambda session: room.finish(session, 2))
    return room


def test_a_lesson_finished_twice_is_finished_once(room: Room):
    assert room.at_once(room.finish, room.finish) == ""
    assert len(room.all(ActivityReceipt)) == 1


def test_begun_twice_it_is_one_attempt(learned: Room):
    assert learned.at_once(learned.start, learned.start) == ""
    assert [attempt.number for attempt in learned.all(Attempt)] == [1]


@pytest.mark.parametrize("deed", ["finish", "start", "save", "submit"])
def test_nothing_is_done_in_a_version_that_is_just_being_left(learned: Room, open_course: OpenCourse, deed: str):
    if deed in ("save", "submit"):
        learned.alone(learned.start)
    if deed == "finish":
        with Session(learned.engine) as session, session.begin():
            session.delete(session.exec(select(ActivityReceipt).order_by(col(ActivityReceipt.lesson_id))).all()[0])
    newest = open_course(lessons=changed(2, "手指从盆边", "手从盆边"))
    before = seen(learned)

    said = learned.at_once(lambda session: learned.move(session, newest), getattr(learned, deed))

    assert said == "您刚换到了这门课的新版。请在新版里接着学。"
    assert seen(learned) == before
    with Session(learned.engine) as session:
        theirs = select(func.count()).where(ActivityReceipt.enrolment_id == learned.enrolment_id)
        assert session.exec(theirs.select_from(ActivityReceipt)).one() == (1 if deed == "finish" else 2)


def seen(room: Room) -> list[tuple[object, ...]]:
    """Everything of the attempts that a deed could change."""
    return [(one.state, one.mark, one.submitted_at, one.typed) for one in room.all(Attempt)]


def test_answers_saved_at_the_moment_of_handing_in_are_marked_or_refused(learned: Room):
    learned.alone(learned.start)
    assert learned.at_once(learned.save, learned.submit) == ""
    (attempt,) = learned.all(Attempt)
    assert (attempt.typed, attempt.mark) == (RIGHT, 20)

    said = learned.at_once(learned.submit, learned.save)
    assert said == "这次考核已经交了，答案不能再改。"


def test_what_another_page_saved_since_this_one_looked_is_marked(learned: Room):
    learned.alone(learned.start)
    with Session(learned.engine, expire_on_commit=False) as slow:
        enrolment, version = learned.enrolment(slow), learned.version(slow)
        attempt = slow.exec(select(Attempt)).one()
        slow.commit()
        learned.alone(learned.save)
        submit_attempt(slow, learned.actor, enrolment, version, attempt, NOW)
        slow.commit()
    assert [(attempt.typed, attempt.mark) for attempt in learned.all(Attempt)] == [(RIGHT, 20)]


def test_two_pages_that_save_at_once_keep_both_answers(learned: Room):
    learned.alone(learned.start)

    def save_another(session: Session) -> None:
        save_answers(session, learned.enrolment(session), session.exec(select(Attempt)).one(), {"q3": "二百五十"})

    assert learned.at_once(learned.save, save_another) == ""
    assert learned.all(Attempt)[0].typed == RIGHT | {"q3": "二百五十"}


def test_handed_in_twice_it_is_marked_once(learned: Room):
    learned.alone(learned.start)
    assert learned.at_once(learned.submit, learned.submit) == ""
    handed_in = [entry for entry in learned.all(AuditEntry) if entry.step == "submit.attempt"]
    assert len(handed_in) == len(learned.all(Attempt)) == 1


def test_credit_asked_for_twice_is_paid_and_noted_once(room: Room):
    with Session(room.engine) as session, session.begin():
        enrolment = room.enrolment(session)
        enrolment.state, enrolment.passed_at, enrolment.mark = EnrolmentState.PASSED, NOW, 80
        session.add(enrolment)
    assert room.at_once(room.pay, room.pay) == ""
    with Session(room.engine) as session:
        assert balance_hundredths(session, room.actor.person_id or 0) == 150
    assert len([entry for entry in room.all(AuditEntry) if entry.step == "earn.credit"]) == 1
