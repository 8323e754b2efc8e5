"""Lines: their times, what can be done to them, and what is worth another look."""

import pytest

from portal.captions.lines import Kind, Line, do_to, read_time, shift, write_time
from portal.captions.listening import is_loud, loud_stretches, stretches
from portal.captions.rules import Film, Numbers, warnings
from portal.setup.environment import CHECKOUT

COURSES = CHECKOUT / "courses"
FILM = Film(20_000)
FINE = [Line(0, 4000, "这一课，我们用手和面。", "林师傅"), Line(4000, 9000, "（沙沙声）"), Line(9000, 20_000, "好了。")]


def said(lines: list[Line], film: Film = FILM, kind: Kind = Kind.CAPTIONS) -> list[tuple[int | None, str]]:
    return [(one.number, str(one.what)) for one in warnings(lines, kind, film, Numbers())]


@pytest.mark.parametrize(
    ("text", "milliseconds"),
    [
        ("1:02.5", 62_500), ("62.5", 62_500), ("0:01:02.500", 62_500), ("１：０２．５", 62_500), ("1:02,05", 62_050),
        ("0", 0), ("90:00", 5_400_000), ("1:75", None), ("", None), ("-1", None), ("1:2:3:4", None), ("abc", None),
    ],
)  # fmt: skip
def test_times_as_people_write_them(text: str, milliseconds: int | None):
    assert read_time(text) == milliseconds
    if milliseconds is not None:
        assert read_time(write_time(milliseconds)) == milliseconds


def test_deeds_do_what_they_say():
    lines = [Line(1000, 3000, "一，二"), Line(5000, 6000, "三", "林师傅")]
    assert [line.words for line in do_to(lines, {0: "after", 1: "before"})] == ["一，二", "", "", "三"]
    halves = do_to(lines, {0: "split"})
    assert [(line.start, line.end, line.words) for line in halves[:2]] == [(1000, 2333, "一，"), (2333, 3000, "二")]
    assert do_to(lines, {0: "merge"}) == [Line(1000, 6000, "一，二\n林师傅：三")]
    assert do_to(lines, {1: "merge"}) == lines
    assert do_to(lines, {0: "delete", 1: "delete"}) == []
    assert shift(lines, 500) == [Line(1500, 3500, "一，二"), Line(5500, 6500, "三", "林师傅")]
    assert shift(lines, -1500) is None
    fresh = do_to(lines, {0: "before", 1: "after"})
    assert all(line.start < line.end for line in fresh)


def test_fine_captions_say_nothing():
    assert said(FINE) == []


@pytest.mark.parametrize(
    ("changed", "what"),
    [
        (Line(4000, 5000, "一二三四五六七"), (2, "太快：一秒 7.0 个字，最多 4.5 个。")),
        (Line(4000, 9000, "一二三四五六七八九十一二三四五六七八九"), (2, "一行有 19 个字，最多 18 个。")),
        (Line(4000, 9000, "一\n二\n三"), (2, "有 3 行，最多 2 行。")),
        (Line(3500, 9000, "（沙沙声）"), (2, "和前一条叠在一起。")),
        (Line(4000, 9000, ""), (2, "没有字。")),
        (Line(4000, 21_000, "（沙沙声）"), (2, "超过了结尾 0:20.000。")),
    ],
)
def test_each_fault_is_told_at_its_line(changed: Line, what: tuple[int, str]):
    assert what in said([FINE[0], changed, FINE[2]])


def test_what_can_be_heard_has_words():
    silent = [FINE[0], FINE[2]]
    assert said(silent) == []  # five seconds without a sound are no fault
    heard = Film(20_000, ((4000, 8500),))
    assert (2, "0:04.000起有 4 秒声音，没有字幕。") in said(silent, heard)
    assert (None, "没有一条写声音。") in said(silent, heard)
    assert said([FINE[0]], Film(60_000))[-1] == (1, "0:04.000起，56 秒没有字幕。")


def test_the_language_of_another_film_is_noticed():
    english = [Line(0, 20_000, "This is another film altogether, is it not?")]
    assert (None, "字幕的文字和课程的语言（zh-CN）不一样。") in said(english)
    assert (None, "字幕的文字和课程的语言（en）不一样。") not in said(english, Film(20_000, language="en"))


def test_lines_out_of_order_are_told():
    assert (2, "比前一条还早。") in said([FINE[2], FINE[0]])


def test_a_transcript_of_a_film_tells_what_is_seen():
    lines = [Line(0, 0, "好。", "林师傅")]
    assert said(lines, kind=Kind.TRANSCRIPT) == [(None, "没有一行写画面。")]
    assert said(lines, Film(20_000, is_video=False), Kind.TRANSCRIPT) == []


def test_sounds_are_heard_where_they_are():
    assert stretches([False, True, True, False, True, False, False, True]) == [[500, 2500]]
    assert not is_loud(bytes(8000))
    assert is_loud(b"\x00\x20" * 4000)
    film = COURSES / "bakery-safety" / "media" / "01-first-look.mp4"
    heard = loud_stretches(film, "video/mp4")
    assert any(start < 10_000 < stop for start, stop in heard)  # the teacher speaks from second 6 to 28
    assert loud_stretches(film.with_suffix(".png"), "video/mp4") == []
