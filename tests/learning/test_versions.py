"""Learners finish the version they began, or move over with what is equal carried along."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import Engine
from sqlalchemy.exc import DatabaseError
from sqlmodel import Session, select, text

from portal.accounts.models import Person
from portal.accounts.rules import Actor, Role
from portal.assessment.actions import submit_attempt
from portal.assessment.models import Attempt
from portal.errors import Refused
from portal.learning.actions import leave
from portal.learning.models import ActivityReceipt, Enrolment, VersionMove
from portal.learning.versions import actions
from portal.library.models import CourseVersion
from portal.library.packages import read_package
from tests.assessment.test_pages import RIGHT, order_answers
from tests.browser import Browser, SignIn
from tests.cast import NOW
from tests.library.test_editions import changed
from tests.shelf import MINIMAL, OpenCourse

COURSE, LEARNING = "/library/dough-by-hand", "/learning/dough-by-hand"
FIRST, SECOND = {"q1": "2"}, {"q1": ["1", "2", "3"], "q2": "软软的"}
NOTICE = "您学的是第 1 版。现在有第 2 版。"


@pytest.fixture
def learner(sign_in: SignIn, lin: Person, dough: int) -> Browser:
    """林小雨 has learned the first lesson of the first version."""
    browser = sign_in(lin)
    browser.open(COURSE).press("报名学这门课").follow("接着学第 1 课").press("提交答案", FIRST)
    return browser


def new_version(open_course: OpenCourse, lesson: int = 2, slug: str = "dough-by-hand") -> int:
    words = {1: ("先准备好三样东西", "先洗手"), 2: ("手指从盆边", "手从盆边")}[lesson]
    return open_course(slug=slug, lessons=changed(lesson, *words))


def test_who_has_begun_reads_on_and_everybody_else_reads_the_newest(
    learner: Browser, visitor: Browser, sign_in: SignIn, mei: Person, open_course: OpenCourse
) -> None:
    new_version(open_course)
    theirs = learner.open(f"{COURSE}/02-dough")
    assert theirs.says(NOTICE) and learner.open(COURSE).says(NOTICE) and learner.open(LEARNING).says(NOTICE)
    for somebody in (visitor, sign_in(mei)):
        page = somebody.open(f"{COURSE}/02-dough")
        assert not page.says(NOTICE)
        assert page.text != theirs.text
    assert sign_in(mei).open(COURSE).press("报名学这门课").says("还有 2 课")


def test_the_version_that_was_begun_is_learned_to_the_end_for_the_same_credit(
    learner: Browser, open_course: OpenCourse
) -> None:
    second = open_course(credit_hundredths=300, lessons=read_package(MINIMAL).lessons[:1])
    assert second
    done = learner.open(f"{COURSE}/02-dough").press("提交答案", SECOND)
    page = done.follow("去考核").press("开始考核")
    page = page.press("存下来，去检查", RIGHT | order_answers(page) | {"q5": "1"}).press("交卷")
    assert page.title.startswith("合格，100 分，1.5 学分已入账")
    assert not learner.open(COURSE).says(NOTICE), "who has passed reads the newest"
    assert learner.open(f"{COURSE}/02-dough").heading, "and still finds the lesson that the newest has not"


def test_moving_over_says_what_comes_along_and_does_it_once(
    learner: Browser, open_course: OpenCourse, engine: Engine
) -> None:
    new_version(open_course)
    asked = learner.open(COURSE).follow("看换到新版要学什么")
    assert asked.says("带过去，不用再学，1 课") and asked.says("换了就不能换回来。")
    page = asked.press("换到第 2 版")
    assert page.heading == "您学的是第 2 版" and page.says("带来 1 课。") and page.says("这是最新的一版。")
    again = asked.press("换到第 2 版")
    assert again.heading == "您学的是第 2 版"
    assert learner.open(f"{COURSE}/01-flour").says("这一课已学完。")
    assert not learner.open(COURSE).says(NOTICE)
    assert learner.open("/learning").says("正在学，1 门")
    with Session(engine) as session:
        states = [one.state for one in session.exec(select(Enrolment).order_by(Enrolment.id)).all()]  # type: ignore[arg-type]
        assert states == ["moved", "learning"]
        assert len(session.exec(select(VersionMove)).all()) == 1
        receipts = session.exec(select(ActivityReceipt)).all()
        assert len(receipts) == 2 and receipts[0].answers == receipts[1].answers


def test_a_lesson_that_changed_has_to_be_learned_again(learner: Browser, open_course: OpenCourse) -> None:
    new_version(open_course, lesson=1)
    page = learner.open(f"{LEARNING}/version")
    assert page.says("学过，但是改了，要再学，1 课")
    page.press("换到第 2 版")
    assert learner.open(LEARNING).says("已学完 0 课")


def test_nobody_moves_to_a_version_they_were_not_told_of(learner: Browser, open_course: OpenCourse) -> None:
    new_version(open_course, lesson=1)
    asked = learner.open(f"{LEARNING}/version")
    new_version(open_course, lesson=2)
    assert asked.press("换到第 2 版", expect=409).says("刚刚又有了新的一版。")
    assert learner.open(f"{LEARNING}/version").heading == "换到第 3 版"


def test_who_left_comes_back_to_the_version_they_began(learner: Browser, open_course: OpenCourse) -> None:
    learner.open(LEARNING).press("放下这门课")
    new_version(open_course)
    assert learner.open(COURSE).press("报名学这门课").says("已学完 1 课")
    assert learner.open(COURSE).says(NOTICE)


def test_on_the_newest_there_is_nothing_to_move(learner: Browser, sign_in: SignIn, mei: Person) -> None:
    assert learner.open(f"{LEARNING}/version").heading == "您学的是第 1 版"
    sign_in(mei).open(f"{LEARNING}/version", expect=404)


def test_two_at_once_move_once(lin: Person, learner: Browser, open_course: OpenCourse, engine: Engine) -> None:
    newest = new_version(open_course)
    actor = Actor(lin.id, lin.name, frozenset({Role.TRAINEE}), lin.region_code, identity_verified=True)

    def move(_: int) -> None:
        with Session(engine) as session, session.begin():
            enrolment = session.exec(select(Enrolment).order_by(Enrolment.id)).all()[0]  # type: ignore[arg-type]
            course_id = session.get_one(CourseVersion, newest).course_id
            actions.move_over(session, actor, enrolment, course_id, newest, NOW)

    with ThreadPoolExecutor(4) as threads:
        list(threads.map(move, range(4)))
    with Session(engine) as session:
        assert len(session.exec(select(Enrolment)).all()) == 2


@pytest.mark.parametrize("deed", ["leave", "hand in"])
def test_who_has_just_moved_over_neither_passes_nor_leaves_the_earlier_version(
    lin: Person, learner: Browser, open_course: OpenCourse, engine: Engine, deed: str
) -> None:
    learner.open(f"{COURSE}/02-dough").press("提交答案", SECOND).follow("去考核").press("开始考核")
    newest = new_version(open_course)
    actor = Actor(lin.id, lin.name, frozenset({Role.TRAINEE}), lin.region_code, identity_verified=True)
    with Session(engine, expire_on_commit=False) as slow:
        enrolment, attempt = slow.exec(select(Enrolment)).one(), slow.exec(select(Attempt)).one()
        version = slow.get_one(CourseVersion, enrolment.version_id)
        slow.commit()
        with Session(engine) as fast, fast.begin():
            actions.move_over(fast, actor, fast.get_one(Enrolment, enrolment.id), version.course_id, newest, NOW)
        if deed == "leave":
            leave(slow, actor, enrolment, NOW)
        else:
            with pytest.raises(Refused, match="在新版里接着学"):
                submit_attempt(slow, actor, enrolment, version, attempt, NOW)
        slow.commit()
    with Session(engine) as session:
        states = [one.state for one in session.exec(select(Enrolment).order_by(Enrolment.id)).all()]  # type: ignore[arg-type]
        assert states == ["moved", "learning"]


def test_a_move_is_never_changed(learner: Browser, open_course: OpenCourse, engine: Engine) -> None:
    new_version(open_course)
    learner.open(f"{LEARNING}/version").press("换到第 2 版")
    with pytest.raises(DatabaseError), engine.begin() as connection:
        connection.execute(text("DELETE FROM version_move"))
