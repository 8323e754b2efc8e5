"""When a course is learned: enough activities, a mark of 60, and a person whose identity is known."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from portal.library.packages import Question, is_right
from portal.library.questions import field_names, shown_options
from portal.text import Message, message

REQUIRED_PERCENT = 80  # of the activities, by the first rule set; what holds on a day says its rule set
PASS_MARK = 60  # of 100, likewise

Typed = Mapping[str, Any]  # field name to what was typed, a list where several options may be chosen


@dataclass(frozen=True)
class Answer:
    """One question with what was given: right, wrong or not answered."""

    number: int
    given: tuple[str, ...]
    is_right: bool | None  # None: nothing that a machine marks

    @property
    def is_given(self) -> bool:
        return bool(self.given)


def needed_activities(total: int, percent: int = REQUIRED_PERCENT) -> int:
    """How many of the lessons' questions have to be answered before the assessment."""
    return -(-total * percent // 100)


def why_not_assessment(done: int, total: int, percent: int = REQUIRED_PERCENT) -> Message | None:
    """Why the assessment cannot begin yet; None when it can."""
    missing = needed_activities(total, percent) - done
    if missing <= 0:
        return None
    return message(
        "还不能考。%(total)s 课里要学完 %(needed)s 课，还差 %(missing)s 课。",
        total=total,
        needed=needed_activities(total, percent),
        missing=missing,
    )


def read_answer(question: dict[str, Any], typed: Typed) -> Answer:
    """What was given to one question, from its form fields; an option that does not exist counts as none."""
    options = shown_options(question)
    values = [value for name in field_names(question) for value in _listed(typed.get(name))]
    if question["kind"] in ("single", "multiple", "order"):
        given = tuple(options[int(value) - 1] for value in values if _is_place(value, len(options)))
        if question["kind"] == "order" and len(given) < len(options):
            given = ()
    else:
        given = tuple(value.strip() for value in values if value.strip())
    return Answer(question["number"], given, is_right(as_question(question), given) if given else False)


def read_answers(questions: Sequence[dict[str, Any]], typed: Typed) -> list[Answer]:
    """What was given to every question, in order."""
    return [read_answer(question, typed) for question in questions]


def checkpoint_errors(questions: Sequence[dict[str, Any]], answers: Sequence[Answer]) -> dict[str, Message]:
    """What is still to be answered or answered again; empty when the lesson is done. Tries are not counted."""
    errors = {}
    for question, answer in zip(questions, answers, strict=True):
        name = field_names(question)[0]
        if not answer.is_given:
            errors[name] = message("第 %(number)s 题还没有答。", number=answer.number)
        elif answer.is_right is False:
            errors[name] = message("第 %(number)s 题还没答对。再读一读课文，再试一次。", number=answer.number)
    return errors


def as_question(question: dict[str, Any]) -> Question:
    """A stored question as the package's reader knows it."""
    names = Question.__dataclass_fields__
    values = {name: question[name] for name in names}
    return Question(**values | {"options": tuple(values["options"]), "answer": tuple(values["answer"])})


def _listed(value: Any) -> list[str]:
    return [str(item) for item in value] if isinstance(value, (list, tuple)) else [str(value)] if value else []


def _is_place(value: str, count: int) -> bool:
    return value.isdecimal() and len(value) < 5 and 1 <= int(value) <= count
