"""Every read about appeals."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Integer, and_, func, or_
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, select

from portal.accounts.models import Person
from portal.accounts.queries import in_region
from portal.appeals.appealable import Matter
from portal.appeals.models import Appeal, AppealEvent, AppealHearing
from portal.appeals.rules import FIRST, OPEN, OVER, PAGE_SIZE, Pile, State, as_list
from portal.db.rows import select_rows

IS_OPEN = col(Appeal.state).in_(OPEN)
WHOSE = col(Person.id) == Appeal.person_id


@dataclass(frozen=True)
class Desk:
    """Who looks at the desk, for which region, and on which day (Asia/Shanghai)."""

    person_id: int
    region_code: str
    today: date

    @property
    def is_of_province(self) -> bool:
        return self.region_code.endswith("0000")


def about(session: Session, kind: str, object_id: int) -> Sequence[Appeal]:
    """The appeals about one decision that stand, the first level first. What was withdrawn stands no more."""
    stands = col(Appeal.state) != State.WITHDRAWN
    wanted = select(Appeal).where(Appeal.kind == kind, Appeal.object_id == object_id, stands)
    return session.exec(wanted.order_by(col(Appeal.level))).all()


def of_person(session: Session, person_id: int) -> Sequence[Appeal]:
    """All appeals of a person, drafts too, the newest first."""
    return session.exec(select(Appeal).where(Appeal.person_id == person_id).order_by(col(Appeal.id).desc())).all()


def open_of_entry(session: Session, earned_id: int) -> Appeal | None:
    """The appeal about an entry that waits for its decision."""
    return session.exec(select(Appeal).where(Appeal.earned_id == earned_id, IS_OPEN)).first()


def entries_under_appeal(session: Session, person_id: int) -> list[int]:
    """The entries of a person about which an appeal is open: they can be read, and nothing new is done with them."""
    wanted = select(Appeal.earned_id).where(Appeal.person_id == person_id, IS_OPEN)
    return [one for one in session.exec(wanted) if one is not None]


def own_appeal(session: Session, appeal_id: int, person_id: int) -> Appeal | None:
    """An appeal of this person."""
    return session.exec(select(Appeal).where(Appeal.id == appeal_id, Appeal.person_id == person_id)).first()


def given_back(session: Session, kind: str, object_id: int) -> int:
    """How much appeals about a decision have given back, in hundredths."""
    amount = func.coalesce(func.sum(Appeal.given_back_hundredths), 0)
    return int(session.exec(select(amount).where(Appeal.kind == kind, Appeal.object_id == object_id)).one())


def left_of(session: Session, matter: Matter) -> int:
    """How much of what was decided has not been given back yet, in hundredths."""
    return max(0, matter.decided - given_back(session, matter.kind, matter.object_id))


def visible(desk: Desk) -> ColumnElement[bool]:
    """Which appeals an officer's desk knows: of people of the region, the second level at the province only. Never
    drafts, and never one's own."""
    level = [] if desk.is_of_province else [col(Appeal.level) == FIRST]
    own = col(Appeal.person_id) != desk.person_id
    return and_(col(Appeal.state) != State.DRAFT, own, in_region(desk.region_code), *level)


def in_pile(pile: Pile, desk: Desk) -> ColumnElement[bool]:
    """Which appeals lie in one pile of an officer's desk."""
    took_part = col(Appeal.took_part).contains(as_list(frozenset({desk.person_id})), autoescape=True)
    piles = {
        Pile.WAITING: and_(IS_OPEN, ~took_part),
        Pile.OVERDUE: and_(IS_OPEN, ~took_part, col(Appeal.decide_until) < desk.today),
        Pile.OTHERS: and_(IS_OPEN, took_part),
        Pile.OVER: col(Appeal.state).in_(OVER),
    }
    return and_(piles[pile], visible(desk))


def counts(session: Session, desk: Desk) -> dict[Pile, int]:
    """How many appeals lie in each pile."""
    asked = [func.coalesce(func.sum(in_pile(pile, desk).cast(Integer)), 0) for pile in Pile]
    row = session.exec(select_rows(*asked).select_from(Appeal).join(Person, WHOSE)).one()
    return dict(zip(Pile, map(int, row), strict=True))


def pile_page(session: Session, pile: Pile, desk: Desk, number: int) -> Sequence[Any]:
    """One page of a pile: what must be decided first; of those that are over the newest first."""
    order = (
        (func.coalesce(Appeal.withdrawn_at, Appeal.decided_at, Appeal.accepted_at).desc(), col(Appeal.id).desc())
        if pile is Pile.OVER
        else (col(Appeal.decide_until), col(Appeal.id))
    )
    wanted = select_rows(Appeal, Person.name).join(Person, WHOSE).where(in_pile(pile, desk))
    first = (number - 1) * PAGE_SIZE
    found: Sequence[Any] = session.exec(wanted.order_by(*order).offset(first).limit(PAGE_SIZE)).all()
    return found


def appeal_in(session: Session, appeal_id: int, desk: Desk) -> Any | None:
    """An appeal with its person's name and region, when the desk may know it; one's own too, to be refused."""
    seen = or_(visible(desk), and_(col(Appeal.person_id) == desk.person_id, col(Appeal.state) != State.DRAFT))
    wanted = select_rows(Appeal, Person.name).join(Person, WHOSE).where(Appeal.id == appeal_id, seen)
    return session.exec(wanted).first()


def events(session: Session, appeal_id: int) -> Sequence[Any]:
    """Every step of an appeal with the name of who took it, the newest first."""
    actor = aliased(Person)
    wanted = (
        select_rows(AppealEvent, col(actor.name).label("actor_name"))
        .outerjoin(actor, col(actor.id) == AppealEvent.actor_id)
        .where(AppealEvent.appeal_id == appeal_id)
    )
    found: Sequence[Any] = session.exec(wanted.order_by(col(AppealEvent.id).desc())).all()
    return found


def hearings(session: Session, appeal_id: int) -> Sequence[AppealHearing]:
    """When a learner was heard, in order."""
    wanted = select(AppealHearing).where(AppealHearing.appeal_id == appeal_id)
    return session.exec(wanted.order_by(col(AppealHearing.id))).all()


def newly_overdue(session: Session, today: date, count: int) -> Sequence[int]:
    """Open appeals whose term is over and of which it was not noted yet."""
    late = (IS_OPEN, col(Appeal.decide_until) < today, col(Appeal.overdue_noted_at).is_(None))
    return session.exec(select(Appeal.id).where(*late).order_by(col(Appeal.id)).limit(count)).all()
