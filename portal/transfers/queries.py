"""Every read about badges from elsewhere."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import and_, func
from sqlmodel import Session, col, select

from portal.accounts.models import Person
from portal.accounts.queries import in_region
from portal.db.rows import select_rows
from portal.transfers.keys import from_stored
from portal.transfers.models import BadgeTransfer, TransferRule, TrustedIssuer
from portal.transfers.reading import Known
from portal.transfers.rules import OPEN, PAGE_SIZE, Standing, State

IS_OPEN = col(BadgeTransfer.state).in_(OPEN)
NOT_ENDED = col(TrustedIssuer.standing) != Standing.ENDED


def known_issuer(session: Session, did: str) -> tuple[TrustedIssuer, Known] | None:
    """The issuer of this name that two officers trust, with the keys that its badges are checked by."""
    wanted = select(TrustedIssuer).where(TrustedIssuer.did == did, TrustedIssuer.standing == Standing.IN_FORCE)
    issuer = session.exec(wanted).first()
    return (issuer, known(issuer)) if issuer else None


def known(issuer: TrustedIssuer) -> Known:
    """The keys of an issuer, by their names."""
    keys = [from_stored(kept) for kept in issuer.keys]
    return Known(issuer.did, {key.name: key for key in keys})


def issuers(session: Session) -> Sequence[TrustedIssuer]:
    """Every issuer that is trusted or proposed, by name."""
    return session.exec(
        select(TrustedIssuer).where(NOT_ENDED).order_by(TrustedIssuer.name, col(TrustedIssuer.id))
    ).all()


def open_issuer(session: Session, did: str) -> TrustedIssuer | None:
    """The issuer of this name that is trusted or proposed."""
    return session.exec(select(TrustedIssuer).where(TrustedIssuer.did == did, NOT_ENDED)).first()


def rules_of(session: Session, issuer_id: int) -> Sequence[TransferRule]:
    """What achievements of an issuer count for, by title; also what is proposed."""
    not_ended = col(TransferRule.standing) != Standing.ENDED
    wanted = select(TransferRule).where(TransferRule.issuer_id == issuer_id, not_ended)
    return session.exec(wanted.order_by(TransferRule.title, col(TransferRule.id))).all()


def rules_in_force(session: Session) -> Sequence[TransferRule]:
    """What every achievement of every trusted issuer counts for."""
    wanted = (
        select(TransferRule)
        .join(TrustedIssuer, col(TrustedIssuer.id) == TransferRule.issuer_id)
        .where(TransferRule.standing == Standing.IN_FORCE, TrustedIssuer.standing == Standing.IN_FORCE)
    )
    return session.exec(wanted.order_by(TransferRule.title, col(TransferRule.id))).all()


def rule_for(session: Session, issuer_id: int, achievement: str) -> TransferRule | None:
    """What an achievement counts for now."""
    wanted = select(TransferRule).where(TransferRule.issuer_id == issuer_id, TransferRule.achievement == achievement)
    return session.exec(wanted.where(TransferRule.standing == Standing.IN_FORCE)).first()


def waiting_for(session: Session, rule: TransferRule) -> Sequence[BadgeTransfer]:
    """The badges that wait for just this rule."""
    wanted = select(BadgeTransfer).where(
        BadgeTransfer.issuer_id == rule.issuer_id, BadgeTransfer.state == State.VERIFIED
    )
    return session.exec(wanted.where(BadgeTransfer.achievement == rule.achievement)).all()


def standing_badge(session: Session, issuer_id: int, credential_id: str) -> BadgeTransfer | None:
    """This badge, when somebody brought it and it waits or has counted."""
    gone = col(BadgeTransfer.state).in_((State.REFUSED, State.WITHDRAWN))
    wanted = select(BadgeTransfer).where(BadgeTransfer.issuer_id == issuer_id, ~gone)
    return session.exec(wanted.where(BadgeTransfer.credential_id == credential_id)).first()


def own(session: Session, person_id: int) -> Sequence[Any]:
    """The badges that a person brought, the newest first, with who issued them."""
    wanted = (
        select_rows(BadgeTransfer, TrustedIssuer)
        .join(TrustedIssuer, col(TrustedIssuer.id) == BadgeTransfer.issuer_id)
        .where(BadgeTransfer.person_id == person_id)
    )
    found: Sequence[Any] = session.exec(wanted.order_by(col(BadgeTransfer.id).desc())).all()
    return found


def case_in(session: Session, transfer_id: int, region_code: str) -> Any | None:
    """A badge with its person, its issuer and its rule, when the person lives in this region."""
    wanted = _cases().where(BadgeTransfer.id == transfer_id, in_region(region_code))
    return session.exec(wanted).first()


def own_case(session: Session, transfer_id: int, person_id: int) -> Any | None:
    """A badge that this person brought, with its issuer and its rule."""
    return session.exec(_cases().where(BadgeTransfer.id == transfer_id, BadgeTransfer.person_id == person_id)).first()


def _cases() -> Any:
    return (
        select_rows(BadgeTransfer, TrustedIssuer, TransferRule, Person)
        .join(Person, col(Person.id) == BadgeTransfer.person_id)
        .join(TrustedIssuer, col(TrustedIssuer.id) == BadgeTransfer.issuer_id)
        .outerjoin(TransferRule, col(TransferRule.id) == BadgeTransfer.rule_id)
    )


def _pile(is_open: bool, region_code: str, officer_id: int) -> tuple[Any, ...]:
    mine = and_(col(BadgeTransfer.state) == State.PROPOSED, col(BadgeTransfer.proposed_by_id) == officer_id)
    waits = and_(IS_OPEN, ~mine) if is_open else ~IS_OPEN  # what one has proposed waits for another
    return (waits, BadgeTransfer.person_id != officer_id, in_region(region_code))


def count_pile(session: Session, is_open: bool, region_code: str, officer_id: int) -> int:
    """How many badges wait at an officer's desk, or were decided. Nobody finds their own there."""
    wanted = select(func.count()).select_from(BadgeTransfer).join(Person, col(Person.id) == BadgeTransfer.person_id)
    return session.exec(wanted.where(*_pile(is_open, region_code, officer_id))).one()


def pile_page(session: Session, is_open: bool, region_code: str, officer_id: int, number: int) -> Sequence[Any]:
    """One page of the desk: what is due first in front, of the decided ones the newest."""
    order: tuple[Any, ...] = (col(BadgeTransfer.decide_until), col(BadgeTransfer.id))
    if not is_open:
        order = (col(BadgeTransfer.id).desc(),)
    wanted = _cases().where(*_pile(is_open, region_code, officer_id)).order_by(*order)
    found: Sequence[Any] = session.exec(wanted.offset((number - 1) * PAGE_SIZE).limit(PAGE_SIZE)).all()
    return found
