"""The courses that ship with the portal: whole, within their size, and true to their own words."""

import re
from pathlib import Path

import pytest

from portal.library.packages import Package, check_package, read_package

COURSES = Path(__file__).parent.parent.parent / "courses"
FOLDERS = sorted(path.parent for path in COURSES.glob("*/course.toml"))
MARKS = re.compile(r"[\s，。；：！？、“”‘’《》（）()…—·,.;:!?\"'-]|\[|\]\{lang=en\}")


def packages() -> list[Package]:
    return [read_package(folder) for folder in FOLDERS]


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_nothing_is_to_be_mended(folder: Path) -> None:
    assert check_package(folder) == []


def test_there_are_four_with_all_kinds_of_lessons_and_an_english_title() -> None:
    found = packages()
    assert len(found) == 4
    assert {lesson.kind for package in found for lesson in package.lessons} == {
        "text", "audio", "video", "practice", "offline",
    }  # fmt: skip
    assert all(package.title_en and all(lesson.title_en for lesson in package.lessons) for package in found)
    assert all(
        len(package.lessons) >= 5 and sum(lesson.minutes for lesson in package.lessons) >= 60 for package in found
    )


def test_all_together_stay_small() -> None:
    sizes = [path.stat().st_size for folder in FOLDERS for path in folder.rglob("*") if path.is_file()]
    assert sum(sizes) < 40_000_000


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_what_is_spoken_is_captioned_word_for_word(folder: Path) -> None:
    package = read_package(folder)
    for lesson in package.lessons:
        if lesson.captions:
            captions = (folder / lesson.captions).read_text(encoding="utf-8")
            cues = re.sub(r"^(WEBVTT.*|NOTE.*|\d+:\d\d.*-->.*|\d\d:\d\d.*-->.*)$", "", captions, flags=re.MULTILINE)
            for line in lesson.transcript:
                if line.kind == "speech":
                    assert MARKS.sub("", line.text) in MARKS.sub("", cues.replace(f"{line.speaker}：", "")), line


def test_machine_made_speech_and_stand_in_signs_are_labelled() -> None:
    for package in packages():
        for lesson in package.lessons:
            assert not lesson.media or lesson.voice == "synthetic"
            assert not lesson.sign or lesson.sign_stand_in
