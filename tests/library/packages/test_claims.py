"""Claims against what can be counted, and the guard for personal data in packages."""

import pytest

from tests.library.packages.course import Course
from tests.library.packages.made_media import picture

MOBILE = "13800138000"  # a service number of a network, nobody's own
IDENTITY = "990101199001010019"


def test_a_claim_says_no_more_than_can_be_counted(course: Course) -> None:
    course.change("course.toml", 'sign = { claim = "none"', 'sign = { claim = "full"')
    finding = course.one("access-contradicted")
    assert (finding.grade, finding.line) == ("must_fix", 34)
    assert str(finding.message) == "“手语”写的是“能学完”，可是2 课都还没有手语视频。"


def test_a_claim_that_says_less_is_told_unless_it_says_why(course: Course) -> None:
    course.change("course.toml", 'look = { claim = "full", note = "" }', 'look = { claim = "part", note = "" }')
    assert course.rules() == {("advice", "access-less")}
    course.change(
        "course.toml", 'look = { claim = "part", note = "" }', 'look = { claim = "part", note = "要听一段音。" }'
    )
    assert course.rules() == set()


def test_hours_are_the_sum_of_the_lessons_and_credit_follows_from_them(course: Course) -> None:
    course.change("course.toml", 'learning_hours = "1"', "learning_hours = 12.5")
    assert course.rules() == {("must_fix", "hours-differ")}
    course.change("course.toml", "learning_hours = 12.5", 'learning_hours = "1"')
    course.change("course.toml", 'proposed_credit = "0.06"', 'proposed_credit = "1.00"')
    assert course.rules() == {("advice", "credit-high")}


def test_rights_name_every_kind_of_work(course: Course) -> None:
    course.write("media/dough.png", picture()).say("![一团光滑的面，手指按下去有一个小坑](../media/dough.png)")
    assert course.rules() == {("must_fix", "rights-missing")}


@pytest.mark.parametrize(
    "name",
    ["lessons/02-dough.md", "checks/final.toml", "course.toml", "README.md", "transcripts/x.md", "media/list.csv"],
)
def test_numbers_of_people_are_found_in_every_text(course: Course, name: str) -> None:
    old = course.read(name) if (course.folder / name).exists() else ""
    course.write(name, f"{old}\n# 联系 {MOBILE}\n")
    finding = course.one("personal-data")
    assert (finding.grade, finding.file, finding.line) == ("blocker", name, old.count("\n") + 2)
    assert str(finding.message) == "这里像是有手机号：138******00。"


def test_no_finding_repeats_a_number(course: Course) -> None:
    course.say(f"# 学员 {IDENTITY}\n\n看[{MOBILE}](../{IDENTITY}/a.md)。").write(f"media/{MOBILE}.txt", "面粉")
    course.change("course.toml", 'category = "employment"', f'category = "{IDENTITY}"')
    findings = course.findings()
    assert {("blocker", "personal-data"), ("must_fix", "link-dead"), ("must_fix", "heading-level")} <= course.rules()
    for finding in findings:
        said = f"{finding.file} {finding.message} {finding.who} {finding.mend}"
        assert MOBILE not in said and IDENTITY not in said
