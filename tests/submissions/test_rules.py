"""The whole state machine: every state, step and role."""

import subprocess
from dataclasses import replace
from itertools import product
from pathlib import Path

import pytest

from portal.accounts.rules import Actor, Role
from portal.submissions.rules import GUARDS, PARTS_OF_STEP, Facts, Outcome, Part, ReturnedAs, why_not
from portal.submissions.steps import BY_ANYBODY, LATER, STEPS, TAKEN_BY, Lane, State, Step
from portal.text import message

ROOT = Path(__file__).parents[2]
OUTCOMES = {
    Step.ACCEPT_COURSE: Outcome.ACCEPT,
    Step.WANT_MINOR: Outcome.MINOR,
    Step.WANT_MAJOR: Outcome.MAJOR,
    Step.REJECT: Outcome.REJECT,
}

OF_FIX = {Step.CHOOSE_REVIEW, Step.PROPOSE_FIX, Step.OPEN_FIX, Step.PASS_FIX, Step.RETURN_FIX}
IN_BOTH_LANES = {Step.UPLOAD, Step.SIGN, Step.WITHDRAW, Step.CHOOSE_FIX}


def person(*roles: Role, region_code: str = "410100", person_id: int = 7) -> Actor:
    return Actor(person_id, "样例", frozenset(roles), region_code, identity_verified=True)


def all_well(state: State, step: Step, actor: Actor) -> Facts:
    """Facts that let this step happen wherever the table allows it."""
    parts = sorted(PARTS_OF_STEP.get(step, ()))
    return Facts(
        state=state,
        region_code="410100",
        actor=actor,
        part=parts[0] if parts else None,
        is_asked=True,
        is_open=step is not Step.OPEN_FIX,
        author_ids=frozenset({1}),
        is_checked=True,
        is_signed=True,
        is_new=True,
        returned_as=ReturnedAs.FORMAL if step is Step.RESUBMIT_ALL else ReturnedAs.MINOR,
        is_overdue=step is Step.CANCEL,
        blind_reports=1,
        deaf_reports=1,
        open_p0=1 if step is Step.FAIL_ACCESS else 0,
        experts_stand=step is Step.PASS_CHANGES,
        reviews=3 if step is Step.SETTLE else 2,
        reviews_agree=step is not Step.DISAGREE,
        votes=3,
        outcome=OUTCOMES.get(step),
        notice_is_open=step is not Step.OPEN_NOTICE,
        notice_is_over=True,
        credit_is_set=True,
        open_objections={Step.ANSWER: 2, Step.DISMISS: 1, Step.UPHOLD: 1}.get(step, 0),
        is_same_package=True,
        may_appeal=True,
        lane=Lane.FIX if step in OF_FIX else Lane.REVIEW,
        is_new_version=True,
        is_only_fix=True,
    )


@pytest.mark.parametrize("role", [*Role, None])
def test_each_step_is_taken_from_its_states_by_its_roles_only(role: Role | None):
    actor = person(role) if role else person()
    for state, step in product(State, Step):
        is_allowed = (state, step) in STEPS and (step in BY_ANYBODY or role in TAKEN_BY[step])
        assert (why_not(step, all_well(state, step, actor)) is None) == is_allowed, (state, step, role)


def test_somebody_without_an_account_can_object_and_the_clock_ends_a_licence_and_nothing_else():
    open_to_all = {step for state, step in product(State, Step) if _open_to_visitor(state, step)}
    assert open_to_all == {Step.OBJECT, Step.LICENCE_ENDED}


def _open_to_visitor(state: State, step: Step) -> bool:
    return why_not(step, replace(all_well(state, step, person()), actor=None)) is None


def test_every_state_is_reached_and_the_ends_are_known():
    assert set(STEPS.values()) == set(State)
    assert set(State) - {state for state, _ in STEPS} == {State.WITHDRAWN, State.CANCELLED}
    now = {(state, step): after for (state, step), after in STEPS.items() if step not in LATER}
    assert set(State) - {state for state, _ in now} == {
        State.WITHDRAWN,
        State.REJECTED,
        State.CANCELLED,
    }


def test_a_state_without_pages_is_not_reached_by_the_steps_that_have_pages():
    reached, front = {State.DRAFT}, [State.DRAFT]
    while front:
        state = front.pop()
        for (before, step), after in STEPS.items():
            if before is state and step not in LATER and after not in reached:
                reached.add(after)
                front.append(after)
    assert set(State) - reached == {State.SUSPENDED, State.REEVAL}


