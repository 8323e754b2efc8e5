"""When the text of an entry may be put right by a note beside it, and who decides. Pure."""

from dataclasses import dataclass
from enum import StrEnum

from portal.text import Message, message

LONGEST_WORDS = 500
PAGE_SIZE = 20
TERM = "correction"  # of the province's working days: until when it is checked


class State(StrEnum):
    """Where a request is."""

    ASKED = "asked"
    APPLIED = "applied"
    REFUSED = "refused"


class Step(StrEnum):
    """What may be done with it."""

    APPLY = "apply"
    REFUSE = "refuse"


STEPS: dict[tuple[State, Step], State] = {
    (State.ASKED, Step.APPLY): State.APPLIED,
    (State.ASKED, Step.REFUSE): State.REFUSED,
}
STATE_WORDS: dict[State, Message] = {
    State.ASKED: message("等工作人员核对"),
    State.APPLIED: message("加了更正"),
    State.REFUSED: message("核对过，没有写错"),
}
STATE_TONES = {State.ASKED: "wait", State.APPLIED: "good", State.REFUSED: "past"}


class What(StrEnum):
    """What is written wrongly."""

    TITLE = "title"
    PROVIDER = "provider"
    OTHER = "other"


WHAT_WORDS: dict[What, Message] = {
    What.TITLE: message("名称"),
    What.PROVIDER: message("提供课程的单位"),
    What.OTHER: message("别的文字"),
}


class Pile(StrEnum):
    """The lists of the desk."""

    WAITING = "waiting"
    DONE = "done"


@dataclass(frozen=True)
class Case:
    """What the rules need to know of a request."""

    state: State
    person_id: int


OWN_CASE = message("这是您自己的记录。要由别的学分管理员来办。")
DONE = message("这件事已经办过了。")


def why_not(step: Step, case: Case, who: int) -> Message | None:
    """What keeps this officer from a step; None when nothing does."""
    if who == case.person_id:
        return OWN_CASE
    return None if (case.state, step) in STEPS else DONE
