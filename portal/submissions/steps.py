"""The life of a submission on one screen: its states, its steps, where each leads and who takes it.

What keeps a person from a step although the table allows it stands in rules.py.
"""

from enum import StrEnum

from portal.accounts.rules import Role


class State(StrEnum):
    """Where a submission is. All before `published` are on the way, the last three are its end."""

    DRAFT = "draft"
    PREF_REVIEW = "pref_review"
    SUBMITTED = "submitted"
    FORMAL_CHECK = "formal_check"
    A11Y_CHECK = "a11y_check"
    EXPERT_REVIEW = "expert_review"
    ARBITRATION = "arbitration"
    DECISION = "decision"
    REVISING = "revising"
    NOTICE = "notice"
    OBJECTION = "objection"
    PUBLISHED = "published"
    SUSPENDED = "suspended"
    REEVAL = "reeval"
    WITHDRAWN = "withdrawn"
    REJECTED = "rejected"
    CANCELLED = "cancelled"


class Lane(StrEnum):
    """How a submission goes: through the whole review, or as a fix of an open course past one tester."""

    REVIEW = "review"
    FIX = "fix"


class Step(StrEnum):
    """What somebody does with a submission. Every step leaves an event, also one that stays in its state."""

    UPLOAD = "upload"
    SIGN = "sign"
    PROPOSE = "propose"
    CHOOSE_FIX = "choose_fix"
    CHOOSE_REVIEW = "choose_review"
    PROPOSE_FIX = "propose_fix"
    OPEN_FIX = "open_fix"
    PASS_FIX = "pass_fix"
    RETURN_FIX = "return_fix"
    RECOMMEND = "recommend"
    SEND_BACK = "send_back"
    TAKE = "take"
    PASS_FORMAL = "pass_formal"
    RETURN_FORMAL = "return_formal"
    NAME_TESTER = "name_tester"
    OPEN_TEST = "open_test"
    REPORT = "report"
    PASS_ACCESS = "pass_access"
    PASS_CHANGES = "pass_changes"
    FAIL_ACCESS = "fail_access"
    ASSIGN_EXPERT = "assign_expert"
    ACCEPT_REVIEW = "accept_review"
    DECLINE_REVIEW = "decline_review"
    REVIEW = "review"
    AGREE = "agree"
    DISAGREE = "disagree"
    SETTLE = "settle"
    OPEN_PAPERS = "open_papers"
    VOTE = "vote"
    ACCEPT_COURSE = "accept_course"
    WANT_MINOR = "want_minor"
    WANT_MAJOR = "want_major"
    REJECT = "reject"
    RESUBMIT_ALL = "resubmit_all"
    RESUBMIT_CHANGES = "resubmit_changes"
    EXTEND = "extend"
    CANCEL = "cancel"
    OPEN_NOTICE = "open_notice"
    SET_CREDIT = "set_credit"
    OBJECT = "object"
    ANSWER = "answer"
    DISMISS = "dismiss"
    UPHOLD = "uphold"
    UPHOLD_RETURN = "uphold_return"
    PUBLISH = "publish"
    WITHDRAW = "withdraw"
    WITHDRAW_COURSE = "withdraw_course"
    LICENCE_ENDED = "licence_ended"
    SUSPEND = "suspend"
    REINSTATE = "reinstate"
    REEVALUATE = "reevaluate"
    KEEP = "keep"
    IMPROVE = "improve"
    APPEAL = "appeal"


