"""How a lesson's media are played: captions, descriptions, signing, keys. Kept like all learning needs."""

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse

from portal.accounts.access import Visitor
from portal.db.session import Db
from portal.media import forms
from portal.media.forms import PlayerForm
from portal.preferences.routes import keep
from portal.web import page, read_form
from portal.web.addresses import own_path

router = APIRouter()


@router.get("/settings/media")
async def player_settings(request: Request, visitor: Visitor, saved: str = "") -> Response:
    """The same settings that every lesson with media has, on a page of their own."""
    return page(request, "media/settings.html", chosen=request.state.needs, saved=bool(saved), choices=forms)


@router.post("/settings/media")
async def save_player_settings(request: Request, visitor: Visitor, session: Db) -> Response:
    """Keep them, in the account or on the device, and go back to where they were chosen."""
    form = await read_form(request, PlayerForm)
    url_for = request.app.state.url_for
    answer = RedirectResponse(own_path(form.to) or url_for("player_settings", saved="yes"), status_code=303)
    return keep(request, answer, visitor, session, form.needs(request.state.needs))
