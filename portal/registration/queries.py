"""Every read of the registration room: whose identity is not confirmed yet."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Row, func, select
from sqlmodel import Session, col

from portal.accounts.models import IdentityDocument, Person, Region
from portal.accounts.rules import PersonState

PAGE = 20
UNVERIFIED = col(Person.state) == PersonState.UNVERIFIED.value


def unverified_count(session: Session) -> int:
    """How many people wait for their identity to be confirmed."""
    return session.scalar(select(func.count()).select_from(Person).where(UNVERIFIED)) or 0


def unverified_people(session: Session, page: int) -> Sequence[Row[Any]]:
    """Those who wait, who has waited longest first, 20 a page."""
    waiting = (
        select(  # type: ignore[var-annotated]
            col(Person.id),
            col(Person.name),
            col(Person.created_at),
            col(Region.name).label("region"),
            col(Region.name_en).label("region_en"),
            col(IdentityDocument.masked),
        )
        .join(Region, col(Region.code) == Person.region_code)
        .join(IdentityDocument, col(IdentityDocument.person_id) == Person.id)
        .where(UNVERIFIED, col(IdentityDocument.replaced_at).is_(None))
    )
    return session.execute(waiting.order_by(col(Person.id)).limit(PAGE).offset((page - 1) * PAGE)).all()
