"""Make a token, stop it, and take a turn with it."""

import secrets
from datetime import date, datetime

from sqlalchemy import update
from sqlmodel import Session, col

from portal import audit
from portal.exchange.models import ExchangeToken
from portal.exchange.rules import Scope, Turn, digest_of, next_turn


def make_token(
    session: Session,
    college_id: int,
    reader_id: int,
    scope: Scope,
    subject_id: int,
    ends_on: date,
    now: datetime,
) -> str:
    """A new token for a share (read) or an application (read and answer), told this once: only its digest is kept."""
    token = secrets.token_urlsafe(32)
    is_share = scope is Scope.READ_CREDITS
    made = ExchangeToken(
        token_digest=digest_of(token),
        college_id=college_id,
        made_by_id=reader_id,
        share_id=subject_id if is_share else None,
        application_id=None if is_share else subject_id,
        scope=scope,
        made_at=now,
        ends_on=ends_on,
        minute_began_at=now,
    )
    session.add(made)
    session.flush()
    audit.record(session, reader_id, "make.exchange_token", "exchange_token", made.id, now, scope=scope.value)
    return token


def stop(session: Session, token: ExchangeToken, reader_id: int, now: datetime) -> None:
    """Let nobody use it from now on. A second time changes nothing."""
    standing = update(ExchangeToken).where(col(ExchangeToken.id) == token.id, col(ExchangeToken.stopped_at).is_(None))
    if session.execute(standing.values(stopped_at=now).returning(col(ExchangeToken.id))).first():
        audit.record(session, reader_id, "stop.exchange_token", "exchange_token", token.id, now)
    session.refresh(token)


def take_turn(session: Session, token: ExchangeToken, deed: str, now: datetime) -> Turn | None:
    """Count one use and keep what it was for; None when there were too many in this minute."""
    session.refresh(token, with_for_update=True)
    turn = next_turn(Turn(token.minute_began_at, token.used_count), now)
    if turn is None:
        return None
    token.minute_began_at, token.used_count = turn.began_at, turn.count
    session.add(token)
    audit.record(session, token.made_by_id, f"api.{deed}", "exchange_token", token.id, now)
    return turn
