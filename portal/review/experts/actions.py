"""The experts' desk: asked, accepted or declined, drafted, handed in. The last review decides where it goes on."""

from dataclasses import dataclass, replace

from sqlmodel import Session

from portal.accounts.rules import Role
from portal.errors import Refused
from portal.review import queries
from portal.review.actions import held, name_person, step_with_check
from portal.review.models import ExpertReview, Moment, PartState
from portal.submissions.actions import Deed, take_step
from portal.submissions.models import Submission
from portal.submissions.rules import Outcome, Part, why_not
from portal.submissions.steps import STEPS, State, Step
from portal.text import Message


@dataclass(frozen=True)
class Rubric:
    """A finished rubric: what was answered, the score out of 100, the proposal, and what is essential but not met."""

    answers: dict[str, str]
    score: int
    verdict: Outcome
    unmet: list[str]


def assign_expert(session: Session, submission_id: int, person_id: int, deed: Deed) -> Message | None:
    """Ask an expert for a review. Gives the reason when this expert must keep away."""
    submission, facts = held(session, submission_id, deed)
    load = queries.load_of(session, person_id, Role.EXPERT)
    if reason := why_not(Step.ASSIGN_EXPERT, replace(facts, candidate_is_full=load >= deed.rules.expert_load)):
        raise Refused(reason)
    if reason := name_person(session, submission, person_id, Part.EXPERT, deed, "expert_answer"):
        return reason
    take_step(session, submission, Step.ASSIGN_EXPERT, facts, deed, details={"person_id": person_id})
    return None


def accept_review(session: Session, submission_id: int, deed: Deed) -> Message | None:
    """An expert says that there is no conflict, takes the course on, and may now open it."""
    submission, facts = held(session, submission_id, deed)
    accepted = step_with_check(session, submission, Step.ACCEPT_REVIEW, facts, deed, Moment.OPEN)
    if isinstance(accepted, Message):
        return accepted
    mine = queries.part_of(session, submission.id, facts.actor.person_id if facts.actor else 0)
    if accepted and mine:
        mine.state, mine.answered_at = PartState.OPEN, deed.now
        mine.due_on = deed.rules.term_from(deed.today, "expert_rubric")
        session.flush()
    return None


def decline_review(session: Session, submission_id: int, reason: str, has_conflict: bool, deed: Deed) -> None:
    """An expert does not take the course on. Who declares a conflict cannot be asked again."""
    submission, facts = held(session, submission_id, deed)
    details = {"has_conflict": has_conflict, "reason": reason}
    if take_step(session, submission, Step.DECLINE_REVIEW, facts, deed, details=details):
        mine = queries.part_of(session, submission.id, facts.actor.person_id if facts.actor else 0)
        assert mine is not None
        mine.state, mine.answered_at, mine.has_conflict, mine.reason = (
            PartState.DECLINED,
            deed.now,
            has_conflict,
            reason,
        )
        session.flush()


def save_draft(session: Session, submission_id: int, answers: dict[str, str], deed: Deed) -> None:
    """Keep what an expert has written so far. Raises Refused when they could not hand it in."""
    submission, facts = held(session, submission_id, deed)
    if reason := why_not(Step.REVIEW, facts):
        raise Refused(reason)
    review = _draft(session, submission, deed)
    review.answers, review.saved_at = answers, deed.now
    session.add(review)
    session.flush()


def hand_in_review(session: Session, submission_id: int, rubric: Rubric, deed: Deed) -> Message | None:
    """Keep an expert's review for good, and when it was the last one that was waited for, go on."""
    submission, facts = held(session, submission_id, deed)
    handed_in = step_with_check(session, submission, Step.REVIEW, facts, deed, Moment.SUBMIT)
    if isinstance(handed_in, Message):
        return handed_in
    if handed_in:
        review = _draft(session, submission, deed)
        review.answers, review.score, review.unmet = rubric.answers, rubric.score, rubric.unmet
        review.verdict, review.saved_at, review.handed_in_at = rubric.verdict, deed.now, deed.now
        session.add(review)
        session.flush()
        _go_on(session, submission, deed)
    return None


def _go_on(session: Session, submission: Submission, deed: Deed) -> None:
    facts = queries.review_facts(session, submission, deed)
    for step in (Step.AGREE, Step.DISAGREE, Step.SETTLE):
        if why_not(step, facts) is None:
            begins_sitting = STEPS[submission.state, step] is State.DECISION
            sitting = submission.sitting + begins_sitting
            take_step(session, submission, step, facts, deed.unkeyed, sitting=sitting)
            return


def _draft(session: Session, submission: Submission, deed: Deed) -> ExpertReview:
    assert deed.actor is not None and submission.package_id is not None
    return queries.draft_of(session, submission, deed.actor.person_id) or ExpertReview(
        submission_id=submission.id,
        package_id=submission.package_id,
        round=submission.round,
        person_id=deed.actor.person_id,
        answers={},
        saved_at=deed.now,
    )
