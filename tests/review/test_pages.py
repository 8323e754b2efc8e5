"""The desks by their pages: everybody does their part, and sees only what is theirs to see."""

from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import Engine
from sqlmodel import select, update

from portal.accounts.models import Person
from portal.accounts.rules import Role
from portal.review.checks import actions as checks
from portal.review.experts import actions as experts
from portal.review.experts.forms import ESSENTIALS, WEIGHTED
from portal.review.models import AccessReport, ConflictCheck, ExpertReview, PartState, ReviewPart
from portal.submissions.models import Submission, SubmissionEvent
from portal.submissions.rules import Outcome, Part
from portal.submissions.steps import State, Step
from tests.browser import Browser, Page, SignIn, words
from tests.cast import MakePerson
from tests.counting import queries_of
from tests.review.course import WITH_P0, Course, People, rubric

ALL_YES = dict.fromkeys(("complete", "rights", "clean", "plays", "different", "people"), "yes")
REPORT: dict[str, Any] = {
    **{f"task_{task}": "done" for task in ("find", "learn", "quiz", "help")},
    **{f"way_{way}": "full" for way in ("listen", "look", "keyboard", "braille")},
    "way_sign": "none",
    "summary": "都能做完。",
}
REVIEW: dict[str, Any] = {
    **{f"essential_{item}": "yes" for item in ESSENTIALS},
    **{f"level_{item}": "4" for item in WEIGHTED},
    "verdict": "accept",
    "summary": "讲得清楚。",
}


def open_course(browser: Browser, course: Course) -> Page:
    """Declare no conflict."""
    return browser.open(f"/review/{course.id}").press("提交说明", {"answer": "open"})


def test_the_preview_is_what_a_learner_will_see(course: Course, people: People, sign_in: SignIn):
    course.reach(State.FORMAL_CHECK)
    checker = sign_in(people.formal_checker)
    preview = checker.open(f"/review/{course.id}/course")
    assert preview.says("试学，内容还没有开放")
    lesson = preview.follow("第 1 课：认识面粉和工具")
    assert lesson.says("先准备好三样东西：面粉、水、一只大盆。")
    following = lesson.follow("下一课：手怎么知道面和好了")
    assert following.path == f"/review/{course.id}/course/02-dough"
    checker.open(f"/review/{course.id}/course/03-none", expect=404)


def test_who_has_declared_nothing_is_led_to_the_declaration(course: Course, people: People, sign_in: SignIn):
    course.reach(State.EXPERT_REVIEW)
    course.does(experts.assign_expert, "coordinator", people.expert2.id)
    expert = sign_in(people.expert2)
    for path in ("course", "rubric"):
        refused = expert.open(f"/review/{course.id}/{path}", expect=409)
        assert "提交说明" in refused.follow("去说明有没有要回避的关系").buttons


def test_an_expert_sees_the_other_review_only_when_both_are_in(course: Course, people: People, sign_in: SignIn):
    course.reach(State.EXPERT_REVIEW)
    for name in ("expert2", "expert3"):
        course.does(experts.assign_expert, "coordinator", getattr(people, name).id)
        course.does(experts.accept_review, name)
    course.does(experts.hand_in_review, "expert2", rubric(91))
    first, second = sign_in(people.expert2), sign_in(people.expert3)
    here = f"/review/{course.id}"
    assert second.open(here).says("91 分") is False
    assert first.open(here).says("您的评审，91 分")
    course.does(experts.hand_in_review, "expert3", rubric(88))
    assert second.open(here).says("第 1 位专家，91 分，建议通过")
    assert not second.open(here).says("专家二")
    assert first.open(here).says("第 2 位专家，88 分，建议通过")


def test_a_draft_is_said_to_be_kept_and_gone_on_with(course: Course, people: People, sign_in: SignIn):
    course.reach(State.EXPERT_REVIEW)
    course.does(experts.assign_expert, "coordinator", people.expert2.id)
    form = open_course(sign_in(people.expert2), course).follow("填评审表")
    kept = form.press("存草稿", {"summary": "讲得清楚。"})
    assert kept.says("草稿已存，2026年10月12日 下午2点30分。还没有提交。")
    assert kept.follow("接着填评审表").typed("summary") == "讲得清楚。"


def test_each_mark_of_a_review_stands_with_what_was_written_beside_it(course: Course, people: People, sign_in: SignIn):
    course.reach(State.EXPERT_REVIEW)
    written = {"essential_rights": "no", "comment_rights": "第 2 课的图。", "level_practice": "4", "note_practice": " "}
    course.review(replace(rubric(), answers=rubric().answers | written), rubric())
    page = sign_in(people.coordinator).open(f"/review/{course.id}")
    marks = {words(term): words(term.find_next_sibling("dd")) for term in page.html.select(".summary dt")}
    assert marks["版权清楚"] == "没有达到：第 2 课的图。"
    assert marks["练习和反馈"] == "4，好"


