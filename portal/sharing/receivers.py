"""What others see of a share: by its address, or by its code on the page where certificates are checked too."""

from collections.abc import Sequence
from datetime import datetime

from fastapi import APIRouter, Request, Response

from portal.accounts.access import Visitor
from portal.accounts.rules import Actor
from portal.db.session import Db, Now
from portal.errors import NotFound
from portal.sharing import queries
from portal.sharing.contents import shared_statement
from portal.sharing.documents import facts, notes
from portal.sharing.files import NEVER_KEPT, as_file
from portal.sharing.models import Share
from portal.sharing.rules import DIGITS_OF_TOKEN, FORMS, Door, Kind, digest_of_token
from portal.sharing.views import may_see, note_look
from portal.web import page

router = APIRouter(prefix="/shared/{token}")
FOR_OTHERS = (Kind.TEXT, Kind.CSV, Kind.JSON)


@router.get("")
async def shared(request: Request, token: str, visitor: Visitor, session: Db, now: Now) -> Response:
    """What somebody shows to whoever has this address."""
    share = found(session, token)
    forms = [(FORMS[kind], request.app.state.url_for("shared_file", token=token, kind=kind)) for kind in FOR_OTHERS]
    return answer(request, session, share, Door.LINK, visitor, now, forms)


@router.get("/statement.{kind}")
async def shared_file(request: Request, token: str, kind: str, visitor: Visitor, session: Db, now: Now) -> Response:
    """The same as a file."""
    share = found(session, token)
    if kind not in FOR_OTHERS:
        raise NotFound
    if not (queries.is_live(share, now) and may_see(session, share, visitor, now)):
        return answer(request, session, share, Door.LINK, visitor, now, [])
    note_look(request, session, share, Door.LINK, visitor, now)
    return as_file(request, session, shared_statement(session, share, now), Kind(kind))


def statement_by_code(
    request: Request, session: Db, code: str, visitor: Actor | None, now: datetime
) -> Response | None:
    """For the page that checks a code: what its statement says; None when no statement has this code."""
    share = queries.share_by_code(session, code)
    return answer(request, session, share, Door.CODE, visitor, now, []) if share else None


def found(session: Db, token: str) -> Share:
    """The share of this address. Raises NotFound."""
    share = queries.share_by_digest(session, digest_of_token(token)) if len(token) == DIGITS_OF_TOKEN else None
    if share is None:
        raise NotFound
    return share


def answer(
    request: Request,
    session: Db,
    share: Share,
    door: Door,
    visitor: Actor | None,
    now: datetime,
    forms: Sequence[tuple[object, str]],
) -> Response:
    """What is shown; that it is shown no more; or that it is for somebody else."""
    is_live, settings = queries.is_live(share, now), request.app.state.settings
    is_shown = is_live and may_see(session, share, visitor, now)
    said = shared_statement(session, share, now) if is_shown else None
    if is_shown:
        note_look(request, session, share, door, visitor, now)
    shown = page(
        request,
        "sharing/shared.html",
        status_code=200 if is_live else 410,
        said=said,
        is_live=is_live,
        facts=facts(said, settings) if said else [],
        notes=notes(said, settings.mode == "demo") if said else [],
        purpose=share.purpose if said else "",
        forms=forms,
        now=now,
    )
    shown.headers.update(NEVER_KEPT)
    return shown
