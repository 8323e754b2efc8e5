"""Films as phones and broken exports leave them, made over by either tool: upright, in time, or refused in words."""

from fractions import Fraction
from pathlib import Path

import av
import pytest

from portal.media import rules
from portal.media.confined import NotDone
from tests.media.films import film, sound
from tests.media.shapes import DARK, bright_at, brightness, changing_pace, drawn, first_picture, held_upright
from tests.media.test_tools import TOOLS, hear, look, make

pytestmark = pytest.mark.parametrize("tool", TOOLS)


def refused(path: Path, reader: str, tool: str) -> str:
    """Why nothing is made of it: because it cannot be opened, is no film, or lacks its end; empty when all is well."""
    try:
        source = look(path, reader, tool)
        if reason := rules.why_not(source):
            return str(reason)
        recipe = rules.recipes_for(source, {})[0]
        made = look(make(path, reader, path.with_suffix(".made"), recipe, tool), rules.READERS[recipe.media_type], tool)
    except NotDone:
        return str(rules.unreadable())
    return str(rules.cut_off(source, made.seconds)) if rules.is_cut_off(source, made.seconds) else ""


def test_a_film_of_a_phone_held_upright_comes_out_upright(tool: str, tmp_path: Path):
    path = held_upright(tmp_path / "phone.mp4")
    source = look(path, "mov", tool)
    assert (source.width, source.height) == (240, 320)
    for recipe in rules.recipes_for(source, {}):
        made = make(path, "mov", tmp_path / recipe.kind, recipe, tool)
        picture = first_picture(made)
        assert picture.size == (recipe.width, recipe.height) == (240, 320)
        corners = [brightness(picture, left, top) for left, top in ((0.1, 0.1), (0.9, 0.1), (0.1, 0.9), (0.9, 0.9))]
        assert corners[0] > 200, "what was shot at the top left is somewhere else"
        assert all(abs(corner - DARK) < 25 for corner in corners[1:])
        if recipe.kind != "poster":
            again = look(made, "mov", tool)
            assert (again.width, again.height, again.turned) == (240, 320, 0), "a player turns it once more"


def test_a_film_whose_pace_changes_keeps_its_moments(tool: str, tmp_path: Path):
    path = changing_pace(tmp_path / "pace.mp4")
    source = look(path, "mov", tool)
    assert abs(source.seconds - 12) < 0.1
    for recipe in rules.recipes_for(source, {})[:2]:
        made = make(path, "mov", tmp_path / recipe.kind, recipe, tool)
        seconds = look(made, "mov", tool).seconds
        assert seconds >= source.seconds - 0.1, "its last picture is gone too early"
        assert not rules.is_cut_off(source, seconds)
        assert abs(bright_at(made) - 6) < 0.1


def test_a_sound_in_the_box_of_a_film_is_a_sound(tool: str, tmp_path: Path):
    path = tmp_path / "sound.m4a"
    with av.open(str(film(tmp_path / "film.mp4"))) as whole, av.open(str(path), "w", format="mp4") as made:
        stream = made.add_stream_from_template(whole.streams.audio[0])
        for packet in whole.demux(whole.streams.audio[0]):
            if packet.dts is not None:
                packet.stream = stream
                made.mux(packet)
    source = look(path, "mov", tool)
    assert (source.has_picture, source.has_sound) == (False, True)
    recipes = rules.recipes_for(source, hear(path, "mov", tool))
    assert [(recipe.kind, recipe.media_type) for recipe in recipes] == [
        ("normal", "audio/mpeg"),
        ("slow", "audio/mpeg"),
    ]
    for recipe in recipes:
        assert abs(look(make(path, "mov", tmp_path / recipe.kind, recipe, tool), "mp3", tool).seconds - 6) < 0.3


@pytest.mark.parametrize("pictures", [0, 1, 5])
def test_a_film_of_no_length_is_refused(tool: str, tmp_path: Path, pictures: int):
    path = drawn(tmp_path / "film.mp4", [Fraction(number, 30) for number in range(pictures)], Fraction(99))
    assert refused(path, "mov", tool) in ("太短，不到一秒。看看导出时是不是断了，再交一次。", str(rules.unreadable()))


@pytest.mark.parametrize("part", [0.1, 0.5, 0.95])
def test_a_film_cut_off_in_the_middle_is_refused(tool: str, tmp_path: Path, part: float):
    path = film(tmp_path / "film.mp4", seconds=12)
    path.write_bytes(path.read_bytes()[: int(path.stat().st_size * part)])
    assert refused(path, "mov", tool) == str(rules.unreadable()), "its index stands at its end"


@pytest.mark.parametrize("part", [0.1, 0.5])
def test_a_sound_cut_off_in_the_middle_is_found_out(tool: str, tmp_path: Path, part: float):
    path = sound(tmp_path / "sound.mp3", 12)
    path.write_bytes(path.read_bytes()[: int(path.stat().st_size * part)])
    assert refused(path, "mp3", tool).startswith("文件不完整。应该有 0 分 12 秒")
