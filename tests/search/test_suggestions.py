"""What may have been meant, and what is marked."""

import pytest

from portal.search.marks import excerpt, spans
from portal.search.rules import read_query
from portal.search.sounds import readings, splits
from portal.search.suggestions import LONGEST, closest, places_to_look

TITLES = [
    "保健按摩基础",
    "面包烘焙安全与流程",
    "电商客服入门",
    "NVDA 读屏入门",
    "Excel 表格",
    "烘焙师的一天",
    "绿化养护",
]


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("按魔", "按摩"),  # sounds the same
        ("哄焙", "烘焙"),
        ("电商克服", "电商客服"),
        ("面包烘倍", "面包烘焙"),
        ("保健安摩", "保健按摩"),
        ("exsel", "excel"),  # is spelt nearly the same
        ("nvad", None),  # two letters of four are wrong
        ("nvdaa", "nvda"),
        ("baojain", "保健"),
        ("hongbeii", "烘焙"),
        ("卫星", None),
        ("x", None),
    ],
)
def test_what_was_meant(typed: str, meant: str | None) -> None:
    assert closest(typed, TITLES) == meant


def test_a_word_that_is_longer_than_anybody_means_is_looked_for_nowhere() -> None:
    for character in "按a":
        assert places_to_look(character * LONGEST)
        assert places_to_look(character * (LONGEST + 1)) == ()


def marked(text: str, words: str) -> str:
    for first, last in reversed(spans(text, read_query(words))):
        text = f"{text[:first]}[{text[first:last]}]{text[last:]}"
    return text


@pytest.mark.parametrize(
    ("text", "words", "said"),
    [
        ("保健按摩基础", "按摩", "保健[按摩]基础"),
        ("保健按摩基础", "anmo", "保健[按摩]基础"),
        ("保健按摩基础", "an mo", "保健[按摩]基础"),
        ("保健按摩基础", "bjam", "[保健按摩]基础"),
        ("學習 ＮＶＤＡ", "学习nvda", "[學習] [ＮＶＤＡ]"),
        ("面包，面包", "面包", "[面包]，[面包]"),
        ("面包烘焙", "包烘 烘焙", "面[包烘焙]"),
        ("<b>&", "b", "<[b]>&"),
        ("面包", "茶", "面包"),
        ("㍿ 2026", "2", "㍿ [2]0[2]6"),
        ("", "茶", ""),
    ],
)
def test_what_is_marked(text: str, words: str, said: str) -> None:
    assert marked(text, words) == said


def test_an_excerpt_shows_the_word_in_its_place() -> None:
    text = "先准备。" * 20 + "再看麵粉的颜色。" + "最后收好。" * 20
    assert "麵粉" in excerpt(text, read_query("面粉"))
    assert len(excerpt(text, read_query("面粉"))) < 50
    assert excerpt(text, read_query("茶")) == ""


def test_letters_are_read_as_syllables_in_every_way() -> None:
    assert splits("xian") == [("xian",), ("xi", "an")]
    assert splits("anmo") == [("an", "mo")]
    assert splits("lve") == splits("lue") == [("lve",), ("lv", "e")]
    assert splits("nvda") == [("nv", "da")]
    assert splits("excel") == splits("") == []
    assert readings("绿") == ("lv", "lu")
    assert readings("a") == readings("ア") == ()
