"""Certificates follow the credit that they speak of, by rule: what was carried over, and what another course counts for."""

from datetime import datetime

from sqlalchemy import delete
from sqlmodel import Session, col

from portal.audit import record
from portal.certificates.actions import anew, close
from portal.certificates.models import Certificate, CertificateEntry, CertificateRenewal
from portal.certificates.queries import entries_behind, standing_of_course
from portal.certificates.rules import Reason, Step, draw_code
from portal.credits.held import Live, live_of


def follow(session: Session, person_id: int, course_id: int, now: datetime) -> None:
    """Let each certificate of a course that stands say what its credit comes to now. What says something else than
    before has a new number; where only the entries behind it are others, it stays. The caller holds the account."""
    live = live_of(session, person_id, course_id)
    for certificate in standing_of_course(session, person_id, course_id):
        mark = _best_mark(live, certificate)
        credit = sum(one.left for one in live)
        if credit != certificate.credit_hundredths:
            _renew(session, certificate, Reason.CREDIT_CORRECTED, credit, mark, live, now)
        elif mark > certificate.mark:
            _renew(session, certificate, Reason.BETTER_MARK, credit, mark, live, now)
        elif [one.id for one in live] != entries_behind(session, certificate):
            _stand_on(session, certificate, live)


def _best_mark(live: list[Live], certificate: Certificate) -> int:
    """The mark of the entries that were earned in its version, where that is better than its own."""
    marks = [one.cause["mark"] for one in live if one.cause.get("course_version_id") == certificate.course_version_id]
    return max([certificate.mark, *marks])


def _renew(
    session: Session, old: Certificate, reason: Reason, credit: int, mark: int, live: list[Live], now: datetime
) -> None:
    if not close(session, old, Step.REPLACE, now):
        return  # two officers were first; what they wrote follows their decision
    transfer_id = live[0].id if live else None
    changed = {"credit_hundredths": credit, "mark": mark, "transfer_id": transfer_id}
    new = anew(session, old, now, draw_code, changed)
    _stand_on(session, new, live)
    session.add(CertificateRenewal(certificate_id=old.id, replaced_by=new.id, reason=reason, happened_at=now))
    session.flush()
    record(session, None, "renew.certificate", "certificate", old.id, now, reason=reason, credit_hundredths=credit)


def _stand_on(session: Session, certificate: Certificate, live: list[Live]) -> None:
    """Name the entries behind a certificate; what it says is not touched."""
    session.execute(delete(CertificateEntry).where(col(CertificateEntry.certificate_id) == certificate.id))
    certificate.transfer_id = live[0].id if live else None
    session.add(certificate)
    session.add_all(CertificateEntry(certificate_id=certificate.id, transfer_id=one.id) for one in live[1:])
    session.flush()
