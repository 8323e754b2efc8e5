"""Every write of certificates."""

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from types import MappingProxyType
from typing import Any, TypedDict

from sqlalchemy import update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, col

from portal.audit import record
from portal.certificates.models import Certificate, CertificateEnd, CertificateEntry, CertificateLook
from portal.certificates.queries import certificate_of, entries_behind, in_place_of, what_to_copy
from portal.certificates.rules import STEPS, CertificateState, Door, Reason, Step, draw_code, why_not_end
from portal.credits.queries import taken_back_of
from portal.errors import Refused
from portal.text import message

INSERTS: dict[str, Any] = {"sqlite": sqlite.insert, "postgresql": postgresql.insert}


class Officers(TypedDict):
    """Who decided that a certificate ends: the two are never the same."""

    proposed_by: int
    confirmed_by: int


class Corrected(TypedDict, total=False):
    """What a new certificate says otherwise than the one whose place it takes; what is left out stays."""

    title: str
    learning_minutes: int
    credit_hundredths: int
    transfer_id: int | None
    mark: int
    passed_at: datetime


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
    more: Mapping[int, int] = MappingProxyType({}),
) -> Certificate:
    """Issue the certificate of one completion; called again, also after a retake, it returns the one that is there.
    `transfer_id` is the posted credit; None where nothing was posted. `more` is what is left of further entries of the
    same course, by their ids. Passing again does not undo a revocation."""
    if there := certificate_of(session, person_id, course_version_id):
        return there
    if transfer_id is not None and (taken_back := taken_back_of(session, transfer_id)):
        credit_hundredths -= taken_back  # passed again in a later version: only what is left of the credit is said
        transfer_id = transfer_id if credit_hundredths else None
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
        credit_hundredths=credit_hundredths + sum(more.values()),
        mark=mark,
        verification_code=draw(),
        passed_at=passed_at,
        issued_at=now,
        state=STEPS[None, Step.ISSUE],
    )
    return _first_of(session, certificate, more)


def _first_of(session: Session, certificate: Certificate, more: Iterable[int]) -> Certificate:
    """Keep a new certificate, unless one for the same completion was issued elsewhere at the same moment."""
    person_id, course_version_id = certificate.person_id, certificate.course_version_id
    try:
        with session.begin_nested():
            session.add(certificate)
    except IntegrityError:
        if there := certificate_of(session, person_id, course_version_id):
            return there
        raise
    session.add_all(CertificateEntry(certificate_id=certificate.id, transfer_id=entry_id) for entry_id in more)
    session.flush()
    return certificate


def revoke(session: Session, certificate: Certificate, reason: Reason, officers: Officers, now: datetime) -> None:
    """Let a certificate hold no more. Raises Refused when it has ended already, for a reason that is none, and when
    one officer decides alone."""
    _end(session, certificate, Step.REVOKE, reason, officers, now)
    _tell(
        session,
        CertificateEnd(certificate_id=certificate.id, step=Step.REVOKE, reason=reason, **officers, happened_at=now),
    )


def replace(
    session: Session,
    certificate: Certificate,
    reason: Reason,
    officers: Officers,
    now: datetime,
    corrected: Corrected | None = None,
    draw: Callable[[], str] = draw_code,
) -> Certificate:
    """Issue a new certificate in the place of one, which from then on says that it was replaced. Returns the new one.

    It has the person's name as it is now, a new number and a new code; everything else is kept unless `corrected`
    says otherwise. Raises Refused as `revoke` does.
    """
    _end(session, certificate, Step.REPLACE, reason, officers, now)
    new = anew(session, certificate, now, draw, {**(corrected or {})})
    told = CertificateEnd(
        certificate_id=certificate.id,
        step=Step.REPLACE,
        reason=reason,
        **officers,
        replaced_by=new.id,
        happened_at=now,
    )
    _tell(session, told)
    return new


def issue_again(
    session: Session,
    revoked: Certificate,
    credit_hundredths: int,
    officer_id: int,
    now: datetime,
    draw: Callable[[], str] = draw_code,
) -> Certificate:
    """Issue a new certificate because credit was given back: the revoked one stays revoked, the new one says which it
    replaces. Raises Refused when that one was not revoked, or has a new one already."""
    if revoked.state != CertificateState.REVOKED or in_place_of(session, revoked.id):
        raise Refused(message("这张证书没有撤销，或者已经重新发过。"))
    new = anew(session, revoked, now, draw, {"credit_hundredths": credit_hundredths, "replaces_id": revoked.id})
    record(session, officer_id, "issue_again.certificate", "certificate", new.id, now, replaces=revoked.id)
    return new


def anew(
    session: Session, certificate: Certificate, now: datetime, draw: Callable[[], str], changed: dict[str, Any]
) -> Certificate:
    """A new certificate like another one and on the same entries, with a number and a code of its own and the person's
    name as it is now."""
    holder_name, _, _ = what_to_copy(session, certificate.person_id, certificate.course_version_id)
    kept = certificate.model_dump(exclude={"id", "state", "ended_at", "replaces_id"})
    fresh = {
        "holder_name": holder_name,
        "verification_code": draw(),
        "issued_at": now,
        "state": STEPS[None, Step.ISSUE],
    }
    new = Certificate(**(kept | changed | fresh))
    session.add(new)
    session.flush()
    more = entries_behind(session, certificate)[1 if certificate.transfer_id is not None else 0 :]
    session.add_all(CertificateEntry(certificate_id=new.id, transfer_id=entry_id) for entry_id in more)
    session.flush()
    return new


def note_look(session: Session, certificate_id: int, door: Door, now: datetime) -> None:
    """Note for the holder that somebody looked, once an hour for each door. Who it was is not asked."""
    hour = now.replace(minute=0, second=0, microsecond=0)
    values = {"certificate_id": certificate_id, "hour": hour, "door": door, "looked_at": now}
    insert = INSERTS[session.get_bind().dialect.name]
    session.execute(insert(CertificateLook).values(values).on_conflict_do_nothing())


def _end(
    session: Session, certificate: Certificate, step: Step, reason: Reason, officers: Officers, now: datetime
) -> None:
    """Change the state, unless somebody else did at the same moment."""
    if problem := why_not_end(CertificateState(certificate.state), step, reason, **officers):
        raise Refused(problem)
    if not close(session, certificate, step, now):
        problem = why_not_end(CertificateState(certificate.state), step, reason, **officers)
        raise Refused(problem) if problem else RuntimeError(f"certificate {certificate.id} cannot be ended")


def close(session: Session, certificate: Certificate, step: Step, now: datetime) -> bool:
    """Let a certificate that stands end. False when somebody else did at the same moment."""
    standing = (col(Certificate.id) == certificate.id, col(Certificate.state) == CertificateState.ISSUED)
    ended = update(Certificate).where(*standing).values(state=STEPS[CertificateState.ISSUED, step], ended_at=now)
    changed = session.execute(ended.returning(col(Certificate.id))).first()
    session.refresh(certificate)
    return changed is not None


def _tell(session: Session, end: CertificateEnd) -> None:
    session.add(end)
    session.flush()
    step = f"{end.step}.certificate"
    record(session, end.confirmed_by, step, "certificate", end.certificate_id, end.happened_at, reason=end.reason)
