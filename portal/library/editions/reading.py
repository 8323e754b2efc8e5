"""Which version of a course somebody reads: the one they are learning, or else the newest."""

from typing import Any

from fastapi import Request
from sqlmodel import Session

from portal.accounts.rules import Actor
from portal.db.session import Db, Now
from portal.errors import Gone, NotFound, Refused
from portal.library.editions.queries import withdrawal_of
from portal.library.models import VersionState
from portal.library.permitted import offered, refuse_elsewhere
from portal.library.shelf import Shelf
from portal.text import Message, message
from portal.text.dates import format_date, local_date


def version_read(request: Request, session: Session, visitor: Actor | None, slug: str, lesson: str = "") -> Any:
    """The version of a course that this person reads. Raises NotFound, Gone for a course that was taken away, and
    NotInPlace for a lesson of one that by contract is not for people of their place.

    Who is learning an earlier version reads that one until they pass it or move over. Who has passed it reads the
    newest, and of the lessons that the newest has not, their own. Who is learning a course that was taken away reads on
    as long as they may finish it. The learning room, which knows, is told to us by portal/main.py.
    """
    shelf: Shelf = request.app.state.shelf
    newest = offered(request, session, slug)
    begun = request.app.state.begun_version(request, session, visitor, slug)
    if newest is None:
        return _withdrawn(request, session, slug, begun)
    if lesson:
        refuse_elsewhere(request, session, visitor, slug)
    if begun is None or begun.version_id == newest.id:
        return newest
    if begun.is_learning or (lesson and not _has(shelf, session, newest.id, lesson)):
        return shelf.version(session, begun.version_id)
    return newest


def _has(shelf: Shelf, session: Session, version_id: int, lesson: str) -> bool:
    return any(one.slug == lesson for one in shelf.contents(session, version_id).lessons)


def _withdrawn(request: Request, session: Session, slug: str, begun: Any | None) -> Any:
    withdrawal = withdrawal_of(session, slug)
    if withdrawal is None:
        raise NotFound
    today = local_date(request.app.state.clock())
    if begun is None or not begun.is_learning or withdrawal.finish_until < today:
        raise Gone(withdrawal.title, withdrawal.title_en, Message(withdrawal.reason), withdrawal.withdrawn_at)
    return request.app.state.shelf.version(session, begun.version_id)


def may_finish(request: Request, session: Session, visitor: Actor | None, slug: str) -> bool:
    """Whether somebody learns a version that was taken away: to the last day, or on beside a newer one that opened."""
    begun = request.app.state.begun_version(request, session, visitor, slug) if visitor else None
    if begun is None or not begun.is_learning:
        return False
    shelf: Shelf = request.app.state.shelf
    if shelf.course(session, slug) is not None:
        version = shelf.version(session, begun.version_id)
        return version is not None and version.state == VersionState.WITHDRAWN
    withdrawal, today = withdrawal_of(session, slug), local_date(request.app.state.clock())
    return bool(withdrawal and withdrawal.finish_until >= today)


def finish_words(session: Session, slug: str) -> Message | None:
    """What to say to who learns a course that was taken away: until when they may. None while it is open."""
    withdrawal = withdrawal_of(session, slug)
    if withdrawal is None:
        return None
    day = format_date(withdrawal.finish_until)
    return message("这门课已经撤下。您可以学完、考核到%(day)s，学分照样记。", day=day)


async def refuse_after_finish(request: Request, slug: str, session: Db, now: Now) -> None:
    """For a route's `dependencies`: whoever learns a course that was taken away can do so to its last day only."""
    if request.app.state.shelf.course(session, slug) is None:
        withdrawal = withdrawal_of(session, slug)
        if withdrawal is not None and withdrawal.finish_until < local_date(now):
            day = format_date(withdrawal.finish_until)
            raise Refused(message("这门课已经撤下，学完的期限到%(day)s。学过的和学分都还在。", day=day))
