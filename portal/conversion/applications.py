"""Every read of quotes and applications, and the one small write of what happened with an application."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Integer, and_, func
from sqlmodel import Session, col, select

from portal.accounts.models import Person
from portal.audit import AuditEntry
from portal.certificates.models import Certificate
from portal.colleges.models import College
from portal.conversion.models import (
    CollegeAgreement,
    ConversionApplication,
    ConversionEvent,
    ConversionItem,
    ConversionLine,
    ConversionQuote,
)
from portal.conversion.steps import OPEN, PAGE_SIZE
from portal.credits.models import CreditAccount, CreditTransfer
from portal.credits.rules import EntryType
from portal.db.rows import select_rows

IS_OPEN = col(ConversionApplication.state).in_(OPEN)


class Pile(StrEnum):
    """The lists of a college's desk."""

    WAITING = "waiting"
    DECIDED = "decided"
    GIVEN_BACK = "given_back"


@dataclass(frozen=True)
class Line:
    """One entry of an application, with the entry itself and its certificates that still stand."""

    line: ConversionLine
    earned: CreditTransfer
    certificates: tuple[Certificate, ...]


def open_of(session: Session, person_id: int, agreement_id: int) -> ConversionApplication | None:
    """The application of a person under an agreement that waits for the college."""
    same = (ConversionApplication.person_id == person_id, ConversionApplication.agreement_id == agreement_id)
    return session.exec(select(ConversionApplication).where(*same, IS_OPEN)).one_or_none()


def account_of(session: Session, person_id: int) -> int | None:
    """The id of a person's account."""
    return session.exec(select(CreditAccount.id).where(CreditAccount.person_id == person_id)).one_or_none()


def own_quote(session: Session, quote_id: int, person_id: int) -> ConversionQuote | None:
    """A quote, when it is this person's."""
    wanted = select(ConversionQuote).where(ConversionQuote.id == quote_id, ConversionQuote.person_id == person_id)
    return session.exec(wanted).one_or_none()


def newest_quote(session: Session, person_id: int, agreement_id: int) -> ConversionQuote | None:
    """The quote that a person asked for last under an agreement."""
    same = (ConversionQuote.person_id == person_id, ConversionQuote.agreement_id == agreement_id)
    return session.exec(select(ConversionQuote).where(*same).order_by(col(ConversionQuote.id).desc()).limit(1)).first()


def quotes_of(session: Session, person_id: int, today: date) -> Sequence[Any]:
    """A person's quotes that are kept still, with their agreements and colleges, the newest first."""
    wanted = (
        select_rows(ConversionQuote, CollegeAgreement, College)
        .join(CollegeAgreement, col(CollegeAgreement.id) == ConversionQuote.agreement_id)
        .join(College, col(College.id) == CollegeAgreement.college_id)
        .where(ConversionQuote.person_id == person_id, ConversionQuote.kept_until >= today)
        .order_by(col(ConversionQuote.id).desc())
        .limit(PAGE_SIZE)
    )
    found: Sequence[Any] = session.exec(wanted).all()
    return found


def _with_names() -> Any:
    return (
        select_rows(ConversionApplication, CollegeAgreement, College, Person.name)
        .join(CollegeAgreement, col(CollegeAgreement.id) == ConversionApplication.agreement_id)
        .join(College, col(College.id) == ConversionApplication.college_id)
        .join(Person, col(Person.id) == ConversionApplication.person_id)
    )


def applications_of(session: Session, person_id: int) -> Sequence[Any]:
    """A person's applications with agreement and college, the newest first."""
    wanted = _with_names().where(ConversionApplication.person_id == person_id)
    found: Sequence[Any] = session.exec(wanted.order_by(col(ConversionApplication.id).desc()).limit(PAGE_SIZE)).all()
    return found


def own_application(session: Session, application_id: int, person_id: int) -> Any | None:
    """An application with agreement and college, when it is this person's."""
    same = (ConversionApplication.id == application_id, ConversionApplication.person_id == person_id)
    return session.exec(_with_names().where(*same)).one_or_none()


def of_college(session: Session, application_id: int, college_id: int) -> ConversionApplication | None:
    """An application that was made to this college."""
    same = (ConversionApplication.id == application_id, ConversionApplication.college_id == college_id)
    return session.exec(select(ConversionApplication).where(*same)).one_or_none()


def read_by_college(session: Session, application_id: int, college_id: int) -> Any | None:
    """An application that was made to this college, with agreement and the person's name."""
    same = (ConversionApplication.id == application_id, ConversionApplication.college_id == college_id)
    return session.exec(_with_names().where(*same)).one_or_none()


def items_of(session: Session, application_id: int) -> Sequence[ConversionItem]:
    """The target courses of an application."""
    wanted = select(ConversionItem).where(ConversionItem.application_id == application_id)
    return session.exec(wanted.order_by(col(ConversionItem.id))).all()


def lines_of(session: Session, application_id: int) -> Sequence[ConversionLine]:
    """The entries of an application."""
    wanted = select(ConversionLine).where(ConversionLine.application_id == application_id)
    return session.exec(wanted.order_by(col(ConversionLine.id))).all()


