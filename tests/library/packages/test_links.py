"""Pictures that say something, links that lead somewhere."""

import pytest

from tests.library.packages.course import Course
from tests.library.packages.made_media import picture

GOOD = "一团光滑的面，手指按下去有一个小坑"


@pytest.mark.parametrize(
    ("words", "rule", "grade"),
    [
        ("", "picture-undescribed", "blocker"),
        ("dough", "picture-file-name", "blocker"),
        ("dough.png", "picture-file-name", "blocker"),
        ("DSC08606", "picture-file-name", "blocker"),
        ("IMG_1516", "picture-file-name", "blocker"),
        ("图片", "picture-says-nothing", "blocker"),
        ("照片 2", "picture-says-nothing", "blocker"),
        ("预览图-9", "picture-says-nothing", "blocker"),
        ("图N", "picture-says-nothing", "blocker"),
        ("图（3）", "picture-says-nothing", "blocker"),
        ("示意图", "picture-says-nothing", "blocker"),
        ("配方", "picture-short", "must_fix"),
        ("面" * 121, "picture-long", "must_fix"),
    ],
)
def test_a_picture_tells_what_is_in_it(pictured: Course, words: str, rule: str, grade: str) -> None:
    pictured.change("lessons/02-dough.md", GOOD, words)
    finding = pictured.one(rule)
    assert (finding.grade, finding.line) == (grade, 22)


def test_a_described_picture_is_left_alone(pictured: Course) -> None:
    assert pictured.rules() == set()
    pictured.change("lessons/02-dough.md", GOOD, "示意图：手指按下去有小坑")
    assert pictured.rules() == set()
    pictured.change("lessons/02-dough.md", "../media/dough.png", "media/dough.png")
    assert pictured.rules() == set()
    pictured.change("lessons/02-dough.md", "(media/dough.png)", "(dough.png)")
    assert pictured.rules() == set()


@pytest.mark.parametrize(
    "address", ["../media/doug.png", "https://example.org/dough.png", "../lessons/01-flour.md", ""]
)
def test_a_picture_lies_in_the_package(pictured: Course, address: str) -> None:
    pictured.change("lessons/02-dough.md", "../media/dough.png", address)
    assert ("blocker", "picture-missing") in pictured.rules()


@pytest.mark.parametrize(
    "link",
    [
        "[第一课](01-flour.md)",
        "[第一课](../lessons/01-flour.md)",
        "[三件事](#三件事)",
        "[面粉标准](https://openstd.samr.gov.cn/bzgk/)",
        "[写信给老师](mailto:teacher@example.org)",
        "[配方](../media/recipe.txt)",
        "[配方](recipe.txt)",
    ],
)
def test_links_that_lead_somewhere_are_left_alone(course: Course, link: str) -> None:
    course.write("media/recipe.txt", "面粉五百克。")
    course.say(f"看{link}。配方在[这个文件里](../media/recipe.txt)。")
    assert course.rules() == set()


@pytest.mark.parametrize(
    "address",
    [
        "03-bread.md",
        "../戚风蛋糕/戚风蛋糕.md",
        "#四件事",
        "",
        "http://localhost:8000/dough",
        "http://192.168.1.5/dough",
        "http://intranet/dough",
        "http://[dough",
        "file:///C:/dough.doc",
        "../checks/final.toml",
        "../media/../../../etc/passwd",
        "ftp://example.org/dough",
    ],
)
def test_links_that_lead_nowhere_are_found(course: Course, address: str) -> None:
    course.say(f"看[面团的做法](<{address}>)。")
    finding = course.one("link-dead")
    assert (finding.grade, finding.line) == ("must_fix", 22)


@pytest.mark.parametrize("words", ["点击这里", "更多", "详情 >>", "here", "https://example.org/dough", ""])
def test_the_words_of_a_link_say_where_it_leads(course: Course, words: str) -> None:
    course.say(f"看[{words}](https://example.org/dough)。")
    assert course.rules() == {("must_fix", "link-words")}


def test_an_address_that_is_its_own_words_is_found(course: Course) -> None:
    course.say("看 <https://example.org/dough>。")
    assert course.rules() == {("must_fix", "link-words")}


def test_a_picture_may_be_in_a_question(course: Course) -> None:
    course.write("media/oven.png", picture()).change("course.toml", '["text"]', '["text", "images"]')
    course.change("checks/01-flour.toml", "做馒头用哪种面粉？", "![一袋面粉，写着中筋](../media/oven.png) 做什么用？")
    assert course.rules() == set()


def test_a_link_to_a_lesson_that_learners_do_not_get_is_dead(course: Course) -> None:
    course.write("lessons/09-old.md", course.read("lessons/02-dough.md")).say("见[从前的一课](09-old.md)。")
    assert course.rules() == {("must_fix", "link-dead"), ("must_fix", "lesson-unlisted"), ("must_fix", "hours-differ")}
