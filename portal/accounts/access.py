"""Who is asking. A route names its cast in its signature: `trainee: Trainee` is an Actor with that role.

`identify` runs before every route. It opens no transaction that lasts: it reads in one of its own and ends it, so that
a slow upload never holds a lock on the database. Without a session cookie it does nothing at all.
"""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import datetime
from typing import Annotated

from fastapi import Depends, Request, Response
from sqlalchemy import Engine
from sqlmodel import Session

from portal.accounts import actions, queries
from portal.accounts.rules import (
    DESK_ROLES,
    LONGEST,
    OVERSEERS,
    SEEN_STEP,
    Actor,
    PersonState,
    Role,
    device_name,
    is_over,
)
from portal.accounts.sections import sections_for
from portal.errors import NotFound, SignInNeeded
from portal.text import LANGUAGES, set_language
from portal.web.needs import clean_needs

BANK_ROLES = (Role.CREDIT_OFFICER, Role.AUDITOR)  # who sits at the desk of the credit bank
OFFICES = frozenset({Role.SUBMITTER, Role.APPROVER})  # they act for the region of the grant, wherever they live


def session_cookie(request: Request) -> str:
    """The name of the session cookie; with https one that no other host or path can set."""
    return "__Host-session" if request.app.state.settings.is_secure else "session"


def sign_in_here(request: Request, session: Session, answer: Response, person_id: int, now: datetime) -> None:
    """Sign a person in on this browser. A session that it had before ends: its token is worth nothing afterwards."""
    sign_out_here(request, session, answer, now)
    token = actions.start_session(session, person_id, device_name(request.headers.get("user-agent", "")), now)
    secure = request.app.state.settings.is_secure
    lasts = int(LONGEST.total_seconds())
    answer.set_cookie(session_cookie(request), token, max_age=lasts, httponly=True, samesite="lax", secure=secure)


def sign_out_here(request: Request, session: Session, answer: Response, now: datetime) -> None:
    """End the session of this browser, if it has one."""
    if token := request.cookies.get(session_cookie(request)):
        actions.end_session(session, token, now)
        secure = request.app.state.settings.is_secure
        answer.delete_cookie(session_cookie(request), httponly=True, samesite="lax", secure=secure)


async def identify(request: Request) -> None:
    """Say who asks, in which language and with which needs: one query, and none without a cookie."""
    token = request.cookies.get(session_cookie(request))
    if not token:
        return
    engine: Engine = request.app.state.engine
    now = request.app.state.clock()
    with request.app.state.reading_engine.connect() as connection:
        rows = queries.who_is_signed_in(connection, actions.digest_of(token))
    if not rows or is_over(rows[0].created_at, rows[0].last_seen_at, now):
        return
    first = rows[0]
    if now - first.last_seen_at >= SEEN_STEP:
        with engine.begin() as connection:
            actions.note_seen(connection, first.session_id, now)
    state = request.state
    state.session_id = first.session_id
    state.role_regions = {Role(row.role): row.role_region_code for row in rows if row.role}
    state.person = Actor(
        person_id=first.person_id,
        name=first.name,
        roles=frozenset(state.role_regions),
        region_code=first.region_code,
        identity_verified=first.state == PersonState.ACTIVE,
    )
    state.sections = sections_for(request.app, state.person.roles)
    if first.needs is not None:
        state.needs = clean_needs(first.needs)
    if first.language in LANGUAGES:
        set_language(first.language)


def overseen_region(request: Request) -> str:
    """The widest region for which an overseer holds one of the roles that may look at how things are."""
    regions = request.state.role_regions
    return str(max((regions[role] for role in OVERSEERS if role in regions), key=lambda code: code.endswith("0000")))


def bank_region(request: Request) -> str:
    """The widest region for which somebody at the bank's desk holds one of its roles."""
    regions = request.state.role_regions
    return str(max((regions[role] for role in BANK_ROLES if role in regions), key=lambda code: code.endswith("0000")))


async def visitor(request: Request) -> Actor | None:
    """The person who asks, or None when nobody has signed in. The page is for everybody."""
    return getattr(request.state, "person", None)


async def signed_in(request: Request) -> Actor:
    """The person who asks. Raises SignInNeeded when nobody has signed in."""
    actor: Actor | None = getattr(request.state, "person", None)
    if actor is None:
        raise SignInNeeded
    return actor


def signed_in_as(*roles: Role) -> Callable[..., Awaitable[Actor]]:
    """A cast: the person who asks, when they hold one of the roles. Raises NotFound when not."""

    async def actor_with_role(request: Request, actor: Annotated[Actor, Depends(signed_in)]) -> Actor:
        if actor.roles.isdisjoint(roles):
            raise NotFound
        if len(roles) == 1 and roles[0] in OFFICES:
            return replace(actor, region_code=request.state.role_regions[roles[0]])
        return actor

    return actor_with_role


Visitor = Annotated[Actor | None, Depends(visitor)]
SignedIn = Annotated[Actor, Depends(signed_in)]
Trainee = Annotated[Actor, Depends(signed_in_as(Role.TRAINEE))]
Submitter = Annotated[Actor, Depends(signed_in_as(Role.SUBMITTER))]
Approver = Annotated[Actor, Depends(signed_in_as(Role.APPROVER))]
FormalChecker = Annotated[Actor, Depends(signed_in_as(Role.FORMAL_CHECKER))]
Tester = Annotated[Actor, Depends(signed_in_as(Role.BLIND_TESTER, Role.DEAF_TESTER))]
Expert = Annotated[Actor, Depends(signed_in_as(Role.EXPERT))]
Coordinator = Annotated[Actor, Depends(signed_in_as(Role.COORDINATOR))]
PanelMember = Annotated[Actor, Depends(signed_in_as(Role.PANEL_MEMBER))]
CreditOfficer = Annotated[Actor, Depends(signed_in_as(Role.CREDIT_OFFICER))]
AppealOfficer = Annotated[Actor, Depends(signed_in_as(Role.APPEAL_OFFICER))]
BankOfficer = Annotated[Actor, Depends(signed_in_as(*BANK_ROLES))]
Auditor = Annotated[Actor, Depends(signed_in_as(Role.AUDITOR))]
Administrator = Annotated[Actor, Depends(signed_in_as(Role.ADMINISTRATOR))]
Overseer = Annotated[Actor, Depends(signed_in_as(*sorted(OVERSEERS)))]
Reviewer = Annotated[Actor, Depends(signed_in_as(*sorted(DESK_ROLES)))]
