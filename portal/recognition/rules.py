"""How prior learning is recognised: one table of steps, and who may take each. Pure."""

import unicodedata
from dataclasses import dataclass
from enum import StrEnum

from portal.accounts.rules import is_within
from portal.text import Message, message

LONGEST_WORDS = 2000
LONGEST_LINE = 100
MOST_EVIDENCE = 12
MOST_APPEALS = 2
PAGE_SIZE = 20


class State(StrEnum):
    """Where an application is. Decided ones are granted, granted in part or refused."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    CHECK_RETURNED = "check_returned"
    CHECKED = "checked"
    ASSESS_RETURNED = "assess_returned"
    ASSESSED = "assessed"
    GRANTED = "granted"
    PART = "part"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


class Step(StrEnum):
    """What may be done with it. The last two apply what an appeal has decided."""

    START = "start"
    HAND_IN = "hand_in"
    WITHDRAW = "withdraw"
    PASS = "pass"
    RETURN = "return"
    PROPOSE = "propose"
    GRANT = "grant"
    GRANT_PART = "grant_part"
    REFUSE = "refuse"
    SEND_BACK = "send_back"
    APPEAL_GRANT = "appeal_grant"
    APPEAL_PART = "appeal_part"


STEPS: dict[tuple[State | None, Step], State] = {
    (None, Step.START): State.DRAFT,
    (State.DRAFT, Step.HAND_IN): State.SUBMITTED,
    (State.SUBMITTED, Step.PASS): State.CHECKED,
    (State.SUBMITTED, Step.RETURN): State.CHECK_RETURNED,
    (State.CHECK_RETURNED, Step.HAND_IN): State.SUBMITTED,
    (State.CHECKED, Step.RETURN): State.ASSESS_RETURNED,
    (State.ASSESS_RETURNED, Step.HAND_IN): State.CHECKED,
    (State.CHECKED, Step.PROPOSE): State.ASSESSED,
    (State.CHECKED, Step.GRANT): State.GRANTED,
    (State.CHECKED, Step.GRANT_PART): State.PART,
    (State.CHECKED, Step.REFUSE): State.REFUSED,
    (State.ASSESSED, Step.GRANT): State.GRANTED,
    (State.ASSESSED, Step.GRANT_PART): State.PART,
    (State.ASSESSED, Step.REFUSE): State.REFUSED,
    (State.ASSESSED, Step.SEND_BACK): State.CHECKED,
    (State.REFUSED, Step.APPEAL_GRANT): State.GRANTED,
    (State.REFUSED, Step.APPEAL_PART): State.PART,
    (State.PART, Step.APPEAL_GRANT): State.GRANTED,
    (State.PART, Step.APPEAL_PART): State.PART,
}
EDITABLE = (State.DRAFT, State.CHECK_RETURNED, State.ASSESS_RETURNED)
AT_DESK = (State.SUBMITTED, State.CHECKED, State.ASSESSED)
DECIDED = (State.GRANTED, State.PART, State.REFUSED)
RECOGNISED = (State.GRANTED, State.PART)
STEPS |= {(state, Step.WITHDRAW): State.WITHDRAWN for state in (*EDITABLE, *AT_DESK)}
RESULTS = {"granted": Step.GRANT, "part": Step.GRANT_PART, "refused": Step.REFUSE}
TERMS = {  # of the province's working days, by the state whose term it is
    State.SUBMITTED: "recognition_check",
    State.CHECKED: "recognition_assess",
    State.ASSESSED: "recognition_second",
}
STATE_WORDS: dict[State, Message] = {
    State.DRAFT: message("草稿，还没有交"),
    State.SUBMITTED: message("交了，等学分管理员查材料"),
    State.CHECK_RETURNED: message("已退回，等您补充"),
    State.CHECKED: message("材料齐了，等评定"),
    State.ASSESS_RETURNED: message("评定时退回，等您补充"),
    State.ASSESSED: message("评定过，等第二位学分管理员决定"),
    State.GRANTED: message("已认定"),
    State.PART: message("认定了一部分"),
    State.REFUSED: message("没有认定"),
    State.WITHDRAWN: message("已撤回"),
}
DESK_WORDS = STATE_WORDS | {
    State.SUBMITTED: message("等查材料"),
    State.CHECK_RETURNED: message("退回了，等学员补充"),
    State.CHECKED: message("等评定"),
    State.ASSESS_RETURNED: message("评定时退回，等学员补充"),
    State.ASSESSED: message("等第二位决定"),
}
TONES = {State.GRANTED: "good", State.PART: "good", State.REFUSED: "stop", State.WITHDRAWN: "past"}
STEP_WORDS: dict[Step, Message] = {
    Step.START: message("开始写申请"),
    Step.HAND_IN: message("交了申请"),
    Step.WITHDRAW: message("撤回了申请"),
    Step.PASS: message("材料齐了"),
    Step.RETURN: message("退回补充"),
    Step.PROPOSE: message("评定好了，交给第二位"),
    Step.GRANT: message("决定：认定"),
    Step.GRANT_PART: message("决定：认定一部分"),
    Step.REFUSE: message("决定：不认定"),
    Step.SEND_BACK: message("第二位不同意，重新评定"),
    Step.APPEAL_GRANT: message("申诉以后：认定"),
    Step.APPEAL_PART: message("申诉以后：认定一部分"),
}


class Pile(StrEnum):
    """The lists of the desk."""

    CHECK = "check"
    ASSESS = "assess"
    SECOND = "second"
    RETURNED = "returned"
    DECIDED = "decided"


@dataclass(frozen=True)
class Officer:
    """Who acts at the desk, and the region of their office."""

    person_id: int
    region_code: str

    @property
    def is_provincial(self) -> bool:
        return self.region_code.endswith("0000")

    def is_home_of(self, awarded_region: str) -> bool:
        """Whether an institution of this place is one of the officer's own prefecture."""
        return bool(awarded_region) and not self.is_provincial and is_within(awarded_region, self.region_code)


