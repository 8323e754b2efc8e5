"""What keeps a person from a step: pure answers from facts. The same answer hides the button and stops the deed."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from portal.accounts.rules import Actor, Role
from portal.submissions.steps import BY_ANYBODY, BY_CLOCK, BY_PREFECTURE, STEPS, TAKEN_BY, Lane, State, Step
from portal.text import Message, message


class Part(StrEnum):
    """What a person is in one course. Nobody has two of them."""

    FORMAL_CHECKER = "formal_checker"
    BLIND_TESTER = "blind_tester"
    DEAF_TESTER = "deaf_tester"
    EXPERT = "expert"
    PANEL_MEMBER = "panel_member"
    OBJECTION_HANDLER = "objection_handler"


PART_NAMES: dict[Part, Message] = {
    Part.FORMAL_CHECKER: message("形式审查人"),
    Part.BLIND_TESTER: message("视障体验员"),
    Part.DEAF_TESTER: message("听障体验员"),
    Part.EXPERT: message("专家"),
    Part.PANEL_MEMBER: message("评审会成员"),
    Part.OBJECTION_HANDLER: message("异议处理人"),
}
TEST_PARTS = frozenset({Part.BLIND_TESTER, Part.DEAF_TESTER})
PARTS_OF_STEP: dict[Step, frozenset[Part]] = {
    Step.TAKE: frozenset({Part.FORMAL_CHECKER}),
    Step.PASS_FORMAL: frozenset({Part.FORMAL_CHECKER}),
    Step.RETURN_FORMAL: frozenset({Part.FORMAL_CHECKER}),
    Step.OPEN_TEST: TEST_PARTS,
    Step.REPORT: TEST_PARTS,
    **dict.fromkeys((Step.OPEN_FIX, Step.PASS_FIX, Step.RETURN_FIX), TEST_PARTS),
    **dict.fromkeys(
        (Step.ACCEPT_REVIEW, Step.DECLINE_REVIEW, Step.REVIEW, Step.AGREE, Step.DISAGREE, Step.SETTLE),
        frozenset({Part.EXPERT}),
    ),
    Step.OPEN_PAPERS: frozenset({Part.PANEL_MEMBER}),
    Step.VOTE: frozenset({Part.PANEL_MEMBER}),
    **dict.fromkeys((Step.ANSWER, Step.DISMISS, Step.UPHOLD, Step.UPHOLD_RETURN), frozenset({Part.OBJECTION_HANDLER})),
}
TAKES_PART = frozenset(
    {Step.TAKE, Step.OPEN_FIX, Step.OPEN_PAPERS, Step.ANSWER, Step.DISMISS, Step.UPHOLD, Step.UPHOLD_RETURN}
)


class ReturnedAs(StrEnum):
    """Why a submission went back, which decides where it goes on. After minor changes the experts' reviews stand."""

    FORMAL = "formal"
    ACCESS = "access"
    MINOR = "minor"
    MAJOR = "major"


class Outcome(StrEnum):
    """What a panel can decide, and what an expert proposes; the mildest first."""

    ACCEPT = "accept"
    MINOR = "minor"
    MAJOR = "major"
    REJECT = "reject"


