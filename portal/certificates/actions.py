"""Every write of certificates."""

from collections.abc import Callable
from datetime import datetime

from sqlalchemy.exc import IntegrityError
from sqlmodel import Session

from portal.certificates.models import Certificate
from portal.certificates.queries import certificate_of, what_to_copy
from portal.certificates.rules import STEPS, Step, draw_code


def issue(  # noqa: PLR0913 - it copies what was completed, and that is so much
    session: Session,
    person_id: int,
    course_version_id: int,
    title: str,
    learning_minutes: int,
    credit_hundredths: int,
    transfer_id: int | None,
    passed_at: datetime,
    mark: int,
    now: datetime,
    draw: Callable[[], str] = draw_code,
) -> Certificate:
    """Issue the certificate of one completion. Called again, also after a retake, it returns the one that is there.

    `transfer_id` is the posted credit; None only for a course that gives none. A certificate that was revoked is
    returned as it is: passing again does not undo a decision.
    """
    if there := certificate_of(session, person_id, course_version_id):
        return there
    holder_name, title_en, provider = what_to_copy(session, person_id, course_version_id)
    certificate = Certificate(
        person_id=person_id,
        course_version_id=course_version_id,
        transfer_id=transfer_id,
        verification_code=draw(),
        holder_name=holder_name,
        title=title,
        title_en=title_en,
        provider=provider,
        learning_minutes=learning_minutes,
        credit_hundredths=credit_hundredths,
        mark=mark,
        passed_at=passed_at,
        issued_at=now,
        state=STEPS[None, Step.ISSUE],
    )
    try:
        with session.begin_nested():
            session.add(certificate)
    except IntegrityError:
        if there := certificate_of(session, person_id, course_version_id):  # issued at the same moment, elsewhere
            return there
        raise
    return certificate
