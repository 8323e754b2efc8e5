"""A clean course for every test, and small real media made once."""

from pathlib import Path

import pytest

from tests.library.packages import made_media
from tests.library.packages.archives import Place
from tests.library.packages.course import CAPTIONS, TRANSCRIPT, VIDEO_LESSON, Course, copy_minimal

RIGHTS_OF_TEXT, RIGHTS_OF_ALL = 'covers = ["text"]', 'covers = ["text", "images", "voices", "video", "sign"]'


@pytest.fixture
def course(tmp_path: Path) -> Course:
    """The minimal example, in which the checker finds nothing."""
    return copy_minimal(tmp_path / "course")


@pytest.fixture(scope="session")
def film(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """Four seconds of grey with a tone: H.264 and AAC."""
    return made_media.film(tmp_path_factory.mktemp("film") / "film.mp4")


@pytest.fixture(scope="session")
def sound(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """Four seconds of a tone as mp3."""
    return made_media.sound(tmp_path_factory.mktemp("sound") / "sound.mp3")


@pytest.fixture
def filmed(course: Course, film: bytes) -> Course:
    """A course whose first lesson is a video with all that it needs; nothing is found in it."""
    course.write("lessons/01-flour.md", VIDEO_LESSON).write("media/01-flour.mp4", film)
    course.write("captions/01-flour.vtt", CAPTIONS).write("transcripts/01-flour.md", TRANSCRIPT)
    return course.change("course.toml", RIGHTS_OF_TEXT, RIGHTS_OF_ALL)


@pytest.fixture
def pictured(course: Course) -> Course:
    """A course with one good picture; nothing is found in it."""
    course.write("media/dough.png", made_media.picture()).say(
        "![一团光滑的面，手指按下去有一个小坑](../media/dough.png)"
    )
    return course.change("course.toml", RIGHTS_OF_TEXT, RIGHTS_OF_ALL)


@pytest.fixture
def place(tmp_path: Path) -> Place:
    folder = tmp_path / "inner"
    folder.mkdir()
    return Place(folder)
