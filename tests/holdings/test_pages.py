"""Where courses come from, from the first record to the last day and after it."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from fastapi import FastAPI
from sqlalchemy import Engine
from sqlalchemy.exc import DatabaseError
from sqlmodel import Session, select, text

from portal.accounts.models import Person
from portal.holdings import actions
from portal.holdings.models import HoldingRecord
from portal.jobs import run_waiting
from portal.jobs.actions import put_in_due
from portal.library.editions.actions import withdraw
from portal.library.models import CourseVersion, CourseWithdrawal, VersionState
from portal.submissions.models import Submission, SubmissionEvent, SubmittedPackage
from portal.submissions.province import rules_on
from portal.submissions.steps import State, Step
from tests.assessment.test_pages import RIGHT, order_answers
from tests.browser import Browser, SignIn
from tests.cast import NOW, ZHENGZHOU, Clock
from tests.shelf import OpenCourse, version_of

COURSE, LEARNING, HOLDING = "/library/dough-by-hand", "/learning/dough-by-hand", "/holdings/dough-by-hand"
BOUGHT = {"origin": "bought", "contract_number": "豫采 2026-7", "licence": "合同第 3 条"}
SOON = {"ends_year": "2026", "ends_month": "11", "ends_day": "1"}
REASON = {"reason": "内容过时了。"}
RULES = rules_on("henan", NOW.date(), is_demo=True)


@pytest.fixture
def officer(sign_in: SignIn, coordinator: Person) -> Browser:
    return sign_in(coordinator)


@pytest.fixture
def learner(sign_in: SignIn, lin: Person, dough: int) -> Browser:
    """林小雨 has learned the first lesson."""
    browser = sign_in(lin)
    browser.open(COURSE).press("报名学这门课").follow("接着学第 1 课").press("提交答案", {"q1": "2"})
    return browser


def test_an_officer_records_and_corrects_and_nothing_is_lost(officer: Browser, dough: int) -> None:
    page = officer.open("/holdings").follow("用手和面")
    assert page.says("还没有记过。")
    wrong = page.press("记下来源", {"origin": "bought"}, expect=422)
    assert list(wrong.problems.values()) == ["contract_number", "licence"]
    page = page.press("记下来源", BOUGHT | SOON)
    assert page.says("授权还有 20 天到期")
    page = page.press("记下来源", {"ends_year": "2027"})
    assert page.says("记过的，2 笔") and page.says("2027年11月1日") and page.says("2026年11月1日")


def test_two_officers_at_once_do_not_undo_each_other(officer: Browser, dough: int) -> None:
    first = officer.open(HOLDING)
    second = officer.open(HOLDING)
    first.press("记下来源", BOUGHT)
    assert second.press("记下来源", {"origin": "collected", "licence": "CC BY"}, expect=409).says("别人刚刚记了一笔。")


def test_the_end_is_told_at_the_desk_and_to_the_provider_and_to_nobody_else(
    officer: Browser, sign_in: SignIn, zz_author: Person, ly_author: Person, open_course: OpenCourse
) -> None:
    open_course(region="410100")
    officer.open(HOLDING).press("记下来源", BOUGHT | SOON)
    assert officer.open("/review").follow("用手和面：授权还有 20 天到期").path == HOLDING
    assert sign_in(zz_author).open("/submissions").follow("用手和面：授权还有 20 天到期").path == COURSE
    assert not sign_in(ly_author).open("/submissions").says("授权快到期")


def test_after_the_last_day_the_job_withdraws_it_once(
    officer: Browser, app: FastAPI, engine: Engine, clock: Clock, dough: int, visitor: Browser, session: Session
) -> None:
    officer.open(HOLDING).press("记下来源", BOUGHT | SOON)
    for days, state in ((20, VersionState.PUBLISHED), (1, VersionState.WITHDRAWN), (1, VersionState.WITHDRAWN)):
        clock.forward(days=days)
        put_in_due(engine, clock.now)
        run_waiting(engine, app.state.files, app.state.settings, clock.now)
        assert version_of(session, dough).state == state
        session.rollback()
    assert len(session.exec(select(CourseWithdrawal)).all()) == 1
    gone = visitor.open(f"{COURSE}?late", expect=410)
    assert gone.heading == "这门课已经撤下" and gone.says("理由：授权到期。")


def test_however_many_have_ended_all_are_withdrawn_in_one_day(
    open_course: OpenCourse, coordinator: Person, engine: Engine, clock: Clock
) -> None:
    slugs = [f"course-{number:03}" for number in range(102)]
    for slug in slugs:
        version_id = open_course(slug=slug)
        with Session(engine) as session, session.begin():
            course_id = session.get_one(CourseVersion, version_id).course_id
            facts = {"number": 1, "origin": "bought", "contract_number": "1", "licence": "1", "note": ""}
            last_day = NOW.date() - timedelta(days=1)
            who = {"recorded_by_id": coordinator.id, "recorded_at": NOW}
            session.add(HoldingRecord(course_id=course_id, ends_on=last_day, **facts, **who))
    with Session(engine) as session, session.begin():
        assert actions.withdraw_ended(session, RULES, NOW) == 102
        assert actions.withdraw_ended(session, RULES, NOW) == 0


def test_who_has_begun_may_finish_for_90_days_and_earns_the_same(
    officer: Browser, learner: Browser, visitor: Browser, sign_in: SignIn, lin: Person, mei: Person, clock: Clock
) -> None:
    officer.open(HOLDING).follow("撤下《用手和面》").press("撤下这门课", REASON)
    assert officer.open(HOLDING).says("这门课已经撤下") and "用手和面" not in officer.open("/holdings").links
    for somebody in (visitor, sign_in(mei)):
        for path in (COURSE, f"{COURSE}/01-flour"):
            assert somebody.open(f"{path}?gone", expect=410).says("内容过时了。")
        assert not somebody.open("/library?gone").says("用手和面")
    sign_in(mei).send(f"{LEARNING}/enrolment", expect=404)
    clock.forward(days=90)
    learner = sign_in(lin)  # a sign-in does not last so long
    page = learner.open(f"{COURSE}/02-dough")
    assert page.says("您可以学完、考核到2027年1月10日，学分照样记。")
    page = page.press("提交答案", {"q1": ["1", "2", "3"], "q2": "软"}).follow("去考核").press("开始考核")
    page = page.press("存下来，去检查", RIGHT | order_answers(page) | {"q5": "1"}).press("交卷")
    assert page.title.startswith("合格，100 分，1.5 学分已入账")


def test_after_the_90_days_it_is_over_and_what_was_learned_stays(
    officer: Browser, learner: Browser, sign_in: SignIn, lin: Person, clock: Clock
) -> None:
    officer.open(f"{HOLDING}/withdrawal").press("撤下这门课", REASON)
    clock.forward(days=91)
    learner = sign_in(lin)  # a sign-in does not last so long
    learner.open(f"{COURSE}/02-dough", expect=410)
    for address in ("02-dough/checkpoint", "attempts", "answers", "submission"):
        assert learner.send(f"{LEARNING}/{address}", expect=409).says("学过的和学分都还在。")
    assert learner.open(LEARNING).says("已学完 1 课")


def test_a_reason_is_needed_and_withdrawing_twice_changes_nothing(officer: Browser, dough: int) -> None:
    form = officer.open(f"{HOLDING}/withdrawal")
    assert list(form.press("撤下这门课", expect=422).problems.values()) == ["reason"]
    form.press("撤下这门课", REASON)
    assert form.press("撤下这门课", REASON, expect=409).says("这门课已经撤下。")


def test_a_new_version_opens_the_course_again(officer: Browser, open_course: OpenCourse, visitor: Browser) -> None:
    open_course()
    officer.open(f"{HOLDING}/withdrawal").press("撤下这门课", REASON)
    open_course(title="和面，新版")
    assert visitor.open(f"{COURSE}?again").heading == "和面，新版"


def test_nobody_else_records_or_withdraws(
    sign_in: SignIn, zz_author: Person, formal_checker: Person, dough: int
) -> None:
    for person in (zz_author, formal_checker):
        browser = sign_in(person)
        browser.open(HOLDING, expect=404)
        browser.send(HOLDING, BOUGHT, expect=404)
        browser.send(f"{HOLDING}/withdrawal", REASON, expect=404)


def test_what_was_never_open_is_not_there(officer: Browser, visitor: Browser) -> None:
    officer.open("/holdings/nothing", expect=404)
    visitor.open("/library/nothing", expect=404)


def test_two_withdrawals_at_once_are_one(dough: int, engine: Engine) -> None:
    def take_away(_: int) -> bool:
        with Session(engine) as session, session.begin():
            return withdraw(session, session.get_one(CourseVersion, dough), "理由。", None, NOW)

    with ThreadPoolExecutor(3) as threads:
        assert sorted(threads.map(take_away, range(3))) == [False, False, True]


def test_a_record_is_never_changed(officer: Browser, dough: int, engine: Engine) -> None:
    officer.open(HOLDING).press("记下来源", BOUGHT)
    with pytest.raises(DatabaseError), engine.begin() as connection:
        connection.execute(text("UPDATE holding_record SET licence = 'x'"))
    with Session(engine) as session:
        assert len(session.exec(select(HoldingRecord)).all()) == 1
        assert actions.withdraw_ended(session, RULES, NOW) == 0


def opened_submission(session: Session, version_id: int, author: Person, region: str) -> int:
    """A submission of 郑州 that has gone the whole way to this version."""
    facts = {"region_code": region, "author_id": author.id, "slug": "dough-by-hand", "title": "用手和面"}
    submission = Submission(state=State.PUBLISHED, created_at=NOW, changed_at=NOW, **facts)
    session.add(submission)
    session.flush()
    file = {"digest": "0" * 64, "file_name": "dough.zip", "size_bytes": 9, "uploaded_by_id": author.id}
    package = SubmittedPackage(
        submission_id=submission.id, number=1, round=1, uploaded_at=NOW, checked_at=NOW, version_id=version_id, **file
    )
    session.add(package)
    session.flush()
    submission.package_id = package.id
    number = submission.id
    session.commit()
    return number


def test_its_submission_ends_with_it_and_the_provider_reads_until_when_learners_may_finish(
    officer: Browser, sign_in: SignIn, zz_author: Person, open_course: OpenCourse, session: Session
) -> None:
    number = opened_submission(session, open_course(region=ZHENGZHOU), zz_author, ZHENGZHOU)
    other = opened_submission(session, open_course(slug="dough-other", region=ZHENGZHOU), zz_author, ZHENGZHOU)
    officer.open(f"{HOLDING}/withdrawal").press("撤下这门课", REASON)
    page = sign_in(zz_author).open(f"/submissions/{number}")
    assert page.says("现在：课程已经撤下") and page.says("报过名的学员可以学完、考核到2027年1月10日，学分照样记。")
    assert page.says("课程撤下") and page.says("内容过时了。") and "撤回这次提交" not in page.links
    assert sign_in(zz_author).open("/submissions").says("课程已经撤下")
    events = session.exec(select(SubmissionEvent)).all()
    assert [(one.submission_id, one.step, one.to_state) for one in events] == [
        (number, Step.WITHDRAW_COURSE, State.WITHDRAWN)
    ]
    assert session.get_one(Submission, other).state is State.PUBLISHED
    session.rollback()


def test_the_clock_ends_the_submission_of_a_licence_that_is_over_once(
    officer: Browser, sign_in: SignIn, zz_author: Person, open_course: OpenCourse, engine: Engine, session: Session
) -> None:
    number = opened_submission(session, open_course(region=ZHENGZHOU), zz_author, ZHENGZHOU)
    officer.open(HOLDING).press("记下来源", BOUGHT | SOON)
    for count in (1, 0):
        with Session(engine) as writing, writing.begin():
            assert actions.withdraw_ended(writing, RULES, NOW + timedelta(days=40)) == count
    assert sign_in(zz_author).open(f"/submissions/{number}").says("授权到期，课程撤下")
    event = session.exec(select(SubmissionEvent)).one()
    assert (event.step, event.actor_id, event.note) == (Step.LICENCE_ENDED, None, "")


def test_a_newer_version_leaves_the_earlier_submission_at_its_end(
    officer: Browser, sign_in: SignIn, zz_author: Person, open_course: OpenCourse, session: Session
) -> None:
    first = opened_submission(session, open_course(region=ZHENGZHOU), zz_author, ZHENGZHOU)
    officer.open(f"{HOLDING}/withdrawal").press("撤下这门课", REASON)
    again = opened_submission(session, open_course(title="和面，新版", region=ZHENGZHOU), zz_author, ZHENGZHOU)
    author = sign_in(zz_author)
    assert author.open(f"/submissions/{first}").says("现在：课程已经撤下")
    assert author.open(f"/submissions/{again}").says("现在：已开放")
