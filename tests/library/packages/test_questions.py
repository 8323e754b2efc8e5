"""Questions that everybody can answer, and a machine can mark."""

import pytest

from tests.library.packages.course import Course
from tests.library.packages.made_media import picture

FINAL, CHECK = "checks/final.toml", "checks/01-flour.toml"


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ('answer = "中筋面粉"', 'answer = "中筋"', "第 1 题的答案“中筋”不在选项里。"),
        ('answer = "中筋面粉"', 'answer = ["中筋面粉", "高筋面粉"]', "第 1 题是单选，写了 2 个答案。"),
        ('answer = "中筋面粉"', "", "第 1 题没有答案。"),
        ('options = ["高筋面粉", "中筋面粉", "低筋面粉"]', "", "第 1 题没有选项。"),
        ('"低筋面粉"]', '"中筋面粉 "]', "第 1 题有两个选项一样。"),
        ('kind = "single"', 'kind = "order"', "第 1 题是排序，不用写答案。"),
        ('kind = "single"', 'kind = "fill"\nanswer = "。"\n[x]', "第 1 题的答案只有标点。"),
    ],
)
def test_options_and_answers_fit_each_other(course: Course, old: str, new: str, says: str) -> None:
    course.change(CHECK, old, new)
    found = [finding for finding in course.findings() if finding.rule == "question-answer"]
    assert says in [str(finding.message) for finding in found]
    assert {finding.grade for finding in found} == {"blocker"}


def test_a_wrong_answer_is_told_at_its_line(course: Course) -> None:
    course.change(FINAL, 'answer = "高筋面粉"', 'answer = "高劲面粉"')
    finding = course.one("question-answer")
    assert finding.file == FINAL
    assert course.read(FINAL).split("\n")[(finding.line or 0) - 1] == 'answer = "高劲面粉"'


def test_the_assessment_has_five_questions_and_a_hundred_points(course: Course) -> None:
    first, rest = course.read(FINAL).split("[[question]]", 1)
    course.write(FINAL, first + "[[question]]" + rest.split("[[question]]", 1)[0])
    assert course.rules() == {("blocker", "assessment-short"), ("blocker", "assessment-points")}


def test_the_assessment_has_no_questions_that_a_person_must_mark(course: Course) -> None:
    course.change(FINAL, 'kind = "fill"', 'kind = "short"')
    assert course.one("key-wrong").grade == "blocker"


def test_a_question_sends_back_to_a_lesson_that_exists(course: Course) -> None:
    course.change(FINAL, 'lesson = "01-flour"', 'lesson = "09-bread"')
    assert course.rules() == {("blocker", "question-lesson")}


@pytest.mark.parametrize(
    "text", ["如图，哪个是面粉？", "看图回答：哪个是面粉？", "![](../media/flour.png) 哪个是面粉？"]
)
def test_no_question_hangs_on_a_picture_alone(course: Course, text: str) -> None:
    course.write("media/flour.png", picture()).change(FINAL, "“三光”说的是哪三样？", text)
    finding = course.one("question-picture-only")
    assert str(finding.message) == "考核第 2 题只能看图作答。"
    course.change(FINAL, text, "![左边一袋面粉，右边一袋糖](../media/flour.png) 如图，哪个是面粉？")
    assert ("blocker", "question-picture-only") not in course.rules()


def test_nothing_is_dragged(course: Course) -> None:
    course.change(CHECK, "做馒头用哪种面粉？", "把面粉拖到盆里。")
    assert course.rules() == {("must_fix", "question-drags")}


def test_answers_are_explained_and_not_always_first(course: Course) -> None:
    course.change(CHECK, 'explanation = "中筋面粉软硬正好，适合馒头和面条。"', "")
    assert course.rules() == {("advice", "question-explanation")}
    question = '[[question]]\nkind = "single"\ntext = "好吗？"\noptions = ["好", "不好"]\nanswer = "好"\nexplanation = "好。"\n'
    course.write(FINAL, 'title = "结业考核"\n' + question.replace("text", "points = 20\ntext") * 5)
    assert ("advice", "assessment-first-option") in course.rules()


def test_lines_are_right_after_a_text_of_several_lines(course: Course) -> None:
    course.change(CHECK, '"做馒头用哪种面粉？"', '"""\n做馒头用哪种面粉？\n[[question]]\nanswer = 1\n"""')
    assert course.rules() == set()
    course.change(CHECK, 'answer = "中筋面粉"', 'answer = "中筋"')
    line = course.one("question-answer").line or 0
    assert course.read(CHECK).split("\n")[line - 1] == 'answer = "中筋"'
