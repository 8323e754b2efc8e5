"""What a film or a sound needs beside it."""

from pathlib import Path

import pytest

from tests.library.packages import made_media
from tests.library.packages.course import Course

LESSON = "lessons/01-flour.md"


def test_a_film_with_all_that_it_needs_is_left_alone(filmed: Course) -> None:
    assert filmed.rules() == set()


@pytest.mark.parametrize(
    ("key", "rule", "says"),
    [
        ("media: media/01-flour.mp4", "media-missing", "第 1 课没有写 media，不知道放哪个文件。"),
        ("captions: captions/01-flour.vtt", "captions-missing", "第 1 课的视频没有字幕。"),
        ("transcript: transcripts/01-flour.md", "transcript-missing", "第 1 课没有文字稿。"),
    ],
)
def test_each_thing_that_a_film_lacks_is_told(filmed: Course, key: str, rule: str, says: str) -> None:
    filmed.change(LESSON, f"{key}\n", "")
    finding = filmed.one(rule)
    assert (finding.grade, str(finding.message)) == ("blocker", says)


def test_a_sound_needs_a_transcript_and_no_captions(course: Course, sound: bytes) -> None:
    course.change(LESSON, "kind: text", "kind: audio\nmedia: media/01-flour.mp3\ntranscript: transcripts/01-flour.md")
    course.write("media/01-flour.mp3", sound).change("course.toml", '["text"]', '["text", "voices"]')
    course.write("transcripts/01-flour.md", "[00:00] 林师傅：和面。\n")
    assert course.rules() == set()
    course.change(LESSON, "transcript: transcripts/01-flour.md\n", "").remove("transcripts/01-flour.md")
    assert course.rules() == {("blocker", "transcript-missing"), ("must_fix", "access-contradicted")}


def test_named_files_are_there_and_of_their_kind(filmed: Course, sound: bytes) -> None:
    filmed.change(LESSON, "media/01-flour.mp4", "media/01-Flour.mp4")
    assert ("blocker", "media-not-there") in filmed.rules()
    filmed.change(LESSON, "media/01-Flour.mp4", "media/01-flour.mp3").write("media/01-flour.mp3", sound)
    assert filmed.one("media-wrong-kind").line == 5
    filmed.change(LESSON, "media/01-flour.mp3", "checks/final.toml")
    assert filmed.one("media-wrong-kind").line == 5


def test_a_film_plays_everywhere_and_at_once(filmed: Course, tmp_path: Path) -> None:
    filmed.write("media/01-flour.mp4", made_media.film(tmp_path / "a.mp4", codec="mpeg4"))
    assert filmed.rules() == {("blocker", "media-codec")}
    filmed.write("media/01-flour.mp4", made_media.film(tmp_path / "b.mp4", options={}))
    assert filmed.rules() == {("advice", "media-slow-start")}


def test_a_film_does_not_tell_where_it_was_made(filmed: Course, tmp_path: Path) -> None:
    filmed.write("media/01-flour.mp4", made_media.film(tmp_path / "a.mp4", location="+34.7500+113.6200/"))
    assert filmed.rules() == {("blocker", "media-place")}


@pytest.mark.parametrize("cut", [200, 1000])
def test_a_film_cut_short_is_broken(filmed: Course, film: bytes, cut: int) -> None:
    filmed.write("media/01-flour.mp4", film[:cut])
    assert ("blocker", "file-broken") in filmed.rules()


def test_a_playlist_posing_as_a_film_is_no_film(filmed: Course) -> None:
    filmed.write("media/01-flour.mp4", "#EXTM3U\n#EXTINF:10,\nfile:///etc/passwd\n")
    assert ("blocker", "file-content") in filmed.rules()


def test_the_transcript_tells_what_is_seen(filmed: Course) -> None:
    filmed.write("transcripts/01-flour.md", "[00:00] 林师傅：和面。\n")
    assert ("blocker", "transcript-unseen") in filmed.rules()


@pytest.mark.parametrize(
    ("line", "rule", "grade"),
    [
        ("和面。", "transcript-line", "must_fix"),
        ("[00:01] 和面。", "transcript-line", "must_fix"),
        ("[0:1] 林师傅：和面。", "transcript-line", "must_fix"),
        ("[00:00] 林师傅：早了。", "transcript-order", "must_fix"),
        ("[00:30] 林师傅：晚了。", "transcript-past-end", "must_fix"),
    ],
)
def test_lines_of_a_transcript(filmed: Course, line: str, rule: str, grade: str) -> None:
    filmed.write("transcripts/01-flour.md", filmed.read("transcripts/01-flour.md") + line + "\n")
    assert filmed.rules() == {(grade, rule)}


def test_hours_and_language_spans_are_read_in_transcripts(filmed: Course) -> None:
    filmed.write("transcripts/01-flour.md", "[0:00:01] 画面：[flour]{lang=en} 一袋。\n[00:02] Lin: 好。\n")
    assert filmed.rules() == set()


def test_a_stand_in_needs_a_sign_video_and_a_sign_video_runs_along(filmed: Course, film: bytes, tmp_path: Path) -> None:
    filmed.change(LESSON, "kind: video", "kind: video\nsign_stand_in: true")
    assert filmed.rules() == {("must_fix", "sign-stand-in")}
    filmed.change(LESSON, "kind: video", "kind: video\nsign: sign/01-flour.mp4").write("sign/01-flour.mp4", film)
    assert filmed.rules() == set()
    filmed.write("sign/01-flour.mp4", made_media.film(tmp_path / "long.mp4", seconds=9))
    assert filmed.rules() == {("must_fix", "sign-length")}
