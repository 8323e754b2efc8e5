"""How an attempt is marked."""

from collections.abc import Sequence
from typing import Any

from portal.learning.rules import Answer

ADVICE_AFTER_ATTEMPTS = 3  # then the result says which lessons to read again first


def mark(questions: Sequence[dict[str, Any]], answers: Sequence[Answer]) -> int:
    """The points of the right answers, 0 to 100."""
    return sum(question["points"] for question, answer in zip(questions, answers, strict=True) if answer.is_right)


def has_passed(points: int, pass_mark: int) -> bool:
    """Whether a mark passes."""
    return points >= pass_mark
