"""The minimal example, and what is made of it."""

import json
from decimal import Decimal
from pathlib import Path

import pytest

from portal.library.packages import PackageRefused, access_facts, check_package, is_right, read_package
from portal.text import speaking
from tests.library.packages.course import MINIMAL, Course

ROOT = Path(__file__).parents[3]


def test_nothing_is_found_in_the_example_of_the_specification() -> None:
    assert check_package(MINIMAL) == []


def test_the_example_is_read_into_a_course() -> None:
    package = read_package(MINIMAL)
    assert (package.id, package.title, package.level) == ("dough-by-hand", "用手和面", 1)
    assert package.learning_hours == Decimal(1) and package.learning_minutes == 45
    assert package.proposed_credit_hundredths == 6
    assert [(lesson.number, lesson.slug, lesson.kind) for lesson in package.lessons] == [
        (1, "01-flour", "text"),
        (2, "02-dough", "practice"),
    ]
    assert package.lessons[1].checkpoint.questions[0].answer == ("手", "盆", "面团")
    assert sum(question.points for question in package.assessment.questions) == 100


def test_checks_are_not_among_the_files_that_learners_get(course: Course) -> None:
    course.write("media/recipe.txt", "面粉五百克")
    assert [file.name for file in read_package(course.folder).files] == ["media/recipe.txt"]


def test_facts_are_counted_from_the_package() -> None:
    facts = access_facts(read_package(MINIMAL))
    assert [(fact.way, fact.verdict) for fact in facts] == [
        ("listen", "full"),
        ("look", "full"),
        ("keyboard", "full"),
        ("braille", "full"),
        ("sign", "none"),
    ]
    assert str(facts[1].reason) == "2 课都没有声音，用眼睛看就能学完。"
    assert str(facts[4].reason) == "2 课都还没有手语视频。"
    with speaking("en"):
        assert str(facts[4].reason) == "None of the 2 lessons has a sign-language video yet."


def test_a_film_counts_for_each_way_by_what_lies_beside_it(filmed: Course, film: bytes) -> None:
    def verdicts() -> dict[str, str]:
        return {fact.way: fact.verdict for fact in access_facts(read_package(filmed.folder))}

    assert verdicts() == {"listen": "full", "look": "full", "keyboard": "full", "braille": "full", "sign": "none"}
    assert str(access_facts(read_package(filmed.folder))[1].reason) == "2 课的声音都有字幕或文字稿。"
    filmed.write("sign/01-flour.mp4", film)
    filmed.change("lessons/01-flour.md", "kind: video", "kind: video\nsign: sign/01-flour.mp4")
    assert verdicts()["sign"] == "part"
    filmed.change("lessons/01-flour.md", "sign:", "sign_stand_in: true\nsign:")
    assert verdicts()["sign"] == "none"
    filmed.write("transcripts/01-flour.md", "[00:00] 林师傅：和面。\n")
    assert verdicts()["listen"] == verdicts()["braille"] == "part"
    filmed.change("captions/01-flour.vtt", "WEBVTT\n", "WEBVTT\n\nNOTE 机器生成\n")
    assert verdicts()["look"] == "part"


def test_a_reason_counts_lessons_in_words(filmed: Course, film: bytes) -> None:
    filmed.write("sign/01-flour.mp4", film)
    filmed.change("lessons/01-flour.md", "kind: video", "kind: video\nsign: sign/01-flour.mp4")
    sign = access_facts(read_package(filmed.folder))[4]
    assert str(sign.reason) == "2 课中有 1 课有手语。"


def test_a_package_whose_form_is_wrong_is_not_read(course: Course) -> None:
    course.remove("checks/final.toml").change("lessons/01-flour.md", "kind: text", "kind: game")
    with pytest.raises(PackageRefused) as refused:
        read_package(course.folder)
    assert [finding.rule for finding in refused.value.findings] == ["assessment-missing", "key-wrong"]


def test_answers_are_compared_as_the_specification_says() -> None:
    multiple, _ = read_package(MINIMAL).lessons[1].checkpoint.questions
    _, _, fill, order, single = read_package(MINIMAL).assessment.questions
    assert is_right(single, ("高筋面粉",)) and not is_right(single, ("低筋面粉",)) and not is_right(single, ())
    assert is_right(multiple, ("面团", "手", "盆")) and not is_right(multiple, ("手", "盆"))
    assert is_right(fill, ("２５０ 克。",)) and is_right(fill, (" 二百五十",)) and not is_right(fill, ("25.0",))
    assert is_right(order, ("洗手", "倒面粉", "加水", "揉面"))
    assert not is_right(order, ("倒面粉", "洗手", "加水", "揉面"))
    assert is_right(read_package(MINIMAL).lessons[1].checkpoint.questions[1], ("软",)) is None


def test_the_specification_names_every_key_of_the_schema() -> None:
    schema = json.loads((ROOT / "portal/library/packages/course.schema.json").read_text(encoding="utf-8"))
    specification = (ROOT / "courses/README.md").read_text(encoding="utf-8")

    def keys(part: object) -> set[str]:
        if isinstance(part, list):
            return set().union(*map(keys, part))
        if not isinstance(part, dict):
            return set()
        return set(part.get("properties", {})).union(*map(keys, part.values()))

    assert {key for key in keys(schema["$defs"]) if key not in specification} == set()
