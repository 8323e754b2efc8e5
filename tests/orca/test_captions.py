"""A blind author at the caption desk, with the real Orca, in Chinese: find the film, hear what is wrong, mend, confirm."""

import pytest

from portal.accounts.demo import DEMO_PASSWORD
from tests.orca.listener import Listener
from tests.orca.test_trainee import first_words

pytestmark = pytest.mark.orca
FILM = "手怎么知道面和好了"


def test_caption_desk(listener: Listener):
    sign_in(listener)
    find_the_film(listener)
    hear_what_to_look_at(listener)
    mend_a_line(listener)
    type_a_wrong_time(listener)
    confirm(listener)


def sign_in(listener: Listener) -> None:
    listener.chapter("登录")
    listener.open("/sign-in")
    listener.press("e")
    listener.enter_field()
    listener.type("zz-author")
    listener.press("Tab")
    listener.type(DEMO_PASSWORD)
    listener.follow()


def find_the_film(listener: Listener) -> None:
    listener.chapter("从字幕台到一课的字幕")
    said = listener.open(listener.portal.places["captions"])
    assert first_words(said).startswith("字幕台，1 课有视频或音频")
    listener.find("h", FILM)
    listener.find("k", "字幕")
    said = first_words(listener.follow())
    assert said.startswith(f"字幕：{FILM}，共 2 条")


def hear_what_to_look_at(listener: Listener) -> None:
    listener.chapter("听哪里要看一看")
    listener.find("h", "要看一看的")
    listener.find("k", "第 2 条：太快")
    listener.press("Enter", wait=1)
    listener.press("h")


def mend_a_line(listener: Listener) -> None:
    listener.chapter("改第 2 条，保存")
    listener.open(listener.portal.places["captions"] + "/02-dough/captions")
    said = listener.find("e", "第 2 条的结束")
    assert "0:03.500" in " ".join(said)
    listener.enter_field()
    listener.press("Control+a")
    listener.type("0:07")
    listener.leave_field()
    listener.find("b", "保存这一页")
    assert first_words(listener.follow()).startswith(f"字幕：{FILM}")


def type_a_wrong_time(listener: Listener) -> None:
    listener.chapter("时间写错")
    listener.find("e", "第 1 条的开始")
    listener.enter_field()
    listener.press("Control+a")
    listener.type("一秒")
    listener.leave_field()
    listener.find("b", "保存这一页")
    said = first_words(listener.follow())
    assert said.startswith("错误：字幕")
    assert "第 1 条的开始：写成 分:秒，例如 1:02.5" in said  # message and field, at once, without a key


def confirm(listener: Listener) -> None:
    listener.chapter("确认")
    listener.open(listener.portal.places["captions"] + "/02-dough/captions")
    listener.find("b", "我从头看过，确认这一份")
    listener.follow()
    listener.press("h", "Down")
