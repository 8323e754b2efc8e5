"""Every read about how long credit may be used."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import and_, func, or_
from sqlmodel import Session, col, select

from portal.assessment.models import Attempt, AttemptState
from portal.credits.models import CreditAccount, CreditTransfer
from portal.credits.rules import MOVES, EntryType, Part
from portal.db.rows import select_rows
from portal.learning.models import Enrolment
from portal.learning.rules import PASS_MARK
from portal.library.models import CourseVersion
from portal.validity.models import CreditValidity, ValidityMark

NEW = [kind for kind, move in MOVES.items() if move.leaves is None]
FREES = [kind for kind, move in MOVES.items() if move.leaves and move.enters is Part.FREE]
PASSES = (
    select_rows(
        Attempt.id,
        col(Attempt.submitted_at).label("passed_at"),
        Enrolment.person_id,
        col(CourseVersion.category).label("domain"),
        CourseVersion.title,
        CourseVersion.title_en,
    )
    .join(Enrolment, col(Enrolment.id) == Attempt.enrolment_id)
    .join(CourseVersion, col(CourseVersion.id) == Enrolment.version_id)
    .where(Attempt.state == AttemptState.MARKED, col(Attempt.mark) >= PASS_MARK)
)


def mark_now(session: Session) -> ValidityMark:
    """How far the daily look has come; nowhere before the first."""
    return session.get(ValidityMark, 1) or ValidityMark()


def posted_after(session: Session, transfer_id: int, count: int) -> Sequence[Any]:
    """The next entries that make credit or free it, in the order of their numbers."""
    wanted = (
        select_rows(CreditTransfer, CreditAccount.person_id)
        .join(CreditAccount, col(CreditAccount.id) == CreditTransfer.account_id)
        .where(col(CreditTransfer.id) > transfer_id, col(CreditTransfer.credit_hundredths).is_not(None))
        .where(col(CreditTransfer.entry_type).in_([*NEW, *FREES]))
        .order_by(col(CreditTransfer.id))
        .limit(count)
    )
    found: Sequence[Any] = session.exec(wanted).all()
    return found


def domain_of_version(session: Session, version_id: int) -> str:
    """What the course of an entry is about, for entries that do not say it themselves."""
    return session.exec(select(CourseVersion.category).where(CourseVersion.id == version_id)).first() or ""


def newest_pass(session: Session, person_id: int, domain: str) -> Any | None:
    """The last time that a person passed a course of a domain."""
    wanted = PASSES.where(Enrolment.person_id == person_id, CourseVersion.category == domain)
    return session.exec(wanted.order_by(col(Attempt.submitted_at).desc(), col(Attempt.id).desc()).limit(1)).first()


def passes_after(session: Session, moment: datetime | None, attempt_id: int, count: int) -> Sequence[Any]:
    """The next courses that were passed, in the order in which they were."""
    wanted = PASSES.order_by(col(Attempt.submitted_at), col(Attempt.id)).limit(count)
    if moment:
        later, same = col(Attempt.submitted_at) > moment, col(Attempt.submitted_at) == moment
        wanted = wanted.where(or_(later, and_(same, col(Attempt.id) > attempt_id)))
    found: Sequence[Any] = session.exec(wanted).all()
    return found


def to_refresh(session: Session, person_id: int, domain: str, passed_on: date) -> Sequence[int]:
    """The entries of a person whose term begins anew with a course passed on this day."""
    wanted = select(CreditValidity.earned_id).where(
        CreditValidity.person_id == person_id,
        CreditValidity.domain == domain,
        CreditValidity.counts_from < passed_on,
    )
    return session.exec(wanted.order_by(col(CreditValidity.earned_id))).all()


def overdue(session: Session, today: date, after_id: int, count: int) -> Sequence[int]:
    """The next entries whose term is over and which were not looked at since."""
    wanted = select(CreditValidity.earned_id).where(
        col(CreditValidity.is_settled).is_(False),
        CreditValidity.valid_until < today,
        CreditValidity.earned_id > after_id,
    )
    return session.exec(wanted.order_by(col(CreditValidity.earned_id)).limit(count)).all()


def terms_of_person(session: Session, person_id: int) -> Sequence[Any]:
    """Every entry of a person whose use lapses some day, the first to end in front, with what the entry says."""
    wanted = (
        select_rows(CreditValidity, CreditTransfer.cause, CreditTransfer.credit_hundredths)
        .join(CreditTransfer, col(CreditTransfer.id) == CreditValidity.earned_id)
        .where(CreditValidity.person_id == person_id)
        .order_by(col(CreditValidity.valid_until), col(CreditValidity.earned_id))
    )
    found: Sequence[Any] = session.exec(wanted).all()
    return found


def moved_of(session: Session, earned_ids: Sequence[int]) -> dict[int, dict[EntryType, int]]:
    """How much of earned entries was moved by entries of each type, in hundredths. One query for all."""
    wanted = (
        select_rows(
            CreditTransfer.earned_id,
            CreditTransfer.entry_type,
            func.sum(CreditTransfer.credit_hundredths).label("amount"),
        )
        .where(col(CreditTransfer.earned_id).in_(earned_ids))
        .group_by(col(CreditTransfer.earned_id), col(CreditTransfer.entry_type))
    )
    found: dict[int, dict[EntryType, int]] = {earned_id: {} for earned_id in earned_ids}
    for row in session.exec(wanted):
        found[row.earned_id][EntryType(row.entry_type)] = int(row.amount)
    return found