def told_lines(session: Session, application_id: int) -> list[Line]:
    """The entries of an application with their certificates."""
    pairs = select(ConversionLine, CreditTransfer).join(
        CreditTransfer, col(CreditTransfer.id) == ConversionLine.earned_id
    )
    found = session.exec(pairs.where(ConversionLine.application_id == application_id).order_by(col(ConversionLine.id)))
    rows = found.all()
    standing = select(Certificate).where(
        col(Certificate.transfer_id).in_([earned.id for _, earned in rows]), Certificate.state == "issued"
    )
    certificates = session.exec(standing.order_by(col(Certificate.id))).all()
    return [
        Line(line, earned, tuple(one for one in certificates if one.transfer_id == earned.id)) for line, earned in rows
    ]


def moves_of(session: Session, line: ConversionLine) -> list[tuple[str, int | None, int | None]]:
    """How the credit of one entry of an application moved, as it stands in the books."""
    ids = (line.locked_id, line.unlocked_id, line.converted_id, line.given_back_id)
    wanted = select(CreditTransfer).where(col(CreditTransfer.id).in_([one for one in ids if one]))
    rows = session.exec(wanted.order_by(col(CreditTransfer.id))).all()
    return [(row.entry_type, row.earned_id, row.credit_hundredths) for row in rows]


def moves_wanted(line: ConversionLine, item: ConversionItem) -> list[tuple[str, int | None, int | None]]:
    """How it must have moved, by what became of its target course."""
    if line.again:
        return []
    kinds = [EntryType.LOCK]
    if item.verdict != "waiting":
        kinds.append(EntryType.UNLOCK)
    if item.verdict == "accepted" or line.converted_id:
        kinds.append(EntryType.CONVERT_OUT)
    if line.given_back_id:
        kinds.append(EntryType.CONVERT_BACK)
    return [(kind, line.earned_id, line.credit_hundredths) for kind in kinds]


def with_entry(session: Session, earned_id: int) -> Sequence[Any]:
    """The target courses for which an entry counts or counted, with their applications."""
    wanted = (
        select_rows(ConversionItem, ConversionApplication)
        .join(ConversionApplication, col(ConversionApplication.id) == ConversionItem.application_id)
        .join(ConversionLine, col(ConversionLine.item_id) == ConversionItem.id)
        .where(ConversionLine.earned_id == earned_id, col(ConversionItem.verdict).in_(("waiting", "accepted")))
    )
    found: Sequence[Any] = session.exec(wanted.order_by(col(ConversionItem.id))).all()
    return found


def events_of(session: Session, application_id: int) -> Sequence[ConversionEvent]:
    """What happened with an application, the newest first."""
    wanted = select(ConversionEvent).where(ConversionEvent.application_id == application_id)
    return session.exec(wanted.order_by(col(ConversionEvent.id).desc())).all()


def looks_at(session: Session, application_id: int) -> Sequence[datetime]:
    """When somebody of the college looked at an application, the newest first, at most twenty."""
    wanted = select(AuditEntry.happened_at).where(
        AuditEntry.object_type == "conversion_application",
        AuditEntry.object_id == str(application_id),
        AuditEntry.step == "read.conversion_application",
    )
    return session.exec(wanted.order_by(col(AuditEntry.id).desc()).limit(PAGE_SIZE)).all()


def in_pile(pile: Pile, college_id: int) -> ColumnElement[bool]:
    """Which applications lie in one pile of a college's desk."""
    is_given_back = (
        select(ConversionItem.id)
        .where(ConversionItem.application_id == ConversionApplication.id, ConversionItem.verdict == "given_back")
        .exists()
    )
    piles = {Pile.WAITING: IS_OPEN, Pile.DECIDED: ~IS_OPEN, Pile.GIVEN_BACK: is_given_back}
    return and_(piles[pile], col(ConversionApplication.college_id) == college_id)


def counts(session: Session, college_id: int) -> dict[Pile, int]:
    """How many applications lie in each pile of a college's desk."""
    asked = [func.coalesce(func.sum(in_pile(pile, college_id).cast(Integer)), 0) for pile in Pile]
    row = session.exec(select_rows(*asked).select_from(ConversionApplication)).one()
    return dict(zip(Pile, map(int, row), strict=True))


def pile_page(session: Session, pile: Pile, college_id: int, number: int) -> Sequence[Any]:
    """One page of a pile: what must be decided first in front, of the others the newest."""
    newest = col(ConversionApplication.id).desc()
    order = (
        (col(ConversionApplication.answer_until), col(ConversionApplication.id)) if pile is Pile.WAITING else (newest,)
    )
    wanted = _with_names().where(in_pile(pile, college_id)).order_by(*order)
    found: Sequence[Any] = session.exec(wanted.offset((number - 1) * PAGE_SIZE).limit(PAGE_SIZE)).all()
    return found


def overdue(session: Session, today: date) -> Sequence[ConversionApplication]:
    """The applications whose term is over without a decision."""
    late = col(ConversionApplication.answer_until) < today
    return session.exec(
        select(ConversionApplication).where(IS_OPEN, late).order_by(col(ConversionApplication.id))
    ).all()


def note(
    session: Session, application: ConversionApplication, step: str, who: int | None, now: datetime, words: str = ""
) -> None:
    """Write down that something happened with an application."""
    event = ConversionEvent(application_id=application.id, step=step, happened_at=now, actor_id=who, note=words)
    session.add(event)
    session.flush()
