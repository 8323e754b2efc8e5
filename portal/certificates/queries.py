"""Every read of certificates."""

from typing import Any

from sqlalchemy import Row, and_, func, or_, select
from sqlalchemy.orm import aliased
from sqlmodel import Session, col

from portal.accounts.models import Person
from portal.certificates.models import (
    Certificate,
    CertificateEnd,
    CertificateEntry,
    CertificateLook,
    CertificateRenewal,
)
from portal.certificates.rules import CertificateState, certificate_number
from portal.credits.models import CreditAccount, CreditTransfer
from portal.credits.queries import taken_back_from
from portal.credits.rules import EntryType
from portal.library.models import CourseVersion
from portal.text import Message, message
from portal.text.codes import group


def certificate_of(session: Session, person_id: int, course_version_id: int) -> Certificate | None:
    """The newest certificate of a person for a course version, issued or revoked; one that was replaced does not count."""
    wanted = select(Certificate).where(
        col(Certificate.person_id) == person_id,
        col(Certificate.course_version_id) == course_version_id,
        col(Certificate.state) != CertificateState.REPLACED,
    )
    return session.scalars(wanted.order_by(col(Certificate.id).desc())).first()


def of_entry(session: Session, transfer_id: int) -> list[Certificate]:
    """All certificates on the credit of an entry, the newest first."""
    among = select(col(CertificateEntry.certificate_id)).where(col(CertificateEntry.transfer_id) == transfer_id)
    wanted = select(Certificate).where(or_(col(Certificate.transfer_id) == transfer_id, col(Certificate.id).in_(among)))
    return list(session.scalars(wanted.order_by(col(Certificate.id).desc())))


def in_place_of(session: Session, certificate_id: int) -> int | None:
    """The id of the certificate that was issued on appeal in the place of one that was revoked."""
    return session.scalar(select(col(Certificate.id)).where(col(Certificate.replaces_id) == certificate_id))


def what_to_copy(session: Session, person_id: int, course_version_id: int) -> Row[str, str, str]:
    """The person's name, the course's English title and its provider, as they are now."""
    wanted = (
        select(col(Person.name), col(CourseVersion.title_en), col(CourseVersion.provider))
        .select_from(Person)
        .join(CourseVersion, col(CourseVersion.id) == course_version_id)
        .where(col(Person.id) == person_id)
    )
    return session.execute(wanted).one()


def own_certificate(session: Session, person_id: int, certificate_id: int) -> Certificate | None:
    """A certificate by its id, when it is this person's."""
    wanted = select(Certificate).where(col(Certificate.id) == certificate_id, col(Certificate.person_id) == person_id)
    return session.scalars(wanted).one_or_none()


def certificates_of(session: Session, person_id: int) -> list[Certificate]:
    """All certificates of a person, newest first."""
    wanted = select(Certificate).where(col(Certificate.person_id) == person_id)
    return list(session.scalars(wanted.order_by(col(Certificate.id).desc())))


def certificate_by_code(session: Session, code: str) -> Certificate | None:
    """The certificate with this verification code, in whatever state it is."""
    return session.scalars(select(Certificate).where(col(Certificate.verification_code) == code)).one_or_none()


def end_of(session: Session, certificate_id: int) -> CertificateEnd | CertificateRenewal | None:
    """Why a certificate was revoked or replaced, by two officers or by rule; None while it stands."""
    wanted = select(CertificateEnd).where(col(CertificateEnd.certificate_id) == certificate_id)
    return session.scalars(wanted).one_or_none() or session.get(CertificateRenewal, certificate_id)


def standing_of_course(session: Session, person_id: int, course_id: int) -> list[Certificate]:
    """The certificates of a person that stand for a course, one for each version that was completed."""
    wanted = (
        select(Certificate)
        .join(CourseVersion, col(CourseVersion.id) == col(Certificate.course_version_id))
        .where(col(Certificate.person_id) == person_id, col(CourseVersion.course_id) == course_id)
        .where(col(Certificate.state) == CertificateState.ISSUED)
    )
    return list(session.scalars(wanted.order_by(col(Certificate.id))))


def standing_on(session: Session, transfer_id: int) -> list[Certificate]:
    """The certificates that still stand on the credit of an entry, alone or among others."""
    among = select(col(CertificateEntry.certificate_id)).where(col(CertificateEntry.transfer_id) == transfer_id)
    wanted = select(Certificate).where(
        or_(col(Certificate.transfer_id) == transfer_id, col(Certificate.id).in_(among)),
        col(Certificate.state) == CertificateState.ISSUED,
    )
    return list(session.scalars(wanted.order_by(col(Certificate.id))))


