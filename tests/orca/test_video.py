"""A blind trainee's way through a film lesson by keyboard, with the real Orca: play, find the line, search, descriptions."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.media.live import LESSON, live
from tests.orca.listener import Listener
from tests.orca.test_trainee import first_words
from tests.pages.world import Served

pytestmark = pytest.mark.orca
IS_PAUSED = "document.querySelector('[data-main]').paused"
AT = "document.querySelector('[data-main]').currentTime"


@pytest.fixture
def portal(tmp_path: Path) -> Iterator[Served]:
    """A portal with the film course and nothing else: nobody needs to sign in to watch a lesson."""
    with live(tmp_path) as portal:
        yield Served(portal.origin, {}, {}, portal.app)


def test_a_video_lesson_by_keyboard(listener: Listener):
    play_and_stop(listener)
    hear_the_line_that_was_playing(listener)
    find_words_in_the_transcript(listener)
    ask_for_descriptions(listener)
    hear_a_description_when_it_is_wanted(listener)
    choose_the_words_alone(listener)


def play_and_stop(listener: Listener) -> None:
    listener.chapter("打开一课，放视频")
    assert first_words(listener.open(LESSON)).startswith("看一看面团，第 1 课，共 2 课")
    listener.find("h", "视频 标题 水平 2")
    listener.find("b", "播放或暂停 按钮", most=30)
    said = " ".join(listener.press("Enter", wait=2))
    listener.session.desktop.wait(lambda: listener.session.devtools.js(f"{AT} > 1"), 20, "it does not play")
    assert "林师傅" not in said, "the page speaks over the film"
    listener.press("Enter")
    assert listener.session.devtools.js(IS_PAUSED)

    listener.chapter("前进十秒，说到哪里")
    listener.session.devtools.js("document.querySelector('[data-main]').currentTime = 3")
    listener.find("b", "前进 10 秒 按钮")
    assert "0 分 13 秒" in " ".join(listener.press("Enter", wait=2))


def hear_the_line_that_was_playing(listener: Listener) -> None:
    listener.chapter("读正在放的这一句")
    listener.find("b", "读正在放的这一句 按钮")
    said = " ".join(listener.press("Enter", wait=2))
    assert "正在放：" in said
    assert "面团摸着像耳垂" in said


def find_words_in_the_transcript(listener: Listener) -> None:
    listener.chapter("在文字稿里找一个词")
    listener.find("e", "在文字稿里找")
    listener.enter_field()
    listener.type("案板")
    said = " ".join(listener.press("Enter", wait=3))
    assert "找到 2 句 标题 水平 3" in said
    listener.find("k", "案板上一只大盆")


def ask_for_descriptions(listener: Listener) -> None:
    listener.chapter("要口述影像：停下来，显示文字")
    assert first_words(listener.open("/settings/media")).startswith("播放设置")
    listener.find("r", "停下来，显示文字", most=20)
    listener.press("space")
    listener.find("b", "存下播放设置")
    assert first_words(listener.follow()).startswith("播放设置，已存下")


def hear_a_description_when_it_is_wanted(listener: Listener) -> None:
    listener.chapter("放到有画面说明的地方")
    listener.open(LESSON)
    listener.session.devtools.js("document.querySelector('[data-main]').currentTime = 3")
    listener.find("b", "播放或暂停 按钮", most=30)
    said = " ".join(listener.press("Enter", wait=6))
    assert "停下来了，有一段画面说明。" in said
    assert "案板" not in said, "the words are read only when they are asked for"
    assert listener.session.devtools.js(IS_PAUSED)
    listener.find("shift+b", "读画面说明 按钮")
    said = " ".join(listener.press("Enter", wait=2))
    assert said.count("案板上一只大盆，盆里是面粉。") == 1
    listener.find("b", "接着放 按钮")
    listener.press("Enter", wait=1)
    assert not listener.session.devtools.js(IS_PAUSED)
    assert listener.session.devtools.js("document.activeElement !== document.body")


def choose_the_words_alone(listener: Listener) -> None:
    listener.chapter("网慢，换成只看文字")
    listener.open(LESSON)
    listener.find("k", "只看文字，不放视频", most=40)
    listener.follow()
    listener.find("h", "文字稿 标题 水平 2")
