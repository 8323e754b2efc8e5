"""What a course can be begun from: small packages of ours, to be filled in."""

from fastapi import APIRouter, Request, Response

from portal.accounts.access import Submitter
from portal.bringing import drafting
from portal.bringing.beginning import beginning, beginnings
from portal.bringing.packing import pack_files
from portal.bringing.pages import provider_of, zip_answer
from portal.db.session import Db, Now
from portal.web import page, see_other
from portal.workshop.actions import By

router = APIRouter(prefix="/submissions/beginnings")


@router.get("", name="beginnings")
async def show_beginnings(request: Request, author: Submitter) -> Response:
    """All of them, and what each holds."""
    return page(request, "bringing/beginnings.html", beginnings=beginnings())


@router.get("/{name}.zip", name="beginning_package")
async def beginning_package(request: Request, name: str, author: Submitter, session: Db) -> Response:
    """One of them as a package of the own prefecture."""
    found = beginning(name)
    provider = provider_of(session, author.region_code)
    return zip_answer(pack_files(found.for_place(provider, author.region_code)), f"{found.name}.zip")


@router.post("/{name}", name="begin_from_model")
async def begin_from_model(request: Request, name: str, author: Submitter, session: Db, now: Now) -> Response:
    """Begin a draft from one of them."""
    found = beginning(name)
    draft = drafting.begin_from(session, found, provider_of(session, author.region_code), By(author, now))
    return see_other(request, "draft", draft_id=draft.id)