def entries_behind(session: Session, certificate: Certificate) -> list[int]:
    """The entries of which the credit of a certificate is made, its own in front."""
    more = select(col(CertificateEntry.transfer_id)).where(col(CertificateEntry.certificate_id) == certificate.id)
    own = [certificate.transfer_id] if certificate.transfer_id is not None else []
    return [*own, *session.scalars(more.order_by(col(CertificateEntry.transfer_id)))]


def credit_behind(session: Session, certificate: Certificate) -> int:
    """What is left of all the credit of which a certificate is made, in hundredths."""
    left = col(CreditTransfer.credit_hundredths) - taken_back_from(col(CreditTransfer.id), CreditTransfer)
    ids = entries_behind(session, certificate)
    return int(session.scalar(select(func.coalesce(func.sum(left), 0)).where(col(CreditTransfer.id).in_(ids))) or 0)


def looks_at(session: Session, certificate_id: int, most: int) -> list[CertificateLook]:
    """When others looked at a certificate, newest first, at most so many."""
    wanted = select(CertificateLook).where(col(CertificateLook.certificate_id) == certificate_id)
    return list(session.scalars(wanted.order_by(col(CertificateLook.hour).desc(), col(CertificateLook.id)).limit(most)))


def ended_ids(session: Session, first_id: int, last_id: int) -> list[int]:
    """Which of these certificates have been revoked or replaced."""
    ended = select(col(Certificate.id)).where(col(Certificate.state) != CertificateState.ISSUED)
    return list(session.scalars(ended.where(col(Certificate.id).between(first_id, last_id))))


def newest_id(session: Session) -> int:
    """The highest id of a certificate; 0 when there is none."""
    return session.scalar(select(func.max(col(Certificate.id)))) or 0


def count_certificates(session: Session) -> int:
    """How many certificates there are, in all states."""
    return session.scalar(select(func.count()).select_from(Certificate)) or 0


def verify(session: Session) -> list[Message]:
    """One sentence for each certificate whose credit does not stand in its holder's account as the certificate says.

    One that stands says what is left of the credit after all that was taken back, of all entries that it is made of."""
    transfer = col(Certificate.transfer_id) == col(CreditTransfer.id)
    account = col(CreditTransfer.account_id) == col(CreditAccount.id)
    taken_back = taken_back_from(col(Certificate.transfer_id), Certificate)
    back = aliased(CreditTransfer)
    ever_taken_back = (
        select(func.coalesce(func.sum(back.credit_hundredths), 0))
        .where(col(back.earned_id) == col(Certificate.transfer_id), col(back.entry_type) == EntryType.REVERSE)
        .correlate(Certificate)
        .scalar_subquery()
    )
    more, more_left = _more_behind(False), _more_behind(True)
    says, posted = col(Certificate.credit_hundredths), col(CreditTransfer.credit_hundredths)
    left = posted - taken_back + more_left
    stands = col(Certificate.state) == CertificateState.ISSUED
    wrong = (
        select(col(Certificate.id))
        .outerjoin(CreditTransfer, transfer)
        .outerjoin(CreditAccount, account)
        .where(
            col(Certificate.transfer_id).is_not(None),
            or_(
                col(CreditTransfer.id).is_(None),
                posted.is_(None),
                says > posted + more,
                says < posted - ever_taken_back,
                and_(stands, says != left),  # one that ended may say what it said before
                col(CreditAccount.person_id).is_distinct_from(col(Certificate.person_id)),
            ),
        )
        .order_by(col(Certificate.id))
    )
    numbers = [group(certificate_number(certificate_id)) for certificate_id in session.scalars(wrong)]
    return [message("证书 %(number)s：它的学分和账户里的记录对不上。", number=number) for number in numbers]


def _more_behind(is_left: bool) -> Any:
    """What was posted, or what is left of it, by the further entries of a certificate, as a part of a query over them."""
    more = aliased(CreditTransfer)
    amount = col(more.credit_hundredths) - (taken_back_from(col(more.id), more) if is_left else 0)
    return (
        select(func.coalesce(func.sum(amount), 0))
        .join(CertificateEntry, col(CertificateEntry.transfer_id) == col(more.id))
        .where(col(CertificateEntry.certificate_id) == col(Certificate.id))
        .correlate(Certificate)
        .scalar_subquery()
    )
