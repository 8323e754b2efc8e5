"""What is known of learners who could move over, or have."""

from collections.abc import Sequence

from sqlmodel import Session, select

from portal.learning.models import ActivityReceipt, Enrolment, VersionMove


def receipts_of(session: Session, enrolment_id: int) -> Sequence[ActivityReceipt]:
    """Every lesson that was learned in an enrolment, with its answers."""
    return session.exec(select(ActivityReceipt).where(ActivityReceipt.enrolment_id == enrolment_id)).all()


def move_to(session: Session, enrolment_id: int) -> VersionMove | None:
    """How somebody came to this enrolment, when it was by moving over."""
    return session.get(VersionMove, enrolment_id)


def held(session: Session, enrolment_id: int) -> Enrolment:
    """The enrolment, locked until the transaction ends: who presses twice is here twice, one after the other."""
    return session.get_one(Enrolment, enrolment_id, with_for_update=True, populate_existing=True)