def test_names_of_reviewers_stay_with_who_oversees(course: Course, people: People, sign_in: SignIn):
    course.reach(State.NOTICE)
    names = ("形式审查员", "视障体验员一", "专家二", "专家三", "评审会一")
    author = sign_in(people.zz_author).open(f"/submissions/{course.id}")
    assert not any(author.says(name) for name in names)
    assert author.says("省级形式审查")
    assert sign_in(people.panel1).open(f"/review/{course.id}").says("专家二") is False


def test_an_expert_from_the_same_prefecture_is_told_why_it_is_closed(course: Course, people: People, sign_in: SignIn):
    course.reach(State.EXPERT_REVIEW)
    expert = sign_in(people.expert1)
    assert expert.open("/review").says("您的单位在郑州市。")
    refused = expert.open(f"/review/{course.id}", expect=409)
    assert refused.says("您要回避这门课：工作或居住在提交这门课的市，或者它的县区。")
    assert expert.open(f"/review/{course.id}/course", expect=409).follow("回到评审台").path == "/review"
    coordinator = sign_in(people.coordinator)
    sent = coordinator.send(f"/review/{course.id}/experts", {"person": str(people.expert1.id)}, expect=409)
    assert sent.says("专家一要回避这门课，不能分给他。")
    assert sent.links["回到这门课"] == f"/review/{course.id}"
    checked = course.rows(select(ConflictCheck).where(ConflictCheck.person_id == people.expert1.id))
    assert len(checked) == 1
    assert checked[0].reasons


def test_a_declared_conflict_closes_the_course(course: Course, people: People, sign_in: SignIn):
    course.reach(State.EXPERT_REVIEW)
    course.does(experts.assign_expert, "coordinator", people.expert2.id)
    expert = sign_in(people.expert2)
    form = expert.open(f"/review/{course.id}")
    assert form.press("提交说明", {"answer": "conflict"}, expect=422).problems == {"原因：写一句": "reason"}
    declared = form.press("提交说明", {"answer": "conflict", "reason": "作者是我的学生。"})
    assert declared.heading == "已申报回避"
    expert.open(f"/review/{course.id}", expect=409)
    assert expert.open("/review").says("现在没有课程等您。")
    assert sign_in(people.coordinator).open(f"/review/{course.id}").says("作者是我的学生。")


def test_a_panel_member_declares_a_conflict(course: Course, people: People, sign_in: SignIn):
    course.reach(State.DECISION)
    member = sign_in(people.panel1)
    member.open(f"/review/{course.id}").press("提交说明", {"answer": "conflict", "reason": "同一单位。"})
    member.open(f"/review/{course.id}", expect=409)
    assert course.rows(select(ReviewPart.state).where(ReviewPart.person_id == people.panel1.id)) == [PartState.DECLINED]


def test_a_fault_that_keeps_learners_out_goes_back_with_a_letter(course: Course, people: People, sign_in: SignIn):
    course.reach(State.A11Y_CHECK)
    course.test(deaf=WITH_P0)
    coordinator = sign_in(people.coordinator)
    form = coordinator.open(f"/review/{course.id}/access")
    assert form.says("报告里有 P0，要退回修改。")
    assert form.says("第 1 课：认识面粉和工具。题目读不出来。")
    coordinator.send(f"/review/{course.id}/access", {"decision": "pass"}, expect=409)
    assert form.press("提交结论", {"decision": "fail"}, expect=422).problems == {"给提交市的信：写清要改什么": "letter"}
    form.press("提交结论", {"decision": "fail", "letter": "第 1 课的题目读屏读不出来。"})
    back = sign_in(people.zz_author).open(f"/submissions/{course.id}")
    assert back.says("现在：已退回，等郑州市修改")
    assert back.says("第 1 课的题目读屏读不出来。")
    assert back.says("这是第 1 轮，最多 3 轮。")
    assert back.says("无障碍检查：已退回")


def test_two_experts_who_disagree_get_a_third(course: Course, people: People, sign_in: SignIn):
    course.reach(State.EXPERT_REVIEW)
    course.review(rubric(90), rubric(70, Outcome.MINOR))
    coordinator = sign_in(people.coordinator)
    assert coordinator.open("/review").says("请第三位专家")
    page = coordinator.open(f"/review/{course.id}").follow("请专家")
    page.press("请这位专家", {"person": str(people.expert4.id)})
    third = sign_in(people.expert4)
    open_course(third, course)
    third.open(f"/review/{course.id}/rubric").press("提交评审表", REVIEW)
    assert course.state is State.DECISION


ROLES_AND_PAGES = [
    ("formal", Role.FORMAL_CHECKER),
    ("report", Role.BLIND_TESTER),
    ("rubric", Role.EXPERT),
    ("vote", Role.PANEL_MEMBER),
    ("result", Role.COORDINATOR),
    ("experts", Role.COORDINATOR),
    ("revision", Role.COORDINATOR),
    ("credit", Role.CREDIT_OFFICER),
]


