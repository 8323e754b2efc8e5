"""Whether every question can be answered, by everybody, and marked."""

import re
from collections.abc import Iterator
from typing import Any

from portal.library.packages.document import read_document
from portal.library.packages.findings import AUTHORS, BLIND, EVERYBODY, SLOW_READER, Finding, Grade
from portal.library.packages.limits import FINAL_POINTS, FINAL_QUESTIONS
from portal.library.packages.marking import normalised
from portal.library.packages.source import FINAL, Source
from portal.text import Message, message

_SEES_PICTURE = re.compile(r"如图|见图|[上下左右]图|图中|图里|图片[里中上]|看图|这张图|哪张图|哪幅图")
_DRAGS = re.compile(r"拖动|拖到|拖拽|拖放|连线")


def answerable(source: Source) -> Iterator[Finding]:
    """Options and answers are there, fit each other and the kind of question."""
    for name in source.checks:
        for number, question in enumerate(source.questions(name), 1):
            for key, says, mend in _wrong_answers(question, number):
                line = source.checks[name].line("question", number - 1, key)
                yield Finding(Grade.BLOCKER, name, line, "question-answer", EVERYBODY, says, mend)


Wrong = Iterator[tuple[str, Message, Message]]


def _wrong_answers(question: dict[str, Any], number: int) -> Wrong:
    """The key where it is wrong, what is wrong, and how to mend it."""
    kind, options, answers = question.get("kind"), _texts(question.get("options")), _texts(question.get("answer"))
    if kind in ("single", "multiple", "order") and not options:
        yield "kind", message("第 %(number)s 题没有选项。", number=number), message("加上 options，至少两项。")
    if kind in ("single", "multiple", "fill") and not answers:
        yield "kind", message("第 %(number)s 题没有答案。", number=number), message("加上 answer。")
    if len({normalised(option) or option for option in options}) < len(options):
        yield "options", message("第 %(number)s 题有两个选项一样。", number=number), message("改掉其中一个。")
    if kind in ("single", "multiple") and options:
        yield from _wrong_choices(kind, options, answers, number)
    if kind == "fill" and not all(map(normalised, answers)):
        yield "answer", message("第 %(number)s 题的答案只有标点。", number=number), message("写出要填的字。")
    if kind == "order" and answers:
        mend = message("去掉 answer，把 options 按正确的先后写。")
        yield "answer", message("第 %(number)s 题是排序，不用写答案。", number=number), mend


def _wrong_choices(kind: str, options: list[str], answers: list[str], number: int) -> Wrong:
    for answer in [answer for answer in answers if answer not in options]:
        says = message("第 %(number)s 题的答案“%(answer)s”不在选项里。", number=number, answer=answer[:40])
        yield "answer", says, message("答案写选项的原文，一个字也不差。")
    if kind == "single" and len(answers) > 1:
        says = message("第 %(number)s 题是单选，写了 %(count)s 个答案。", number=number, count=len(answers))
        yield "answer", says, message("只留一个答案，或者改成多选：multiple。")


def _texts(value: Any) -> list[str]:
    values = value if isinstance(value, list) else [value]
    return [text for text in values if isinstance(text, str)]


def final_assessment(source: Source) -> Iterator[Finding]:
    """At least five questions, a hundred points, and lessons that exist."""
    questions = source.questions(FINAL)
    if FINAL not in source.checks or source.checks[FINAL].problem:
        return
    if len(questions) < FINAL_QUESTIONS:
        yield Finding(
            Grade.BLOCKER,
            FINAL,
            1,
            "assessment-short",
            EVERYBODY,
            message("结业考核只有 %(count)s 道题。", count=len(questions)),
            message("至少 %(limit)s 道题。", limit=FINAL_QUESTIONS),
        )
    points = sum(question["points"] for question in questions if isinstance(question.get("points"), int))
    if points != FINAL_POINTS:
        yield Finding(
            Grade.BLOCKER,
            FINAL,
            1,
            "assessment-points",
            EVERYBODY,
            message("结业考核的分数加起来是 %(points)s 分。", points=points),
            message("改各题的 points，加起来正好 %(limit)s 分。", limit=FINAL_POINTS),
        )
    for number, question in enumerate(questions):
        slug = question.get("lesson")
        if isinstance(slug, str) and f"lessons/{slug}.md" not in source.files:
            yield Finding(
                Grade.BLOCKER,
                FINAL,
                source.checks[FINAL].line("question", number, "lesson"),
                "question-lesson",
                SLOW_READER,
                message(
                    "第 %(number)s 题说要重看“%(slug)s”这一课，可是没有这一课。", number=number + 1, slug=slug[:40]
                ),
                message("写 lessons 里有的课，或者去掉 lesson。"),
            )


def answerable_without_seeing(source: Source) -> Iterator[Finding]:
    """No question hangs on a picture that is not described, and none asks to drag."""
    for name in source.checks:
        for number, question in enumerate(source.questions(name), 1):
            text = str(question.get("text", ""))
            line = source.checks[name].line("question", number - 1, "text")
            pictures = read_document(text).pictures
            bare = [picture for picture in pictures if not picture.description]
            if bare or (_SEES_PICTURE.search(text) and not pictures):
                yield Finding(
                    Grade.BLOCKER,
                    name,
                    line,
                    "question-picture-only",
                    BLIND,
                    message("考核第 %(number)s 题只能看图作答。", number=number)
                    if name == FINAL
                    else message("“想一想”第 %(number)s 题只能看图作答。", number=number),
                    message("用文字说明图里有什么，或者换一道题。"),
                )
            if _DRAGS.search(text):
                yield Finding(
                    Grade.MUST_FIX,
                    name,
                    line,
                    "question-drags",
                    message("只用键盘、开关或读屏的学员拖不动。"),
                    message("第 %(number)s 题要拖动或连线。", number=number),
                    message("改成排序题或单选题，用选择框作答。"),
                )


def explained(source: Source) -> Iterator[Finding]:
    """Every question says afterwards why its answer is right."""
    for name in source.checks:
        for number, question in enumerate(source.questions(name)):
            if not question.get("explanation"):
                yield Finding(
                    Grade.ADVICE,
                    name,
                    source.checks[name].line("question", number, "text"),
                    "question-explanation",
                    SLOW_READER,
                    message("第 %(number)s 题没有解释。", number=number + 1),
                    message("加上 explanation：为什么是这个答案，一两句话。"),
                )


def right_answer_varies(source: Source) -> Iterator[Finding]:
    """The right option is not always the first one."""
    singles = [question for question in source.questions(FINAL) if question.get("kind") == "single"]
    firsts = [question for question in singles if _texts(question.get("options"))[:1] == _texts(question.get("answer"))]
    if len(singles) >= FINAL_QUESTIONS and len(firsts) == len(singles):
        yield Finding(
            Grade.ADVICE,
            FINAL,
            1,
            "assessment-first-option",
            AUTHORS,
            message("结业考核的单选题，答案都是第一个选项。"),
            message("把答案放在不同的位置。"),
        )
