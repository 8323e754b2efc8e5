"""Every read of the accounts room."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, Row, bindparam, select
from sqlmodel import Session, col

from portal.accounts.models import IdentityDocument, Person, Region, RoleGrant, SignInSession
from portal.accounts.rules import PersonState

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


def who_is_signed_in(connection: Connection, token_digest: str) -> Sequence[Row[Any]]:
    """The session, its person and their roles, one row for each role; no rows when there is no such session."""
    return connection.execute(WHO_IS_SIGNED_IN, {"token_digest": token_digest}).all()


def person_by_id(session: Session, person_id: int) -> Person | None:
    """One person, or None."""
    return session.get(Person, person_id)


def current_document(session: Session, person_id: int) -> IdentityDocument | None:
    """The card or identity number that a person is known by now."""
    theirs = select(IdentityDocument).where(
        col(IdentityDocument.person_id) == person_id, col(IdentityDocument.replaced_at).is_(None)
    )
    return session.scalars(theirs.order_by(col(IdentityDocument.id).desc())).first()


def region_by_code(session: Session, code: str) -> Region | None:
    """One place, or None."""
    return session.get(Region, code)
