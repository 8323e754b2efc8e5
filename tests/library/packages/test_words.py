"""How texts are written."""

import pytest

from tests.library.packages.course import Course


@pytest.mark.parametrize(
    ("text", "rule", "grade"),
    [
        ("<b>粗</b>", "html-raw", "blocker"),
        ("<script>alert(1)</script>", "html-raw", "blocker"),
        ("[" * 1000, "brackets-nested", "blocker"),
        ("# 面粉", "heading-level", "must_fix"),
        ("#### 面粉", "heading-level", "must_fix"),
        ("##", "heading-level", "must_fix"),
        ("难度：★★★★☆", "signs-stars", "must_fix"),
        ("● 先洗手", "signs-bullets", "must_fix"),
        ("面粉 ◆◆◆ 水", "signs-bullets", "must_fix"),
        ("小心 🔥 烫", "signs-emoji", "must_fix"),
        ("面" * 61 + "。", "sentence-long", "advice"),
        ("| 面 | |\n| --- | --- |\n| 一 | 二 |", "table-head", "must_fix"),
        ("| | |\n| --- | --- |\n| 一 | 二 |", "table-head", "must_fix"),
    ],
)
def test_one_fault_is_one_finding_at_its_line(course: Course, text: str, rule: str, grade: str) -> None:
    course.say(text)
    finding = course.one(rule)
    assert (finding.grade, finding.file, finding.line) == (grade, "lessons/02-dough.md", 22)
    assert course.rules() == {(grade, rule)}


@pytest.mark.parametrize(
    "text",
    [
        "写成 `<b>` 是加粗。",
        "### 再小一级\n\n#### 最小一级\n\n## 又是大的",
        "- 先洗手\n- 再和面",
        "2 < 3，3 > 2，A→B，25 °C，1/2，① 洗手。",
        "好面。" * 40,
        "| | 水 |\n| --- | --- |\n| 面粉 | 二百克 |",
    ],
)
def test_good_text_is_left_alone(course: Course, text: str) -> None:
    course.say(text)
    assert course.rules() == set()


def test_the_line_inside_a_paragraph_is_told(course: Course) -> None:
    course.say("第一行\n第二行\n难度：★★★")
    assert course.one("signs-stars").line == 24


def test_the_texts_of_questions_are_looked_at_too(course: Course) -> None:
    course.change("checks/01-flour.toml", "做馒头用哪种面粉？", "做馒头<br>用哪种面粉？")
    finding = course.one("html-raw")
    assert (finding.file, finding.line) == ("checks/01-flour.toml", 3)


def test_a_lesson_has_words_and_time_to_read_them(course: Course) -> None:
    course.say("面粉要好。" * 1000)
    assert course.one("reading-time").line == 5
    course.write("lessons/02-dough.md", course.read("lessons/02-dough.md").split("---\n")[1].join(["---\n", "---\n"]))
    assert course.one("body-empty").grade == "must_fix"


def test_titles_and_summaries_serve_everybody(course: Course) -> None:
    course.change("course.toml", 'title_en = "Dough by hand"\n', "")
    course.change("course.toml", "学和面。手摸，就知道面好了。一共两课。", "学" * 26)
    assert course.rules() == {("advice", "title-english"), ("advice", "plain-summary-long")}


def test_numbers_of_lessons_follow_their_order(course: Course) -> None:
    course.change("course.toml", '["01-flour", "02-dough"]', '["02-dough", "01-flour"]')
    assert course.rules() == {("advice", "lesson-order")}
