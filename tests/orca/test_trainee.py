"""A blind trainee's way from the home page to the credit, with the real Orca, in Chinese; what it costs is counted."""

import pytest

from portal.accounts.demo import DEMO_PASSWORD
from tests.orca.listener import ORCAS_OWN, Listener

pytestmark = pytest.mark.orca
COURSE = "蒸馒头入门"
TO_COURSE, TO_TEXT = 6, 4  # keys, design of the portal: the accessibility contract


def first_words(said: list[str]) -> str:
    """The first thing that is said of a page. Orca names it once or twice: as a document, and when it is loaded."""
    loaded = [words.removeprefix("载入 ") for words in said]
    return next(words for words in loaded if not words.startswith(ORCAS_OWN))


def test_from_home_to_the_credit(listener: Listener):
    sign_in(listener)
    find_the_course(listener)
    hear_the_first_lesson(listener)
    enrol(listener)
    answer_wrongly_then_rightly(listener)
    answer_the_second_lesson(listener)
    take_the_assessment(listener)
    hear_the_credit(listener)


def sign_in(listener: Listener) -> None:
    listener.chapter("登录，先错一次")
    listener.open("/sign-in")
    listener.press("e")
    listener.enter_field()
    listener.type("trainee")
    listener.press("Tab")
    listener.type("wrong-password")
    said = first_words(listener.follow())
    assert said.startswith("错误：登录，有 1 处要改。登录名或证号")  # message and field, at once, without a key

    listener.chapter("登录")
    listener.find("e", "登录名或证号")
    listener.enter_field()
    listener.press("Tab")
    listener.type(DEMO_PASSWORD)
    assert first_words(listener.follow()).startswith("我的学习")


def find_the_course(listener: Listener) -> None:
    listener.chapter(f"从首页到一门课，最多 {TO_COURSE} 个键")
    listener.open("/")
    listener.press("e")
    listener.enter_field()
    listener.type(COURSE[:3])
    said = listener.follow()
    assert first_words(said).startswith("课程，共 1 门课程")  # the exact number is the first thing said
    assert COURSE in " ".join(listener.press("3"))
    assert first_words(listener.follow()).startswith(COURSE)
    assert listener.keys <= TO_COURSE


def hear_the_first_lesson(listener: Listener) -> None:
    listener.chapter(f"从课程到第 1 课的课文，最多 {TO_TEXT} 个键")
    listener.press("3")
    assert first_words(listener.follow()).startswith("认识面粉和工具，第 1 课，共 2 课")
    assert "标题 水平 1" in " ".join(listener.press("h"))
    assert "先准备好三样东西" in " ".join(listener.press("Down"))
    assert listener.keys <= TO_TEXT
    listener.press(*["Down"] * 6)


def enrol(listener: Listener) -> None:
    listener.chapter("报名")
    listener.open("/library/steamed-buns")
    listener.find("b", "报名学这门课")
    assert first_words(listener.follow()).startswith(f"我学到哪里：{COURSE}")


def answer_wrongly_then_rightly(listener: Listener) -> None:
    listener.chapter("第 1 课的题，先答错")
    listener.press("h")
    listener.find("k", "接着学第 1 课")
    listener.follow()
    listener.find("h", "想一想")
    listener.find("Down", "做馒头用哪种面粉？")
    listener.find("r", "高筋面粉")
    listener.press("space")
    listener.find("b", "提交答案")
    said = first_words(listener.follow())
    assert said.startswith("错误：认识面粉和工具")
    assert "第 1 题还没答对" in said

    listener.chapter("第 1 课的题，答对")
    listener.find("r", "中筋面粉")
    listener.press("space")
    listener.find("b", "提交答案")
    assert first_words(listener.follow()).startswith("第 1 课学完了")


def answer_the_second_lesson(listener: Listener) -> None:
    listener.chapter("第 2 课的题")
    listener.press("h")
    listener.find("k", "接着学第 2 课")
    listener.follow()
    for words in ("手", "盆", "面团"):
        listener.find("x", words)
        listener.press("space")
    listener.find("e", "写一写")
    listener.enter_field()
    listener.type("软软的，像耳垂。")
    listener.press("Tab")
    assert first_words(listener.follow()).startswith("第 2 课学完了")


def take_the_assessment(listener: Listener) -> None:
    listener.chapter("考核")
    listener.press("h")
    listener.find("k", "去考核")
    listener.follow()
    listener.find("b", "开始考核")
    listener.follow()
    listener.find("r", "撒一点干面粉")
    listener.press("space")
    for words in ("手", "盆", "面团"):
        listener.find("x", words)
        listener.press("space")
    listener.find("e", "五百克面粉")
    listener.enter_field()
    listener.type("250")
    listener.leave_field()
    listener.find("r", "高筋面粉")
    listener.press("space")
    listener.find("b", "存下来，去检查")
    assert first_words(listener.follow()).startswith("交卷前检查，1 题未答")
    listener.find("b", "交卷")
    said = first_words(listener.follow())
    assert said.startswith("合格，80 分，0.5 学分已入账")


def hear_the_credit(listener: Listener) -> None:
    listener.chapter("听学分入账")
    listener.press("h")
    listener.find("k", "看这一笔学分")
    listener.follow()
    listener.press("h", "Down", "Down", "Down", "Down")
