"""Courses that by contract are only for the people of some places: who may read them, and what the others are told.

Everybody reads the page of the course. Its lessons, files and forms to take away are for who lives in one of the places,
for who has begun the course already, and for who works on it: the desks, and the prefecture that provides it.
"""

from collections.abc import Sequence
from typing import Any

from fastapi import Request
from sqlmodel import Session

from portal.accounts.rules import DESK_ROLES, Actor, Role
from portal.errors import NotInPlace
from portal.library import queries
from portal.library.rules import is_permitted


def offered(request: Request, session: Session, slug: str) -> Any | None:
    """The published version of the course that a request is about; looked up once in a request."""
    known: tuple[str, Any] = getattr(request.state, "offered", ("", None))
    if known[0] != slug:
        request.state.offered = known = (slug, request.app.state.shelf.course(session, slug))
    return known[1]


def permitted_regions(request: Request, session: Session, slug: str) -> Sequence[str]:
    """The places whose people may learn an open course; empty: everybody."""
    course = offered(request, session, slug)
    return course.permitted_regions if course else ()


def may_learn(request: Request, session: Session, visitor: Actor | None, slug: str) -> bool:
    """Whether this person may read the lessons of a course, as far as places go."""
    course = offered(request, session, slug)
    if course is None or not course.permitted_regions:
        return True
    if visitor is None:
        return False
    staged = staged_of(request, visitor)
    works_on_it = staged is not None and course.region_code.startswith(staged)
    assists = request.state.role_regions.get(Role.ASSISTANT) == course.region_code
    if works_on_it or assists or is_permitted(visitor.region_code, course.permitted_regions):
        return True
    return request.app.state.begun_version(request, session, visitor, slug) is not None


def refuse_elsewhere(request: Request, session: Session, visitor: Actor | None, slug: str) -> None:
    """Raises NotInPlace for who may not read the lessons of a course."""
    if not may_learn(request, session, visitor, slug):
        course = offered(request, session, slug)
        assert course is not None
        raise NotInPlace(slug, course.title, course.title_en, queries.places(session, course.permitted_regions))


def staged_of(request: Request, visitor: Actor | None) -> str | None:
    """Whose courses somebody may see before they open: everybody's ("") at the desks, in a prefecture its own."""
    if visitor is None:
        return None
    if visitor.roles & DESK_ROLES:
        return ""
    regions = request.state.role_regions
    return regions.get(Role.SUBMITTER) or regions.get(Role.APPROVER)
