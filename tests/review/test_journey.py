"""The whole review by its pages, from the formal check to the credit, everybody at their own desk."""

from typing import Any

import pytest
from sqlmodel import select

from portal.accounts.models import Person
from portal.review.models import ConflictCheck, CreditValue
from portal.submissions.steps import State
from tests.browser import SignIn
from tests.review.course import Course, People
from tests.review.test_pages import REPORT, REVIEW, open_course

ALL_YES = dict.fromkeys(("complete", "rights", "clean", "plays", "different", "people"), "yes")


class Journey:
    """One course and everybody's browser."""

    def __init__(self, course: Course, people: People, sign_in: SignIn) -> None:
        self.course, self.people, self.sign_in = course, people, sign_in
        self.here = f"/review/{course.id}"
        self.coordinator = sign_in(people.coordinator)

    def formal_check(self) -> None:
        checker = self.sign_in(self.people.formal_checker)
        desk = checker.open("/review")
        assert desk.title.startswith("评审台，1 门等您")
        assert desk.says("接手形式审查")
        closed = desk.follow("用手和面")
        assert closed.says("打开内容以前")
        assert "试学这门课，和学员看到的一样" not in closed.links
        unanswered = closed.press("提交说明", expect=422)
        assert unanswered.problems == {"回避：选一个": "answer"}
        formal = unanswered.press("提交说明", {"answer": "open"}).follow("做形式审查")
        assert len(formal.press("提交结论", expect=422).problems) == 6
        letterless = formal.press("提交结论", ALL_YES | {"rights": "no"}, expect=422)
        assert letterless.problems == {"给提交市的信：有“不是”，就写清要改什么。一次说全": "letter"}
        assert letterless.typed("rights") == "no"
        assert formal.press("提交结论", ALL_YES).says("现在：正在无障碍检查")

    def accessibility_check(self) -> None:
        for part in ("视障体验员", "听障体验员"):
            self.coordinator.open(self.here).follow("请体验员").press(f"请{part}")
        self.test_as(self.people.blind_tester, "视障体验员", {"way_listen": "full", "way_braille": "full"})
        self.test_as(self.people.deaf_tester, "听障体验员", {"way_look": "full", "way_sign": "none"})
        assert self.coordinator.open("/review").says("下无障碍结论")
        verdict = self.coordinator.open(self.here).follow("下无障碍结论")
        assert verdict.says("表格念得太快。")
        assert verdict.press("提交结论", {"decision": "pass"}).says("现在：专家正在评审")

    def test_as(self, person: Person, part: str, ways: dict[str, Any]) -> None:
        tester = self.sign_in(person)
        assert tester.open("/review").says("试学，交报告")
        open_course(tester, self.course)
        report = tester.open(self.here).follow("写试学报告")
        assert report.says("第 1 课：认识面粉和工具")
        filled = {name: value for name, value in REPORT.items() if not name.startswith("way_")}
        filled |= ways | {"way_keyboard": "full"}
        wrong = report.press("提交报告", filled | {"grade_1": "P1"}, expect=422)
        assert list(wrong.problems.values()) == ["words_1"]
        sent = wrong.press("提交报告", filled | {"grade_1": "P1", "words_1": "表格念得太快。"})
        assert sent.says(f"{part}的报告")
        assert tester.open("/review").says("已交的报告，1 份")

    def expert_review(self) -> None:
        ask = self.coordinator.open(self.here).follow("请专家")
        assert ask.says("专家一：工作或居住在提交这门课的市，或者它的县区。")
        for person in (self.people.expert2, self.people.expert3):
            self.coordinator.open(f"{self.here}/experts").press("请这位专家", {"person": str(person.id)})
        self.coordinator.open(f"{self.here}/experts", expect=409)
        for person in (self.people.expert2, self.people.expert3):
            self.review_as(person)

    def review_as(self, person: Person) -> None:
        expert = self.sign_in(person)
        assert expert.open("/review").says("答复接不接")
        expert.open(f"{self.here}/rubric", expect=409)
        expert.open(f"{self.here}/course", expect=409)
        open_course(expert, self.course)
        form = expert.open(self.here).follow("填评审表")
        drafted = form.press("存草稿", {"summary": "写了一半"})
        assert drafted.says("填评审表")
        again = expert.open(f"{self.here}/rubric")
        assert again.typed("summary") == "写了一半"
        no = again.press("提交评审表", REVIEW | {"essential_rights": "no"}, expect=422)
        assert no.problems == {"说明：“版权清楚”没有达到，写清为什么": "comment_rights"}
        assert again.press("提交评审表", REVIEW).says("您的评审，80 分，建议通过")

    def panel(self) -> None:
        for person in (self.people.panel1, self.people.panel2, self.people.panel3):
            member = self.sign_in(person)
            assert member.open("/review").says("看材料，投票")
            open_course(member, self.course)
            ballot = member.open(self.here).follow("投票")
            assert ballot.says("专家的分数是 80 分，建议通过。")
            assert ballot.says("第 1 位专家，80 分，建议通过")
            assert not ballot.says("专家二")
            assert ballot.press("投票", {"outcome": "accept"}, expect=422).problems == {"理由：写几句": "reason"}
            ballot.press("投票", {"outcome": "accept", "reason": "同意。"})
            member.open(f"{self.here}/vote", expect=409)
        result = self.coordinator.open(self.here).follow("结束表决")
        assert result.says("结果：通过")
        result.press("结束表决")

    def credit(self) -> None:
        officer = self.sign_in(self.people.credit1)
        assert officer.open("/review").says("定学分")
        form = officer.open(self.here).follow("定学分")
        assert form.typed("credit") == "0.06"
        assert form.press("定学分", {"credit": "1,5", "reason": ""}, expect=422).problems == {
            "学分：写数字，最多两位小数，例如 1.5": "credit",
            "理由：写清学时、级别和考核": "reason",
        }
        form.press("定学分", {"credit": "0.1", "reason": "1 学时，初级，5 道题。"})


@pytest.fixture
def journey(course: Course, people: People, sign_in: SignIn) -> Journey:
    return Journey(course.reach(State.SUBMITTED), people, sign_in)


def test_the_whole_review_by_its_pages(journey: Journey, course: Course):
    journey.formal_check()
    journey.accessibility_check()
    journey.expert_review()
    assert course.state is State.DECISION
    journey.panel()
    assert course.state is State.NOTICE
    journey.credit()
    assert [value.credit_hundredths for value in course.rows(select(CreditValue))] == [10]
    assert len(course.rows(select(ConflictCheck))) == 21


ENGLISH = ("/submissions/{id}", "/review", "/review/{id}", "/review/{id}/course", "/notices")


def test_the_pages_speak_english(journey: Journey, course: Course):
    """No Chinese is left in what the portal itself says; the course's own words stay."""
    journey.formal_check()
    own_words = ("用手和面", "中文", "郑州的作者的账户", "course.zip")
    for path in ENGLISH:
        who = journey.people.zz_author if "submissions" in path else journey.people.formal_checker
        page = journey.sign_in(who).open(path.format(id=course.id), **{"Accept-Language": "en"})
        labels = page.html.select("h2, dt, main button, th[scope=col], caption, main a.button, .steps li")
        said = " ".join(label.get_text() for label in labels)
        for words in own_words:
            said = said.replace(words, "")
        assert not [character for character in said if "\u4e00" <= character <= "\u9fff"], (path, said)
