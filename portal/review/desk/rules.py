"""What waits for somebody, from a row of the desk. Pure."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from portal.accounts.rules import Role
from portal.review.models import PartState
from portal.submissions.province import ProvinceRules
from portal.submissions.rules import Part
from portal.submissions.steps import Lane, State
from portal.text import Message, message

TESTS = frozenset({Part.BLIND_TESTER, Part.DEAF_TESTER})


@dataclass(frozen=True)
class DeskRow:
    """One submission as the desk sees it for one person: where it is, their part, and what has been given."""

    id: int
    title: str
    title_en: str
    state: State
    due_on: date | None
    region_name: str
    region_name_en: str
    part: Part | None
    part_state: PartState | None
    part_due_on: date | None
    has_reported: bool
    has_draft: bool
    has_reviewed: bool
    has_voted: bool
    testers: int
    reports: int
    experts: int
    reviews: int
    votes: int
    has_credit: bool
    lane: Lane = Lane.REVIEW


@dataclass(frozen=True)
class Task:
    """What one person has to do with one submission, in words, and until when."""

    what: Message
    state: Message
    due_on: date | None
    is_begun: bool = False


NOT_BEGUN = message("还没开始")
WAITS = message("等您答复")
ASKED, OPEN = PartState.ASKED, PartState.OPEN
EXPERTS_AT_WORK = frozenset({State.EXPERT_REVIEW, State.ARBITRATION})


def task_of(row: DeskRow, roles: frozenset[Role], today: date, rules: ProvinceRules) -> Task | None:
    """What waits for a person with these roles; None when it is others' turn."""
    makers = (_fix_task, _check_task, _expert_task, _decision_task, _officer_task)
    task = next((task for make in makers if (task := make(row, roles))), None)
    if task is None and Role.COORDINATOR in roles and not _is_fix_at_test(row):
        task = _coordinator_task(row, today, rules)
    return task


def _is_fix_at_test(row: DeskRow) -> bool:
    return row.lane is Lane.FIX and row.state is State.A11Y_CHECK


def _fix_task(row: DeskRow, roles: frozenset[Role]) -> Task | None:
    is_tester = bool(roles & {Role.BLIND_TESTER, Role.DEAF_TESTER}) and row.part in (None, *TESTS)
    if not (is_tester and _is_fix_at_test(row)):
        return None
    is_begun = row.part_state is OPEN
    return Task(message("复查改过的地方"), message("正在复查") if is_begun else NOT_BEGUN, row.due_on, is_begun)


def _check_task(row: DeskRow, roles: frozenset[Role]) -> Task | None:
    if row.state is State.SUBMITTED and Role.FORMAL_CHECKER in roles and row.part is None:
        return Task(message("接手形式审查"), NOT_BEGUN, row.due_on)
    if row.state is State.FORMAL_CHECK and row.part is Part.FORMAL_CHECKER:
        return Task(message("做形式审查"), message("您接手了"), row.due_on, is_begun=True)
    is_test = row.state is State.A11Y_CHECK and row.part in TESTS and row.part_state in (ASKED, OPEN)
    if is_test and not row.has_reported:
        is_begun = row.part_state is OPEN
        return Task(message("试学，交报告"), message("正在试学") if is_begun else WAITS, row.part_due_on, is_begun)
    return None


def _expert_task(row: DeskRow, roles: frozenset[Role]) -> Task | None:
    if row.state not in EXPERTS_AT_WORK or row.part is not Part.EXPERT or row.has_reviewed:
        return None
    if row.part_state is ASKED:
        return Task(message("答复接不接"), WAITS, row.part_due_on)
    if row.part_state is OPEN:
        said = message("写了一半") if row.has_draft else NOT_BEGUN
        return Task(message("填评审表"), said, row.part_due_on, row.has_draft)
    return None


def _decision_task(row: DeskRow, roles: frozenset[Role]) -> Task | None:
    may_vote = Role.PANEL_MEMBER in roles and row.part in (None, Part.PANEL_MEMBER)
    if row.state is State.DECISION and may_vote and not row.has_voted:
        return Task(message("看材料，投票"), NOT_BEGUN, row.due_on, row.part_state is OPEN)
    return None


def _officer_task(row: DeskRow, roles: frozenset[Role]) -> Task | None:
    if row.state is State.NOTICE and Role.CREDIT_OFFICER in roles and not row.has_credit:
        return Task(message("定学分"), NOT_BEGUN, row.due_on)
    may_handle = Role.APPEAL_OFFICER in roles and row.part in (None, Part.OBJECTION_HANDLER)
    if row.state is State.OBJECTION and may_handle:
        return Task(message("答复异议"), NOT_BEGUN, row.due_on)
    return None


@dataclass(frozen=True)
class _Duty:
    """What a coordinator does in a state, when it is so."""

    state: State
    is_so: Callable[[DeskRow, bool, int], bool]  # the row, whether its date is over, the votes that are needed
    what: Message
    said: Callable[[DeskRow], Message]


def _asked(count: int) -> Message:
    return message("已请 %(count)s 位", count=count)


DUTIES = (
    _Duty(State.A11Y_CHECK, lambda row, *_: row.testers < 2, message("请体验员"), lambda row: _asked(row.testers)),
    _Duty(
        State.A11Y_CHECK,
        lambda row, *_: row.reports >= 2,
        message("下无障碍结论"),
        lambda row: message("报告 %(count)s 份", count=row.reports),
    ),
    _Duty(State.EXPERT_REVIEW, lambda row, *_: row.experts < 2, message("请专家"), lambda row: _asked(row.experts)),
    _Duty(
        State.ARBITRATION,
        lambda row, *_: row.experts < 3,
        message("请第三位专家"),
        lambda row: message("两位意见不一致"),
    ),
    _Duty(
        State.DECISION,
        lambda row, _, votes_needed: row.votes >= votes_needed,
        message("结束表决"),
        lambda row: message("%(count)s 位已投票", count=row.votes),
    ),
    _Duty(State.REVISING, lambda row, is_late, _: is_late, message("延长或取消修改"), lambda row: message("修改过期")),
    _Duty(State.NOTICE, lambda row, *_: row.due_on is None, message("发公示"), lambda row: NOT_BEGUN),
    _Duty(
        State.NOTICE,
        lambda row, is_late, _: is_late and row.has_credit,  # until then it waits for the credit officer
        message("开放课程"),
        lambda row: message("公示结束"),
    ),
)


def _coordinator_task(row: DeskRow, today: date, rules: ProvinceRules) -> Task | None:
    ends_at_once = row.state is State.NOTICE and rules.notice_working_days == 0  # in a demo
    is_late = row.due_on is not None and (row.due_on < today or ends_at_once)
    for duty in DUTIES:
        if row.state is duty.state and duty.is_so(row, is_late, rules.panel_votes):
            return Task(duty.what, duty.said(row), row.due_on)
    return None
