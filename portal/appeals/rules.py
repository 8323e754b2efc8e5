"""An appeal's life in one table of steps, and who may take each. Pure."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from portal.text import Message, message
from portal.text.codes import make_code, normalise

LONGEST_WORDS = 4000
LONGEST_NAME = 40
PAGE_SIZE = 20
FIRST, SECOND = 1, 2  # the levels; the second is the province's, and final
NUMBERS_FROM = 60_000_000  # so that the number of an appeal is none of a submission
TO_LODGE = {FIRST: "appeal_lodge", SECOND: "appeal_again"}  # of the province's working days
TO_DECIDE = {FIRST: "appeal_decide", SECOND: "appeal_final"}


class State(StrEnum):
    """Where an appeal is. `applied`: what was decided has been done."""

    DRAFT = "draft"
    LODGED = "lodged"
    ACCEPTED = "accepted"
    NOT_ACCEPTED = "not_accepted"
    HEARD = "heard"
    DECIDED = "decided"
    APPLIED = "applied"
    WITHDRAWN = "withdrawn"


class Step(StrEnum):
    """What may be done with it. `overdue` is noted by the portal."""

    LODGE = "lodge"
    ACCEPT = "accept"
    NOT_ACCEPT = "not_accept"
    HEAR = "hear"
    DECIDE = "decide"
    APPLY = "apply"
    WITHDRAW = "withdraw"
    OVERDUE = "overdue"


STEPS: dict[tuple[State, Step], State] = {
    (State.DRAFT, Step.LODGE): State.LODGED,
    (State.LODGED, Step.ACCEPT): State.ACCEPTED,
    (State.LODGED, Step.NOT_ACCEPT): State.NOT_ACCEPTED,
    (State.ACCEPTED, Step.HEAR): State.HEARD,
    (State.HEARD, Step.HEAR): State.HEARD,  # heard again: a second talk
    (State.HEARD, Step.DECIDE): State.DECIDED,
    (State.DECIDED, Step.APPLY): State.APPLIED,
    (State.LODGED, Step.WITHDRAW): State.WITHDRAWN,
    (State.ACCEPTED, Step.WITHDRAW): State.WITHDRAWN,
    (State.HEARD, Step.WITHDRAW): State.WITHDRAWN,
}
OPEN = (State.LODGED, State.ACCEPTED, State.HEARD)
JUDGED = (State.NOT_ACCEPTED, State.DECIDED, State.APPLIED)
OVER = (*JUDGED, State.WITHDRAWN)
OF_LEARNER = (Step.LODGE, Step.WITHDRAW)
STATE_WORDS: dict[State, Message] = {
    State.DRAFT: message("草稿，还没有交"),
    State.LODGED: message("已收到，等申诉处理员受理"),
    State.ACCEPTED: message("已受理，等听您说"),
    State.HEARD: message("听过了，等决定"),
    State.NOT_ACCEPTED: message("不受理"),
    State.DECIDED: message("决定维持"),
    State.APPLIED: message("决定改过来，已经改了"),
    State.WITHDRAWN: message("本人撤回了"),
}
STATE_TONES = {
    State.DRAFT: "wait", State.LODGED: "wait", State.ACCEPTED: "wait", State.HEARD: "wait",
    State.NOT_ACCEPTED: "stop", State.DECIDED: "past", State.APPLIED: "good",
    State.WITHDRAWN: "past",
}  # fmt: skip


class Wish(StrEnum):
    """How a learner wants to be heard."""

    WRITTEN = "written"
    PHONE = "phone"
    IN_PERSON = "in_person"
    SIGN = "sign"


WISHES: dict[Wish, Message] = {
    Wish.WRITTEN: message("只看我写的"),
    Wish.PHONE: message("电话，可以请人转话"),
    Wish.IN_PERSON: message("当面说"),
    Wish.SIGN: message("当面，配手语翻译"),
}


class Outcome(StrEnum):
    """What is decided."""

    UPHELD = "upheld"
    ALL = "all"
    PART = "part"


class Pile(StrEnum):
    """The lists of the desk."""

    WAITING = "waiting"
    OVERDUE = "overdue"
    OTHERS = "others"  # those in which the officer took part
    OVER = "over"


@dataclass(frozen=True)
class Case:
    """What the rules need to know of an appeal. `took_part` are all who may not judge it: the learner, whoever decided
    the matter, and at the second level whoever judged the first."""

    state: State
    person_id: int
    took_part: frozenset[int]


TOOK_PART = message("您参与过这件事，不能处理它的申诉。要由别的申诉处理员来办。")
OVER_WORDS = message("这件申诉已经有结果了。")
NOT_NOW = message("这件申诉现在不能办这一步。先看现在到了哪一步。")
WITHDRAWN_WORDS = message("这件申诉，本人已经撤回了。")
ONLY_OWN = message("只有本人能提出申诉、撤回申诉。")
LATE = message("申诉期限已经过了。还可以交，写清为什么晚了，由申诉处理员决定收不收。")


def why_not(step: Step, case: Case, who: int) -> Message | None:
    """What keeps this person from a step; None when nothing does."""
    if step in OF_LEARNER and who != case.person_id:
        return ONLY_OWN
    if step not in OF_LEARNER and (who == case.person_id or who in case.took_part):
        return TOOK_PART
    if (case.state, step) in STEPS:
        return None
    if case.state is State.WITHDRAWN:
        return WITHDRAWN_WORDS
    return OVER_WORDS if case.state in OVER else NOT_NOW


def is_late(lodge_until: date, today: date) -> bool:
    """Whether the time to appeal is over on this day (Asia/Shanghai)."""
    return today > lodge_until


def as_list(people: frozenset[int]) -> str:
    """People as an appeal's row keeps them: “,3,7,”, so that the database itself can refuse one of them."""
    return "," + "".join(f"{one}," for one in sorted(people))


def from_list(kept: str) -> frozenset[int]:
    """The people of such a list."""
    return frozenset(int(one) for one in kept.split(",") if one)


def reference_of(appeal_id: int) -> str:
    """Under which reference an appeal stands in the books."""
    return f"appeal/{appeal_id}"


def receipt_number(appeal_id: int) -> str:
    """The number of an appeal that people dictate: nine digits, of which the last checks the others."""
    return make_code(NUMBERS_FROM + appeal_id)


def id_of_receipt(typed: str) -> int | None:
    """The appeal that a dictated number means; None when it is none."""
    number = normalise(typed)
    found = int(number[:-1]) - NUMBERS_FROM if number else 0
    return found if found > 0 else None