@dataclass(frozen=True)
class Case:
    """What the rules need to know of an application."""

    state: State
    person_id: int
    checked_by_id: int | None
    assessed_by_id: int | None
    check_returns: int
    assess_returns: int
    awarded_region: str


OWN_CASE = message("这是您自己的申请。要由别的学分管理员来办。")
NOT_NOW = message("这份申请现在不在这一步。看看它到了哪里。")
HOME = message("发证的是您那里的机构。要由省里的学分管理员决定。")
LEARNERS = (Step.START, Step.HAND_IN, Step.WITHDRAW)
DECIDING = (Step.GRANT, Step.GRANT_PART, Step.REFUSE)


def why_not(step: Step, case: Case, who: Officer) -> Message | None:
    """What keeps this person from a step; None when nothing does."""
    if step in LEARNERS and who.person_id != case.person_id:
        return message("只有申请人自己能做。")
    if step not in LEARNERS and who.person_id == case.person_id:
        return OWN_CASE
    if (case.state, step) not in STEPS:
        return NOT_NOW
    return None if step in LEARNERS else _why_not_again(step, case, who)


def _why_not_again(step: Step, case: Case, who: Officer) -> Message | None:
    """Nobody returns twice, does two officers' parts, or decides alone about their own place."""
    found = {
        message("这一步已经退回过一次。现在要评定或者决定。"): step is Step.RETURN and bool(_returns(case)),
        message("材料是您查的。要由另一位学分管理员评定。"): case.state is State.CHECKED
        and who.person_id == case.checked_by_id,
        message("这是您评定的。要由另一位学分管理员决定。"): case.state is State.ASSESSED
        and who.person_id == case.assessed_by_id,
        HOME: step in DECIDING and who.is_home_of(case.awarded_region),
    }
    return next((said for said, is_so in found.items() if is_so), None)


def _returns(case: Case) -> int:
    return case.check_returns if case.state is State.SUBMITTED else case.assess_returns


def needs_second(credit_hundredths: int, threshold: int, assessor: Officer, awarded_region: str) -> bool:
    """Whether somebody else decides what was assessed: much credit, or an institution of the assessor's own place."""
    return credit_hundredths > threshold or assessor.is_home_of(awarded_region)


def normal(typed: str) -> str:
    """A name or number without what people write in different ways: width, case, spaces, hyphens and points."""
    folded = unicodedata.normalize("NFKC", typed).casefold()
    return "".join(character for character in folded if unicodedata.category(character)[0] in "LN")


def certificate_key(number: str, awarded_by: str) -> str:
    """By what a certificate is known: its number and who gave it; empty for one without a number."""
    return f"{normal(number)}/{normal(awarded_by)}" if normal(number) else ""


def family_of(family: str, topic: str) -> str:
    """The family of an award: its kind's, for one topic. Of it only the highest counts."""
    return f"{family}/{normal(topic)}"


def evidence_needed(can_be_checked: bool) -> int:
    """How many evidences an application needs: one where the certificate can be checked at its source."""
    return 1 if can_be_checked else 2


def reference_of(application_id: int, appeal: int = 0) -> str:
    """Under which reference stands in the books what is granted, or what the first or second appeal adds."""
    return f"recognition/{application_id}" + (f"/appeal/{appeal}" if appeal else "")


def references_of(application_id: int) -> list[str]:
    """Every reference under which something may stand of an application."""
    return [reference_of(application_id, appeal) for appeal in range(MOST_APPEALS + 1)]
