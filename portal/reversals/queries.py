"""Every read about credit that is taken back."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Integer, and_, func, or_
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, select

from portal.accounts.models import Person
from portal.accounts.queries import in_region
from portal.credits.models import CreditAccount, CreditTransfer
from portal.credits.rules import EntryType, record_number
from portal.db.rows import select_rows
from portal.reversals.models import Reversal
from portal.reversals.rules import OPEN, PAGE_SIZE, Pile, State, reference_of
from portal.text import Message, message
from portal.text.codes import group

IS_OPEN = col(Reversal.state).in_(OPEN)
WHOSE = col(Person.id) == Reversal.person_id


@dataclass(frozen=True)
class Desk:
    """Who looks at the desk, for which region, and on which day (Asia/Shanghai)."""

    person_id: int
    region_code: str
    today: date


def entry_in(session: Session, transfer_id: int, region_code: str) -> Any | None:
    """An entry with its person's id and name, when they live in this region."""
    wanted = (
        select_rows(CreditTransfer, col(Person.id).label("person_id"), Person.name)
        .join(CreditAccount, col(CreditAccount.id) == CreditTransfer.account_id)
        .join(Person, col(Person.id) == CreditAccount.person_id)
        .where(CreditTransfer.id == transfer_id, in_region(region_code))
    )
    return session.exec(wanted).first()


def reversal_in(session: Session, reversal_id: int, region_code: str) -> Any | None:
    """A proposal with its person's name, its entry and the names of the officers, when they live in this region."""
    proposer, decider = aliased(Person), aliased(Person)
    wanted = (
        select_rows(
            Reversal,
            CreditTransfer,
            Person.name,
            col(proposer.name).label("proposer"),
            col(decider.name).label("decider"),
        )
        .join(CreditTransfer, col(CreditTransfer.id) == Reversal.transfer_id)
        .join(Person, col(Person.id) == Reversal.person_id)
        .join(proposer, proposer.id == Reversal.proposed_by_id)
        .outerjoin(decider, decider.id == Reversal.decided_by_id)
        .where(Reversal.id == reversal_id, in_region(region_code))
    )
    return session.exec(wanted).first()


def own_reversal(session: Session, reversal_id: int, person_id: int) -> Reversal | None:
    """A proposal about this person's own credit."""
    wanted = select(Reversal).where(Reversal.id == reversal_id, Reversal.person_id == person_id)
    return session.exec(wanted).first()


def confirmed_of_person(session: Session, person_id: int) -> Sequence[Reversal]:
    """All proposals by which credit of a person was taken back, the newest first."""
    wanted = select(Reversal).where(Reversal.person_id == person_id, Reversal.state == State.CONFIRMED)
    return session.exec(wanted.order_by(col(Reversal.id).desc())).all()


def open_of_entry(session: Session, transfer_id: int) -> Reversal | None:
    """The proposal about an entry that waits for its decision."""
    return session.exec(select(Reversal).where(Reversal.transfer_id == transfer_id, IS_OPEN)).first()


def open_of_person(session: Session, person_id: int) -> Sequence[Any]:
    """What is questioned of a person's credit now, the first to be answered in front, with what the entry says."""
    wanted = (
        select_rows(Reversal, CreditTransfer.cause)
        .join(CreditTransfer, col(CreditTransfer.id) == Reversal.transfer_id)
        .where(Reversal.person_id == person_id, IS_OPEN)
        .order_by(col(Reversal.answer_until), col(Reversal.id))
    )
    found: Sequence[Any] = session.exec(wanted).all()
    return found


def disputed_entries(session: Session, person_id: int) -> list[int]:
    """The entries of a person about which there is an open question: nothing new is done with their credit meanwhile."""
    wanted = select(Reversal.transfer_id).where(Reversal.person_id == person_id, IS_OPEN)
    return list(session.exec(wanted))


