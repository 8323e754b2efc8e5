"""The pages of the weekly look: who sees and asks what, in both languages, and that lists stay cheap."""

import pytest
from sqlalchemy import Engine
from sqlmodel import Session, col, select

from portal.accounts.models import Person
from portal.audit import AuditEntry
from portal.jobs import Job
from portal.library.models import CourseVersion
from portal.upkeep import actions, rules
from portal.upkeep.actions import CHECK_ONE
from portal.upkeep.models import CourseCheck
from portal.upkeep.rules import FileTrouble, Found, Trouble, period_of
from tests.browser import Browser, SignIn
from tests.cast import LUOYANG, ZHENGZHOU, Clock
from tests.counting import counted_queries
from tests.shelf import OpenCourse, version_of

COURSE = "/upkeep/dough-by-hand"
FOUND = [
    rules.outside_link("01-flour", "standard", "https://standards.example.org/flour", Trouble.CERTIFICATE),
    rules.inside_link("01-flour", "oven", "/library/dough-by-hand/09-oven"),
    rules.missing_picture("01-flour", "", "/library/dough-by-hand/files/media/bowl.png"),
    rules.missing_file("02-knead", "media/02.mp4"),
    *(rules.troubled_file("02-knead", f"media/{trouble}.mp4", trouble, 75) for trouble in FileTrouble),
]


@pytest.fixture
def course(open_course: OpenCourse) -> int:
    return open_course(region=ZHENGZHOU)


def keep(engine: Engine, clock: Clock, version_id: int, found: list[Found]) -> None:
    """Write a look down, as the job does."""
    with Session(engine) as session, session.begin():
        version = version_of(session, version_id)
        at = clock.now
        check = CourseCheck(
            course_id=version.course_id, version_id=version.id, period=period_of(at), checked_at=at, outside="asked"
        )
        actions.keep_check(session, check, found)


def asked(engine: Engine) -> list[int | None]:
    """Who had a course looked at, by the audit; and as many jobs at most as there are courses."""
    with Session(engine) as session:
        assert len(session.exec(select(Job).where(Job.name == CHECK_ONE)).all()) <= 1
        entries = select(AuditEntry).where(AuditEntry.step == "check.course").order_by(col(AuditEntry.id))
        return [one.actor_id for one in session.exec(entries)]


def test_every_finding_is_said_in_english(
    course: int, engine: Engine, clock: Clock, sign_in: SignIn, zz_author: Person
) -> None:
    keep(engine, clock, course, FOUND)
    browser = sign_in(zz_author)
    browser.client.cookies.set("language", "en")
    page = browser.open(COURSE)
    assert page.says("The link “standard” does not open: the other side's security certificate is wrong")
    assert page.says("The link “oven” leads nowhere.") and page.says("does not play from 1 min 15 s on.")
    [main] = page.html.find_all("main")
    for part in main.find_all(lang=lambda value: value and value.startswith("zh")):
        part.extract()
    left = [word for word in main.get_text(" ").split() if any("\u4e00" <= character <= "\u9fff" for character in word)]
    assert left == []


def test_check_again_is_asked_once_while_it_goes_on(
    course: int, engine: Engine, sign_in: SignIn, zz_author: Person, zz_approver: Person, coordinator: Person
) -> None:
    page = sign_in(zz_author).open(COURSE)
    again = page.press("现在检查")
    assert again.path == COURSE and again.says("在排队，轮到就查。")
    page.press("现在检查")
    for other in (zz_approver, coordinator):
        sign_in(other).send(f"{COURSE}/check")
    assert asked(engine) == [zz_author.id]


def test_nobody_else_lets_a_course_be_looked_at(
    course: int, engine: Engine, sign_in: SignIn, visitor: Browser, ly_author: Person, ly_approver: Person,
    auditor: Person, administrator: Person, lin: Person, expert1: Person,
) -> None:  # fmt: skip
    for person in (ly_author, ly_approver, auditor, administrator, lin, expert1):
        sign_in(person).send(f"{COURSE}/check", expect=404)
    visitor.client.follow_redirects = False
    visitor.send(f"{COURSE}/check", expect=303)
    for person, status in ((auditor, 200), (ly_author, 404), (lin, 404)):
        sign_in(person).open(COURSE, expect=status)
    sign_in(ly_approver).open(f"/upkeep?region={ZHENGZHOU}", expect=404)
    foreign = visitor.client.post(f"{COURSE}/check", headers={"Sec-Fetch-Site": "cross-site"})
    assert foreign.status_code == 403
    assert asked(engine) == []


def test_what_is_not_open_is_not_looked_at(
    course: int, engine: Engine, sign_in: SignIn, coordinator: Person, session: Session
) -> None:
    version_of(session, course).state = "withdrawn"  # type: ignore[assignment]
    session.commit()
    officer = sign_in(coordinator)
    officer.open(COURSE, expect=404)
    officer.send(f"{COURSE}/check", expect=404)
    assert asked(engine) == []


@pytest.mark.parametrize("number", ["0", "2", "-1", "99999999999999999999"])
def test_pages_that_are_not_there(number: str, course: int, sign_in: SignIn, zz_author: Person) -> None:
    answer = sign_in(zz_author).client.get(f"/upkeep?number={number}")
    assert answer.status_code in (404, 422)


def test_pages_cost_the_same_for_one_course_and_for_three(
    course: int, open_course: OpenCourse, engine: Engine, clock: Clock, sign_in: SignIn, coordinator: Person,
    zz_author: Person,
) -> None:  # fmt: skip
    """Also the page of one course with one finding and with many."""
    officer, author = sign_in(coordinator), sign_in(zz_author)
    keep(engine, clock, course, FOUND[:1])

    def cost() -> list[int]:
        counts = []
        for browser, path in ((officer, "/upkeep"), (author, "/upkeep"), (author, COURSE), (author, "/submissions")):
            browser.open(path)
            with counted_queries(engine) as sent:
                browser.open(path)
            counts.append(len(sent))
        return counts

    few = cost()
    keep(engine, clock, course, FOUND)
    for slug, region in (("dough-2", ZHENGZHOU), ("dough-3", LUOYANG), ("dough-4", ZHENGZHOU)):
        keep(engine, clock, open_course(slug=slug, region=region), FOUND)
    assert cost() == few
    with Session(engine) as session:
        assert len(session.exec(select(CourseVersion)).all()) == 4
