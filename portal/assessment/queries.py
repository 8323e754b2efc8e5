"""What is known of attempts."""

from collections.abc import Sequence

from sqlmodel import Session, col, select

from portal.assessment.models import Attempt, AttemptState


def open_attempt(session: Session, enrolment_id: int) -> Attempt | None:
    """The attempt that is going on."""
    wanted = select(Attempt).where(Attempt.enrolment_id == enrolment_id, Attempt.state == AttemptState.OPEN)
    return session.exec(wanted).first()


def marked_attempts(session: Session, enrolment_id: int) -> Sequence[Attempt]:
    """The attempts that have been marked, the newest first."""
    wanted = select(Attempt).where(Attempt.enrolment_id == enrolment_id, Attempt.state == AttemptState.MARKED)
    return session.exec(wanted.order_by(col(Attempt.number).desc())).all()
