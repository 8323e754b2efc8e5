"""Questions under a lesson: who learns asks, who provides answers, everybody reads, nobody is named."""

import pytest
from sqlalchemy import Engine
from sqlmodel import Session, select

from portal.accounts.models import Person
from portal.discussions.models import LessonQuestion
from tests.browser import Browser, SignIn
from tests.cast import Clock
from tests.counting import counted_queries
from tests.discussions.conftest import LESSON, QUESTIONS

ASKED = {"question": "面粉要过筛吗？"}


def test_a_learner_asks_and_the_place_answers_and_nobody_is_named(
    learner: Browser, sign_in: SignIn, zz_author: Person, visitor: Browser
) -> None:
    page = learner.open(LESSON).follow("这一课的问答")
    assert page.says("还没有人提问。")
    page = page.press("提出问题", ASKED)
    assert page.says("第 1 个问题，您问的") and page.says("还没有回答。")
    official = sign_in(zz_author)
    listed = official.open("/submissions").follow("用手和面，01-flour：1 个问题等回答")
    listed.follow("回答第 1 个问题").press("提交回答", {"answer": "不用，和的时候会散开。"})
    page = visitor.open(QUESTIONS)
    assert page.says("第 1 个问题，一位学员问") and page.says("不用，和的时候会散开。")
    assert "林小雨" not in page.response.text and "郑州的作者" not in page.response.text
    assert not official.open("/submissions").says("等回答")


def test_only_who_has_begun_asks(visitor: Browser, sign_in: SignIn, mei: Person, course: int) -> None:
    assert visitor.open(QUESTIONS).says("报名学这门课以后，就能提问。")
    assert sign_in(mei).send(QUESTIONS, ASKED, expect=409).says("报名学这门课以后，就能提问。")


@pytest.mark.parametrize("words", ["", "长" * 2001, "我的电话 13812345678，请回答"])
def test_what_may_not_stand_comes_back_with_what_was_typed(learner: Browser, words: str, engine: Engine) -> None:
    page = learner.open(QUESTIONS).press("提出问题", {"question": words}, expect=422)
    assert list(page.problems.values()) == ["question"] and page.typed("question") == words
    with Session(engine) as session:
        assert session.exec(select(LessonQuestion)).all() == []


def test_ten_a_day_and_what_was_typed_is_kept(learner: Browser, clock: Clock) -> None:
    form = learner.open(QUESTIONS)
    for number in range(10):
        learner.send(QUESTIONS, {"question": f"第 {number} 问？"})
    refused = form.press("提出问题", ASKED, expect=422)
    assert refused.typed("question") == ASKED["question"]
    assert "提出问题" not in learner.open(QUESTIONS).buttons
    clock.forward(hours=11)
    assert learner.send(QUESTIONS, ASKED, expect=422)


def test_the_same_press_twice_is_one_question(learner: Browser, engine: Engine) -> None:
    form = learner.open(QUESTIONS)
    form.press("提出问题", ASKED)
    form.press("提出问题", ASKED)
    with Session(engine) as session:
        assert len(session.exec(select(LessonQuestion)).all()) == 1


def test_what_was_asked_can_be_taken_back_by_who_asked_only(
    learner: Browser, sign_in: SignIn, mei: Person, visitor: Browser, engine: Engine
) -> None:
    page = learner.open(QUESTIONS).press("提出问题", ASKED)
    sign_in(mei).send(f"{QUESTIONS}/1/withdrawal", expect=404)
    assert page.follow("收回第 1 个问题").press("收回这个问题").says("还没有人提问。")
    learner.send(f"{QUESTIONS}/1/withdrawal", expect=404)
    with Session(engine) as session:
        assert session.get_one(LessonQuestion, 1).words == ""


def test_a_hidden_question_leaves_its_reason_and_only_who_asked_reads_it(
    learner: Browser, sign_in: SignIn, coordinator: Person, zz_author: Person, ly_author: Person, visitor: Browser
) -> None:
    learner.open(QUESTIONS).press("提出问题", ASKED)
    sign_in(ly_author).open(f"{QUESTIONS}/1/hiding", expect=404)
    sign_in(ly_author).send(f"{QUESTIONS}/1/hiding", {"reason": "别的。"}, expect=404)
    form = sign_in(coordinator).open(QUESTIONS).follow("隐藏第 1 个问题")
    assert list(form.press("隐藏这个问题", expect=422).problems.values()) == ["reason"]
    form.press("隐藏这个问题", {"reason": "和课程没有关系。"})
    page = visitor.open(QUESTIONS)
    assert page.says("这个问题已隐藏。理由： 和课程没有关系。") and not page.says(ASKED["question"])
    assert learner.open(QUESTIONS).says(ASKED["question"])
    sign_in(zz_author).send(f"{QUESTIONS}/1/answers", {"answer": "好。"}, expect=409)


def test_another_place_and_the_province_do_not_answer(
    learner: Browser, sign_in: SignIn, ly_author: Person, coordinator: Person
) -> None:
    learner.open(QUESTIONS).press("提出问题", ASKED)
    for person in (ly_author, coordinator):
        browser = sign_in(person)
        assert "回答第 1 个问题" not in browser.open(QUESTIONS).links
        browser.open(f"{QUESTIONS}/1/answers", expect=404)
        browser.send(f"{QUESTIONS}/1/answers", {"answer": "好。"}, expect=404)


def test_a_question_belongs_to_its_lesson(learner: Browser) -> None:
    learner.open(QUESTIONS).press("提出问题", ASKED)
    assert learner.open("/library/dough-by-hand/02-dough/questions").says("还没有人提问。")
    learner.send("/library/dough-by-hand/02-dough/questions/1/withdrawal", expect=404)
    for path in ("/library/nothing/01-flour", "/library/dough-by-hand/09-nothing"):
        learner.open(f"{path}/questions", expect=404)
    learner.open(f"{QUESTIONS}?number=2", expect=404)


def test_many_questions_are_pages_with_as_many_queries_as_few(learner: Browser, lin: Person, engine: Engine) -> None:
    counted = []
    for many in (1, 20):
        with Session(engine) as session, session.begin():
            for number in range(many):
                words = f"第 {number} 问？"
                session.add(
                    LessonQuestion(
                        course_id=1, lesson_slug="01-flour", person_id=lin.id, words=words, asked_at=Clock().now
                    )
                )
        with counted_queries(engine) as statements:
            learner.open(QUESTIONS)
        counted.append(len(statements))
    assert counted[0] >= counted[1]
    assert (
        learner.open(QUESTIONS).follow("下一页").title.startswith("问答：认识面粉和工具，21 个问题，第 2 页，共 2 页")
    )
