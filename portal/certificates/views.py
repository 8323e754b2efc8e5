"""What a look at a certificate leaves behind, and how one page tells the next that a badge was good."""

import hmac
from datetime import datetime, timedelta

from fastapi import Request
from sqlmodel import Session

from portal.accounts.rules import Actor
from portal.certificates.actions import note_look as note
from portal.certificates.models import Certificate
from portal.certificates.rules import Door, read_code

HOLDS_FOR = timedelta(hours=1)


def note_look(
    request: Request, certificate: Certificate, visitor: Actor | None, is_badge_good: bool, now: datetime
) -> None:
    """Let the holder know that somebody looked; the holder's own looks are left out.

    It is written in a transaction of its own: the page itself only reads.
    """
    if visitor and visitor.person_id == certificate.person_id:
        return
    with Session(request.app.state.engine) as own, own.begin():
        note(own, certificate.id, Door.BADGE if is_badge_good else Door.CODE, now)


def mark_as_checked(request: Request, code: str, now: datetime) -> str:
    """What the address of an answer carries when a badge with this code has just been found good. Nobody else can make
    one, and it says so for an hour."""
    seconds = int(now.timestamp())
    return f"{seconds}-{_keyed(request, code, seconds)}"


def was_checked(request: Request, code: str, mark: str, now: datetime) -> bool:
    """Whether a badge with this code was found good within the hour."""
    said, _, digest = mark.partition("-")
    if not (said.isdecimal() and said.isascii() and len(said) < 12):
        return False
    age = now.timestamp() - int(said)
    is_right = hmac.compare_digest(digest.encode(), _keyed(request, read_code(code) or "", int(said)).encode())
    return is_right and 0 <= age <= HOLDS_FOR.total_seconds()


def _keyed(request: Request, code: str, seconds: int) -> str:
    return str(request.app.state.vault.index(f"{code} {seconds}", "badge checked"))[:32]
