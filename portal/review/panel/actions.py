"""The panel: its members open the papers and vote; the coordinator closes the sitting, the votes decide."""

from typing import Any

from sqlmodel import Session

from portal.errors import Refused
from portal.review import queries
from portal.review.actions import held, step_with_check, take_part
from portal.review.models import Moment, PanelVote
from portal.review.rules import allowed_outcomes
from portal.submissions.actions import Deed, take_step
from portal.submissions.rules import Outcome, Part, ReturnedAs
from portal.submissions.steps import Step
from portal.text import Message, message

STEP_OF_OUTCOME = {
    Outcome.ACCEPT: Step.ACCEPT_COURSE,
    Outcome.MINOR: Step.WANT_MINOR,
    Outcome.MAJOR: Step.WANT_MAJOR,
    Outcome.REJECT: Step.REJECT,
}
RETURNED_AS = {Outcome.MINOR: ReturnedAs.MINOR, Outcome.MAJOR: ReturnedAs.MAJOR}


def open_papers(session: Session, submission_id: int, deed: Deed) -> Message | None:
    """A member says that there is no conflict and opens the papers. Gives the reason when they must keep away."""
    submission, facts = held(session, submission_id, deed)
    if facts.is_open and facts.part is Part.PANEL_MEMBER:
        return None
    opened = step_with_check(session, submission, Step.OPEN_PAPERS, facts, deed, Moment.OPEN)
    if isinstance(opened, Message):
        return opened
    if opened:
        take_part(session, submission, Part.PANEL_MEMBER, deed)
    return None


def vote(session: Session, submission_id: int, outcome: Outcome, reason: str, deed: Deed) -> Message | None:
    """A member's vote, once in a sitting. Raises Refused for one milder than the experts' reviews allow."""
    submission, facts = held(session, submission_id, deed)
    opinion = queries.evidence_of(session, submission).opinion
    if opinion is not None and outcome not in allowed_outcomes(opinion, deed.rules):
        raise Refused(message("专家的分数和基本要求不够，不能投这个结果。"))
    voted = step_with_check(session, submission, Step.VOTE, facts, deed, Moment.VOTE)
    if voted is True:
        assert deed.actor is not None and submission.package_id is not None
        session.add(
            PanelVote(
                submission_id=submission.id,
                package_id=submission.package_id,
                sitting=submission.sitting,
                person_id=deed.actor.person_id,
                outcome=outcome,
                reason=reason,
                voted_at=deed.now,
            )
        )
        session.flush()
    return voted if isinstance(voted, Message) else None


def close_sitting(session: Session, submission_id: int, letter: str, deed: Deed) -> None:
    """End the voting; what comes of it is computed from the votes, nobody chooses it. The letter goes to the author."""
    submission, facts = held(session, submission_id, deed)
    evidence = queries.evidence_of(session, submission)
    changes: dict[str, Any] = {}
    if facts.outcome in RETURNED_AS:
        changes = {"returned_as": RETURNED_AS[facts.outcome], "returned_package_id": submission.package_id}
    opinion = evidence.opinion
    details = {
        "score_tenths": opinion.score_tenths if opinion else None,
        "votes": [vote.outcome for vote in evidence.votes],
    }
    step = STEP_OF_OUTCOME[facts.outcome] if facts.outcome else Step.ACCEPT_COURSE
    take_step(session, submission, step, facts, deed, note=letter, details=details, **changes)
