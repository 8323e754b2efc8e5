"""The credit officer's desk: what a course gives is set here, not by who hands it in."""

from sqlmodel import Session

from portal.library import queries as library
from portal.review import queries
from portal.review.actions import held, step_with_check
from portal.review.models import CreditValue, Moment
from portal.submissions import queries as handed_in
from portal.submissions.actions import Deed
from portal.submissions.steps import Step
from portal.text import Message


def set_credit(session: Session, submission_id: int, credit_hundredths: int, reason: str, deed: Deed) -> Message | None:
    """Set what the course gives. Set again, the newer value holds; the earlier one stays on record."""
    submission, facts = held(session, submission_id, deed)
    details = {"credit_hundredths": credit_hundredths}
    done = step_with_check(session, submission, Step.SET_CREDIT, facts, deed, Moment.SUBMIT, details=details)
    if done is True:
        package = handed_in.current_package(session, submission)
        version = library.version_by_id(session, package.version_id or 0)
        assert deed.actor is not None and version is not None
        session.add(
            CreditValue(
                submission_id=submission.id,
                package_id=package.id,
                number=queries.next_credit_number(session, package.id),
                credit_hundredths=credit_hundredths,
                learning_minutes=version.learning_minutes,
                level=version.level,
                reason=reason,
                set_by_id=deed.actor.person_id,
                set_at=deed.now,
            )
        )
        session.flush()
    return done if isinstance(done, Message) else None
