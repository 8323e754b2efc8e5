"""The ways through the review, each step by its own person, on both databases."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, select

from portal.accounts.rules import Role
from portal.errors import NotFound, Refused
from portal.review.checks import actions as checks
from portal.review.experts import actions as experts
from portal.review.models import ConflictCheck, ExpertReview, PanelVote, PartState, ReviewPart
from portal.review.panel import actions as panel
from portal.submissions import actions as hand_in
from portal.submissions.models import SubmissionEvent
from portal.submissions.rules import Outcome, Part, ReturnedAs
from portal.submissions.steps import State, Step
from portal.text import Message
from tests.review.course import NO_FAULTS, WITH_P0, Course, rubric


def test_the_straight_way(course: Course):
    course.reach(State.NOTICE)
    steps = course.rows(select(SubmissionEvent.step).order_by(SubmissionEvent.id))
    assert [step for step in steps if step in (Step.TAKE, Step.PASS_FORMAL, Step.PASS_ACCESS, Step.AGREE)] == [
        Step.TAKE,
        Step.PASS_FORMAL,
        Step.PASS_ACCESS,
        Step.AGREE,
    ]
    assert steps[-1] is Step.ACCEPT_COURSE
    assert len(course.rows(select(ConflictCheck))) == 20  # 2 formal, 3 for each tester and expert, 2 for each member
    assert all(check.reasons == [] for check in course.rows(select(ConflictCheck)))


def test_an_expert_of_the_same_prefecture_is_not_assigned_and_that_is_kept(course: Course):
    course.reach(State.EXPERT_REVIEW)
    said = course.act(experts.assign_expert, "coordinator", course.people.expert1.id)
    assert str(said) == "专家一要回避这门课，不能分给他。"
    check = course.rows(select(ConflictCheck).where(ConflictCheck.person_id == course.people.expert1.id))[0]
    assert check.reasons[0]["msgid"] == "工作或居住在提交这门课的市，或者它的县区。"
    assert course.rows(select(ReviewPart).where(ReviewPart.person_id == course.people.expert1.id)) == []


def test_somebody_who_declared_a_conflict_is_out_for_good(course: Course):
    course.reach(State.EXPERT_REVIEW)
    course.does(experts.assign_expert, "coordinator", course.people.expert2.id)
    course.does(experts.decline_review, "expert2", "带过这个老师。", True)
    said = course.act(experts.assign_expert, "coordinator", course.people.expert2.id)
    assert "要回避这门课" in str(said)
    said = course.act(experts.hand_in_review, "expert2", rubric())
    assert str(said) == "您要回避这门课：申报了回避。"
    assert course.state is State.EXPERT_REVIEW


def test_a_part_is_only_given_to_who_has_its_role(course: Course):
    course.reach(State.A11Y_CHECK)
    said = course.act(checks.name_tester, "coordinator", course.people.deaf_tester.id, Part.BLIND_TESTER)
    assert str(said) == "这位不是视障体验员。"
    with pytest.raises(NotFound):
        course.act(checks.name_tester, "coordinator", 999_999, Part.BLIND_TESTER)


def test_nobody_has_two_of_the_four_parts(course: Course):
    course.reach(State.DECISION)
    with pytest.raises(Refused, match="一个人只担任一项"):
        course.act(panel.open_papers, "formal_checker", roles=(Role.PANEL_MEMBER,))
    with pytest.raises(Refused, match="一个人只担任一项"):
        course.act(panel.open_papers, "expert2", roles=(Role.PANEL_MEMBER, Role.EXPERT))


def test_the_database_itself_refuses_a_second_part(course: Course, session: Session):
    course.reach(State.FORMAL_CHECK)
    taken = course.rows(select(ReviewPart))[0]
    values = taken.model_dump(exclude={"id"}) | {"part": Part.EXPERT}
    session.add(ReviewPart(**values))
    with pytest.raises(IntegrityError):
        session.commit()


def test_a_fault_that_keeps_learners_out_sends_the_course_back_and_the_next_round_is_tried_again(course: Course):
    course.reach(State.A11Y_CHECK)
    course.test(blind=WITH_P0)
    with pytest.raises(Refused, match="P0"):
        course.act(checks.pass_access, "coordinator", "")
    course.does(checks.fail_access, "coordinator", "第 1 课的题目读屏读不出来。")
    assert (course.state, course.look().returned_as) == (State.REVISING, ReturnedAs.ACCESS)

    with pytest.raises(Refused, match="还没有上传改过的课程包"):
        course.act(hand_in.sign_and_hand_on, "zz_author", "第 1 课，改了题目。")
    course.upload()
    course.does(hand_in.sign_and_hand_on, "zz_author", "第 1 课，改了题目。")
    assert (course.state, course.look().round) == (State.A11Y_CHECK, 2)
    with pytest.raises(Refused, match="都交了报告"):
        course.act(checks.pass_access, "coordinator", "")
    course.test(is_again=True)
    course.does(checks.pass_access, "coordinator", "")
    assert course.state is State.EXPERT_REVIEW


def test_no_pass_with_one_kind_of_tester_only(course: Course):
    course.reach(State.A11Y_CHECK)
    course.does(checks.name_tester, "coordinator", course.people.blind_tester.id, Part.BLIND_TESTER)
    course.does(checks.open_test, "blind_tester")
    course.does(checks.hand_in_report, "blind_tester", NO_FAULTS)
    with pytest.raises(Refused, match="视障体验员和听障体验员都交了报告"):
        course.act(checks.pass_access, "coordinator", "")


def test_a_tester_opens_before_reporting_and_reports_once(course: Course):
    course.reach(State.A11Y_CHECK)
    with pytest.raises(Refused, match="没有分给您"):
        course.act(checks.hand_in_report, "blind_tester", NO_FAULTS)
    course.does(checks.name_tester, "formal_checker", course.people.blind_tester.id, Part.BLIND_TESTER)
    with pytest.raises(Refused, match="先说明有没有要回避的关系"):
        course.act(checks.hand_in_report, "blind_tester", NO_FAULTS)
    course.does(checks.open_test, "blind_tester")
    course.does(checks.hand_in_report, "blind_tester", NO_FAULTS)
    with pytest.raises(Refused, match="已经交过"):
        course.act(checks.hand_in_report, "blind_tester", NO_FAULTS)


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (rubric(90), rubric(75)),
        (rubric(85), rubric(82, Outcome.MINOR)),
        (rubric(85), rubric(85, Outcome.ACCEPT, ("rights",))),
    ],
)
def test_two_who_disagree_need_a_third(course: Course, first: experts.Rubric, second: experts.Rubric):
    course.reach(State.EXPERT_REVIEW)
    course.review(first, second)
    assert course.state is State.ARBITRATION
    course.does(experts.assign_expert, "coordinator", course.people.expert4.id)
    course.does(experts.accept_review, "expert4")
    course.does(experts.hand_in_review, "expert4", rubric(83))
    assert (course.state, course.look().sitting) == (State.DECISION, 1)


def test_a_draft_is_kept_and_counts_for_nothing(course: Course):
    course.reach(State.EXPERT_REVIEW)
    course.does(experts.assign_expert, "coordinator", course.people.expert2.id)
    course.does(experts.accept_review, "expert2")
    course.does(experts.save_draft, "expert2", {"summary": "写了一半"})
    course.does(experts.save_draft, "expert2", {"summary": "写了一半多"})
    draft = course.rows(select(ExpertReview))[0]
    assert (draft.answers, draft.handed_in_at) == ({"summary": "写了一半多"}, None)
    assert course.state is State.EXPERT_REVIEW


def test_minor_changes_keep_the_experts_reviews_and_are_tried_by_both_testers(course: Course):
    course.reach(State.DECISION)
    course.vote(Outcome.MINOR, Outcome.MINOR, Outcome.ACCEPT)
    assert (course.state, course.look().returned_as) == (State.REVISING, ReturnedAs.MINOR)
    course.upload()
    course.does(hand_in.sign_and_hand_on, "zz_author", "第 1 课，加了一句。")
    assert course.state is State.A11Y_CHECK
    course.test(is_again=True)
    course.does(checks.pass_access, "coordinator", "")
    assert (course.state, course.look().sitting) == (State.DECISION, 2)
    for name in ("panel1", "panel2", "panel3"):
        course.does(panel.vote, name, Outcome.ACCEPT, "改好了。")
    course.does(panel.close_sitting, "coordinator", "")
    assert course.state is State.NOTICE


def test_major_changes_begin_from_the_formal_check_with_new_reviews(course: Course):
    course.reach(State.EXPERT_REVIEW)
    course.review(rubric(65, Outcome.MAJOR), rubric(66, Outcome.MAJOR))
    course.vote(Outcome.MAJOR, Outcome.MAJOR, Outcome.MAJOR)
    course.upload()
    course.does(hand_in.sign_and_hand_on, "zz_author", "全改了。")
    assert course.state is State.FORMAL_CHECK
    course.does(checks.pass_formal, "formal_checker", {})
    course.test(is_again=True)
    course.does(checks.pass_access, "coordinator", "")
    assert course.state is State.EXPERT_REVIEW
    parts = course.rows(select(ReviewPart.state).where(ReviewPart.part == Part.EXPERT))
    assert set(parts) == {PartState.PAST}
    course.review()
    assert course.state is State.DECISION


def test_a_panel_cannot_vote_milder_than_the_reviews(course: Course):
    course.reach(State.EXPERT_REVIEW)
    course.review(rubric(75, Outcome.MINOR), rubric(76, Outcome.MINOR))
    course.does(panel.open_papers, "panel1")
    with pytest.raises(Refused, match="不能投这个结果"):
        course.act(panel.vote, "panel1", Outcome.ACCEPT, "喜欢。")


def test_a_sitting_needs_three(course: Course):
    course.reach(State.DECISION)
    for name in ("panel1", "panel2"):
        course.does(panel.open_papers, name)
        course.does(panel.vote, name, Outcome.ACCEPT, "好。")
    with pytest.raises(Refused, match="投票的人还不够"):
        course.act(panel.close_sitting, "coordinator", "")


def test_rounds_and_time_run_out(course: Course):
    from portal.review.actions import cancel, extend

    course.reach(State.FORMAL_CHECK)
    course.does(checks.return_formal, "formal_checker", {}, "缺版权说明。")
    with pytest.raises(Refused, match="还在修改的期限里"):
        course.act(cancel, "coordinator")
    first = course.look().due_on
    course.does(extend, "coordinator")
    assert (course.look().due_on - first).days == 30
    with pytest.raises(Refused, match="已经延长过一次"):
        course.act(extend, "coordinator")
    course.upload()
    course.clock.forward(days=61)
    with pytest.raises(Refused, match="期限已经过了"):
        course.act(hand_in.sign_and_hand_on, "zz_author", "补了。")
    course.does(cancel, "coordinator")
    assert course.state is State.CANCELLED


def test_the_same_press_of_a_button_is_one_step(course: Course):
    course.reach(State.SUBMITTED)
    for _ in range(3):
        assert course.act(checks.take_formal_check, "formal_checker", key="one press") is None
    assert len(course.rows(select(SubmissionEvent).where(SubmissionEvent.step == Step.TAKE))) == 1


def test_two_at_the_same_moment_are_one_after_the_other(course: Course):
    """Three members vote at once, each twice: three votes, and three refusals."""
    course.reach(State.DECISION)
    names = ("panel1", "panel2", "panel3")
    for name in names:
        course.does(panel.open_papers, name)

    def vote(name: str) -> str:
        try:
            said = course.act(panel.vote, name, Outcome.ACCEPT, "好。")
        except Refused as refusal:
            said = refusal.message
        return "refused" if isinstance(said, Message) else "voted"

    with ThreadPoolExecutor(6) as hands:
        results = sorted(hands.map(vote, names * 2))
    assert results == ["refused"] * 3 + ["voted"] * 3
    assert len(course.rows(select(PanelVote))) == 3


def test_both_experts_hand_in_at_the_same_moment_and_it_goes_on(course: Course):
    course.reach(State.EXPERT_REVIEW)
    for name in ("expert2", "expert3"):
        course.does(experts.assign_expert, "coordinator", getattr(course.people, name).id)
        course.does(experts.accept_review, name)
    with ThreadPoolExecutor(2) as hands:
        list(hands.map(lambda name: course.act(experts.hand_in_review, name, rubric()), ("expert2", "expert3")))
    assert (course.state, course.look().sitting) == (State.DECISION, 1)
