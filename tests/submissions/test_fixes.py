"""A machine decides what is only a typing error, a caption, a description or a transcript."""

from dataclasses import replace
from difflib import SequenceMatcher
from typing import Any, SupportsIndex

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.library.editions.rules import VersionContent
from portal.submissions.fixes.comparing import edits_between
from portal.submissions.fixes.rules import Limits, Mended, mended, why_not_fix
from portal.submissions.province import rules_on
from tests.cast import NOW
from tests.library.test_editions import lesson

LIMITS = Limits(of_place=12, of_text=60)
TEXT = "<p>先洗手，再和面。水分三次倒。</p>"
OLD = VersionContent(
    1,
    {"title": "和面", "summary": "学会和面。"},
    {"questions": [1]},
    {"people": ["林"]},
    (lesson(1, html=TEXT), lesson(2)),
)


def with_lesson(**values: object) -> VersionContent:
    return replace(OLD, id=2, lessons=(replace(OLD.lessons[0], **values), OLD.lessons[1]))  # type: ignore[arg-type]


def other(name: str) -> dict[str, str]:
    return {**OLD.lessons[0].digests, name: "9" * 64}


FIXES = (
    OLD,
    with_lesson(html=TEXT.replace("再和面", "再合面")),
    with_lesson(title="和  面"),
    with_lesson(digests=other("a.vtt")),
    with_lesson(digests=other("a.md"), transcript=[{"text": "新的"}]),
    replace(OLD, facts=OLD.facts | {"summary": "学会合面。"}),  # type: ignore[operator]
)
MORE = (
    (with_lesson(html=TEXT.replace("三次", "两次")), "《和面》里的数字，或者“不”“没”这样的字改了。"),
    (with_lesson(html=TEXT.replace("先洗手", "先不洗手")), "《和面》里的数字，或者“不”“没”这样的字改了。"),
    (
        with_lesson(html=TEXT.replace("先洗手，", "把袖子挽到手肘上面去，然后认真洗手，")),
        "《和面》的文字改得多。一处最多 12 个字，一共最多 60 个字。",
    ),
    (with_lesson(html=TEXT + "<p></p>"), "《和面》的段落、图片或链接改了。"),
    (with_lesson(html=TEXT.replace("<p>", '<p><a href="https://example.org">')), "《和面》的段落、图片或链接改了。"),
    (with_lesson(questions=[]), "《和面》的题目改了。"),
    (with_lesson(digests=other("a.mp4")), "《和面》的视频或声音改了。"),
    (with_lesson(minutes=99), "《和面》的学习时间改了。"),
    (replace(OLD, lessons=OLD.lessons[:1]), "课加了、少了，或者换了顺序。"),
    (replace(OLD, assessment={}), "考核的题目改了。"),
    (replace(OLD, declared={"people": ["王"]}), "作者、版权或者“我能学吗”的说明改了。"),
    (replace(OLD, facts={"title": "揉面", "summary": "学会和面。"}), "名称改了。"),
)


@pytest.mark.parametrize("new", FIXES)
def test_small_things_are_a_fix(new: VersionContent):
    assert why_not_fix(OLD, new, LIMITS) == []


@pytest.mark.parametrize(("new", "reason"), MORE)
def test_everything_else_is_reviewed_whole_and_it_is_said_why(new: VersionContent, reason: str):
    assert [str(one) for one in why_not_fix(OLD, new, LIMITS)] == [reason]


def test_many_small_places_are_more_than_a_fix():
    old, new = with_lesson(html="<p>" + "和面。" * 40 + "</p>"), with_lesson(html="<p>" + "合面。" * 40 + "</p>")
    assert why_not_fix(old, old, LIMITS) == []
    assert len(why_not_fix(old, new, Limits(of_place=12, of_text=30))) == 1


def test_many_paragraphs_with_one_place_each_are_counted_together():
    old, new = with_lesson(html="<p>和面。</p>" * 40), with_lesson(html="<p>合面。</p>" * 40)
    assert why_not_fix(old, new, Limits(of_place=12, of_text=40)) == []
    assert len(why_not_fix(old, new, Limits(of_place=12, of_text=39))) == 1


LONG = "".join(chr(0x4E40 + number % 300) for number in range(3_000))
SAME = "和面" * 1_500  # each character is everywhere: to other ways of comparing this is the worst


