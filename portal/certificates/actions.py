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

    `transfer_id` is the posted credit; None only for a course that gives none. Passing again does not undo a revocation.
    """
    if there := certificate_of(session, person_id, course_version_id):
        return there
    holder_name, title_en, provider = what_to_copy(session, person_id, course_version_id)
    certificate = Certificate(
        person_id=person_id,
        course_version_id=course_version_id,
        transfer_id=transfer_id,
        holder_name=holder_name,
        title=title,
        title_en=title_en,
        provider=provider,
        learning_minutes=learning_minutes,
        credit_hundredths=credit_hundredths,
        mark=mark,
        verification_code=draw(),
        passed_at=passed_at,
        issued_at=now,
        state=STEPS[None, Step.ISSUE],
    )
    return _first_of(session, certificate)


def _first_of(session: Session, certificate: Certificate) -> Certificate:
    """Keep a new certificate, unless one for the same completion was issued elsewhere at the same moment."""
    person_id, course_version_id = certificate.person_id, certificate.course_version_id
    try:
        with session.begin_nested():
            session.add(certificate)
    except IntegrityError:
        if there := certificate_of(session, person_id, course_version_id):
            return there
        raise
    return certificate
