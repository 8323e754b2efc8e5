"""The quick lane, from the author's page to the open course, and everything that must not slip through."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pytest
from fastapi import FastAPI
from sqlalchemy import Engine
from sqlmodel import Session, select

from portal.accounts.models import Person
from portal.errors import Refused
from portal.jobs import run_waiting
from portal.jobs.models import Job
from portal.library.models import CourseVersion, VersionChange, VersionState
from portal.review.fixes import actions as fixes
from portal.submissions.actions import Deed
from portal.submissions.models import Submission
from portal.submissions.province import rules_on
from portal.text.dates import local_date
from tests.browser import Browser, Page, SignIn
from tests.cast import Clock
from tests.shelf import OpenCourse, version_of
from tests.submissions.parcels import parcel

TYPO = parcel(changes={"lessons/01-flour.md": ("先准备好三样东西", "先准备齐三样东西")})
REWRITTEN = parcel(
    changes={"lessons/02-dough.md": ("手指从盆边往中间搅", "用长筷子从盆的外边开始，慢慢往盆的中间搅，搅到成团为止")}
)
PROMISED = {"promise": ["content", "rights", "people", "pilot"], "changes": "第 1 课，改了一个错字。"}
PASS, RETURN = {"decision": "pass"}, {"decision": "return", "note": "第 1 课还有一个错字。"}


@pytest.fixture
def first(open_course: OpenCourse) -> int:
    """《用手和面》 of 郑州, open with 1.5 credits."""
    return open_course(region="410100")


@pytest.fixture
def author(sign_in: SignIn, zz_author: Person) -> Browser:
    return sign_in(zz_author)


class Office:
    """What happens after an upload."""

    def __init__(self, app: FastAPI, engine: Engine) -> None:
        self.app, self.engine = app, engine

    def upload(self, author: Browser, content: bytes) -> Page:
        form = author.open("/submissions/new")
        page = form.press("上传课程包", files={"package": ("course.zip", content, "application/zip")})
        run_waiting(self.engine, self.app.state.files, self.app.state.settings, self.app.state.clock())
        return author.open(page.path)

    def hand_in(self, author: Browser, content: bytes = TYPO) -> Page:
        page = self.upload(author, content).press("改成快速复查")
        return page.follow("签承诺书，交给体验员复查").press("签承诺书，交给体验员复查", PROMISED)


@pytest.fixture
def office(app: FastAPI, engine: Engine) -> Office:
    return Office(app, engine)


def opened(tester: Browser, number: str) -> Page:
    page = tester.open("/review").follow("用手和面")
    assert page.path == f"/review/{number}"
    return page.press("提交说明", {"answer": "open"}).follow("复查改过的地方")


def test_a_typing_error_is_mended_and_open_the_same_day(
    author: Browser,
    office: Office,
    sign_in: SignIn,
    blind_tester: Person,
    first: int,
    session: Session,
    visitor: Browser,
) -> None:
    page = office.hand_in(author)
    assert page.says("一位体验员在复查改过的地方") and page.says("2026年10月12日，就是今天")
    assert page.says("体验员复查：正在无障碍检查") and not page.says("专家评审")
    check = opened(sign_in(blind_tester), page.path.rsplit("/", 1)[1])
    assert check.says("第 1 课《认识面粉和工具》改了：正文。") and check.says("准备齐三样东西")
    check.press("提交结论", PASS)
    session.expire_all()
    newest = session.exec(select(CourseVersion).where(CourseVersion.state == VersionState.PUBLISHED)).one()
    earlier = version_of(session, first)
    assert newest.id != first and earlier.state == VersionState.SUPERSEDED
    assert (newest.credit_hundredths, newest.valid_until) == (150, date(2028, 10, 12))
    assert session.get_one(VersionChange, newest.id).is_fix
    forms = session.exec(select(Job.reference).where(Job.name == "make_cheap_forms")).all()
    assert forms == [f"forms/{newest.id}"]
    assert visitor.open("/library/dough-by-hand/changes").says("只改错字、字幕，体验员复查过")
    done = author.open(page.path)
    assert done.says("现在：已开放")
    assert done.follow("打开课程页").heading == "用手和面"


def test_what_is_more_than_a_fix_is_told_and_goes_the_whole_way(author: Browser, office: Office, first: int) -> None:
    page = office.upload(author, REWRITTEN)
    assert page.says("机器比过，不能走快速复查") and page.says("的文字改得多")
    assert "改成快速复查" not in page.buttons
    page.browser.send(f"{page.path}/lane", {"lane": "fix"}, expect=409)
    page = page.follow("签承诺书，交给审核人").press("签承诺书，交给审核人", PROMISED)
    assert page.says("等本市审核人推荐")


def test_a_fix_that_grew_is_not_handed_in_as_one(author: Browser, office: Office, first: int) -> None:
    page = office.upload(author, TYPO).press("改成快速复查")
    form = page.follow("签承诺书，交给体验员复查")
    again = page.follow("上传改过的课程包")
    again.press("上传课程包", files={"package": ("course.zip", REWRITTEN, "application/zip")})
    run_waiting(office.engine, office.app.state.files, office.app.state.settings, office.app.state.clock())
    form.press("签承诺书，交给体验员复查", PROMISED, expect=409)
    page = author.open(page.path)
    assert "签承诺书，交给体验员复查" not in page.links
    page.press("改成完整评审")
    assert "签承诺书，交给审核人" in author.open(page.path).links


def test_what_changed_is_said_without_anybodys_number(author: Browser, office: Office, first: int) -> None:
    form = office.upload(author, TYPO).press("改成快速复查").follow("签承诺书，交给体验员复查")
    silent = form.press("签承诺书，交给体验员复查", PROMISED | {"changes": " "}, expect=422)
    assert "改了什么：写出改过的地方，每处一行" in silent.problems
    told = form.press("签承诺书，交给体验员复查", PROMISED | {"changes": "问 13812345678"}, expect=422)
    assert told.typed("changes") == "问 13812345678"


def test_a_first_course_and_anothers_course_have_no_quick_lane(
    author: Browser, office: Office, sign_in: SignIn, ly_author: Person
) -> None:
    page = office.upload(author, TYPO)
    assert not page.says("这是新版本") and "改成快速复查" not in page.buttons
    page.browser.send(f"{page.path}/lane", {"lane": "fix"}, expect=409)
    page.browser.send(f"{page.path}/lane", {"lane": "other"}, expect=404)
    sign_in(ly_author).send(f"{page.path}/lane", {"lane": "fix"}, expect=404)


def test_a_tester_gives_it_back_with_reasons(
    author: Browser, office: Office, sign_in: SignIn, deaf_tester: Person, first: int, visitor: Browser
) -> None:
    page = office.hand_in(author)
    check = opened(sign_in(deaf_tester), page.path.rsplit("/", 1)[1])
    assert "说明：退回要写清要改什么" in check.press("提交结论", {"decision": "return"}, expect=422).problems
    assert "结论：选一个" in check.press("提交结论", expect=422).problems
    check.press("提交结论", RETURN)
    page = author.open(page.path)
    assert page.says("第 1 课还有一个错字。") and "改成完整评审" in page.buttons
    assert visitor.open("/library/dough-by-hand/changes").says("第一次开放。")


def test_nobody_else_and_nobody_unasked_opens_it(
    author: Browser, office: Office, sign_in: SignIn, coordinator: Person, formal_checker: Person, blind_tester: Person,
    first: int,
) -> None:  # fmt: skip
    number = office.hand_in(author).path.rsplit("/", 1)[1]
    sign_in(blind_tester).open(f"/review/{number}/fix", expect=409)
    sign_in(formal_checker).open(f"/review/{number}/fix", expect=404)
    page = sign_in(coordinator).open(f"/review/{number}")
    assert "请体验员" not in page.links and "下无障碍结论" not in page.links
    assert "用手和面" not in sign_in(coordinator).open("/review").links


def test_a_tester_who_may_not_look_is_told(
    author: Browser, office: Office, sign_in: SignIn, blind_tester: Person, first: int
) -> None:
    number = office.hand_in(author).path.rsplit("/", 1)[1]
    tester = sign_in(blind_tester)
    tester.open(f"/review/{number}").press("提交说明", {"answer": "conflict", "reason": "作者是我的同事。"})
    tester.open(f"/review/{number}", expect=409)


def test_a_fix_of_what_is_not_open_any_more_is_refused(
    author: Browser, office: Office, sign_in: SignIn, blind_tester: Person, first: int, open_course: OpenCourse
) -> None:
    page = office.hand_in(author)
    check = opened(sign_in(blind_tester), page.path.rsplit("/", 1)[1])
    open_course(region="410100", title="全新的课")
    refused = check.press("提交结论", PASS, expect=409)
    assert refused.says("改的不只是错字、字幕、描述和文字稿，要完整评审。")


def test_pressed_at_once_it_opens_once(
    author: Browser, office: Office, sign_in: SignIn, blind_tester: Person, first: int, engine: Engine, clock: Clock
) -> None:
    from portal.accounts.rules import Actor, Role

    number = int(office.hand_in(author).path.rsplit("/", 1)[1])
    opened(sign_in(blind_tester), str(number))
    actor = Actor(blind_tester.id, blind_tester.name, frozenset({Role.BLIND_TESTER}), blind_tester.region_code, True)

    def decide(_: int) -> bool:
        deed = Deed(actor, clock.now, rules_on("henan", local_date(clock.now), is_demo=False))
        try:
            with Session(engine) as session, session.begin():
                return fixes.pass_fix(session, number, "", deed) is None
        except Refused:
            return False

    with ThreadPoolExecutor(3) as threads:
        assert sorted(threads.map(decide, range(3))) == [False, False, True]
    with Session(engine) as session:
        assert len(session.exec(select(VersionChange)).all()) == 1
        assert session.get_one(Submission, number).state == "published"
