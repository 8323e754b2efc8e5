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
    PROPOSED = "proposed"
    POSTED = "posted"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


class Step(StrEnum):
    """What may be done with it."""

    BRING = "bring"
    MAP = "map"
    PROPOSE = "propose"
    RETURN = "return"
    POST = "post"
    REFUSE = "refuse"
    WITHDRAW = "withdraw"


STEPS: dict[tuple[State | None, Step], State] = {
    (None, Step.BRING): State.VERIFIED,
    (State.VERIFIED, Step.MAP): State.MAPPED,
    (State.MAPPED, Step.POST): State.POSTED,
    (State.MAPPED, Step.PROPOSE): State.PROPOSED,
    (State.PROPOSED, Step.POST): State.POSTED,
    (State.PROPOSED, Step.RETURN): State.MAPPED,
    (State.PROPOSED, Step.REFUSE): State.REFUSED,
    (State.PROPOSED, Step.WITHDRAW): State.WITHDRAWN,
    (State.VERIFIED, Step.REFUSE): State.REFUSED,
    (State.MAPPED, Step.REFUSE): State.REFUSED,
    (State.VERIFIED, Step.WITHDRAW): State.WITHDRAWN,
    (State.MAPPED, Step.WITHDRAW): State.WITHDRAWN,
}
OPEN = (State.VERIFIED, State.MAPPED, State.PROPOSED)
STATE_WORDS: dict[State, Message] = {
    State.VERIFIED: message("签名核对过，等换算规则"),
    State.MAPPED: message("等决定"),
    State.PROPOSED: message("等第二位学分管理员"),
    State.POSTED: message("学分已转入"),
    State.REFUSED: message("没有转入"),
    State.WITHDRAWN: message("本人撤回"),
}
STATE_TONES = {
    State.VERIFIED: "wait",
    State.MAPPED: "wait",
    State.PROPOSED: "wait",
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
    needs_second: bool = False  # its credit is more than one officer may post
    proposed_by_id: int | None = None


OWN_CASE = message("这是您自己的学分。要由别的学分管理员来办。")
DECIDED = message("这件事已经决定了。")
NOT_YET = {
    State.VERIFIED: message("先要有换算规则，才能转入。"),
    State.MAPPED: message("还没有人提出转入。先看现在到了哪一步。"),
    State.PROPOSED: message("已经有人提出转入。先看现在到了哪一步。"),
}


def why_not(step: Step, case: Case, who: int) -> Message | None:
    """What keeps this person from a step; None when nothing does."""
    if step is Step.WITHDRAW and who != case.person_id:
        return message("只有本人能撤回。")
    if step in (Step.POST, Step.REFUSE, Step.PROPOSE, Step.RETURN) and who == case.person_id:
        return OWN_CASE
    if (case.state, step) not in STEPS:
        return NOT_YET.get(case.state, DECIDED)
    if step in (Step.POST, Step.PROPOSE) and case.has_list and not case.list_checked:
        return message("先核对撤销名单，再转入。")
    return _why_not_alone(step, case, who)


def _why_not_alone(step: Step, case: Case, who: int) -> Message | None:
    """Much credit is posted by two: one proposes, another one posts it or gives it back."""
    if step in (Step.POST, Step.RETURN) and case.state is State.PROPOSED and who == case.proposed_by_id:
        return message("这是您提出转入的。要由另一位学分管理员决定。")
    if step is Step.POST and case.state is State.MAPPED and case.needs_second:
        return message("学分多，要由两位学分管理员转入。先交给第二位。")
    return None


def needs_second(credit_hundredths: int, threshold: int) -> bool:
    """Whether a second officer has to post so much."""
    return credit_hundredths > threshold


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
