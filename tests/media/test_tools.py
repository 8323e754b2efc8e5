"""Both ways of working on films give the same, and neither lets a hostile file do harm."""

import os
import socket
import time
from pathlib import Path
from typing import Any

import pytest

from portal.media import confined, rules
from portal.media.confined import NotDone, TooLong
from portal.media.limits import LOUDNESS_LUFS
from portal.media.rules import READERS, Recipe, Source
from tests.media.films import film, sound

TOOLS = (pytest.param("ffmpeg", marks=pytest.mark.libraries), "pyav")  # the one is the system's, the other is ours


def look(path: Path, reader: str, tool: str) -> Source:
    return Source(**confined.do("probe", {"path": str(path), "reader": reader}, 60, tool=tool))


def hear(path: Path, reader: str, tool: str) -> dict[str, float]:
    return dict(confined.do("measure", {"path": str(path), "reader": reader}, 60, tool=tool))


def make(path: Path, reader: str, into: Path, recipe: Recipe, tool: str) -> Path:
    values: dict[str, Any] = {"path": str(path), "reader": reader, "into": str(into), "recipe": recipe.as_values()}
    confined.do("make", values, 60, 20_000_000, tool)
    return into


@pytest.mark.parametrize("tool", TOOLS)
def test_a_film_is_made_over_by_either_tool(tool: str, tmp_path: Path):
    path = film(tmp_path / "film.mp4", width=1280, height=960, place="+34.7+113.6/")
    source = look(path, "mov", tool)
    assert (source.width, source.height, round(source.rate), source.channels) == (1280, 960, 10, 1)
    assert abs(source.seconds - 6) < 0.2
    loudness = hear(path, "mov", tool)
    assert loudness["i"] < -30  # as quiet as films are that nobody levelled
    for recipe in rules.recipes_for(source, loudness):
        into = make(path, "mov", tmp_path / recipe.kind, recipe, tool)
        check_form(into, recipe, tool)


def check_form(into: Path, recipe: Recipe, tool: str) -> None:
    content = into.read_bytes()
    assert b"+34.7" not in content, "where it was made is told to everybody"
    if recipe.kind == "poster":
        assert content.startswith(b"\xff\xd8")
        return
    reader = READERS[recipe.media_type]
    made = look(into, reader, tool)
    assert abs(made.seconds - 6) < 0.3
    assert (made.width, made.height) == (recipe.width, recipe.height)
    assert abs(hear(into, reader, tool)["i"] - LOUDNESS_LUFS) < 1.5
    if recipe.width:
        assert min(made.width, made.height) in (720, 360)
        assert content.index(b"moov") < content.index(b"mdat"), "it cannot start before all of it is there"


@pytest.mark.parametrize("tool", TOOLS)
def test_a_sound_is_made_over_by_either_tool(tool: str, tmp_path: Path):
    path = sound(tmp_path / "sound.mp3")
    source = look(path, "mp3", tool)
    assert not source.has_picture
    for recipe in rules.recipes_for(source, hear(path, "mp3", tool)):
        made = make(path, "mp3", tmp_path / recipe.kind, recipe, tool)
        assert abs(hear(made, "mp3", tool)["i"] - LOUDNESS_LUFS) < 1.5


@pytest.mark.parametrize("tool", TOOLS)
def test_a_silent_film_stays_silent(tool: str, tmp_path: Path):
    path = film(tmp_path / "sign.mp4", silent=True)
    source = look(path, "mov", tool)
    assert not source.has_sound
    normal = rules.recipes_for(source, {})[0]
    assert look(make(path, "mov", tmp_path / "normal", normal, tool), "mov", tool).has_sound is False


@pytest.mark.parametrize("tool", TOOLS)
@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"not a film at all" * 100,
        b"#EXTM3U\n#EXTINF:1,\nhttp://127.0.0.1:9/segment.ts\n",
        b"ffconcat version 1.0\nfile /etc/passwd\n",
        b"<?xml version='1.0'?><MPD><BaseURL>http://127.0.0.1:9/</BaseURL></MPD>",
        b"RIFF\xff\xff\xff\xffAVI LIST",
    ],
)
def test_what_only_poses_as_a_film_is_not_opened(content: bytes, tool: str, tmp_path: Path):
    path = tmp_path / "film.mp4"
    path.write_bytes(content)
    with pytest.raises(NotDone):
        look(path, "mov", tool)