@dataclass(frozen=True)
class Facts:
    """What the rules know of a submission and of who acts. What a room does not know keeps its refusing default."""

    state: State
    region_code: str  # of the prefecture that hands in
    actor: Actor | None = None
    conflicts: tuple[Message, ...] = ()  # why this person may have no part in this course
    part: Part | None = None  # the part this person has in this course already
    is_asked: bool = False  # this person has not answered yet
    is_open: bool = False  # this person has declared no conflict and opened the content
    author_ids: frozenset[int] = frozenset()
    is_checked: bool = False  # the newest package has been through the checker
    blockers: int = 0
    is_signed: bool = False  # the promise is signed for exactly the newest package
    is_new: bool = False  # the newest package is another one than was returned
    round: int = 1
    round_limit: int = 3
    returned_as: ReturnedAs | None = None
    is_overdue: bool = False
    was_extended: bool = False
    candidate_conflicts: tuple[Message, ...] = ()  # of the person to be named
    candidate_is_full: bool = False
    blind_reports: int = 0
    deaf_reports: int = 0
    open_p0: int = 0
    has_reported: bool = False  # this tester, expert or panel member, in this round or sitting
    experts_stand: bool = False  # reviews of an earlier round count, because only minor changes were wanted
    experts_asked: int = 0  # who have not declined
    reviews: int = 0
    reviews_agree: bool | None = None
    votes: int = 0
    votes_needed: int = 3
    outcome: Outcome | None = None
    notice_is_open: bool = False
    notice_is_over: bool = False
    credit_is_set: bool = False
    open_objections: int = 0
    is_same_package: bool = False  # what would be published has the digest that was reviewed
    may_appeal: bool = False
    lane: Lane = Lane.REVIEW
    review_reasons: tuple[Message, ...] | None = None  # why a new version is no fix; None when it is no new version
    is_new_version: bool = False  # of a course that this prefecture has open
    is_only_fix: bool = False  # a machine has compared it with what is open, and found nothing but fixes


def why_not(step: Step, facts: Facts) -> Message | None:
    """Why this person cannot take this step now, in a sentence for them; None when they can."""
    if (facts.state, step) not in STEPS:
        return message("这一步现在不能做。这门课已经走到别的步骤。")
    if step in BY_ANYBODY or (step in BY_CLOCK and facts.actor is None):
        return _guard(step, facts)
    actor = facts.actor
    if actor is None or not actor.roles & TAKEN_BY[step]:
        return message("这一步由别的人做。")
    if TAKEN_BY[step] & actor.roles <= BY_PREFECTURE:
        if actor.region_code != facts.region_code:
            return message("这门课是别的市提交的。")
    elif facts.conflicts:
        return message("您要回避这门课：%(reason)s", reason=facts.conflicts[0])
    return _why_not_part(step, facts) or _guard(step, facts)


def steps_open(facts: Facts) -> list[Step]:
    """The steps this person can take now."""
    return [step for step in Step if why_not(step, facts) is None]


def _why_not_part(step: Step, facts: Facts) -> Message | None:
    wanted = PARTS_OF_STEP.get(step)
    if wanted is None or facts.part in wanted:
        return None
    if facts.part is not None:
        return message("您在这门课里是%(part)s。一个人只担任一项。", part=PART_NAMES[facts.part])
    return None if step in TAKES_PART else message("这门课没有分给您。")


def _guard(step: Step, facts: Facts) -> Message | None:
    for is_met, sentence in GUARDS.get(step, ()):
        if not is_met(facts):
            return sentence
    return None


Guard = tuple[Callable[[Facts], bool], Message]

CHECKED: Guard = (lambda facts: facts.is_checked, message("课程包还没有查完。查完再提交。"))
CLEAN: Guard = (lambda facts: facts.blockers == 0, message("课程包里还有“不改不能开放”的问题。先改好，再上传。"))
SIGNED: Guard = (lambda facts: facts.is_signed, message("还没有签自审承诺书。"))
CHANGED: Guard = (lambda facts: facts.is_new, message("还没有上传改过的课程包。"))
ROUNDS_LEFT: Guard = (lambda facts: facts.round < facts.round_limit, message("修改的轮数已经用完。"))
NOT_LATE: Guard = (lambda facts: not facts.is_overdue, message("修改的期限已经过了。"))
HAND_IN = (CHECKED, CLEAN, SIGNED)
HAND_IN_AGAIN = (CHANGED, *HAND_IN, ROUNDS_LEFT, NOT_LATE)
DECLARE_FIRST = message("先说明有没有要回避的关系，再打开内容。")
OPENED: Guard = (lambda facts: facts.is_open, DECLARE_FIRST)
ASKED: Guard = (lambda facts: facts.is_asked, message("这门课没有在等您答复。"))
NOT_YET: Guard = (lambda facts: not facts.has_reported, message("您已经交过了。"))
CANDIDATE: Guard = (lambda facts: not facts.candidate_conflicts, message("这位要回避，不能分给他。"))
WITH_BOTH: Guard = (
    lambda facts: facts.blind_reports > 0 and facts.deaf_reports > 0,
    message("视障体验员和听障体验员都交了报告，才能往下走。"),
)
WITHOUT_P0: Guard = (lambda facts: facts.open_p0 == 0, message("报告里还有挡住学员的问题（P0），不能通过。"))
ENOUGH_VOTES: Guard = (lambda facts: facts.votes >= facts.votes_needed, message("投票的人还不够。"))
NO_OBJECTION: Guard = (lambda facts: facts.open_objections == 0, message("还有异议没有答复。"))