STEPS: dict[tuple[State, Step], State] = {
    (State.DRAFT, Step.UPLOAD): State.DRAFT,
    (State.DRAFT, Step.SIGN): State.DRAFT,
    (State.DRAFT, Step.PROPOSE): State.PREF_REVIEW,
    # The quick lane: of an open course only typing errors, captions and the like are mended. rules.py keeps the lanes apart.
    (State.DRAFT, Step.CHOOSE_FIX): State.DRAFT,
    (State.DRAFT, Step.CHOOSE_REVIEW): State.DRAFT,
    (State.DRAFT, Step.PROPOSE_FIX): State.A11Y_CHECK,
    (State.A11Y_CHECK, Step.OPEN_FIX): State.A11Y_CHECK,
    (State.A11Y_CHECK, Step.PASS_FIX): State.PUBLISHED,
    (State.A11Y_CHECK, Step.RETURN_FIX): State.DRAFT,
    (State.PREF_REVIEW, Step.RECOMMEND): State.SUBMITTED,
    (State.PREF_REVIEW, Step.SEND_BACK): State.DRAFT,
    (State.SUBMITTED, Step.TAKE): State.FORMAL_CHECK,
    (State.FORMAL_CHECK, Step.PASS_FORMAL): State.A11Y_CHECK,
    (State.FORMAL_CHECK, Step.RETURN_FORMAL): State.REVISING,
    (State.A11Y_CHECK, Step.NAME_TESTER): State.A11Y_CHECK,
    (State.A11Y_CHECK, Step.OPEN_TEST): State.A11Y_CHECK,
    (State.A11Y_CHECK, Step.REPORT): State.A11Y_CHECK,
    (State.A11Y_CHECK, Step.PASS_ACCESS): State.EXPERT_REVIEW,
    (State.A11Y_CHECK, Step.PASS_CHANGES): State.DECISION,
    (State.A11Y_CHECK, Step.FAIL_ACCESS): State.REVISING,
    (State.EXPERT_REVIEW, Step.ASSIGN_EXPERT): State.EXPERT_REVIEW,
    (State.EXPERT_REVIEW, Step.ACCEPT_REVIEW): State.EXPERT_REVIEW,
    (State.EXPERT_REVIEW, Step.DECLINE_REVIEW): State.EXPERT_REVIEW,
    (State.EXPERT_REVIEW, Step.REVIEW): State.EXPERT_REVIEW,
    (State.EXPERT_REVIEW, Step.AGREE): State.DECISION,
    (State.EXPERT_REVIEW, Step.DISAGREE): State.ARBITRATION,
    (State.ARBITRATION, Step.ASSIGN_EXPERT): State.ARBITRATION,
    (State.ARBITRATION, Step.ACCEPT_REVIEW): State.ARBITRATION,
    (State.ARBITRATION, Step.DECLINE_REVIEW): State.ARBITRATION,
    (State.ARBITRATION, Step.REVIEW): State.ARBITRATION,
    (State.ARBITRATION, Step.SETTLE): State.DECISION,
    (State.DECISION, Step.OPEN_PAPERS): State.DECISION,
    (State.DECISION, Step.VOTE): State.DECISION,
    (State.DECISION, Step.ACCEPT_COURSE): State.NOTICE,
    (State.DECISION, Step.WANT_MINOR): State.REVISING,
    (State.DECISION, Step.WANT_MAJOR): State.REVISING,
    (State.DECISION, Step.REJECT): State.REJECTED,
    (State.REVISING, Step.UPLOAD): State.REVISING,
    (State.REVISING, Step.SIGN): State.REVISING,
    (State.REVISING, Step.RESUBMIT_ALL): State.FORMAL_CHECK,
    (State.REVISING, Step.RESUBMIT_CHANGES): State.A11Y_CHECK,
    (State.REVISING, Step.EXTEND): State.REVISING,
    (State.REVISING, Step.CANCEL): State.CANCELLED,
    (State.NOTICE, Step.OPEN_NOTICE): State.NOTICE,
    (State.NOTICE, Step.SET_CREDIT): State.NOTICE,
    (State.NOTICE, Step.OBJECT): State.OBJECTION,
    (State.OBJECTION, Step.OBJECT): State.OBJECTION,
    (State.OBJECTION, Step.ANSWER): State.OBJECTION,
    (State.OBJECTION, Step.DISMISS): State.NOTICE,
    (State.OBJECTION, Step.UPHOLD): State.DECISION,
    (State.OBJECTION, Step.UPHOLD_RETURN): State.REVISING,
    (State.NOTICE, Step.PUBLISH): State.PUBLISHED,
    (State.PUBLISHED, Step.SUSPEND): State.SUSPENDED,
    (State.SUSPENDED, Step.REINSTATE): State.PUBLISHED,
    (State.PUBLISHED, Step.REEVALUATE): State.REEVAL,
    (State.REEVAL, Step.KEEP): State.PUBLISHED,
    (State.REEVAL, Step.IMPROVE): State.REVISING,
    (State.REJECTED, Step.APPEAL): State.DECISION,
}
BEFORE_PUBLICATION = tuple(State)[: tuple(State).index(State.PUBLISHED)]
STEPS |= {(state, Step.WITHDRAW): State.WITHDRAWN for state in BEFORE_PUBLICATION}
LIVE = (State.PUBLISHED, State.SUSPENDED, State.REEVAL)
STEPS |= {(state, step): State.WITHDRAWN for state in LIVE for step in (Step.WITHDRAW_COURSE, Step.LICENCE_ENDED)}

