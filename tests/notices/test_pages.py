"""公示 by its pages: opened, objected to, answered, and the course open to everyone."""

import pytest
from fastapi import FastAPI
from sqlalchemy import Engine
from sqlmodel import Session, select

from portal.library.models import CourseVersion, VersionState
from portal.notices import actions
from portal.notices.models import Notice, Objection, ObjectionState
from portal.review.checks import actions as checks
from portal.review.panel import actions as panel
from portal.submissions import actions as hand_in
from portal.submissions.models import Submission, SubmissionEvent, SubmittedPackage
from portal.submissions.rules import Outcome
from portal.submissions.steps import State, Step
from tests.browser import Browser, SignIn
from tests.cast import Clock
from tests.counting import queries_of
from tests.review.course import NO_FAULTS, Course, People, open_notice
from tests.submissions.parcels import MENDED

NAMED = {"kind": "named", "name": "王一", "words": "第 2 课的图是我画的，没有问过我。"}
ANONYMOUS = {"kind": "anonymous", "words": "第 1 课的表是抄的。", "evidence": "和《面点工艺》第 12 页一样。"}


@pytest.fixture(autouse=True)
def production(app: FastAPI) -> None:
    """The real terms: five working days. A demo's are tried on their own."""
    app.state.settings = app.state.settings.model_copy(update={"mode": "production"})


def test_a_course_is_noticed_five_working_days_and_then_opens(
    course: Course, people: People, sign_in: SignIn, visitor: Browser, clock: Clock
):
    assert visitor.open("/notices").says("现在没有公示。")
    course.reach(State.NOTICE)
    coordinator = sign_in(people.coordinator)
    here = f"/review/{course.id}"
    assert coordinator.open("/review").says("发公示")
    form = coordinator.open(here).follow("发公示")
    assert form.says("2026年10月19日，还有 5 个工作日")
    form.press("发公示")

    listed = visitor.open("/notices")
    assert listed.title.startswith("公示，共 1 门课")
    shown = listed.follow("用手和面")
    assert shown.title.startswith("公示：用手和面，正在公示")
    assert shown.says("公示到2026年10月19日，还有 5 个工作日")
    assert shown.says("评审会通过。专家评分 80 至 89 分。")
    assert shown.says("没有收到异议。")
    assert not shown.says("演示：")
    visitor.open("/library/dough-by-hand", expect=404)

    early = coordinator.open(f"{here}/publication")
    assert early.says("公示还没有结束。")
    assert "开放课程" not in early.buttons
    coordinator.send(f"{here}/publication", {}, expect=409)
    clock.forward(days=8)
    coordinator = sign_in(people.coordinator)
    assert coordinator.open("/review").says("现在没有课程等您。")
    assert coordinator.open(f"{here}/publication").says("学分还没有定。")
    sign_in(people.credit1).open(f"{here}/credit").press("定学分", {"credit": "0.1", "reason": "1 学时，初级。"})
    assert coordinator.open("/review").says("开放课程")
    ready = coordinator.open(f"{here}/publication")
    assert ready.says("0.1 学分")
    assert ready.says("到2028年10月20日，之后复评")
    for _ in range(2):
        ready.press("开放课程")

    check_open(course, visitor)
    assert sign_in(people.zz_author).open(f"/submissions/{course.id}").says("现在：已开放")


def check_open(course: Course, visitor: Browser) -> None:
    """Everybody finds the course with its review, and its notice says what became of it."""
    assert course.state is State.PUBLISHED
    open_to_all = visitor.open("/library/dough-by-hand")
    assert open_to_all.says("2 位专家评审，评分 80 至 89 分。")
    assert open_to_all.says("评审会 3 位成员表决通过")
    assert open_to_all.says("到2028年10月20日，之后复评。")
    over = visitor.open("/notices/1")
    assert over.title.startswith("公示：用手和面，公示结束，课程已开放")
    assert over.follow("去学《用手和面》").heading == "用手和面"
    version = course.rows(select(CourseVersion).where(CourseVersion.state == VersionState.PUBLISHED))[0]
    assert (version.digest, version.credit_hundredths) == (course.rows(select(SubmittedPackage.digest))[0], 10)


