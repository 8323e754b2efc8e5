"""Learning needs and language: chosen before sign-in on the device, after it in the account."""

from dataclasses import asdict

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse

from portal.accounts import actions
from portal.accounts.access import Visitor
from portal.db.session import Db
from portal.preferences import forms
from portal.preferences.forms import LanguageForm, NeedsForm
from portal.text import LANGUAGES
from portal.web import page, read_form, see_other
from portal.web.addresses import own_path
from portal.web.language import LANGUAGE_COOKIE, NEEDS_COOKIE
from portal.web.needs import Needs, needs_as_cookie

router = APIRouter()
A_YEAR = 365 * 24 * 60 * 60


@router.get("/settings/needs")
async def needs(request: Request, visitor: Visitor) -> Response:
    return page(request, "preferences/needs.html", chosen=request.state.needs, forms=forms)


@router.post("/settings/needs")
async def save_needs(request: Request, visitor: Visitor, session: Db) -> Response:
    form = await read_form(request, NeedsForm)
    return keep(request, see_other(request, "needs_saved"), visitor, session, form.needs(request.state.needs))


@router.post("/settings/needs/reset")
async def reset_needs(request: Request, visitor: Visitor, session: Db) -> Response:
    return keep(request, see_other(request, "needs_saved"), visitor, session, None)


@router.get("/settings/needs/saved")
async def needs_saved(request: Request, visitor: Visitor) -> Response:
    return page(request, "preferences/saved.html", chosen=forms.in_words(request.state.needs))


@router.post("/settings/language")
async def choose_language(request: Request, visitor: Visitor, session: Db) -> Response:
    form = await read_form(request, LanguageForm)
    answer = RedirectResponse(own_path(form.to) or "/", status_code=303)
    if form.language in LANGUAGES:
        set_cookie(request, answer, LANGUAGE_COOKIE, form.language)
        if visitor:
            actions.set_language_of(session, visitor.person_id, form.language)
    return answer


def keep(request: Request, answer: Response, visitor: Visitor, session: Db, chosen: Needs | None) -> Response:
    """Needs go into the account; without one, into a cookie of this device. None takes them out of both."""
    if visitor:
        actions.set_needs(session, visitor.person_id, None if chosen is None else asdict(chosen))
    cookie = "" if chosen is None or visitor else needs_as_cookie(chosen)
    if cookie:
        set_cookie(request, answer, NEEDS_COOKIE, cookie)
    elif chosen is None or not visitor:
        answer.delete_cookie(NEEDS_COOKIE)
    return answer


def set_cookie(request: Request, answer: Response, name: str, value: str) -> None:
    """A cookie that is needed for what the person asked, and for nothing else."""
    answer.set_cookie(
        name, value, max_age=A_YEAR, httponly=True, samesite="lax", secure=request.app.state.settings.is_secure
    )