@pytest.mark.parametrize(("path", "role"), ROLES_AND_PAGES)
def test_each_page_is_for_its_role(
    course: Course, sign_in: SignIn, make_person: MakePerson, visitor: Browser, people: People, path: str, role: Role
):
    course.reach(State.SUBMITTED)
    address = f"/review/{course.id}/{path}"
    assert visitor.open(address).path.startswith("/sign-in")
    for other in (Role.TRAINEE, Role.SUBMITTER, Role.APPROVER, *(one for _, one in ROLES_AND_PAGES if one is not role)):
        stranger = sign_in(make_person(f"别的人，{other}", other))
        stranger.open(address, expect=404)
        if path != "revision":  # a page with two buttons, each with an address of its own
            stranger.send(address, {}, expect=404)
    out_of_turn = sign_in(make_person("对的人", role)).open(
        address, expect=404 if path in ("report", "rubric", "vote", "credit") else 409
    )
    assert out_of_turn.heading


def test_a_draft_of_the_prefecture_is_not_on_any_desk(course: Course, people: People, sign_in: SignIn):
    for person in (people.formal_checker, people.coordinator, people.appeal_officer):
        sign_in(person).open(f"/review/{course.id}", expect=404)
        assert sign_in(person).open("/review").says("现在没有课程等您。")
    sign_in(people.coordinator).open("/review/999", expect=404)


def test_the_desk_needs_as_many_queries_for_three_as_for_one(
    course: Course, people: People, sign_in: SignIn, engine: Engine
):
    course.reach(State.SUBMITTED)
    checker = sign_in(people.formal_checker)
    counts = [queries_of(engine, checker, "/review")]
    for _ in range(2):
        Course.begun(engine, course.settings, people, course.clock).reach(State.SUBMITTED)
    assert len(checker.open("/review").html.select("tbody tr")) == 3
    counts.append(queries_of(engine, checker, "/review"))
    assert counts[0] == counts[1] <= 7


def test_the_same_vote_sent_twice_is_one(course: Course, people: People, sign_in: SignIn):
    course.reach(State.DECISION)
    member = sign_in(people.panel1)
    open_course(member, course)
    ballot = member.open(f"/review/{course.id}/vote")
    for _ in range(2):
        assert ballot.press("投票", {"outcome": "accept", "reason": "同意。"}).path == f"/review/{course.id}"
    assert len(course.rows(select(SubmissionEvent).where(SubmissionEvent.step == Step.VOTE))) == 1


def test_what_was_typed_into_a_report_comes_back(course: Course, people: People, sign_in: SignIn):
    course.reach(State.A11Y_CHECK)
    course.does(checks.name_tester, "coordinator", people.blind_tester.id, Part.BLIND_TESTER)
    course.does(checks.open_test, "blind_tester")
    tester = sign_in(people.blind_tester)
    page = tester.open(f"/review/{course.id}/report")
    again = page.press("提交报告", {"words_2": "第二课的图没说明。", "task_find": "hard"}, expect=422)
    assert again.typed("words_2") == "第二课的图没说明。"
    assert again.typed("task_find") == "hard"
    assert course.rows(select(AccessReport)) == []
    assert course.rows(select(ExpertReview)) == []


def test_english_pages_show_the_english_title_or_say_that_it_is_chinese(
    course: Course, people: People, sign_in: SignIn, engine: Engine
):
    english = {"Accept-Language": "en"}
    course.reach(State.NOTICE)
    coordinator, author = sign_in(people.coordinator), sign_in(people.zz_author)
    for browser, path in ((coordinator, "/review"), (author, "/submissions")):
        assert browser.open(path, **english).follow("Dough by hand", expect=200).path.endswith(f"/{course.id}")
        assert "用手和面" in browser.open(path).links
    assert author.open(f"/submissions/{course.id}", **english).heading == "Dough by hand"
    with engine.begin() as connection:
        connection.execute(update(Submission).values(title_en=""))
    link = coordinator.open("/review", **english).html.select_one("th a")
    assert link is not None
    assert (words(link), link["lang"]) == ("用手和面", "zh-CN")


def test_who_is_asked_stands_on_the_page_that_asks(course: Course, people: People, sign_in: SignIn):
    course.reach(State.A11Y_CHECK)
    coordinator = sign_in(people.coordinator)
    course.does(checks.name_tester, "coordinator", people.blind_tester.id, Part.BLIND_TESTER)
    page = coordinator.open(f"/review/{course.id}/testers")
    assert page.says(f"已请：{people.blind_tester.name}。")
    assert not page.says("已经请过")


@pytest.fixture
def stranger(make_person: MakePerson) -> Person:
    return make_person("别处的人", Role.EXPERT, region="410400")


def test_an_expert_who_was_not_asked_has_no_business_here(course: Course, stranger: Person, sign_in: SignIn):
    course.reach(State.EXPERT_REVIEW)
    browser = sign_in(stranger)
    browser.open(f"/review/{course.id}", expect=404)
    browser.open(f"/review/{course.id}/course", expect=404)
    browser.open(f"/review/{course.id}/rubric", expect=404)