def test_no_page_takes_a_step_of_later():
    names = "|".join(f"Step\\.{step.name}\\b" for step in LATER)
    rooms = [
        str(ROOT / "portal" / room)
        for room in ("submissions", "review", "notices")
        if (ROOT / "portal" / room).exists()
    ]
    found = subprocess.run(
        ["grep", "-rlE", names, "--include=*.py", *rooms], capture_output=True, text=True, check=False
    )
    written_in = {Path(line).name for line in found.stdout.split()}
    assert written_in <= {"steps.py", "rules.py", "forms.py"}  # the table, its guards, and the words of histories


@pytest.mark.parametrize("step", [step for step in Step if TAKEN_BY[step]])
def test_a_conflict_keeps_everybody_of_the_province_out(step: Step):
    state = next(before for before, taken in STEPS if taken is step)
    for role in TAKEN_BY[step] - {Role.SUBMITTER, Role.APPROVER}:
        facts = replace(all_well(state, step, person(role)), conflicts=(message("您参加过这门课的制作。"),))
        assert str(why_not(step, facts)) == "您要回避这门课：您参加过这门课的制作。"


@pytest.mark.parametrize(
    "step", [step for step in Step if TAKEN_BY[step] and TAKEN_BY[step] <= {Role.SUBMITTER, Role.APPROVER}]
)
def test_a_prefecture_acts_for_itself_only(step: Step):
    state = next(before for before, taken in STEPS if taken is step)
    actor = person(*TAKEN_BY[step], region_code="410300")
    assert str(why_not(step, all_well(state, step, actor))) == "这门课是别的市提交的。"


def test_nobody_has_two_parts_in_a_course():
    for step, wanted in PARTS_OF_STEP.items():
        state = next(before for before, taken in STEPS if taken is step)
        for part in set(Part) - wanted:
            facts = replace(all_well(state, step, person(*TAKEN_BY[step])), part=part)
            assert "一个人只担任一项" in str(why_not(step, facts)), (step, part)


def test_nobody_recommends_what_they_uploaded():
    author = person(Role.SUBMITTER, Role.APPROVER, person_id=1)
    facts = all_well(State.PREF_REVIEW, Step.RECOMMEND, author)
    assert str(why_not(Step.RECOMMEND, facts)) == "自己上传的课程，要由另一位来推荐。"


@pytest.mark.parametrize("step", [*sorted(OF_FIX), Step.CHOOSE_FIX])
def test_a_fix_goes_its_own_lane_only(step: Step):
    state = next(before for before, taken in STEPS if taken is step)
    facts = all_well(state, step, person(*TAKEN_BY[step]))
    other = Lane.REVIEW if facts.lane is Lane.FIX else Lane.FIX
    assert why_not(step, replace(facts, lane=other)) is not None


def test_the_quick_lane_meets_no_step_of_the_whole_review():
    at_test = [step for before, step in STEPS if before in (State.DRAFT, State.A11Y_CHECK)]
    for step in set(at_test) - OF_FIX - IN_BOTH_LANES:
        state = next(before for before, taken in STEPS if taken is step)
        facts = replace(all_well(state, step, person(*TAKEN_BY[step])), lane=Lane.FIX)
        assert why_not(step, facts) is not None, step


def test_from_the_quick_lane_only_a_tester_opens_a_course():
    after_fix = {after for (_, step), after in STEPS.items() if step in OF_FIX}
    assert after_fix == {State.DRAFT, State.A11Y_CHECK, State.PUBLISHED}
    assert TAKEN_BY[Step.PASS_FIX] == {Role.BLIND_TESTER, Role.DEAF_TESTER}