def test_an_objection_stops_the_clock_and_an_answer_lets_it_go_on(
    course: Course, people: People, sign_in: SignIn, visitor: Browser, clock: Clock
):
    course.reach(State.NOTICE)
    open_notice(course)
    clock.forward(days=2)  # Wednesday: three working days are left
    form = visitor.open("/notices/1").follow("提异议")
    receipt = form.press("提交异议", NAMED)
    assert receipt.heading == "第 1 件异议"
    assert receipt.says("2026年10月28日，还有 10 个工作日")
    assert not receipt.says("王一")
    again = form.press("提交异议", NAMED)  # the same press of the button
    assert again.path == receipt.path
    visitor.open("/notices/1/objections/new").press("提交异议", ANONYMOUS)
    paused = visitor.open("/notices/1")
    assert paused.says("暂停，正在处理异议，还剩 3 个工作日")
    assert paused.says("异议，2 件")
    assert not paused.says("王一")

    clock.forward(days=5)  # Monday
    officer = sign_in(people.appeal_officer)
    assert officer.open("/review").says("答复异议")
    desk = officer.open(f"/review/{course.id}").follow("答复异议")
    assert desk.says("王一")
    assert set(desk.press("提交答复", expect=422).problems.values()) == {"verdict", "answer"}
    desk.press("提交答复", {"verdict": "unfounded", "answer": "图是作者自己画的，有原稿。"})
    assert course.state is State.OBJECTION
    officer.open(f"/review/{course.id}/objections").press(
        "提交答复", {"verdict": "unfounded", "answer": "表是国家标准，谁都可以用。"}
    )
    assert course.state is State.NOTICE
    shown = visitor.open("/notices/1")
    assert shown.says("公示到2026年10月22日，还有 3 个工作日")
    assert shown.says("表是国家标准，谁都可以用。")
    assert visitor.open("/notices/1/objections/1").says("答复：图是作者自己画的，有原稿。")


def test_an_objection_is_named_or_proved_and_names_no_numbers(course: Course, visitor: Browser):
    course.reach(State.NOTICE)
    open_notice(course)
    form = visitor.open("/notices/1/objections/new")
    assert set(form.press("提交异议", expect=422).problems.values()) == {"kind", "words"}
    unproved = form.press("提交异议", {"kind": "anonymous", "words": "抄的。"}, expect=422)
    assert list(unproved.problems.values()) == ["evidence"]
    numbered = form.press("提交异议", NAMED | {"words": "打 13812345678 问我。"}, expect=422)
    assert numbered.problems == {"有什么异议：里面像是有手机号。去掉号码，用文字说": "words"}
    assert course.rows(select(Objection)) == []


def test_a_founded_objection_brings_the_panel_together_again(
    course: Course, people: People, sign_in: SignIn, visitor: Browser
):
    course.reach(State.NOTICE)
    open_notice(course)
    visitor.open("/notices/1/objections/new").press("提交异议", NAMED)
    visitor.open("/notices/1/objections/new").press("提交异议", ANONYMOUS)
    officer = sign_in(people.appeal_officer)
    officer.open(f"/review/{course.id}/objections").press("提交答复", {"verdict": "uphold", "answer": "说得对。"})
    assert (course.state, course.look().sitting) == (State.DECISION, 2)
    states = course.rows(select(Objection.state).order_by(Objection.number))
    assert states == [ObjectionState.FOUNDED, ObjectionState.MERGED]
    assert visitor.open("/notices/1").says("公示停止，课程退回")
    visitor.open("/notices/1/objections/new", expect=409)
    visitor.send("/notices/1/objections/new", NAMED, expect=409)

    for name in ("panel1", "panel2", "panel3"):
        course.does(panel.vote, name, Outcome.ACCEPT, "再看一遍，可以。")
    course.does(panel.close_sitting, "coordinator", "")
    course.does(actions.open_notice, "coordinator")
    assert [notice.sitting for notice in course.rows(select(Notice).order_by(Notice.id))] == [1, 2]
    assert visitor.open("/notices/2").says("正在公示")


def test_a_founded_objection_can_send_the_course_back_to_be_mended(
    course: Course, people: People, sign_in: SignIn, visitor: Browser
):
    course.reach(State.NOTICE)
    open_notice(course)
    visitor.open("/notices/1/objections/new").press("提交异议", NAMED)
    sign_in(people.appeal_officer).open(f"/review/{course.id}/objections").press(
        "提交答复", {"verdict": "uphold_return", "answer": "图要换。"}
    )
    assert sign_in(people.zz_author).open(f"/submissions/{course.id}").says("图要换。")
    course.upload(MENDED)
    course.does(hand_in.sign_and_hand_on, "zz_author", "换了图。")
    for name in ("blind_tester", "deaf_tester"):
        course.does(checks.hand_in_report, name, NO_FAULTS)
    course.does(checks.pass_access, "coordinator", "")
    assert course.state is State.DECISION


