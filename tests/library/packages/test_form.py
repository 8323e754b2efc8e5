"""The form of a package: manifest, front matter, checks, encodings."""

import os

import pytest

from tests.library.packages.course import Course


def test_without_a_manifest_everything_else_is_still_checked(course: Course) -> None:
    course.remove("course.toml").say("难度：★★★")
    assert {("blocker", "manifest-missing"), ("must_fix", "signs-stars")} <= course.rules()


def test_wrong_toml_is_told_with_its_line(course: Course) -> None:
    course.change("course.toml", 'title = "用手和面"', 'title = "用手和面')
    finding = course.one("toml-syntax")
    assert (finding.grade, finding.file, finding.line) == ("blocker", "course.toml", 3)


@pytest.mark.parametrize(
    ("old", "new", "rule", "line", "says"),
    [
        ('summary = "学', 'sumary = "学', "key-unknown", 5, "课程包里没有“sumary”这一项。"),
        ("level = 1", "level = 4", "key-wrong", 10, "“level”写的是“4”，不能选这个。"),
        ("level = 1", 'level = "1"', "key-wrong", 10, "“level”写的是“1”，不能选这个。"),
        ('"employment"', '"cooking"', "key-wrong", 8, "“category”写的是“cooking”，不能选这个。"),
        ('region = "410000"', 'region = "河南"', "key-wrong", 15, "“region”的写法不对。"),
        ('learning_hours = "1"', "learning_hours = nan", "key-wrong", 11, "“learning_hours”的写法不对。"),
        ('title = "用手和面"', f'title = "{"面" * 26}"', "key-wrong", 3, "“title”太长，有 26 个字。"),
        ('role = "讲师"', "", "key-missing", 20, "“第 1 项 people 的 role”没有写。"),
        (
            'sign = { claim = "none"',
            'sign = { claim = "no"',
            "key-wrong",
            34,
            "“access 的 sign 的 claim”写的是“no”，不能选这个。",
        ),
        ('["01-flour", "02-dough"]', '["01-flour", "02-dough", "01-flour"]', "key-wrong", 18, "“lessons”里有重复的。"),
        ('version = "1.0.0"', 'version = ""', "key-wrong", 17, "“version”的写法不对。"),
    ],
)
def test_each_wrong_key_of_the_manifest_is_told_at_its_line(
    course: Course, old: str, new: str, rule: str, line: int, says: str
) -> None:
    course.change("course.toml", old, new)
    found = [finding for finding in course.findings() if finding.rule == rule]
    assert says in [str(finding.message) for finding in found]
    assert line in [finding.line for finding in found]


def test_a_missing_key_comes_with_an_example(course: Course) -> None:
    course.change("course.toml", 'occupation = "中式面点师"\n', "")
    assert str(course.one("key-missing").mend) == '加上“occupation”。例如："中式面点师"'


@pytest.mark.parametrize(
    ("front", "rule", "line"),
    [
        ("没有说明", "front-matter-missing", 1),
        ("---\ntitle: 面\n", "front-matter-open", 1),
        ("---\ntitle: 练习：面\nkind: a: b\n---\n", "yaml-syntax", 3),
        ("---\ntitle: &a 面\nsummary: *a\n---\n", "yaml-syntax", 2),
        ("---\ntitle: 面\ntitle: 粉\n---\n", "yaml-syntax", 3),
        ("---\n- 面\n---\n", "yaml-syntax", 2),
        ("---\n" + "a: b\n" * 5000 + "---\n", "front-matter-long", 1),
    ],
)
def test_wrong_front_matter_is_told_with_its_line(course: Course, front: str, rule: str, line: int) -> None:
    course.write("lessons/01-flour.md", front)
    finding = course.one(rule)
    assert (finding.grade, finding.file, finding.line) == ("blocker", "lessons/01-flour.md", line)


def test_a_no_in_front_matter_stays_a_text_and_minutes_must_be_a_number(course: Course) -> None:
    course.change("lessons/01-flour.md", "title: 认识面粉和工具", "title: no")
    assert course.rules() == set()
    course.change("lessons/01-flour.md", "minutes: 20", "minutes: 二十")
    assert course.one("key-wrong").line == 5


def test_listed_and_present_lessons_are_the_same(course: Course) -> None:
    course.change("course.toml", '"02-dough"]', '"03-bread"]')
    assert course.one("lesson-missing").line == 18
    assert course.one("lesson-unlisted").file == "lessons/02-dough.md"


def test_every_lesson_has_its_checkpoint_and_the_course_its_assessment(course: Course) -> None:
    course.remove("checks/01-flour.toml").remove("checks/final.toml")
    assert course.one("checkpoint-missing").line == 6
    assert course.one("assessment-missing").grade == "blocker"
    course.change("lessons/02-dough.md", "checks/02-dough.toml", "checks/final.toml")
    assert {("blocker", "checkpoint-missing")} <= course.rules()


def test_gb18030_is_read_and_told(course: Course) -> None:
    course.write("lessons/01-flour.md", course.read("lessons/01-flour.md").encode("gb18030"))
    assert course.rules() == {("advice", "text-encoding")}


@pytest.mark.parametrize(
    ("content", "rule"), [(b"\x00\x01\xff", "text-unreadable"), (b"a" * 1_100_000, "text-too-big")]
)
def test_what_is_no_text_is_told(course: Course, content: bytes, rule: str) -> None:
    course.write("lessons/01-flour.md", content)
    assert course.one(rule).grade == "blocker"


def test_links_on_disk_are_not_followed(course: Course) -> None:
    os.symlink("/etc/passwd", course.folder / "media.txt")
    os.symlink("/etc", course.folder / "media")
    assert [finding.file for finding in course.findings() if finding.rule == "file-link"] == ["media", "media.txt"]


def test_thousands_of_files_are_not_read(course: Course) -> None:
    for number in range(1001):
        course.write(f"media/{number}.txt", "面")
    assert ("blocker", "files-too-many") in course.rules()


def test_many_of_the_same_are_ten_and_a_count_with_their_lines(course: Course) -> None:
    course.say("\n\n".join(f"难度：★★★ {number}" for number in range(30)))
    stars = [finding for finding in course.findings() if finding.rule == "signs-stars"]
    assert len(stars) == 11
    assert "同样的还有 20 处，在第 " in str(stars[-1].message)
    assert str(stars[-1].message).count("、") == 19
