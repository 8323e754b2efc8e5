"""Captions that deaf and sign-first learners can read."""

import pytest

from portal.library.packages.captions import read_captions
from tests.library.packages import made_media
from tests.library.packages.course import CAPTIONS, Course

FILE = "captions/01-flour.vtt"


def cue(start: str, end: str, words: str) -> str:
    return f"{start} --> {end}\n{words}\n\n"


@pytest.mark.parametrize(
    ("captions", "rule", "grade", "line"),
    [
        (CAPTIONS.removeprefix("WEBVTT\n\n"), "captions-header", "blocker", 1),
        (CAPTIONS.replace("00:02.000 -->", "00:02,000 -->"), "captions-syntax", "blocker", 6),
        (CAPTIONS.replace("00:02.000 -->", "0:02.000 -->"), "captions-syntax", "blocker", 6),
        (CAPTIONS.replace("-->", "->", 1), "captions-syntax", "blocker", 3),
        (CAPTIONS.replace("00:04.000", "00:02.000"), "captions-syntax", "blocker", 6),
        (CAPTIONS.replace("。\n\n", "。\n"), "captions-syntax", "blocker", 5),
        (CAPTIONS.replace("WEBVTT\n\n", "WEBVTT\n"), "captions-syntax", "blocker", 2),
        (CAPTIONS.replace("（揉面声）", "<i></i>"), "captions-empty", "must_fix", 6),
        ("WEBVTT\n", "captions-none", "blocker", 1),
        (CAPTIONS.replace("00:02.000 -->", "00:01.000 -->"), "captions-overlap", "must_fix", 6),
        (CAPTIONS.replace("（揉面声）", "和面和面和面和面和面"), "captions-fast", "advice", 6),
        (CAPTIONS.replace("（揉面声）", "和面和面和面和面和面和面和面"), "captions-fast", "must_fix", 6),
        (CAPTIONS.replace("（揉面声）", "和\n面\n了"), "captions-lines", "must_fix", 6),
        (CAPTIONS.replace("00:04.000", "00:09.000"), "captions-past-end", "must_fix", 6),
        (CAPTIONS.replace("WEBVTT\n", "WEBVTT\n\nNOTE 机器生成\n"), "captions-machine", "blocker", 1),
        (CAPTIONS.replace("WEBVTT\n", "WEBVTT\n\nNOTE\n机器生成\n"), "captions-machine", "blocker", 1),
    ],
)
def test_one_fault_is_one_finding_at_its_line(filmed: Course, captions: str, rule: str, grade: str, line: int) -> None:
    filmed.write(FILE, captions)
    finding = filmed.one(rule)
    assert (finding.grade, finding.file, finding.line) == (grade, FILE, line)


def test_a_line_is_at_most_eighteen_characters_wide(filmed: Course) -> None:
    filmed.write(FILE, "WEBVTT\n\n" + cue("00:00.000", "00:04.000", "面，" * 18))
    assert filmed.rules() == {("advice", "captions-fast")} or filmed.rules() == set()
    filmed.write(FILE, "WEBVTT\n\n" + cue("00:00.000", "00:04.000", "面" * 19))
    assert ("must_fix", "captions-wide") in filmed.rules()


def test_a_long_silence_is_told_and_a_cue_for_it_is_enough(filmed: Course, tmp_path) -> None:  # type: ignore[no-untyped-def]
    filmed.write("media/01-flour.mp4", made_media.film(tmp_path / "long.mp4", seconds=30))
    finding = filmed.one("captions-gap")
    assert str(finding.message) == "第 0 分 4 秒起，26 秒没有字幕。"
    filmed.write(FILE, CAPTIONS + "\n" + cue("00:04.000", "00:29.000", "（没有说话，只有揉面声）"))
    assert ("must_fix", "captions-gap") not in filmed.rules()


def test_a_person_who_corrected_them_makes_them_count(filmed: Course) -> None:
    filmed.write(FILE, CAPTIONS.replace("WEBVTT\n", "WEBVTT\n\nNOTE 人工校对：林芳（样例）\n"))
    assert filmed.rules() == set()


def test_descriptions_are_read_as_strictly_but_may_be_fast(filmed: Course) -> None:
    filmed.change("lessons/01-flour.md", "kind: video", "kind: video\ndescriptions: descriptions/01-flour.vtt")
    filmed.write("descriptions/01-flour.vtt", CAPTIONS.replace("和面。", "案板上一只大盆，盆里是白面粉和水。"))
    assert filmed.rules() == set()
    filmed.write("descriptions/01-flour.vtt", CAPTIONS.replace("-->", "→"))
    assert ("blocker", "captions-syntax") in filmed.rules()


def test_cues_have_names_hours_settings_and_voices() -> None:
    captions = read_captions("WEBVTT - 和面\n\n第一条\n1:00:00.000 --> 1:00:02.500 line:90%\n<v 林师傅>和面。</v>\n")
    assert captions.wrong == (4,)  # hours have two digits
    captions = read_captions("WEBVTT - 和面\n\n第一条\n01:00:00.000 --> 01:00:02.500 line:90%\n<v 林师傅>和面。</v>\n")
    assert [(cue.start, cue.end, cue.lines, cue.characters) for cue in captions.cues] == [
        (3600, 3602.5, ("和面。",), 2)
    ]


def test_captions_that_only_a_machine_writes_are_read_quickly() -> None:
    endless = read_captions(f"WEBVTT\n\n00:00:00.000 --> 00:00:01.000\n{'<' * 900_000}\n")
    assert len(endless.cues) == 1
    assert read_captions(f"WEBVTT\n\n{'9' * 5000}:00:00.000 --> 00:00:01.000\n面\n").wrong == (3,)
