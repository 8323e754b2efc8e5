"""When credit may be taken back: one table of steps, and who may take each. Pure."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from portal.text import Message, message
from portal.text.dates import format_date

LONGEST_WORDS = 2000
LONGEST_NAME = 40
PAGE_SIZE = 20
TERM = "reversal_answer"  # of the province's working days: how long a learner has to answer


class State(StrEnum):
    """Where a proposal is. The learner is told in the moment in which it is made."""

    NOTIFIED = "notified"
    ANSWERED = "answered"
    CONFIRMED = "confirmed"
    DROPPED = "dropped"


class Step(StrEnum):
    """What may be done with it."""

    PROPOSE = "propose"
    ANSWER = "answer"
    CONFIRM = "confirm"
    DROP = "drop"


STEPS: dict[tuple[State | None, Step], State] = {
    (None, Step.PROPOSE): State.NOTIFIED,
    (State.NOTIFIED, Step.ANSWER): State.ANSWERED,
    (State.NOTIFIED, Step.CONFIRM): State.CONFIRMED,
    (State.NOTIFIED, Step.DROP): State.DROPPED,
    (State.ANSWERED, Step.CONFIRM): State.CONFIRMED,
    (State.ANSWERED, Step.DROP): State.DROPPED,
}
OPEN = (State.NOTIFIED, State.ANSWERED)
STATE_WORDS: dict[State, Message] = {
    State.NOTIFIED: message("等学员说明"),
    State.ANSWERED: message("学员已说明"),
    State.CONFIRMED: message("学分已收回"),
    State.DROPPED: message("不收回"),
}
STATE_TONES = {State.NOTIFIED: "wait", State.ANSWERED: "wait", State.CONFIRMED: "stop", State.DROPPED: "past"}


class Part(StrEnum):
    """How much of an entry is meant."""

    ALL = "all"
    SOME = "some"


class Pile(StrEnum):
    """The lists of the desk."""

    WAITING = "waiting"
    LATER = "later"
    MINE = "mine"
    DECIDED = "decided"


@dataclass(frozen=True)
class Case:
    """What the rules need to know of a proposal."""

    state: State
    person_id: int
    proposed_by_id: int
    answer_until: date


OWN_CASE = message("这是您自己的学分。要由别的学分管理员来办。")
NOT_THERE = message("这笔学分现在没有这么多可以收回。")
DECIDED = message("这件事已经决定了。")


def why_not(step: Step, case: Case, who: int, today: date) -> Message | None:
    """What keeps this person from a step on this day (Asia/Shanghai); None when nothing does.

    An answer that comes late is taken as long as nothing is decided.
    """
    if step is Step.ANSWER and who != case.person_id:
        return message("只有学员本人能说明。")
    if step is not Step.ANSWER and who == case.person_id:
        return OWN_CASE
    if (case.state, step) not in STEPS:
        return message("您已经说明过，写的都在。") if case.state is State.ANSWERED else DECIDED
    if step is Step.CONFIRM and who == case.proposed_by_id:
        return message("这是您提出的。要由另一位学分管理员决定。")
    if step is Step.CONFIRM and case.state is State.NOTIFIED and today <= case.answer_until:
        return message("先等学员说明，或者等%(date)s过完，再决定。", date=format_date(case.answer_until))
    return None


def why_not_propose(is_own: bool, free_hundredths: int, asked_hundredths: int) -> Message | None:
    """What keeps credit from being questioned; None when nothing does."""
    if is_own:
        return OWN_CASE
    if not 0 < asked_hundredths <= free_hundredths:
        return NOT_THERE
    return None


def reference_of(reversal_id: int) -> str:
    """Under which reference a confirmed proposal stands in the books."""
    return f"reversal/{reversal_id}"