class Looked(str):
    """A text that counts how often one of its characters is looked at by its place."""

    times = 0

    def __getitem__(self, place: SupportsIndex | slice) -> str:
        Looked.times += not isinstance(place, slice)
        return super().__getitem__(place)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (LONG + "和", LONG + "合"),  # one paragraph that is too long to be compared
        (LONG, LONG[1500:] + "".join(reversed(LONG[:1500]))),  # the same characters in another order
        (LONG, "面" * 3_000),
    ],
)
def test_what_is_surely_no_typing_error_is_never_compared(before: str, after: str, monkeypatch: pytest.MonkeyPatch):
    def compare(*_: object) -> None:
        raise AssertionError("compared")

    monkeypatch.setattr("portal.submissions.fixes.rules.edits_between", compare)
    old, new = (with_lesson(html=f"<p>{text}</p>") for text in (before, after))
    assert "改得多" in str(*why_not_fix(old, new, LIMITS))


@pytest.mark.parametrize(
    ("after", "edits"),
    [
        (SAME[:1500] + "合" + SAME[1501:], 2),
        ("".join("合" if place % 100 == 0 else one for place, one in enumerate(SAME)), 60),
        ("".join(one for place, one in enumerate(SAME) if place % 50), 60),
        (SAME[1:] + "和", 2),
        ("面和" * 1_500, 2),
        ("面" * 3_000, None),
        (LONG, None),
    ],
)
def test_comparing_costs_a_look_for_each_character_and_edit_whatever_is_compared(after: str, edits: int | None):
    Looked.times = 0
    found = edits_between(Looked(SAME), Looked(after), 120)
    assert (found and len(found)) == edits
    assert Looked.times <= 2 * (len(SAME) + len(after)) * ((edits or 120) + 1)


@given(st.text("和面合", max_size=12), st.text("和面合", max_size=12))
def test_the_edits_lead_from_the_one_text_to_the_other(before: str, after: str):
    edits = edits_between(before, after, 24)
    assert edits is not None
    text, done = "", 0
    for start, end, begin, stop in edits:
        text += before[done:start] + after[begin:stop]
        done = end
    assert text + before[done:] == after
    kept = sum(block.size for block in SequenceMatcher(None, before, after, autojunk=False).get_matching_blocks())
    assert len(edits) <= len(before) + len(after) - 2 * kept, "there was a shorter way"
    assert edits_between(before, after, len(edits) - 1) is None or not edits


def test_paragraphs_that_are_equal_are_not_compared(monkeypatch: pytest.MonkeyPatch):
    seen: list[str] = []

    def noting(old: str, new: str, most: int) -> Any:
        seen.append(old)
        return edits_between(old, new, most)

    monkeypatch.setattr("portal.submissions.fixes.rules.edits_between", noting)
    old, new = (with_lesson(html=f"<p>{LONG}</p><p>{word}面</p>") for word in "和合")
    assert why_not_fix(old, new, LIMITS) == []
    assert seen == ["和面"]


def test_a_whole_course_written_anew_is_shown_by_its_paragraphs():
    old, new = with_lesson(html=f"<p>{SAME}</p>" * 3), with_lesson(html=f"<p>{LONG}</p>" * 3)
    assert mended(old, new) == [Mended("和面", SAME, LONG)] * 3


def test_a_described_picture_may_be_described_better():
    picture = '<p><img src="/a.png" alt="{}"></p>'
    old = with_lesson(html=picture.format("盆"))
    new = with_lesson(html=picture.format("一只蓝边的大盆，里面有五百克面粉"))
    assert why_not_fix(old, new, LIMITS) == []
    assert why_not_fix(old, with_lesson(html=picture.format("盆").replace("/a.png", "/b.png")), LIMITS) != []


def test_each_place_is_shown_with_what_stands_around_it():
    new = with_lesson(html=TEXT.replace("再和面", "再合面"))
    assert mended(OLD, new) == [Mended("和面", "先洗手，再和面。水分三次倒。", "先洗手，再合面。水分三次倒。")]


def test_the_province_sets_the_numbers():
    assert rules_on("henan", NOW.date(), is_demo=False).fix == {"place_characters": 12, "text_characters": 60}


def test_a_lesson_is_what_it_says():
    content = lesson(1)
    assert content.file("captions") == "2" * 64 and content.file("sign") == ""