def about_entry(session: Session, transfer_id: int) -> Sequence[Reversal]:
    """Every proposal about an entry, or that was posted as it; the newest first."""
    is_about = or_(col(Reversal.transfer_id) == transfer_id, col(Reversal.posted_id) == transfer_id)
    return session.exec(select(Reversal).where(is_about).order_by(col(Reversal.id).desc())).all()


def in_pile(pile: Pile, desk: Desk) -> ColumnElement[bool]:
    """Which proposals lie in one pile of an officer's desk. Nobody finds their own credit there."""
    is_mine = col(Reversal.proposed_by_id) == desk.person_id
    is_ripe = or_(col(Reversal.state) == State.ANSWERED, col(Reversal.answer_until) < desk.today)
    piles = {
        Pile.WAITING: and_(IS_OPEN, ~is_mine, is_ripe),
        Pile.LATER: and_(IS_OPEN, ~is_mine, ~is_ripe),
        Pile.MINE: and_(IS_OPEN, is_mine),
        Pile.DECIDED: ~IS_OPEN,
    }
    return and_(piles[pile], col(Reversal.person_id) != desk.person_id, in_region(desk.region_code))


def counts(session: Session, desk: Desk) -> dict[Pile, int]:
    """How many proposals lie in each pile."""
    asked = [func.coalesce(func.sum(in_pile(pile, desk).cast(Integer)), 0) for pile in Pile]
    row = session.exec(select_rows(*asked).select_from(Reversal).join(Person, WHOSE)).one()
    return dict(zip(Pile, map(int, row), strict=True))


def pile_page(session: Session, pile: Pile, desk: Desk, number: int) -> Sequence[Any]:
    """One page of a pile: what waits longest first, of the decided ones the newest first."""
    order = (
        (col(Reversal.decided_at).desc(), col(Reversal.id).desc())
        if pile is Pile.DECIDED
        else (col(Reversal.answer_until), col(Reversal.id))
    )
    wanted = (
        select_rows(Reversal, CreditTransfer.cause, Person.name)
        .join(CreditTransfer, col(CreditTransfer.id) == Reversal.transfer_id)
        .join(Person, WHOSE)
        .where(in_pile(pile, desk))
        .order_by(*order)
        .offset((number - 1) * PAGE_SIZE)
        .limit(PAGE_SIZE)
    )
    found: Sequence[Any] = session.exec(wanted).all()
    return found


def verify(session: Session) -> list[Message]:
    """One sentence for each decision that is not in the books as it was made, and for each entry that takes back credit
    without a decision."""
    posted = aliased(CreditTransfer)
    pairs = select_rows(Reversal, posted).outerjoin(posted, posted.id == Reversal.posted_id)
    wrong = [
        message("收回学分的决定 %(id)s：和账户里的记录对不上。", id=one.id)
        for one, row in session.exec(pairs.where(Reversal.state == State.CONFIRMED).order_by(col(Reversal.id)))
        if not _is_as_decided(one, row)
    ]
    is_decided = select(Reversal.id).where(Reversal.posted_id == CreditTransfer.id).exists()
    alone = select(CreditTransfer.id).where(
        CreditTransfer.entry_type == EntryType.REVERSE,
        col(CreditTransfer.cause)["kind"].as_string() == "reversed",
        ~is_decided,
    )
    for transfer_id in session.exec(alone.order_by(col(CreditTransfer.id))):
        record = group(record_number(transfer_id))
        wrong.append(message("记录号 %(record)s：收回了学分，却没有决定。", record=record))
    return wrong


def _is_as_decided(decided: Reversal, row: CreditTransfer | None) -> bool:
    if row is None:
        return False
    said = (row.entry_type, row.earned_id, row.credit_hundredths, row.reference, row.cause.get("reason"))
    wanted = (EntryType.REVERSE, decided.transfer_id, decided.credit_hundredths, reference_of(decided.id))
    return said == (*wanted, decided.reason)


def count_decided(session: Session) -> int:
    """How many proposals were confirmed."""
    return session.exec(select(func.count()).select_from(Reversal).where(Reversal.state == State.CONFIRMED)).one()
