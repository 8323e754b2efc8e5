"""The life of an application for conversion, and of a draft of an agreement: tables of steps, and who may take each. Pure."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from portal.text import Message, message
from portal.text.dates import format_date

LONGEST_WORDS = 2000
PAGE_SIZE = 20
TERM = "conversion_answer"  # of the province's working days: how long a college has to decide


class State(StrEnum):
    """Where an application is. What comes before `sent` (quoted, applied, locked) is done in the same moment."""

    SENT = "sent"
    COLLEGE_REVIEW = "college_review"
    ACCEPTED = "accepted"
    PART = "part"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"
    TIMEOUT = "timeout"
    CANCELLED = "cancelled"


class Step(StrEnum):
    """What may be done with it."""

    APPLY = "apply"
    LOOK = "look"
    ACCEPT = "accept"
    ACCEPT_PART = "accept_part"
    REFUSE = "refuse"
    WITHDRAW = "withdraw"
    EXPIRE = "expire"
    CANCEL = "cancel"  # the bank takes credit back, and nothing else was asked for


OPEN = (State.SENT, State.COLLEGE_REVIEW)
ENDINGS = {
    Step.ACCEPT: State.ACCEPTED,
    Step.ACCEPT_PART: State.PART,
    Step.REFUSE: State.REFUSED,
    Step.WITHDRAW: State.WITHDRAWN,
    Step.EXPIRE: State.TIMEOUT,
    Step.CANCEL: State.CANCELLED,
}
STEPS: dict[tuple[State | None, Step], State] = {
    (None, Step.APPLY): State.SENT,
    (State.SENT, Step.LOOK): State.COLLEGE_REVIEW,
    **{(state, step): ending for state in OPEN for step, ending in ENDINGS.items()},
}
DECISIONS = (Step.ACCEPT, Step.ACCEPT_PART, Step.REFUSE)
STATE_WORDS: dict[State, Message] = {
    State.SENT: message("已交给学校"),
    State.COLLEGE_REVIEW: message("学校在看"),
    State.ACCEPTED: message("学校全部接受"),
    State.PART: message("学校接受一部分"),
    State.REFUSED: message("学校没有接受"),
    State.WITHDRAWN: message("学员撤回了"),
    State.TIMEOUT: message("学校没有按期决定"),
    State.CANCELLED: message("学分银行取消了"),
}
STATE_TONES = {
    State.SENT: "wait",
    State.COLLEGE_REVIEW: "wait",
    State.ACCEPTED: "good",
    State.PART: "good",
    State.REFUSED: "stop",
    State.WITHDRAWN: "past",
    State.TIMEOUT: "past",
    State.CANCELLED: "past",
}
HAPPENED: dict[str, Message] = {
    "apply": message("交了申请"),
    "lock": message("用到的学分锁定"),
    "send": message("交给学校"),
    "look": message("学校开始看"),
    "accept": message("学校全部接受"),
    "accept_part": message("学校接受一部分"),
    "refuse": message("学校没有接受"),
    "withdraw": message("学员撤回了"),
    "expire": message("过了期限，学校没有决定"),
    "cancel": message("学分银行取消了"),
    "consume": message("接受的学分已转换"),
    "unlock": message("没有用掉的学分解锁"),
    "end_consent": message("学员不再给学校看"),
    "give_back": message("学分银行收回了其中的学分"),
}
DECIDED = message("这件申请已经有结果了。")
OVER = message("学员同意查看的日子已经过了，或者学员收回了同意。现在不能看，也不能接受。")


@dataclass(frozen=True)
class Case:
    """What the rules need to know of an application."""

    state: State
    person_id: int
    answer_until: date
    consent_until: date
    is_consent_ended: bool


def may_see(case: Case, today: date) -> bool:
    """Whether the college may see what was shared, on a day in Asia/Shanghai."""
    return not case.is_consent_ended and today <= case.consent_until


def why_not(step: Step, case: Case, who: int | None, today: date) -> Message | None:
    """What keeps somebody from a step on this day (Asia/Shanghai); None when nothing does. `who` None: the portal itself."""
    if step is Step.WITHDRAW and who != case.person_id:
        return message("只有学员本人能撤回。")
    if step in (*DECISIONS, Step.LOOK) and who == case.person_id:
        return message("这是您自己的申请。要由学校的另一位老师来办。")
    if (case.state, step) not in STEPS:
        return DECIDED
    return _why_not_now(step, case, today)


def _why_not_now(step: Step, case: Case, today: date) -> Message | None:
    is_over, last_day = today > case.answer_until, format_date(case.answer_until)
    if step is Step.EXPIRE and not is_over:
        return message("学校可以决定到%(date)s。", date=last_day)
    if step in DECISIONS and is_over:
        return message("学校决定的期限（%(date)s）已经过了。学分会解锁。", date=last_day)
    return OVER if step in DECISIONS and not may_see(case, today) else None


class DraftState(StrEnum):
    """Where a draft of an agreement is."""

    DRAFT = "draft"
    PROPOSED = "proposed"
    CONFIRMED = "confirmed"
    DROPPED = "dropped"


class DraftStep(StrEnum):
    """What may be done with a draft."""

    CHANGE = "change"
    PROPOSE = "propose"
    RETURN = "return"
    CONFIRM = "confirm"
    DROP = "drop"


DRAFT_STEPS: dict[tuple[DraftState, DraftStep], DraftState] = {
    (DraftState.DRAFT, DraftStep.CHANGE): DraftState.DRAFT,
    (DraftState.DRAFT, DraftStep.PROPOSE): DraftState.PROPOSED,
    (DraftState.DRAFT, DraftStep.DROP): DraftState.DROPPED,
    (DraftState.PROPOSED, DraftStep.RETURN): DraftState.DRAFT,
    (DraftState.PROPOSED, DraftStep.CONFIRM): DraftState.CONFIRMED,
    (DraftState.PROPOSED, DraftStep.DROP): DraftState.DROPPED,
}
DRAFT_WORDS: dict[DraftState, Message] = {
    DraftState.DRAFT: message("草稿"),
    DraftState.PROPOSED: message("等另一位核准"),
    DraftState.CONFIRMED: message("已生效或等生效"),
    DraftState.DROPPED: message("已放弃"),
}
DRAFT_TONES = {
    DraftState.DRAFT: "wait",
    DraftState.PROPOSED: "wait",
    DraftState.CONFIRMED: "good",
    DraftState.DROPPED: "past",
}


def why_not_draft(
    step: DraftStep, state: DraftState, drafted_by_id: int, who: int, target_count: int
) -> Message | None:
    """What keeps an officer from a step with a draft; None when nothing does."""
    if (state, step) not in DRAFT_STEPS:
        return message("这份协议现在不能这样办，它的状态变了。")
    if step is DraftStep.PROPOSE and not target_count:
        return message("还没有规则。先写一条，再请另一位核准。")
    if step is DraftStep.CONFIRM and who == drafted_by_id:
        return message("这份是您写的。要由另一位学分管理员核准。")
    return None
