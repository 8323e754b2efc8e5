"""Sign in, sign out, and the page of one's own account.

A password is hashed in a thread, and before the request's own transaction begins: nothing slow happens inside it.
"""

import asyncio
import secrets
from typing import Any

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse

from portal.accounts import actions as accounts
from portal.accounts import queries as people
from portal.accounts import rules
from portal.accounts.access import SignedIn, Visitor, sign_in_here, sign_out_here
from portal.accounts.demo import DEMO_PASSWORD, DEMO_PEOPLE
from portal.accounts.sections import sections_for
from portal.db.session import Db, Now
from portal.errors import NotFound, Refused
from portal.signin import actions
from portal.signin.forms import NOT_RIGHT, WRONG_CURRENT, ConsentForm, PasswordForm, SignInForm
from portal.text import message
from portal.web import page, read_form, see_other
from portal.web.addresses import own_path

router = APIRouter()
FIVE_YEARS = 5 * 365 * 24 * 60 * 60


@router.get("/sign-in")
async def sign_in(request: Request, visitor: Visitor, next: str = "") -> Response:
    if visitor:
        return RedirectResponse(own_path(next) or landing(request, visitor.roles), status_code=303)
    return sign_in_page(request, SignInForm(next=own_path(next)))


@router.post("/sign-in")
async def begin_session(request: Request, visitor: Visitor, session: Db, now: Now) -> Response:
    form, state = await read_form(request, SignInForm), request.app.state
    if errors := form.errors():
        return sign_in_page(request, form, errors)
    device = request.cookies.get(device_cookie(request)) or secrets.token_urlsafe(32)
    address = request.client.host if request.client else ""
    claimed = actions.claim(state.engine, state.vault, form.identifier, address, device, now)
    await asyncio.sleep(claimed.delay_seconds)
    if not await state.passwords.is_right(claimed.password_hash, form.password):
        return sign_in_page(request, form, NOT_RIGHT)
    outdated = state.passwords.is_outdated(claimed.password_hash)
    new_hash = await state.passwords.hash(form.password) if outdated else None

    person_id = actions.accept(session, claimed, device, new_hash, now)
    roles = frozenset(rules.Role(grant.role) for grant in people.role_grants(session, person_id))
    answer = RedirectResponse(own_path(form.next) or landing(request, roles), status_code=303)
    sign_in_here(request, session, answer, person_id, now)
    answer.set_cookie(
        device_cookie(request),
        device,
        max_age=FIVE_YEARS,
        httponly=True,
        samesite="lax",
        secure=state.settings.is_secure,
    )
    return answer


@router.post("/sign-out")
async def sign_out(request: Request, visitor: Visitor, session: Db, now: Now) -> Response:
    answer = see_other(request, "signed_out")
    sign_out_here(request, session, answer, now)
    return answer


@router.get("/signed-out")
async def signed_out(request: Request, visitor: Visitor) -> Response:
    return page(request, "signin/signed_out.html")


@router.get("/account")
async def account(request: Request, actor: SignedIn, session: Db, now: Now) -> Response:
    person = people.person_by_id(session, actor.person_id)
    assert person is not None
    sessions = people.open_sessions(session, actor.person_id)
    return page(
        request,
        "signin/account.html",
        account=person,
        document=people.current_document(session, actor.person_id),
        region=people.region_by_code(session, actor.region_code),
        grants=people.role_grants(session, actor.person_id),
        role_names=rules.ROLE_NAMES,
        sessions=[one for one in sessions if not rules.is_over(one.created_at, one.last_seen_at, now)],
        session_id=request.state.session_id,
        consents=people.consents(session, actor.person_id),
        consent_words=rules.CONSENTS,
        readings=people.readings_of_number(session, actor.person_id),
        made=request.app.state.statements_made(request, session, actor.person_id),
    )


@router.post("/account/sign-outs")
async def sign_out_everywhere(request: Request, actor: SignedIn, session: Db, now: Now) -> Response:
    accounts.end_all_sessions(session, actor.person_id, now)
    answer = see_other(request, "signed_out")
    sign_out_here(request, session, answer, now)
    return answer


@router.get("/account/password")
async def password(request: Request, actor: SignedIn) -> Response:
    return password_page(request)


@router.post("/account/password")
async def change_password(request: Request, actor: SignedIn, session: Db, now: Now) -> Response:
    form, state = await read_form(request, PasswordForm), request.app.state
    if errors := form.errors():
        return password_page(request, errors)
    claimed = actions.claim_again(state.engine, state.vault, actor.person_id, now)
    if not await state.passwords.is_right(claimed.password_hash, form.current_password):
        return password_page(request, WRONG_CURRENT)
    new_hash = await state.passwords.hash(form.new_password)

    actions.change_password(session, claimed, request.state.session_id, new_hash, now)
    return see_other(request, "password_changed")


@router.get("/account/password/changed")
async def password_changed(request: Request, actor: SignedIn, session: Db) -> Response:
    person = people.person_by_id(session, actor.person_id)
    if person is None or person.password_changed_at is None:
        raise NotFound
    return page(request, "signin/password_changed.html", changed_at=person.password_changed_at)


@router.post("/account/consents")
async def withdraw_consent(request: Request, actor: SignedIn, session: Db, now: Now) -> Response:
    form = await read_form(request, ConsentForm)
    wanted = [one for one in people.consents(session, actor.person_id) if str(one.id) == form.consent]
    if wanted and wanted[0].purpose == rules.Purpose.ACCOUNT:
        way_on = (message("去求助"), request.app.state.url_for("help_page"))
        raise Refused(message("这一项收回以后，账户就不能用了。要注销账户，找工作人员。"), way_on)
    if wanted:
        accounts.withdraw_consent(session, actor.person_id, wanted[0].id, now)
    return see_other(request, "account")


def landing(request: Request, roles: frozenset[rules.Role]) -> str:
    """Where somebody begins who came for nothing in particular: the first page that is only for people like them."""
    theirs = sections_for(request.app, roles)
    open_to_all = {one.name for one in sections_for(request.app, frozenset())}
    return next((one.url for one in theirs if one.name not in open_to_all), "/")


def device_cookie(request: Request) -> str:
    """The name of the cookie by which a device is known again. It says nothing about who uses it."""
    return "__Host-device" if request.app.state.settings.is_secure else "device"


def sign_in_page(request: Request, form: SignInForm, errors: dict[str, Any] | None = None) -> Response:
    demo_people = DEMO_PEOPLE if request.app.state.settings.mode == "demo" else ()
    return page(
        request, "signin/sign_in.html", errors=errors, form=form, demo_people=demo_people, demo_password=DEMO_PASSWORD
    )


def password_page(request: Request, errors: dict[str, Any] | None = None) -> Response:
    return page(request, "signin/password.html", errors=errors)
