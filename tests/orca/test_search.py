"""Finding a course with the real Orca: the number of results first, then a course's title in one piece, then conditions."""

import pytest

from tests.orca.listener import Listener
from tests.orca.test_trainee import first_words

pytestmark = pytest.mark.orca


def test_search_with_filter(listener: Listener):
    search_by_pinyin(listener)
    hear_a_marked_title(listener)
    add_a_condition(listener)
    follow_a_suggestion(listener)


def search_by_pinyin(listener: Listener) -> None:
    listener.chapter("用拼音找课程")
    listener.open("/")
    listener.press("e")
    listener.enter_field()
    listener.type("anmo")
    said = listener.follow()
    assert first_words(said).startswith("课程，共 1 门课程")  # the exact number is the first thing said


def hear_a_marked_title(listener: Listener) -> None:
    listener.chapter("听一门找到的课，标出的词不打断这一行")
    said = " ".join(listener.press("3"))
    assert "保健按摩基础" in said


def add_a_condition(listener: Listener) -> None:
    listener.chapter("找“和面”，再加条件：手语能学完")
    listener.open("/library?q=和面")
    listener.find("x", "手语")
    listener.press("space")
    listener.find("b", "更新结果")
    said = " ".join(listener.press("Enter", wait=2))
    assert "没有找到课程" in said or "门课程" in said  # said at once, without a key


def follow_a_suggestion(listener: Listener) -> None:
    listener.chapter("写错的词，问是不是要找别的")
    said = listener.open("/library?q=蒸曼头")
    assert first_words(said).startswith("课程，没有找到课程")
    listener.find("k", "您是不是要找：蒸馒头")
    assert first_words(listener.follow()).startswith("课程，共 1 门课程")
