"""Every read of certificates."""

from sqlalchemy import Row, select
from sqlmodel import Session, col

from portal.accounts.models import Person
from portal.certificates.models import Certificate
from portal.certificates.rules import CertificateState
from portal.library.models import CourseVersion


def certificate_of(session: Session, person_id: int, course_version_id: int) -> Certificate | None:
    """The certificate of a person for a course version, issued or revoked; one that was replaced does not count."""
    wanted = select(Certificate).where(
        col(Certificate.person_id) == person_id,
        col(Certificate.course_version_id) == course_version_id,
        col(Certificate.state) != CertificateState.REPLACED,
    )
    return session.scalars(wanted).one_or_none()


def what_to_copy(session: Session, person_id: int, course_version_id: int) -> Row[str, str, str]:
    """The person's name, the course's English title and its provider, as they are now."""
    wanted = select(col(Person.name), col(CourseVersion.title_en), col(CourseVersion.provider)).where(
        col(Person.id) == person_id, col(CourseVersion.id) == course_version_id
    )
    return session.execute(wanted).one()


def own_certificate(session: Session, person_id: int, certificate_id: int) -> Certificate | None:
    """A certificate by its id, when it is this person's."""
    wanted = select(Certificate).where(
        col(Certificate.id) == certificate_id, col(Certificate.person_id) == person_id
    )
    return session.scalars(wanted).one_or_none()


def certificates_of(session: Session, person_id: int) -> list[Certificate]:
    """All certificates of a person, newest first."""
    wanted = select(Certificate).where(col(Certificate.person_id) == person_id)
    return list(session.scalars(wanted.order_by(col(Certificate.id).desc())))


def certificate_by_code(session: Session, code: str) -> Certificate | None:
    """The certificate with this verification code, in whatever state it is."""
    return session.scalars(select(Certificate).where(col(Certificate.verification_code) == code)).one_or_none()