# Their rules stand; their pages come later, so no page takes them (a test keeps it so).
LATER = frozenset({Step.SUSPEND, Step.REINSTATE, Step.REEVALUATE, Step.KEEP, Step.IMPROVE, Step.APPEAL})

BY_ROLE: dict[Role, tuple[Step, ...]] = {
    Role.SUBMITTER: (
        Step.UPLOAD,
        Step.SIGN,
        Step.PROPOSE,
        Step.CHOOSE_FIX,
        Step.CHOOSE_REVIEW,
        Step.PROPOSE_FIX,
        Step.RESUBMIT_ALL,
        Step.RESUBMIT_CHANGES,
        Step.WITHDRAW,
        Step.WITHDRAW_COURSE,
    ),
    Role.APPROVER: (Step.RECOMMEND, Step.SEND_BACK, Step.APPEAL),
    Role.FORMAL_CHECKER: (
        Step.TAKE,
        Step.PASS_FORMAL,
        Step.RETURN_FORMAL,
        Step.NAME_TESTER,
        Step.PASS_ACCESS,
        Step.PASS_CHANGES,
        Step.FAIL_ACCESS,
    ),
    Role.BLIND_TESTER: (Step.OPEN_TEST, Step.REPORT, Step.OPEN_FIX, Step.PASS_FIX, Step.RETURN_FIX),
    Role.DEAF_TESTER: (Step.OPEN_TEST, Step.REPORT, Step.OPEN_FIX, Step.PASS_FIX, Step.RETURN_FIX),
    Role.EXPERT: (
        Step.ACCEPT_REVIEW,
        Step.DECLINE_REVIEW,
        Step.REVIEW,
        Step.AGREE,
        Step.DISAGREE,
        Step.SETTLE,
    ),
    Role.PANEL_MEMBER: (Step.OPEN_PAPERS, Step.VOTE),
    Role.COORDINATOR: (
        Step.NAME_TESTER,
        Step.PASS_ACCESS,
        Step.PASS_CHANGES,
        Step.FAIL_ACCESS,
        Step.ASSIGN_EXPERT,
        Step.ACCEPT_COURSE,
        Step.WANT_MINOR,
        Step.WANT_MAJOR,
        Step.REJECT,
        Step.EXTEND,
        Step.CANCEL,
        Step.OPEN_NOTICE,
        Step.PUBLISH,
        Step.WITHDRAW_COURSE,
        Step.SUSPEND,
        Step.REINSTATE,
        Step.REEVALUATE,
        Step.KEEP,
        Step.IMPROVE,
    ),
    Role.CREDIT_OFFICER: (Step.SET_CREDIT,),
    Role.APPEAL_OFFICER: (Step.ANSWER, Step.DISMISS, Step.UPHOLD, Step.UPHOLD_RETURN),
}
TAKEN_BY: dict[Step, frozenset[Role]] = {
    step: frozenset(role for role, steps in BY_ROLE.items() if step in steps) for step in Step
}
BY_ANYBODY = frozenset({Step.OBJECT})  # an objection needs no account
BY_CLOCK = frozenset({Step.LICENCE_ENDED})  # nobody takes it: a day is over
BY_PREFECTURE = frozenset({Role.SUBMITTER, Role.APPROVER})
