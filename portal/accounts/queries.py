"""Every read of the accounts room."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, bindparam, func, select
from sqlmodel import Session, col

from portal.accounts.models import (
    Consent,
    IdentityDocument,
    Person,
    Region,
    RoleGrant,
    SignInSession,
)
from portal.accounts.rules import PersonState, within_prefix
from portal.audit import AuditEntry

WHO_IS_SIGNED_IN = (
    select(
        col(SignInSession.id).label("session_id"),
        col(SignInSession.created_at),
        col(SignInSession.last_seen_at),
        col(Person.id).label("person_id"),
        col(Person.name),
        col(Person.state),
        col(Person.region_code),
        col(Person.language),
        col(Person.needs),
        col(RoleGrant.role),
        col(RoleGrant.region_code).label("role_region_code"),
    )
    .join(Person, col(Person.id) == SignInSession.person_id)
    .outerjoin(RoleGrant, col(RoleGrant.person_id) == Person.id)
    .where(
        col(SignInSession.token_digest) == bindparam("token_digest"),
        col(SignInSession.ended_at).is_(None),
        col(Person.state) != PersonState.CLOSED.value,
    )
)


def in_region(region_code: str) -> ColumnElement[bool]:
    """That somebody lives in a region or in a place of it, as a part of another query."""
    return col(Person.region_code).startswith(within_prefix(region_code), autoescape=True)


def who_is_signed_in(connection: Connection, token_digest: str) -> Sequence[Row[Any]]:
    """The session, its person and their roles, one row for each role; no rows when there is no such session."""
    return connection.execute(WHO_IS_SIGNED_IN, {"token_digest": token_digest}).all()


def person_by_id(session: Session, person_id: int) -> Person | None:
    """One person, or None."""
    return session.get(Person, person_id)


def person_by_identifier(session: Session, identifier: str) -> Person | None:
    """The person with this sign-in name, or None."""
    return session.scalars(select(Person).where(col(Person.identifier) == identifier)).first()


def person_by_citizen(session: Session, citizen_index: str) -> Person | None:
    """The person whose identity has this blind index, on whichever card, or None."""
    return session.scalars(select(Person).where(col(Person.citizen_index) == citizen_index)).first()


def current_document(session: Session, person_id: int) -> IdentityDocument | None:
    """The card or identity number that a person is known by now."""
    theirs = select(IdentityDocument).where(
        col(IdentityDocument.person_id) == person_id, col(IdentityDocument.replaced_at).is_(None)
    )
    return session.scalars(theirs.order_by(col(IdentityDocument.id).desc())).first()


def role_grants(session: Session, person_id: int) -> Sequence[Row[Any]]:
    """A person's roles, each with the name of its region."""
    theirs = select(col(RoleGrant.role), col(Region.name), col(Region.name_en), col(Region.code)).join(
        Region, col(Region.code) == RoleGrant.region_code
    )
    return session.execute(theirs.where(col(RoleGrant.person_id) == person_id).order_by(col(RoleGrant.id))).all()


def open_sessions(session: Session, person_id: int) -> Sequence[SignInSession]:
    """Where a person is signed in, the one used last first. Some may have run out by their age."""
    theirs = select(SignInSession).where(
        col(SignInSession.person_id) == person_id, col(SignInSession.ended_at).is_(None)
    )
    return session.scalars(theirs.order_by(col(SignInSession.last_seen_at).desc())).all()


def consents(session: Session, person_id: int) -> Sequence[Consent]:
    """What a person agrees to now, in the order in which they did."""
    theirs = select(Consent).where(col(Consent.person_id) == person_id, col(Consent.withdrawn_at).is_(None))
    return session.scalars(theirs.order_by(col(Consent.id))).all()


def readings_of_number(session: Session, person_id: int) -> Sequence[Row[Any]]:
    """Who has read this person's number in clear, when and why, the last first."""
    read = select(col(AuditEntry.happened_at), col(AuditEntry.details), col(Person.name)).join(
        Person, col(Person.id) == AuditEntry.actor_id
    )
    theirs = (
        col(AuditEntry.object_type) == "person",
        col(AuditEntry.object_id) == str(person_id),
        col(AuditEntry.step) == "accounts.read_number",
    )
    return session.execute(read.where(*theirs).order_by(col(AuditEntry.id).desc())).all()


def region_by_code(session: Session, code: str) -> Region | None:
    """One place, or None."""
    return session.get(Region, code)


def regions(session: Session, level: str, within: str = "") -> Sequence[Row[Any]]:
    """Code and names of the places of a level, in the order of their codes; of one parent if it is named."""
    places = select(col(Region.code), col(Region.name), col(Region.name_en)).where(col(Region.level) == level)
    if within:
        places = places.where(col(Region.parent_code) == within)
    return session.execute(places.order_by(col(Region.code))).all()


def identifiers(session: Session, among: Sequence[str]) -> set[str]:
    """Which of these sign-in names are taken."""
    return set(session.scalars(select(col(Person.identifier)).where(col(Person.identifier).in_(among))))


def people_with_identifier(session: Session) -> Sequence[Row[Any]]:
    """Everybody who was given a sign-in name, in its order."""
    known = select(col(Person.id), col(Person.identifier), col(Person.name), col(Person.state), col(Person.region_code))
    return session.execute(known.where(col(Person.identifier).is_not(None)).order_by(col(Person.identifier))).all()


def people_count(session: Session) -> int:
    """How many people have an account."""
    return session.scalar(select(func.count()).select_from(Person)) or 0


def demo_people_count(session: Session) -> int:
    """How many people of a demo there are."""
    return session.scalar(select(func.count()).select_from(Person).where(col(Person.is_demo))) or 0