def _outcome_is(outcome: Outcome) -> tuple[Guard, ...]:
    return ENOUGH_VOTES, (lambda facts: facts.outcome is outcome, message("评审会的表决不是这个结果。"))


IN_REVIEW: Guard = (lambda facts: facts.lane is Lane.REVIEW, message("这次只改错字、字幕，由一位体验员复查。"))
AS_FIX: Guard = (lambda facts: facts.lane is Lane.FIX, message("这次要完整评审。"))
ONLY_FIX: Guard = (lambda facts: facts.is_only_fix, message("改的不只是错字、字幕、描述和文字稿，要完整评审。"))


GUARDS: dict[Step, tuple[Guard, ...]] = {
    Step.SIGN: (CHECKED, CLEAN),
    Step.PROPOSE: (IN_REVIEW, *HAND_IN),
    Step.CHOOSE_FIX: (IN_REVIEW, CHECKED, CLEAN, ONLY_FIX),
    Step.CHOOSE_REVIEW: (AS_FIX,),
    Step.PROPOSE_FIX: (AS_FIX, ONLY_FIX, *HAND_IN),
    Step.OPEN_FIX: (AS_FIX, (lambda facts: not facts.is_open, message("内容已经打开了。"))),
    Step.PASS_FIX: (AS_FIX, OPENED, ONLY_FIX),
    Step.RETURN_FIX: (AS_FIX, OPENED),
    Step.RECOMMEND: (
        (
            lambda facts: facts.actor is not None and facts.actor.person_id not in facts.author_ids,
            message("自己上传的课程，要由另一位来推荐。"),
        ),
        *HAND_IN,
    ),
    Step.RESUBMIT_ALL: (
        (lambda facts: resubmit_step(facts.returned_as) is Step.RESUBMIT_ALL, message("这次修改不用从头审。")),
        *HAND_IN_AGAIN,
    ),
    Step.RESUBMIT_CHANGES: (
        (lambda facts: resubmit_step(facts.returned_as) is Step.RESUBMIT_CHANGES, message("这次修改要从头审。")),
        *HAND_IN_AGAIN,
    ),
    Step.EXTEND: ((lambda facts: not facts.was_extended, message("这一轮已经延长过一次。")),),
    Step.CANCEL: (
        (
            lambda facts: facts.is_overdue or facts.round >= facts.round_limit,
            message("还在修改的期限里，轮数也没有用完，不能取消。"),
        ),
    ),
    Step.NAME_TESTER: (IN_REVIEW, CANDIDATE),
    Step.OPEN_TEST: (IN_REVIEW, ASKED),
    Step.REPORT: (IN_REVIEW, OPENED, NOT_YET),
    Step.PASS_ACCESS: (
        IN_REVIEW,
        WITH_BOTH,
        WITHOUT_P0,
        (lambda facts: not facts.experts_stand, message("专家已经评过，直接交评审会。")),
    ),
    Step.PASS_CHANGES: (
        IN_REVIEW,
        WITH_BOTH,
        WITHOUT_P0,
        (lambda facts: facts.experts_stand, message("专家还没有评过这门课。")),
    ),
    Step.FAIL_ACCESS: (
        IN_REVIEW,
        WITH_BOTH,
        (lambda facts: facts.open_p0 > 0, message("报告里没有挡住学员的问题（P0），不用退回。")),
    ),
    Step.ASSIGN_EXPERT: (
        CANDIDATE,
        (lambda facts: not facts.candidate_is_full, message("这位专家手里的课已经够多了。")),
        (
            lambda facts: facts.experts_asked < (3 if facts.state is State.ARBITRATION else 2),
            message("专家已经够了。有人不接，才再分。"),
        ),
    ),
    Step.ACCEPT_REVIEW: (ASKED,),
    Step.DECLINE_REVIEW: (
        (lambda facts: facts.is_asked or facts.is_open, message("这门课没有在等您答复。")),
        NOT_YET,
    ),
    Step.REVIEW: (OPENED, NOT_YET),
    Step.AGREE: (
        (lambda facts: facts.reviews >= 2, message("两位专家的评审还没有交齐。")),
        (lambda facts: facts.reviews_agree is True, message("两位专家的意见不一致，要请第三位。")),
    ),
    Step.DISAGREE: (
        (lambda facts: facts.reviews >= 2, message("两位专家的评审还没有交齐。")),
        (lambda facts: facts.reviews_agree is False, message("两位专家的意见一致，不用请第三位。")),
    ),
    Step.SETTLE: ((lambda facts: facts.reviews >= 3, message("第三位专家还没有交。")),),
    Step.VOTE: (OPENED, NOT_YET),
    Step.ACCEPT_COURSE: _outcome_is(Outcome.ACCEPT),
    Step.WANT_MINOR: _outcome_is(Outcome.MINOR),
    Step.WANT_MAJOR: _outcome_is(Outcome.MAJOR),
    Step.REJECT: _outcome_is(Outcome.REJECT),
    Step.OPEN_NOTICE: ((lambda facts: not facts.notice_is_open, message("公示已经开始了。")),),
    Step.OBJECT: ((lambda facts: facts.notice_is_open, message("这门课现在不在公示。")),),
    Step.ANSWER: ((lambda facts: facts.open_objections > 1, message("这是最后一件异议，答复以后公示接着走。")),),
    Step.DISMISS: ((lambda facts: facts.open_objections == 1, message("还有别的异议没有答复。")),),
    Step.PUBLISH: (
        (lambda facts: facts.notice_is_open, message("还没有公示。")),
        (lambda facts: facts.notice_is_over, message("公示还没有结束。")),
        NO_OBJECTION,
        (lambda facts: facts.credit_is_set, message("学分还没有定。")),
        WITH_BOTH,
        WITHOUT_P0,
        (lambda facts: facts.reviews >= 2, message("两位专家的评审还没有交齐。")),
        ENOUGH_VOTES,
        (lambda facts: facts.is_same_package, message("要开放的内容和评审过的不一样，不能开放。")),
    ),
    Step.APPEAL: ((lambda facts: facts.may_appeal, message("申诉的期限已经过了，或者已经申诉过。")),),
}


FROM_THE_START = (ReturnedAs.FORMAL, ReturnedAs.MAJOR)


def resubmit_step(returned_as: ReturnedAs | None) -> Step:
    """Where a revised course goes on: from the formal check, or from the accessibility check."""
    return Step.RESUBMIT_ALL if returned_as in FROM_THE_START else Step.RESUBMIT_CHANGES


def can_hand_in(actor: Actor) -> bool:
    """Whether this person hands in for a prefecture. The province reviews, it does not hand in; counties go through
    their prefecture."""
    is_prefecture = actor.region_code.endswith("00") and not actor.region_code.endswith("0000")
    return Role.SUBMITTER in actor.roles and is_prefecture