def test_who_reviewed_does_not_answer_and_who_is_from_there_neither(
    course: Course, people: People, sign_in: SignIn, visitor: Browser
):
    course.reach(State.NOTICE)
    open_notice(course)
    visitor.open("/notices/1/objections/new").press("提交异议", NAMED)
    for person in (people.panel1, people.coordinator, people.zz_author, people.formal_checker):
        sign_in(person).open(f"/review/{course.id}/objections", expect=404)
        sign_in(person).send(f"/review/{course.id}/objections/1", {"verdict": "uphold", "answer": "好。"}, expect=404)


def test_a_withdrawn_course_says_so(course: Course, visitor: Browser):
    course.reach(State.NOTICE)
    open_notice(course)
    course.does(hand_in.withdraw, "zz_author")
    assert visitor.open("/notices/1").says("提交市已撤回")
    assert visitor.open("/notices/1/objections/new", expect=409).follow("回到这次公示").path == "/notices/1"


def test_other_bytes_than_the_reviewed_ones_do_not_open(
    course: Course, engine: Engine, sign_in: SignIn, people: People
):
    course.reach(State.NOTICE)
    open_notice(course)
    course.clock.forward(days=8)
    with Session(engine) as session, session.begin():
        session.exec(select(CourseVersion)).one().digest = "0" * 64
    page = sign_in(people.coordinator).open(f"/review/{course.id}/publication")
    assert page.says("要开放的内容和评审过的不一样，不能开放。")
    sign_in(people.coordinator).send(f"/review/{course.id}/publication", {}, expect=409)
    assert course.state is State.NOTICE


def test_a_demo_ends_its_notice_at_once_and_says_so(
    course: Course, people: People, sign_in: SignIn, visitor: Browser, app: FastAPI
):
    app.state.settings = app.state.settings.model_copy(update={"mode": "demo"})
    course.is_demo = True
    course.reach(State.NOTICE)
    open_notice(course)
    assert visitor.open("/notices/1").says("这是演示：公示不用等，可以马上结束。正式的站点至少公示 5 个工作日。")
    coordinator = sign_in(people.coordinator)
    assert coordinator.open("/review").says("开放课程")
    coordinator.open(f"/review/{course.id}/publication").press("开放课程")
    assert course.state is State.PUBLISHED


def test_what_is_not_there_is_not_found(visitor: Browser):
    for path in (
        "/notices/1",
        "/notices/1/objections/1",
        "/notices/1/objections/new",
        "/notices?number=2",
        "/notices?number=0",
    ):
        visitor.open(path, expect=404)


def test_the_list_needs_as_many_queries_for_three_as_for_one(
    course: Course, people: People, visitor: Browser, engine: Engine
):
    counts = []
    for one in (course, *[None] * 2):
        made = one or Course.begun(engine, course.settings, people, course.clock)
        open_notice(made.reach(State.NOTICE))
        if one or made.id == 3:
            counts.append(queries_of(engine, visitor, "/notices"))
    assert len(visitor.open("/notices").html.select("tbody tr")) == 3
    assert counts[0] == counts[1] <= 3


def test_what_is_handed_in_after_a_notice_is_not_public(course: Course, visitor: Browser, engine: Engine):
    course.reach(State.NOTICE)
    open_notice(course)
    visitor.open("/notices/1/objections/new").press("提交异议", NAMED)
    course.does(actions.answer, "appeal_officer", 1, "uphold_return", "图要换。")
    course.upload(MENDED)
    newest = select(CourseVersion).order_by(CourseVersion.id.desc())
    with Session(engine) as session, session.begin():
        session.exec(newest).first().summary = "没有人看过的话"
        session.get_one(Submission, course.id).title = "没有人看过的题目"
    for address in ("/notices", "/notices/1", "/notices/1/objections/1"):
        assert not visitor.open(address).says("没有人看过")
        assert visitor.open(address).says("用手和面")


def test_an_anonymous_objection_names_nobody_also_to_the_desk(course: Course, people: People, sign_in: SignIn):
    course.reach(State.NOTICE)
    open_notice(course)
    sign_in(people.expert1).open("/notices/1/objections/new").press("提交异议", ANONYMOUS)
    events = course.rows(select(SubmissionEvent.actor_id).where(SubmissionEvent.step == Step.OBJECT))
    assert events == [None]


def test_the_page_to_open_a_course_is_not_there_while_its_package_cannot_be_read(
    course: Course, people: People, sign_in: SignIn
):
    course.reach(State.FORMAL_CHECK)
    course.does(checks.return_formal, "formal_checker", {}, "要改。")
    course.upload(b"PK no package")
    sign_in(people.coordinator).open(f"/review/{course.id}/publication", expect=404)
