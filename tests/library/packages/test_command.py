"""python3 -m portal package check PATH, as people and programs read it."""

import json
import zipfile
from pathlib import Path

from click.testing import Result
from typer.testing import CliRunner

from portal.commands.package import app
from tests.library.packages.course import MINIMAL, Course


def check(path: Path, *options: str) -> Result:
    return CliRunner().invoke(app, ["check", str(path), *options])


def test_a_good_course_is_said_to_be_good() -> None:
    result = check(MINIMAL)
    assert (result.exit_code, result.output) == (0, "没有要改的地方。\n")


def test_findings_are_numbered_lines_and_the_count_comes_last(course: Course) -> None:
    course.remove("checks/final.toml").say("难度：★★★")
    result = check(course.folder)
    assert result.exit_code == 1
    assert result.output.split("\n") == [
        "不改不能开放，1 处",
        "",
        "1. 没有结业考核。",
        "   在哪里：checks/final.toml",
        "   影响谁：所有学员都打不开，或者学不到这一部分。",
        "   怎么改：加上 checks/final.toml，至少 5 道题，一共 100 分。",
        "",
        "必须改，1 处",
        "",
        "2. 这里有装饰用的星号：★★★。读屏会一颗一颗地念，或者什么也不念。",
        "   在哪里：lessons/02-dough.md，第 22 行",
        "   影响谁：用读屏的学员听到的会乱，或者找不到地方。",
        "   怎么改：用文字写，例如“难度：5 级里的 4 级”。",
        "",
        "共 2 处。不改不能开放 1 处，必须改 1 处，建议 0 处。",
        "",
    ]


def test_without_a_blocker_the_exit_is_zero(course: Course) -> None:
    course.say("难度：★★★")
    assert check(course.folder).exit_code == 0


def test_programs_get_a_list(course: Course) -> None:
    course.remove("checks/final.toml")
    result = check(course.folder, "--json")
    assert result.exit_code == 1
    assert json.loads(result.output) == [
        {
            "grade": "blocker",
            "file": "checks/final.toml",
            "line": None,
            "rule": "assessment-missing",
            "who": "所有学员都打不开，或者学不到这一部分。",
            "message": "没有结业考核。",
            "mend": "加上 checks/final.toml，至少 5 道题，一共 100 分。",
        }
    ]
    assert check(MINIMAL, "--json").output == "[]\n"


def test_english_is_there_for_who_asks(course: Course) -> None:
    course.remove("checks/final.toml")
    assert "1. There is no final assessment." in check(course.folder, "--english").output


def test_a_zip_is_checked_like_its_folder(course: Course, tmp_path: Path) -> None:
    course.say("难度：★★★")
    archive = tmp_path / "course.zip"
    with zipfile.ZipFile(archive, "w") as file:
        for path in course.folder.rglob("*"):
            file.write(path, f"course/{path.relative_to(course.folder)}")
    assert check(archive).output == check(course.folder).output
    archive.write_bytes(archive.read_bytes()[:500])
    result = check(archive)
    assert result.exit_code == 1
    assert "1. 压缩包坏了，或者没有传完。" in result.output
    assert "在哪里：整个课程包" in result.output


def test_a_path_that_is_not_there_is_said() -> None:
    assert check(Path("no-such-course")).exit_code == 2
