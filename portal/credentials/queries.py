"""Every read of keys and papers, and what a badge says of a certificate."""

from typing import Any

from sqlmodel import Session, col, select

from portal.certificates.models import Certificate
from portal.credentials.models import CertificatePaper, IssuerKey
from portal.credentials.rules import Algorithm, Completion, PublicKey
from portal.credentials.signing import public_key
from portal.db.rows import select_rows
from portal.library.models import Course, CourseVersion

COURSE: tuple[Any, ...] = (
    CourseVersion.number,
    CourseVersion.level,
    CourseVersion.language,
    col(Course.slug).label("slug"),
)


def keys_in_use(session: Session) -> dict[Algorithm, IssuerKey]:
    """The keys that sign now, by what they sign."""
    wanted = select(IssuerKey).where(col(IssuerKey.retired_at).is_(None))
    return {Algorithm(key.algorithm): key for key in session.exec(wanted)}


def all_keys(session: Session) -> list[IssuerKey]:
    """Every key there has been, oldest first."""
    return list(session.exec(select(IssuerKey).order_by(col(IssuerKey.id))))


def published_keys(session: Session) -> list[PublicKey]:
    """The public halves of all keys that have not been withdrawn, newest first."""
    wanted = select(IssuerKey).where(col(IssuerKey.withdrawn_at).is_(None)).order_by(col(IssuerKey.id).desc())
    return [public_key(key.name, Algorithm(key.algorithm), key.public_key) for key in session.exec(wanted)]


def completion_of(session: Session, certificate: Certificate) -> Completion:
    """What a badge says of this certificate. The course's address and level are those of the version that was learned."""
    of_version = select_rows(*COURSE).join(Course, col(Course.id) == CourseVersion.course_id)
    course: Any = session.exec(of_version.where(CourseVersion.id == certificate.course_version_id)).one()
    return Completion(
        certificate_id=certificate.id,
        code=certificate.verification_code,
        holder_name=certificate.holder_name,
        title=certificate.title,
        title_en=certificate.title_en,
        language=course.language,
        provider=certificate.provider,
        learning_minutes=certificate.learning_minutes,
        credit_hundredths=certificate.credit_hundredths,
        level=course.level,
        passed_at=certificate.passed_at,
        issued_at=certificate.issued_at,
        slug=course.slug,
        version=course.number,
    )


def paper_of(session: Session, certificate_id: int, language: str, maker: int) -> CertificatePaper | None:
    """The PDF of a certificate in one language, if it has been made."""
    wanted = select(CertificatePaper).where(CertificatePaper.certificate_id == certificate_id)
    same = wanted.where(CertificatePaper.language == language, CertificatePaper.maker == maker)
    return session.exec(same).first()
