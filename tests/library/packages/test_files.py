"""Places, names, kinds and sizes of files."""

import pytest
from PIL import ImageFile

from tests.library.packages.course import Course
from tests.library.packages.made_media import moving_picture, photograph, picture


@pytest.mark.parametrize(
    ("name", "rule", "grade"),
    [
        ("media/dough.svg", "file-kind", "blocker"),
        ("media/dough.html", "file-kind", "blocker"),
        ("media/setup.exe", "file-kind", "blocker"),
        ("media/notes.docx", "file-kind", "blocker"),
        ("media/more.zip", "file-kind", "blocker"),
        ("notes.txt", "file-place", "must_fix"),
        ("pictures/dough.txt", "file-place", "must_fix"),
        ("captions/dough.txt", "file-place", "must_fix"),
        ("media/的 面团.txt", "file-name", "must_fix"),
        ("media/dough(1).txt", "file-name", "must_fix"),
        ("media/" + "d" * 80 + ".txt", "file-name", "must_fix"),
    ],
)
def test_places_kinds_and_names(course: Course, name: str, rule: str, grade: str) -> None:
    course.write(name, "面粉五百克")
    finding = course.one(rule)
    assert (finding.grade, finding.file) == (grade, name)


def test_what_may_lie_on_top_is_left_alone(course: Course) -> None:
    course.write("README.md", "给做课的人").write("LICENSE", "CC-BY-4.0").write("CREDITS.md", "谢谢")
    assert course.rules() == set()


def test_a_file_that_no_lesson_uses_is_told(course: Course) -> None:
    course.write("media/recipe.txt", "面粉五百克")
    assert course.rules() == {("advice", "file-unused")}
    course.change(
        "lessons/02-dough.md", "minutes: 25", "minutes: 25\ndownloads:\n  - {file: media/recipe.txt, title: 配方}"
    )
    assert course.rules() == set()


@pytest.mark.parametrize(
    ("content", "rule"),
    [
        (picture("JPEG"), "file-content"),
        (b"PK\x03\x04" + bytes(600), "file-content"),
        (b"MZ" + bytes(600), "file-content"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "file-content"),
        (picture()[:60], "file-broken"),
        (b"", "file-size"),
    ],
)
def test_a_picture_is_a_picture_by_its_content(
    pictured: Course, content: bytes, rule: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ImageFile, "LOAD_TRUNCATED_IMAGES", True)  # as WeasyPrint leaves it
    pictured.write("media/dough.png", content)
    assert pictured.one(rule).grade == "blocker"


def test_photographs_do_not_tell_where_and_with_what(pictured: Course) -> None:
    pictured.change("lessons/02-dough.md", "dough.png", "dough.jpg").remove("media/dough.png")
    pictured.write("media/dough.jpg", picture("JPEG"))
    assert pictured.rules() == set()
    pictured.write("media/dough.jpg", photograph(place=False))
    assert pictured.rules() == {("must_fix", "picture-camera")}
    pictured.write("media/dough.jpg", photograph(place=True))
    assert pictured.rules() == {("must_fix", "picture-camera"), ("blocker", "picture-place")}


def test_what_many_photographs_share_is_said_once(pictured: Course) -> None:
    pictured.change("lessons/02-dough.md", "dough.png", "dough.jpg").remove("media/dough.png")
    pictured.write("media/dough.jpg", photograph(place=True)).write("media/oven.jpg", photograph(place=True))
    assert len([finding for finding in pictured.findings() if finding.rule == "picture-place"]) == 2
    camera = pictured.one("picture-camera")
    assert (camera.file, str(camera.message).partition("：")[2]) == ("", "media/dough.jpg, media/oven.jpg")


def test_pictures_do_not_move_and_fit_a_telephone(pictured: Course) -> None:
    pictured.write("media/dough.png", picture(width=2600))
    assert pictured.rules() == {("advice", "picture-large")}
    pictured.change("lessons/02-dough.md", "dough.png", "dough.webp").remove("media/dough.png")
    pictured.write("media/dough.webp", moving_picture())
    assert pictured.rules() == {("blocker", "picture-moves")}


def test_a_small_file_that_fills_the_memory_is_not_opened(pictured: Course) -> None:
    pictured.write("media/dough.png", picture(width=12_000, height=9_000, mode="1"))
    assert ("blocker", "file-broken") in pictured.rules()
