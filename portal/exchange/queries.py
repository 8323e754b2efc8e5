"""Every read of tokens, and of what a college may make one for."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlmodel import Session, col, select

from portal.accounts.models import Person
from portal.conversion.models import ConversionApplication
from portal.conversion.steps import OPEN
from portal.db.rows import select_rows
from portal.exchange.models import ExchangeToken
from portal.exchange.rules import PAGE_SIZE, Scope
from portal.sharing.models import Share


def token_by_digest(session: Session, digest: str) -> ExchangeToken | None:
    """The token with this digest, live or not."""
    return session.exec(select(ExchangeToken).where(ExchangeToken.token_digest == digest)).one_or_none()


def token_of_college(session: Session, token_id: int, college_id: int) -> ExchangeToken | None:
    """A token of this college."""
    same = (ExchangeToken.id == token_id, ExchangeToken.college_id == college_id)
    return session.exec(select(ExchangeToken).where(*same)).one_or_none()


def tokens_of(session: Session, college_id: int, today: date) -> Sequence[Any]:
    """The tokens of a college that still hold, the newest first, each with its reader's name."""
    wanted = (
        select_rows(ExchangeToken, col(Person.name).label("reader"))
        .join(Person, col(Person.id) == ExchangeToken.made_by_id)
        .where(ExchangeToken.college_id == college_id, col(ExchangeToken.stopped_at).is_(None))
        .where(col(ExchangeToken.ends_on) >= today)
        .order_by(col(ExchangeToken.id).desc())
        .limit(PAGE_SIZE)
    )
    found: Sequence[Any] = session.exec(wanted).all()
    return found


def shares_for(session: Session, college_id: int, today: date) -> list[Share]:
    """What people show to this college now, the newest first, as far as a program may read it."""
    wanted = (
        select(Share)
        .where(Share.college_id == college_id, col(Share.stopped_at).is_(None), col(Share.ends_on) >= today)
        .order_by(col(Share.id).desc())
        .limit(PAGE_SIZE)
    )
    return [share for share in session.exec(wanted) if Scope.READ_CREDITS in share.scopes]


def applications_for(session: Session, college_id: int, today: date) -> Sequence[Any]:
    """The applications that wait for this college and that it may see, what is due first in front, with the names."""
    wanted = (
        select_rows(ConversionApplication, Person.name)
        .join(Person, col(Person.id) == ConversionApplication.person_id)
        .where(ConversionApplication.college_id == college_id, col(ConversionApplication.state).in_(OPEN))
        .where(col(ConversionApplication.consent_ended_at).is_(None), col(ConversionApplication.consent_until) >= today)
        .order_by(col(ConversionApplication.answer_until), col(ConversionApplication.id))
        .limit(PAGE_SIZE)
    )
    found: Sequence[Any] = session.exec(wanted).all()
    return found
