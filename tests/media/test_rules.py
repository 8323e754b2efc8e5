"""What is made of which film, and what is refused with which words."""

import pytest

from portal.media.rules import Source, cut_off, fit, is_cut_off, is_worth_keeping, recipes_for, why_not

FILM = Source(60.0, True, True, 1920, 1080, 25.0, sound_bits=128_000, channels=2)
LOUD = {"i": -23.0, "tp": -3.0, "lra": 5.0, "thresh": -33.0}


@pytest.mark.parametrize(
    ("width", "height", "lines", "fitted"),
    [(1920, 1080, 720, (1280, 720)), (1080, 1920, 360, (360, 640)), (640, 360, 720, (640, 360)), (33, 7, 360, (34, 8))],
)
def test_a_picture_is_made_smaller_never_larger(width: int, height: int, lines: int, fitted: tuple[int, int]):
    assert fit(width, height, lines) == fitted


def test_a_film_becomes_two_films_a_sound_and_a_picture():
    normal, slow, sound, poster = recipes_for(FILM, LOUD)
    assert [one.kind for one in (normal, slow, sound, poster)] == ["normal", "slow", "sound", "poster"]
    assert (normal.width, normal.height, normal.video_bits, normal.channels) == (1280, 720, 900_000, 2)
    assert (slow.width, slow.height, slow.video_bits, slow.channels) == (640, 360, 250_000, 1)
    assert (sound.media_type, sound.sound_bits) == ("audio/mpeg", 32_000)
    assert (poster.media_type, poster.at_second) == ("image/jpeg", 3.0)
    assert normal.loudness == LOUD


def test_a_silent_film_has_nothing_to_hear():
    made = recipes_for(Source(10.0, True, False, 640, 480, 60.0), {})
    assert [one.kind for one in made] == ["normal", "slow", "poster"]
    assert {one.sound_bits for one in made} == {0}
    assert made[0].rate == 30


def test_a_sound_becomes_two_sounds():
    assert [(one.kind, one.media_type, one.sound_bits) for one in recipes_for(Source(60.0, False, True), {})] == [
        ("normal", "audio/mpeg", 64_000),
        ("slow", "audio/mpeg", 24_000),
    ]


@pytest.mark.parametrize(
    ("source", "words"),
    [
        (Source(60.0, False, False), "没有画面，也没有声音"),
        (Source(60.0, True, True, 9000, 9000), "画面太大，宽 9000，高 9000"),
        (Source(60 * 60 * 100.0, True, True, 640, 480), "太长，有 100 小时"),
        (Source(0.1, True, True, 640, 480), "太短"),
    ],
)
def test_what_cannot_be_made_over_says_why_and_what_to_do(source: Source, words: str):
    reason = str(why_not(source))
    assert words in reason
    assert reason.endswith("再交一次。")


def test_a_film_that_ends_early_is_told_with_both_times():
    assert not is_cut_off(FILM, 58.5)
    assert is_cut_off(FILM, 31.0)
    assert "应该有 1 分 0 秒，到 0 分 31 秒就断了" in str(cut_off(FILM, 31.0))


def test_a_form_for_slow_lines_is_kept_only_when_it_is_smaller():
    assert is_worth_keeping("slow", 100, {"normal": 200})
    assert not is_worth_keeping("slow", 200, {"normal": 200})
    assert is_worth_keeping("sound", 300, {"normal": 200})
