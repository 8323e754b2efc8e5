"""Show, stop showing, note who looked."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import update
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Session, col

from portal import audit
from portal.certificates.rules import draw_code
from portal.errors import Refused
from portal.sharing.models import Share, ShareLook, StatementPaper
from portal.sharing.rules import Door, Items, Scope, digest_of_token, why_not_share
from portal.text.dates import local_date
from portal.vault import Vault

INSERTS: dict[str, Any] = {"sqlite": sqlite.insert, "postgresql": postgresql.insert}


@dataclass(frozen=True)
class Wish:
    """To whom, what for, for how many days, with which name; `most_days` is the province's number."""

    holder_name: str
    days: int
    most_days: int
    college_id: int | None = None
    receiver: str = ""
    purpose: str = ""
    scopes: Sequence[Scope] = (Scope.READ_CREDITS,)
    period: tuple[date, date] | None = None


def token_of(vault: Vault, code: str) -> str:
    """The secret part of a share's address. It is not stored: it follows from the code and the portal's secret."""
    return str(vault.index(code, "share address"))[:40]


def share(session: Session, vault: Vault, person_id: int, items: Items, wish: Wish, now: datetime) -> Share:
    """Show these items to others from now on. Raises Refused when there is nothing to show, too much, or for too long."""
    if problem := why_not_share(items, wish.days, wish.most_days):
        raise Refused(problem)
    code = draw_code()
    first, last = wish.period or (None, None)
    made = Share(
        person_id=person_id,
        code=code,
        token_digest=digest_of_token(token_of(vault, code)),
        holder_name=wish.holder_name,
        college_id=wish.college_id,
        receiver=wish.receiver,
        purpose=wish.purpose,
        scopes=[scope.value for scope in wish.scopes],
        items=items.as_json(),
        picked_from=first,
        picked_until=last,
        made_at=now,
        ends_on=local_date(now) + timedelta(days=wish.days),
    )
    session.add(made)
    session.flush()
    audit.record(session, person_id, "make.share", "share", made.id, now, college=wish.college_id, days=wish.days)
    return made


def stop(session: Session, shown: Share, now: datetime) -> None:
    """Let nobody see it from now on. A second time changes nothing."""
    standing = update(Share).where(col(Share.id) == shown.id, col(Share.stopped_at).is_(None))
    if session.execute(standing.values(stopped_at=now).returning(col(Share.id))).first():
        audit.record(session, shown.person_id, "stop.share", "share", shown.id, now)
    session.refresh(shown)


def note_look(session: Session, share_id: int, door: Door, institution: str, now: datetime) -> None:
    """Note for the person that somebody looked: by hour, with the institution's name where it is known."""
    hour = now.replace(minute=0, second=0, microsecond=0)
    values = {"share_id": share_id, "hour": hour, "door": door, "institution": institution, "looked_at": now}
    insert = INSERTS[session.get_bind().dialect.name]
    session.execute(insert(ShareLook).values(values).on_conflict_do_nothing())


def keep_paper(
    session: Session, subject: str, language: str, maker: int, digest: str, size: int, now: datetime
) -> None:
    """Write down a PDF that was made. A second time changes nothing."""
    values = {
        "subject": subject, "language": language, "maker": maker, "digest": digest, "size": size, "made_at": now,
    }  # fmt: skip
    insert = INSERTS[session.get_bind().dialect.name]
    session.execute(insert(StatementPaper).values(values).on_conflict_do_nothing())
