"""A blind learner hears her account and asks for recognition, with the real Orca, in Chinese."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from portal.accounts.demo import DEMO_PASSWORD
from tests.assessment.test_pages import RIGHT
from tests.journeys.bank import town
from tests.orca.listener import Listener
from tests.orca.test_trainee import first_words
from tests.pages.stories.trainees import learn_both, take
from tests.pages.world import Served

pytestmark = pytest.mark.orca
HEADINGS = (
    "总学分",
    "可转换",
    "已锁定",
    "已转换",
    "未计入",
    "已失时效",
    "积分",
    "学分证明",
    "每一笔从哪里来",
    "哪里不对",
)


@pytest.fixture
def portal(tmp_path: Path) -> Iterator[Served]:
    """A town in which 周晓禾 has passed two courses; a cap left two thirds of the second one out."""
    with town(tmp_path) as here:
        trainee = here.world.sign_in("trainee")
        for slug in ("dough", "buns"):
            learn_both(trainee, slug)
            take(trainee, slug, RIGHT)
        yield here.served


def test_the_account_and_recognition(listener: Listener):
    sign_in(listener)
    hear_the_headings(listener)
    hear_what_does_not_count(listener)
    hear_one_entry(listener)
    leave_a_question_out(listener)


def sign_in(listener: Listener) -> None:
    listener.chapter("登录")
    listener.open("/sign-in")
    listener.press("e")
    listener.enter_field()
    listener.type("trainee")
    listener.press("Tab")
    listener.type(DEMO_PASSWORD)
    listener.follow()


def hear_the_headings(listener: Listener) -> None:
    listener.chapter("账户，一个标题一个标题地听")
    assert first_words(listener.open("/credits")).startswith("我的学分")
    assert "我的学分 标题 水平 1" in " ".join(listener.press("h"))
    for heading in HEADINGS:
        assert f"{heading} 标题 水平 2" in " ".join(listener.press("h"))


def hear_what_does_not_count(listener: Listener) -> None:
    listener.chapter("有多少，还有什么没计入")
    listener.open("/credits")
    listener.find("h", "总学分")
    assert "2 学分已入账" in " ".join(listener.press("Down"))
    listener.find("h", "未计入")
    assert "上限 2 学分。" in " ".join(listener.find("Down", "《包子》，1 学分"))
    assert listener.press("Down") == ["2027年1月1日起再记。"]


def hear_one_entry(listener: Listener) -> None:
    listener.chapter("一笔记录")
    listener.find("h", "每一笔从哪里来")
    listener.find("k", "学完《包子》，考核 100 分。")
    assert first_words(listener.follow()).startswith("记录 0000 0006 8")
    listener.find("h", "记了什么")
    listener.find("Down", "增加 0.5 学分")
    listener.find("h", "为什么记")
    listener.find("Down", "怎样算出来")
    listener.press("Down")


def leave_a_question_out(listener: Listener) -> None:
    listener.chapter("申请认定，漏答一题")
    listener.open("/recognition")
    listener.find("k", "写一份申请")
    assert first_words(listener.follow()).startswith("是哪一种，第 1 步，共 3 步")
    listener.find("b", "保存，去第 2 步")
    said = first_words(listener.follow())
    assert said.startswith("错误：是哪一种") and "选一个" in said

    listener.chapter("到那一题，答上")
    listener.find("h", "有 1 处要改")
    listener.find("k", "是哪一种：选一个")
    listener.press("Enter", wait=1)
    listener.press("space")
    listener.find("b", "保存，去第 2 步")
    assert "第 2 步，共 3 步" in first_words(listener.follow())