BROKEN: tuple[tuple[State, Step, dict[str, object]], ...] = (
    (State.DRAFT, Step.PROPOSE, {"is_checked": False}),
    (State.DRAFT, Step.PROPOSE, {"blockers": 1}),
    (State.DRAFT, Step.PROPOSE, {"is_signed": False}),
    (State.DRAFT, Step.CHOOSE_FIX, {"is_only_fix": False}),
    (State.DRAFT, Step.CHOOSE_FIX, {"blockers": 1}),
    (State.DRAFT, Step.CHOOSE_REVIEW, {"lane": Lane.REVIEW}),
    (State.DRAFT, Step.PROPOSE_FIX, {"is_only_fix": False}),
    (State.DRAFT, Step.PROPOSE_FIX, {"is_signed": False}),
    (State.A11Y_CHECK, Step.OPEN_FIX, {"is_open": True}),
    (State.A11Y_CHECK, Step.PASS_FIX, {"is_open": False}),
    (State.A11Y_CHECK, Step.PASS_FIX, {"is_only_fix": False}),
    (State.A11Y_CHECK, Step.RETURN_FIX, {"is_open": False}),
    (State.PREF_REVIEW, Step.RECOMMEND, {"is_signed": False}),
    (State.PREF_REVIEW, Step.RECOMMEND, {"author_ids": frozenset({7})}),
    (State.REVISING, Step.RESUBMIT_ALL, {"returned_as": ReturnedAs.MINOR}),
    (State.REVISING, Step.RESUBMIT_ALL, {"is_new": False}),
    (State.REVISING, Step.RESUBMIT_ALL, {"round": 3}),
    (State.REVISING, Step.RESUBMIT_CHANGES, {"returned_as": ReturnedAs.MAJOR}),
    (State.REVISING, Step.RESUBMIT_CHANGES, {"is_overdue": True}),
    (State.REVISING, Step.EXTEND, {"was_extended": True}),
    (State.REVISING, Step.CANCEL, {"is_overdue": False}),
    (State.A11Y_CHECK, Step.NAME_TESTER, {"candidate_conflicts": (message("您参加过这门课的制作。"),)}),
    (State.A11Y_CHECK, Step.OPEN_TEST, {"is_asked": False}),
    (State.A11Y_CHECK, Step.REPORT, {"is_open": False}),
    (State.A11Y_CHECK, Step.REPORT, {"has_reported": True}),
    (State.A11Y_CHECK, Step.PASS_ACCESS, {"blind_reports": 0}),
    (State.A11Y_CHECK, Step.PASS_ACCESS, {"deaf_reports": 0}),
    (State.A11Y_CHECK, Step.PASS_ACCESS, {"open_p0": 1}),
    (State.A11Y_CHECK, Step.PASS_ACCESS, {"experts_stand": True}),
    (State.A11Y_CHECK, Step.PASS_CHANGES, {"experts_stand": False}),
    (State.A11Y_CHECK, Step.FAIL_ACCESS, {"open_p0": 0}),
    (State.A11Y_CHECK, Step.FAIL_ACCESS, {"deaf_reports": 0}),
    (State.EXPERT_REVIEW, Step.ASSIGN_EXPERT, {"candidate_is_full": True}),
    (State.EXPERT_REVIEW, Step.ASSIGN_EXPERT, {"experts_asked": 2}),
    (State.ARBITRATION, Step.ASSIGN_EXPERT, {"experts_asked": 3}),
    (State.EXPERT_REVIEW, Step.ACCEPT_REVIEW, {"is_asked": False}),
    (State.EXPERT_REVIEW, Step.DECLINE_REVIEW, {"is_asked": False, "is_open": False}),
    (State.EXPERT_REVIEW, Step.DECLINE_REVIEW, {"has_reported": True}),
    (State.EXPERT_REVIEW, Step.REVIEW, {"is_open": False}),
    (State.EXPERT_REVIEW, Step.REVIEW, {"has_reported": True}),
    (State.EXPERT_REVIEW, Step.AGREE, {"reviews": 1}),
    (State.EXPERT_REVIEW, Step.AGREE, {"reviews_agree": False}),
    (State.EXPERT_REVIEW, Step.DISAGREE, {"reviews_agree": True}),
    (State.ARBITRATION, Step.SETTLE, {"reviews": 2}),
    (State.DECISION, Step.VOTE, {"is_open": False}),
    (State.DECISION, Step.VOTE, {"has_reported": True}),
    (State.DECISION, Step.ACCEPT_COURSE, {"votes": 2}),
    (State.DECISION, Step.ACCEPT_COURSE, {"outcome": Outcome.MINOR}),
    (State.NOTICE, Step.OPEN_NOTICE, {"notice_is_open": True}),
    (State.NOTICE, Step.OBJECT, {"notice_is_open": False}),
    (State.OBJECTION, Step.ANSWER, {"open_objections": 1}),
    (State.OBJECTION, Step.DISMISS, {"open_objections": 2}),
    *(
        (State.NOTICE, Step.PUBLISH, broken)
        for broken in (
            {"notice_is_open": False},
            {"notice_is_over": False},
            {"open_objections": 1},
            {"credit_is_set": False},
            {"blind_reports": 0},
            {"deaf_reports": 0},
            {"open_p0": 1},
            {"reviews": 1},
            {"votes": 2},
            {"is_same_package": False},
        )
    ),
    (State.REJECTED, Step.APPEAL, {"may_appeal": False}),
)


@pytest.mark.parametrize(("state", "step", "broken"), BROKEN)
def test_one_thing_missing_stops_the_step(state: State, step: Step, broken: dict[str, object]):
    facts = all_well(state, step, person(*TAKEN_BY[step]))
    assert why_not(step, facts) is None
    assert why_not(step, replace(facts, **broken)) is not None


def test_every_guard_is_tried_above():
    guarded = {
        step for step in GUARDS if step not in (Step.SIGN, Step.SETTLE, Step.WANT_MINOR, Step.WANT_MAJOR, Step.REJECT)
    }
    assert guarded <= {step for _, step, _ in BROKEN} | {Step.OBJECT}
