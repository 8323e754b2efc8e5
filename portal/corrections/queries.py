"""Every read about what is written wrongly in entries."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import and_, func
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, select

from portal.accounts.models import Person
from portal.accounts.queries import in_region
from portal.corrections.models import EntryCorrection
from portal.corrections.rules import PAGE_SIZE, Pile, State
from portal.credits.models import CreditTransfer
from portal.db.rows import select_rows

WHOSE = col(Person.id) == EntryCorrection.person_id
IS_OPEN = col(EntryCorrection.state) == State.ASKED
PILES = {Pile.WAITING: IS_OPEN, Pile.DONE: ~IS_OPEN}


def of_entry(session: Session, transfer_id: int) -> Sequence[EntryCorrection]:
    """Everything that was said about the text of an entry, the newest first."""
    wanted = select(EntryCorrection).where(EntryCorrection.transfer_id == transfer_id)
    return session.exec(wanted.order_by(col(EntryCorrection.id).desc())).all()


def open_of_entry(session: Session, transfer_id: int) -> EntryCorrection | None:
    """The request about an entry that waits to be checked."""
    return session.exec(select(EntryCorrection).where(EntryCorrection.transfer_id == transfer_id, IS_OPEN)).first()


def counts(session: Session, region_code: str, officer_id: int) -> dict[Pile, int]:
    """How many requests lie in each pile of an officer's desk. Nobody finds their own there."""
    theirs = and_(in_region(region_code), col(Person.id) != officer_id)
    asked = select(EntryCorrection.state, func.count()).join(Person, WHOSE).where(theirs)
    found = dict(session.exec(asked.group_by(col(EntryCorrection.state))).all())
    waiting = found.get(State.ASKED, 0)
    return {Pile.WAITING: waiting, Pile.DONE: sum(found.values()) - waiting}


def pile_page(session: Session, pile: Pile, region_code: str, officer_id: int, number: int) -> Sequence[Any]:
    """One page of a pile, with the entries: what must be checked first; of those that are done the newest first."""
    order = col(EntryCorrection.check_until) if pile is Pile.WAITING else col(EntryCorrection.decided_at).desc()
    wanted = (
        select_rows(EntryCorrection, CreditTransfer.cause, Person.name)
        .join(CreditTransfer, col(CreditTransfer.id) == EntryCorrection.transfer_id)
        .join(Person, WHOSE)
        .where(PILES[pile], in_region(region_code), col(Person.id) != officer_id)
    )
    page = wanted.order_by(order, col(EntryCorrection.id)).offset((number - 1) * PAGE_SIZE).limit(PAGE_SIZE)
    found: Sequence[Any] = session.exec(page).all()
    return found


def correction_in(session: Session, correction_id: int, region_code: str) -> Any | None:
    """A request with its entry and the names, when its person lives in this region."""
    decider = aliased(Person)
    wanted = (
        select_rows(EntryCorrection, CreditTransfer, Person.name, col(decider.name).label("decider"))
        .join(CreditTransfer, col(CreditTransfer.id) == EntryCorrection.transfer_id)
        .join(Person, WHOSE)
        .outerjoin(decider, col(decider.id) == EntryCorrection.decided_by_id)
        .where(EntryCorrection.id == correction_id, in_region(region_code))
    )
    return session.exec(wanted).first()
