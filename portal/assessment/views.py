"""Answers in words: which are given, and after marking which were right."""

from collections.abc import Sequence
from typing import Any

from portal.learning.rules import read_answers
from portal.library.questions import shown
from portal.text import Message, message


def answer_states(questions: Sequence[dict[str, Any]], typed: dict[str, Any]) -> list[tuple[int, Message, bool]]:
    """Question by question whether it was answered: “第 3 题，未答”."""
    answers = read_answers(questions, typed)
    return [(answer.number, _answer_state(answer.number, answer.is_given), answer.is_given) for answer in answers]


def _answer_state(number: int, is_given: bool) -> Message:
    if is_given:
        return message("第 %(number)s 题，已答", number=number)
    return message("第 %(number)s 题，未答", number=number)


def answer_reports(questions: Sequence[dict[str, Any]], typed: dict[str, Any]) -> list[dict[str, Any]]:
    """What the result says of each question: right or not, what was given, what is right, and why."""
    verdicts = {True: message("答对了"), False: message("没答对"), None: message("没有答")}
    reports = []
    for question, answer in zip(questions, read_answers(questions, typed), strict=True):
        verdict = verdicts[bool(answer.is_right) if answer.is_given else None]
        right = question["options"] if question["kind"] == "order" else question["answer"]
        reports.append({"question": shown(question), "verdict": verdict, "answer": answer, "right": right})
    return reports
