"""The weekly job over several courses: it goes on where a worker was lost, and nothing is asked or told twice."""

from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import datetime

import pytest
from fastapi import FastAPI
from sqlalchemy import Engine
from sqlmodel import Session, col, select

from portal.accounts.models import Person
from portal.jobs import Job, JobContext, JobLost, JobState, Workshop
from portal.jobs.actions import Taken, finish, put_in_due, sweep, take
from portal.jobs.registry import KINDS
from portal.library.models import CourseVersion, Lesson
from portal.upkeep import actions, checking, outside
from portal.upkeep.asking import Asker
from portal.upkeep.models import CourseCheck, CourseFinding
from portal.upkeep.rules import Trouble
from tests.cast import Clock
from tests.shelf import OpenCourse
from tests.upkeep import kitchen
from tests.upkeep.servers import Server, served

Courses = list[int]
Begin = Callable[[], Taken]
Go = Callable[[Taken], None]


@pytest.fixture(autouse=True)
def stay_here(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(outside, "ASKER", kitchen.only_this_machine())


@pytest.fixture
def server() -> Iterator[Server]:
    with served() as server:
        yield server


@pytest.fixture
def courses(open_course: OpenCourse, engine: Engine, server: Server) -> Courses:
    """Three courses; each links to a page of its own and to an address inside. Their ids."""
    versions = [open_course(slug=f"dough-{number}", region="410100") for number in (1, 2, 3)]
    for number, version in enumerate(versions, 1):
        page = server.at(f"/{number}")
        say(engine, version, f'<p><a href="{page}">标准</a>，<a href="http://10.1.2.{number}/">内网</a></p>')
    with Session(engine) as session:
        return [session.get_one(CourseVersion, version).course_id for version in versions]


def say(engine: Engine, version: int, html: str) -> None:
    with Session(engine) as session, session.begin():
        lesson = session.exec(select(Lesson).where(Lesson.version_id == version, Lesson.number == 1)).one()
        lesson.html = html


@pytest.fixture
def begin(engine: Engine, clock: Clock) -> Begin:
    """Let a worker take the job of this week, as it comes by itself; other jobs are left alone."""

    def begin() -> Taken:
        put_in_due(engine, clock.now)
        with Session(engine) as session, session.begin():
            waiting = select(Job).where(Job.state == JobState.WAITING, col(Job.name).not_in(OURS))
            for job in session.exec(waiting):
                job.state = JobState.DONE
        taken = take(engine, clock.now)
        assert taken and taken.name in OURS
        return taken

    return begin


OURS = (checking.WEEKLY, actions.CHECK_ONE)


@pytest.fixture
def go(app: FastAPI, engine: Engine, clock: Clock) -> Go:
    def go(taken: Taken) -> None:
        KINDS[taken.name].do(JobContext(Workshop(engine, app.state.files, app.state.settings, clock), taken))
        finish(engine, taken, clock.now)

    return go


def lose_worker(engine: Engine, clock: Clock) -> None:
    """Nothing was heard of it for a minute."""
    clock.forward(minutes=1)
    sweep(engine, clock.now)


def told(engine: Engine) -> list[tuple[int, str, datetime]]:
    """Everything that was ever found: course, place and first day."""
    with Session(engine) as session:
        found = session.exec(select(CourseFinding).order_by(col(CourseFinding.course_id), col(CourseFinding.id)))
        return [(one.course_id, one.place, one.found_at) for one in found]


def checks(engine: Engine) -> dict[int, bool]:
    """Which courses were looked at, and whether to the end."""
    with Session(engine) as session:
        return {one.course_id: one.is_whole for one in session.exec(select(CourseCheck))}


def asked(server: Server) -> Counter[str]:
    return Counter(path for _, path, _ in server.asked)


@dataclass(frozen=True)
class Interrupted(Asker):
    """Something happens while one page is asked, once."""

    at: str = ""
    happens: Callable[[], None] = lambda: None
    over: list[str] = field(default_factory=list)

    def ask(self, address: str, origin: str) -> Trouble | None:
        trouble = super().ask(address, origin)
        if address.endswith(self.at) and not self.over:
            self.over.append(address)
            self.happens()
        return trouble


def test_a_lost_worker_writes_nothing_and_the_next_goes_on(
    courses: Courses, begin: Begin, go: Go, engine: Engine, server: Server, clock: Clock,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    go(begin())
    first = told(engine)
    assert [course_id for course_id, _, _ in first] == courses
    clock.forward(days=7)

    def another_goes_on() -> None:
        lose_worker(engine, clock)
        go(begin())

    here = kitchen.only_this_machine()
    monkeypatch.setattr(outside, "ASKER", Interrupted(here.is_permitted, 0, 2, 3, at="/2", happens=another_goes_on))
    with pytest.raises(JobLost):
        go(begin())
    assert told(engine) == first, "each is told once, since its first day"
    assert asked(server) == {"/1": 2, "/2": 2, "/3": 2}, "each page once a week"
    assert checks(engine) == dict.fromkeys(courses, True)
    with Session(engine) as session:
        periods = {one.period for one in session.exec(select(CourseCheck))}
        jobs = session.exec(select(Job).where(Job.name == checking.WEEKLY).order_by(col(Job.id))).all()
        assert [(job.state, job.tries) for job in jobs] == [(JobState.DONE, 1), (JobState.DONE, 2)]
        assert periods == {jobs[1].payload["period"]}


def test_a_course_that_kills_its_worker_keeps_nobody_else_waiting(
    courses: Courses, begin: Begin, go: Go, engine: Engine, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    look, deadly, tries = checking.look, courses[0], []

    def die_or_look(context: JobContext, course_id: int, by_hand: bool) -> None:
        if course_id == deadly:
            tries.append(context.taken.tries)
            raise KeyboardInterrupt  # as when the memory is not enough: nothing after this line is done
        look(context, course_id, by_hand)

    monkeypatch.setattr(checking, "look", die_or_look)
    with pytest.raises(KeyboardInterrupt):
        go(begin())
    assert checks(engine) == {}
    lose_worker(engine, clock)
    with pytest.raises(KeyboardInterrupt):
        go(begin())
    assert checks(engine) == dict.fromkeys(courses[1:], True)
    lose_worker(engine, clock)
    go(begin())
    assert checks(engine) == {deadly: False, courses[1]: True, courses[2]: True}
    assert tries == [1, 2]


def test_a_week_is_looked_at_once_however_many_workers_there_are(
    courses: Courses, begin: Begin, go: Go, engine: Engine, server: Server, clock: Clock
) -> None:
    with ThreadPoolExecutor(2) as workers:
        list(workers.map(lambda _: put_in_due(engine, clock.now), range(2)))
    taken = begin()
    put_in_due(engine, clock.now)
    with Session(engine) as session:
        weekly = session.exec(select(Job).where(Job.name == checking.WEEKLY)).all()
        assert [job.state for job in weekly] == [JobState.RUNNING]
    go(taken)
    with Session(engine) as session, session.begin():
        for job in session.exec(select(Job).where(Job.name == checking.WEEKLY)):
            job.state = JobState.WAITING  # somebody lets it be done again
    found = told(engine)
    go(begin())
    assert told(engine) == found
    assert asked(server) == {"/1": 1, "/2": 1, "/3": 1}


def test_by_hand_and_by_the_week_at_once_tell_it_once(
    courses: Courses, begin: Begin, go: Go, engine: Engine, server: Server, clock: Clock, zz_author: Person
) -> None:
    with Session(engine) as session, session.begin():
        for _ in range(2):
            actions.ask_for_check(session, courses[1], zz_author.id, clock.now)
    both = [begin(), begin()]
    assert {one.name for one in both} == set(OURS)
    with ThreadPoolExecutor(2) as workers:
        list(workers.map(go, both))
    assert [(course_id, place) for course_id, place, _ in told(engine)] == [
        (course_id, f"http://10.1.2.{number}/") for number, course_id in enumerate(courses, 1)
    ]
    assert checks(engine) == dict.fromkeys(courses, True)


def test_many_courses_are_several_jobs(
    courses: Courses, begin: Begin, go: Go, engine: Engine, server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(checking, "AT_A_TIME", 2)
    go(begin())
    assert checks(engine) == dict.fromkeys(courses[:2], True)
    second = begin()
    assert second.payload["part"] == 2
    go(second)
    assert checks(engine) == dict.fromkeys(courses, True)
    assert asked(server) == {"/1": 1, "/2": 1, "/3": 1}
    with Session(engine) as session:
        weekly = session.exec(select(Job).where(Job.name == checking.WEEKLY)).all()
        assert [job.state for job in weekly] == [JobState.DONE, JobState.DONE]


def test_a_week_that_is_over_is_left_to_the_new_one(
    courses: Courses, begin: Begin, go: Go, engine: Engine, clock: Clock
) -> None:
    taken = begin()
    clock.forward(days=7)
    go(taken)
    assert checks(engine) == {}


def test_servers_that_take_their_time_hold_nobody_up_and_have_their_turn_later(
    open_course: OpenCourse, begin: Begin, go: Go, engine: Engine, server: Server, clock: Clock,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    @dataclass(frozen=True)
    class Slow(Asker):
        def ask(self, address: str, origin: str) -> Trouble | None:
            clock.forward(minutes=4)
            return super().ask(address, origin)

    monkeypatch.setattr(outside, "ASKER", Slow(kitchen.only_this_machine().is_permitted, 0, 2, 3))
    version = open_course()
    say(engine, version, "".join(f'<p><a href="{server.at(f"/{number}")}">标准</a></p>' for number in range(5)))
    go(begin())
    assert asked(server) == {"/0": 1, "/1": 1, "/2": 1}
    clock.forward(days=7)
    go(begin())
    assert asked(server) == {"/0": 2, "/1": 1, "/2": 1, "/3": 1, "/4": 1}
