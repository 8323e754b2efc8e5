"""Files of captions: nothing in them is dropped in silence, and what is written can be read again."""

import pytest

from portal.captions.lines import Kind, Line
from portal.captions.reading import Text, read_file, read_text, write_text
from portal.library.packages.captions import read_captions

VTT = """WEBVTT

NOTE 林芳做的

00:00.500 --> 00:03.000 line:10%
林师傅：这一课，
我们用手和面。

2
1:00:03.000 --> 1:00:06.000
（沙沙声）
"""
LINES = [
    Line(500, 3000, "这一课，\n我们用手和面。", "林师傅", "line:10%"),
    Line(3_603_000, 3_606_000, "（沙沙声）"),
]


def test_webvtt_is_read_with_its_speakers_notes_and_places():
    read = read_text(VTT, Kind.CAPTIONS)
    assert (read.lines, read.head, read.is_machine, read.problems) == (LINES, "NOTE 林芳做的", False, [])


def test_what_is_written_is_read_again_by_us_and_by_the_checker():
    read = read_text(VTT, Kind.CAPTIONS)
    written = write_text(Kind.CAPTIONS, read, "周晓禾")
    assert "NOTE 人工校对：周晓禾" in written
    again = read_text(written, Kind.CAPTIONS)
    assert (again.lines, again.head) == (read.lines, read.head)
    assert [cue.lines for cue in read_captions(written).cues] == [
        ("林师傅：这一课，", "我们用手和面。"),
        ("（沙沙声）",),
    ]


def test_a_machines_draft_says_so_until_a_person_vouches_for_it():
    read = read_text("WEBVTT\n\nNOTE 机器生成\n\n00:00.000 --> 00:01.000\n好\n", Kind.CAPTIONS)
    assert read.is_machine
    assert read_captions(write_text(Kind.CAPTIONS, read)).machine_made
    read.is_machine = False
    assert not read_captions(write_text(Kind.CAPTIONS, read, "林芳")).machine_made


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
@pytest.mark.parametrize("ends", ["\n", "\r\n", "\r"])
def test_subrip_in_every_encoding(encoding: str, ends: str):
    text = "1\n00:00:00,500 --> 00:00:03,000\n林师傅：好。\n\n2\n00:00:03,000 --> 00:00:04,000\n门铃响\n"
    read = read_file(text.replace("\n", ends).encode(encoding), Kind.CAPTIONS)
    assert read.lines == [Line(500, 3000, "好。", "林师傅"), Line(3000, 4000, "门铃响")]
    assert read.problems == []


@pytest.mark.parametrize(
    ("text", "line", "says"),
    [
        ("WEBVTT\n\n00:01 --> 00:02\n好\n", 3, "时间写成 00:05.000 --> 00:11.000。"),
        ("WEBVTT\n\n00:03.000 --> 00:02.000\n好\n", 3, "结束要比开始晚。"),
        ("WEBVTT\n\n00:01.000 --> 00:02.000\n\n好\n", 3, "这一条只有时间，没有字。"),
        ("WEBVTT\n\n好\n好\n", 3, "这几行没有时间。时间写成 00:05.000 --> 00:11.000。"),
        ("WEBVTT\n\n00:01.000 --> 00:02.000\n好\n00:02.000 --> 00:03.000\n坏\n", 5, "两条字幕中间要空一行。"),
        ("WEBVTT\n\na\nb\n00:01.000 --> 00:02.000\n好\n", 3, "时间前面最多一行编号。前面空一行。"),
        ("WEBVTT\n\n00:01.000 → 00:02.000\n好\n", 3, "时间写成 00:05.000 --> 00:11.000。"),
        ("WEBVTT\n", 1, "文件里一条也没有。"),
    ],
)
def test_every_bad_cue_is_told_by_its_line(text: str, line: int, says: str):
    problems = read_text(text, Kind.CAPTIONS).problems
    assert (line, says) in [(one.line, str(one.message)) for one in problems]


def test_what_is_no_text_is_told():
    assert str(read_file(bytes(range(256)), Kind.CAPTIONS).problems[0].message).startswith("打不开")


def test_a_transcript_goes_there_and_back():
    text = "[00:00] 林师傅：好。\n\n[1:02:03] 画面：一只大盆。\n"
    read = read_text(text, Kind.TRANSCRIPT)
    assert read.lines == [Line(0, 0, "好。", "林师傅"), Line(3_723_000, 3_723_000, "一只大盆。", "画面")]
    assert write_text(Kind.TRANSCRIPT, read) == text.replace("\n\n", "\n")
    wrong = read_text("[00:00] 林师傅：好。\n没有时间\n", Kind.TRANSCRIPT)
    assert [one.line for one in wrong.problems] == [2]


def test_words_cannot_break_a_file():
    text = Text([Line(0, 1000, "一\n\n二 --> 三")])
    written = write_text(Kind.CAPTIONS, text)
    assert len(read_text(written, Kind.CAPTIONS).lines) == 1
    assert read_text(written, Kind.CAPTIONS).problems == []
