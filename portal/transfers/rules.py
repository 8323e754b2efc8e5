"""When a badge from elsewhere gives credit: one table of steps, and who may take each. Pure."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from portal.text import Message, message

LONGEST_WORDS = 2000
PAGE_SIZE = 20
TERM = "transfer_decision"  # of the province's working days: from the badge to the decision


class State(StrEnum):
    """Where a badge is. It is kept only after its signature was verified, so nothing waits that is forged."""

    VERIFIED = "verified"
    MAPPED = "mapped"
    POSTED = "posted"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


class Step(StrEnum):
    """What may be done with it."""

    BRING = "bring"
    MAP = "map"
    POST = "post"
    REFUSE = "refuse"
    WITHDRAW = "withdraw"


STEPS: dict[tuple[State | None, Step], State] = {
    (None, Step.BRING): State.VERIFIED,
    (State.VERIFIED, Step.MAP): State.MAPPED,
    (State.MAPPED, Step.POST): State.POSTED,
    (State.VERIFIED, Step.REFUSE): State.REFUSED,
    (State.MAPPED, Step.REFUSE): State.REFUSED,
    (State.VERIFIED, Step.WITHDRAW): State.WITHDRAWN,
    (State.MAPPED, Step.WITHDRAW): State.WITHDRAWN,
}
OPEN = (State.VERIFIED, State.MAPPED)
STATE_WORDS: dict[State, Message] = {
    State.VERIFIED: message("签名核对过，等换算规则"),
    State.MAPPED: message("等决定"),
    State.POSTED: message("学分已转入"),
    State.REFUSED: message("没有转入"),
    State.WITHDRAWN: message("本人撤回"),
}
STATE_TONES = {
    State.VERIFIED: "wait",
    State.MAPPED: "wait",
    State.POSTED: "good",
    State.REFUSED: "stop",
    State.WITHDRAWN: "past",
}


class Standing(StrEnum):
    """Whether an issuer, or a rule of one, holds: proposed by one officer, in force when another has confirmed it."""

    PROPOSED = "proposed"
    IN_FORCE = "in_force"
    ENDED = "ended"


class Move(StrEnum):
    """What officers do with an issuer or a rule."""

    CONFIRM = "confirm"
    END = "end"


STANDINGS: dict[tuple[Standing, Move], Standing] = {
    (Standing.PROPOSED, Move.CONFIRM): Standing.IN_FORCE,
    (Standing.PROPOSED, Move.END): Standing.ENDED,
    (Standing.IN_FORCE, Move.END): Standing.ENDED,
}
STANDING_WORDS: dict[Standing, Message] = {
    Standing.PROPOSED: message("等另一位学分管理员确认"),
    Standing.IN_FORCE: message("有效"),
    Standing.ENDED: message("已停用"),
}


@dataclass(frozen=True)
class Facts:
    """What a verified badge says. `status_list` is empty for a badge that cannot be revoked."""

    credential_id: str
    issuer: str
    achievement: str
    title: str
    holder: str
    awarded_on: date
    valid_until: datetime | None
    status_list: str
    status_index: int


@dataclass(frozen=True)
class Case:
    """What the rules need to know of a badge that somebody brought."""

    state: State
    person_id: int
    has_list: bool
    list_checked: bool


OWN_CASE = message("这是您自己的学分。要由别的学分管理员来办。")
DECIDED = message("这件事已经决定了。")


def why_not(step: Step, case: Case, who: int) -> Message | None:
    """What keeps this person from a step; None when nothing does."""
    if step is Step.WITHDRAW and who != case.person_id:
        return message("只有本人能撤回。")
    if step in (Step.POST, Step.REFUSE) and who == case.person_id:
        return OWN_CASE
    if (case.state, step) not in STEPS:
        return message("先要有换算规则，才能转入。") if case.state is State.VERIFIED else DECIDED
    if step is Step.POST and case.has_list and not case.list_checked:
        return message("先核对撤销名单，再转入。")
    return None


def why_not_move(move: Move, standing: Standing, proposed_by_id: int, who: int) -> Message | None:
    """What keeps an officer from confirming or ending an issuer or a rule; None when nothing does."""
    if (standing, move) not in STANDINGS:
        return message("这一条已经处理过了。")
    if move is Move.CONFIRM and proposed_by_id == who:
        return message("这是您提出的。要由另一位学分管理员确认。")
    return None


def is_same_name(written: str, known: str) -> bool:
    """Whether the badge names the person as the portal knows them, spaces and the middle dot aside."""
    return _bare(written) == _bare(known) != ""


def _bare(name: str) -> str:
    return "".join(letter for letter in name.casefold() if letter.isalnum())


def reference_of(transfer_id: int) -> str:
    """Under which reference a transferred badge stands in the books."""
    return f"transfer/{transfer_id}"
