"""Every read of keys and papers, and what a badge says of a certificate."""

from typing import Any

from sqlmodel import Session, col, select

from portal.certificates.models import Certificate, CertificateEntry
from portal.credentials.models import CertificatePaper, IssuerKey
from portal.credentials.rules import Algorithm, Completion, Outcome, PublicKey
from portal.credentials.signing import public_key
from portal.credits.counting import NEW
from portal.credits.models import CreditAccount, CreditTransfer
from portal.credits.queries import taken_back_from
from portal.credits.sentences import explain, who_proved
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


def outcomes_of(session: Session, person_id: int, most: int) -> list[Outcome]:
    """What is left of a person's credit for which we issued no certificate, the newest first, at most so many. Where we
    did, the certificate speaks for it, also when it holds no more."""
    left = col(CreditTransfer.credit_hundredths) - taken_back_from(CreditTransfer.id, CreditTransfer)
    certified = select(Certificate.id).where(Certificate.transfer_id == CreditTransfer.id)
    among = select(CertificateEntry.certificate_id).where(CertificateEntry.transfer_id == CreditTransfer.id)
    wanted = (
        select_rows(CreditTransfer, left.label("left"))
        .join(CreditAccount, col(CreditAccount.id) == CreditTransfer.account_id)
        .where(CreditAccount.person_id == person_id, col(CreditTransfer.entry_type).in_(NEW))
        .where(left > 0, ~certified.exists(), ~among.exists())
        .order_by(col(CreditTransfer.sequence).desc())
        .limit(most)
    )
    return [
        Outcome(
            row.id,
            str(row.cause.get("title", "")),
            explain(row.cause),
            who_proved(row.cause),
            int(still_there),
            row.happened_at,
            row.posted_at,
        )
        for row, still_there in session.exec(wanted)
    ]


def paper_of(session: Session, certificate_id: int, language: str, maker: int) -> CertificatePaper | None:
    """The PDF of a certificate in one language, if it has been made."""
    wanted = select(CertificatePaper).where(CertificatePaper.certificate_id == certificate_id)
    same = wanted.where(CertificatePaper.language == language, CertificatePaper.maker == maker)
    return session.exec(same).first()