@pytest.mark.parametrize("tool", TOOLS)
def test_a_picture_too_large_is_found_before_it_is_drawn(tool: str, tmp_path: Path):
    path = film(tmp_path / "large.mp4", seconds=1, width=8000, height=4000, rate=1, silent=True)
    assert "画面太大" in str(rules.why_not(look(path, "mov", tool)))


@pytest.mark.parametrize("tool", TOOLS)
def test_a_film_that_breaks_off_is_found_out(tool: str, tmp_path: Path):
    path = film(tmp_path / "whole.mp4", seconds=12, quality=10)
    started = make(
        path, "mov", tmp_path / "start.mp4", Recipe("normal", 320, 240, video_bits=900_000, quality=10), tool
    )
    started.write_bytes(started.read_bytes()[: started.stat().st_size // 2])
    source = look(started, "mov", tool)
    made = make(started, "mov", tmp_path / "slow", Recipe("slow", 160, 120, video_bits=90_000, quality=30), tool)
    assert rules.is_cut_off(source, look(made, "mov", tool).seconds)


@pytest.mark.parametrize("tool", TOOLS)
def test_it_is_ended_over_its_time_and_nothing_is_left(tool: str, tmp_path: Path):
    path = film(tmp_path / "film.mp4", seconds=20, width=640, height=480, quality=1)
    normal = Recipe("normal", 640, 480, video_bits=900_000, quality=20)
    values = {"path": str(path), "reader": "mov", "into": str(tmp_path / "out"), "recipe": normal.as_values()}
    with pytest.raises(TooLong):
        confined.do("make", values, 0.4, 20_000_000, tool)
    assert not processes_with(str(tmp_path))


@pytest.mark.parametrize("tool", TOOLS)
def test_it_cannot_write_more_than_it_may(tool: str, tmp_path: Path):
    path = film(tmp_path / "film.mp4", quality=5)
    normal = Recipe("normal", 320, 240, video_bits=9_000_000, quality=1)
    values = {"path": str(path), "reader": "mov", "into": str(tmp_path / "out"), "recipe": normal.as_values()}
    with pytest.raises(NotDone):
        confined.do("make", values, 60, 20_000, tool)
    assert (tmp_path / "out").stat().st_size <= 20_000


def test_who_waits_can_end_it(tmp_path: Path):
    class Told(Exception):
        pass

    def heed() -> None:
        raise Told

    path = film(tmp_path / "film.mp4", seconds=60, width=960, height=720, quality=1)
    normal = Recipe("normal", 960, 720, video_bits=900_000, quality=20)
    values = {"path": str(path), "reader": "mov", "into": str(tmp_path / "out"), "recipe": normal.as_values()}
    begun = time.monotonic()
    with pytest.raises(Told):
        while time.monotonic() < begun + 60:
            confined.do("make", values, 60, 200_000_000, "pyav", heed)
    assert not processes_with(str(tmp_path))


def processes_with(words: str) -> list[str]:
    """The command lines of living processes, but for this one, in which these words stand."""
    found = []
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit() and int(entry.name) != os.getpid():
            try:
                line = (entry / "cmdline").read_bytes().decode(errors="replace")
            except OSError:
                continue
            found += [line] if words in line and "pytest" not in line else []
    return found


@pytest.mark.parametrize("tool", TOOLS)
def test_even_a_reader_of_playlists_could_not_reach_the_network(tool: str, tmp_path: Path):
    with socket.create_server(("127.0.0.1", 0)) as listener:
        listener.setblocking(False)
        playlist = f"#EXTM3U\n#EXTINF:1,\nhttp://127.0.0.1:{listener.getsockname()[1]}/one.ts\n#EXT-X-ENDLIST\n"
        path = tmp_path / "film.m3u8"
        path.write_text(playlist, encoding="utf-8")
        with pytest.raises(NotDone):
            look(path, "hls", tool)
        with pytest.raises(BlockingIOError):
            listener.accept()
