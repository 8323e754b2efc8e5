"""What anybody may try with a course, and what it takes to open one."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlmodel import Session, col, select

from portal.accounts.rules import Role
from portal.library.models import CourseVersion
from portal.notices import actions as notices
from portal.notices.models import Notice, Objection, ObjectionState
from portal.review import actions as review
from portal.review.checks import actions as checks
from portal.review.credit import actions as credit
from portal.review.experts import actions as experts
from portal.review.models import AccessReport, CreditValue, ExpertReview, PanelVote, ReviewPart
from portal.review.panel import actions as panel
from portal.submissions import actions as hand_in
from portal.submissions.actions import Deed
from portal.submissions.models import Submission, SubmissionEvent, SubmittedPackage
from portal.submissions.rules import PARTS_OF_STEP, Outcome, Part
from portal.submissions.steps import State, Step
from portal.text.dates import local_date
from tests.review.course import NO_FAULTS, WITH_P0, rubric

if TYPE_CHECKING:
    from tests.notices.test_state_machine import Life


@dataclass(frozen=True)
class Try:
    """What somebody might say when they do something."""

    other: int  # another person's id
    part: Part
    outcome: Outcome
    is_good: bool


Verb = Callable[["Life", Session, Try, Deed], Any]
VERBS: dict[str, Verb] = {
    "upload": lambda life, s, t, d: life.upload(s, t, d),
    "hand on": lambda life, s, t, d: hand_in.sign_and_hand_on(s, life.id, "改了。", d),
    "recommend": lambda life, s, t, d: hand_in.recommend(s, life.id, "", d),
    "send back": lambda life, s, t, d: hand_in.send_back(s, life.id, "再改。", d),
    "withdraw": lambda life, s, t, d: hand_in.withdraw(s, life.id, d),
    "take": lambda life, s, t, d: checks.take_formal_check(s, life.id, d),
    "pass formal": lambda life, s, t, d: checks.pass_formal(s, life.id, {}, d),
    "return formal": lambda life, s, t, d: checks.return_formal(s, life.id, {}, "缺。", d),
    "name tester": lambda life, s, t, d: checks.name_tester(s, life.id, t.other, t.part, d),
    "open test": lambda life, s, t, d: checks.open_test(s, life.id, d),
    "report": lambda life, s, t, d: checks.hand_in_report(s, life.id, NO_FAULTS if t.is_good else WITH_P0, d),
    "pass access": lambda life, s, t, d: checks.pass_access(s, life.id, "", d),
    "fail access": lambda life, s, t, d: checks.fail_access(s, life.id, "要改。", d),
    "assign": lambda life, s, t, d: experts.assign_expert(s, life.id, t.other, d),
    "accept": lambda life, s, t, d: experts.accept_review(s, life.id, d),
    "decline": lambda life, s, t, d: experts.decline_review(s, life.id, "忙。", not t.is_good, d),
    "review": lambda life, s, t, d: experts.hand_in_review(
        s, life.id, rubric(88 if t.is_good else 66, Outcome.ACCEPT if t.is_good else t.outcome), d
    ),
    "open papers": lambda life, s, t, d: panel.open_papers(s, life.id, d),
    "vote": lambda life, s, t, d: panel.vote(s, life.id, Outcome.ACCEPT if t.is_good else t.outcome, "好。", d),
    "close": lambda life, s, t, d: panel.close_sitting(s, life.id, "信。", d),
    "declare": lambda life, s, t, d: review.declare_conflict(s, life.id, "亲属。", d),
    "extend": lambda life, s, t, d: review.extend(s, life.id, d),
    "cancel": lambda life, s, t, d: review.cancel(s, life.id, d),
    "credit": lambda life, s, t, d: credit.set_credit(s, life.id, 10, "1 学时。", d),
    "notice": lambda life, s, t, d: notices.open_notice(s, life.id, d),
    "object": lambda life, s, t, d: life.object(s, d),
    "answer": lambda life, s, t, d: life.answer(s, t, d),
    "publish": lambda life, s, t, d: notices.publish(s, life.id, d),
}
# What leads on from each state, the last step first.
ONWARD: dict[State, tuple[str, ...]] = {
    State.DRAFT: ("hand on",),
    State.PREF_REVIEW: ("recommend",),
    State.SUBMITTED: ("take",),
    State.FORMAL_CHECK: ("pass formal",),
    State.A11Y_CHECK: ("pass access", "report", "open test", "name tester", "fail access"),
    State.EXPERT_REVIEW: ("review", "accept", "assign"),
    State.ARBITRATION: ("review", "accept", "assign"),
    State.DECISION: ("close", "vote", "open papers"),
    State.REVISING: ("hand on", "upload"),
    State.NOTICE: ("publish", "notice", "credit"),
    State.OBJECTION: ("answer",),
}


ABLE: dict[str, frozenset[Role]] = {
    verb: frozenset(Role)
    if verb in ("object",)
    else frozenset(
        {
            "upload": {Role.SUBMITTER},
            "hand on": {Role.SUBMITTER},
            "recommend": {Role.APPROVER},
            "take": {Role.FORMAL_CHECKER},
            "pass formal": {Role.FORMAL_CHECKER},
            "open test": {Role.BLIND_TESTER, Role.DEAF_TESTER},
            "report": {Role.BLIND_TESTER, Role.DEAF_TESTER},
            "review": {Role.EXPERT},
            "accept": {Role.EXPERT},
            "vote": {Role.PANEL_MEMBER},
            "open papers": {Role.PANEL_MEMBER},
            "credit": {Role.CREDIT_OFFICER},
            "answer": {Role.APPEAL_OFFICER},
        }.get(verb, {Role.COORDINATOR})
    )
    for verb in VERBS
}


def makers_of(session: Session, submission_id: int) -> set[int]:
    making = (Step.UPLOAD, Step.SIGN, Step.PROPOSE, Step.RECOMMEND, Step.RESUBMIT_ALL, Step.RESUBMIT_CHANGES)
    made = select(SubmissionEvent.actor_id).where(
        SubmissionEvent.submission_id == submission_id, col(SubmissionEvent.step).in_(making)
    )
    return {person_id for person_id in session.exec(made) if person_id is not None}


def check_parts(session: Session, here: int) -> None:
    """Everybody did only what their one part is."""
    of_course = select(ReviewPart).where(ReviewPart.submission_id == here)
    parts = {part.person_id: part.part for part in session.exec(of_course)}
    reviews = select(ExpertReview).where(ExpertReview.submission_id == here)
    votes = select(PanelVote).where(PanelVote.submission_id == here)
    reports = select(AccessReport).where(AccessReport.submission_id == here)
    assert all(parts[review.person_id] is Part.EXPERT for review in session.exec(reviews))
    assert all(parts[vote.person_id] is Part.PANEL_MEMBER for vote in session.exec(votes))
    assert all(parts[report.person_id] is report.part for report in session.exec(reports))
    for step, wanted in PARTS_OF_STEP.items():
        done = select(SubmissionEvent.actor_id).where(
            SubmissionEvent.submission_id == here, SubmissionEvent.step == step
        )
        assert all(parts[person_id or 0] in wanted for person_id in session.exec(done)), step


def check_whole(session: Session, submission: Submission, version: CourseVersion) -> None:
    """Everything that 5.3 asks for before a course opens."""
    here = submission.id
    package = session.get_one(SubmittedPackage, submission.package_id)
    assert (package.version_id, package.digest) == (version.id, version.digest)
    assert package.promised_at is not None
    reports = session.exec(select(AccessReport).where(AccessReport.package_id == package.id)).all()
    assert {report.part for report in reports} == {Part.BLIND_TESTER, Part.DEAF_TESTER}
    assert not [fault for report in reports for fault in report.faults if fault["grade"] == "P0"]
    reviews = session.exec(
        select(ExpertReview).where(ExpertReview.submission_id == here, col(ExpertReview.handed_in_at).is_not(None))
    ).all()
    counting = [review for review in reviews if review.round >= submission.reviews_since_round]
    assert len({review.person_id for review in counting}) >= 2
    voted = select(PanelVote).where(PanelVote.submission_id == here, PanelVote.sitting == submission.sitting)
    votes = session.exec(voted).all()
    assert len({vote.person_id for vote in votes}) >= 3
    assert {vote.package_id for vote in votes} == {package.id}
    recommended = select(SubmissionEvent.actor_id).where(
        SubmissionEvent.submission_id == here, SubmissionEvent.step == Step.RECOMMEND
    )
    uploaded = set(session.exec(select(SubmittedPackage.uploaded_by_id).where(SubmittedPackage.submission_id == here)))
    assert session.exec(recommended).first() is not None
    assert uploaded
    assert session.exec(select(CreditValue).where(CreditValue.package_id == package.id)).first() is not None
    notice = session.exec(
        select(Notice).where(Notice.submission_id == here, Notice.sitting == submission.sitting)
    ).one()
    assert notice.ended_at is not None
    assert local_date(notice.ended_at) > notice.ends_on
    still_open = select(Objection).where(Objection.submission_id == here, Objection.state == ObjectionState.OPEN)
    assert session.exec(still_open).all() == []
