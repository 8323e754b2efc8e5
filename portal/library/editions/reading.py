"""Which version of a course somebody reads: the one they are learning, or else the newest."""

from typing import Any

from fastapi import Request
from sqlmodel import Session

from portal.accounts.rules import Actor
from portal.errors import NotFound
from portal.library.shelf import Shelf


def version_read(request: Request, session: Session, visitor: Actor | None, slug: str, lesson: str = "") -> Any:
    """The version of a course that this person reads. Raises NotFound.

    Who is learning an earlier version reads that one until they pass it or move over. Who has passed it reads the
    newest, and of the lessons that the newest has not, their own. The learning room, which knows, is told to us by
    portal/main.py.
    """
    shelf: Shelf = request.app.state.shelf
    newest = shelf.course(session, slug)
    begun = request.app.state.begun_version(request, session, visitor, slug)
    if begun is None or (newest and begun.version_id == newest.id):
        return _found(newest)
    if begun.is_learning or (newest and lesson and not _has(shelf, session, newest.id, lesson)):
        return _found(shelf.version(session, begun.version_id))
    return _found(newest)


def _has(shelf: Shelf, session: Session, version_id: int, lesson: str) -> bool:
    return any(one.slug == lesson for one in shelf.contents(session, version_id).lessons)


def _found(version: Any | None) -> Any:
    if version is None:
        raise NotFound
    return version
