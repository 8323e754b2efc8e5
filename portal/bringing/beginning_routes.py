"""What a course can be begun from: small packages of ours, to be filled in."""

from fastapi import APIRouter, Request, Response

from portal.accounts.access import Submitter
from portal.bringing.beginning import beginning, beginnings
from portal.bringing.packing import pack_files
from portal.bringing.pages import zip_answer
from portal.db.session import Db
from portal.submissions.queries import region_name
from portal.web import page

router = APIRouter(prefix="/submissions/beginnings")


@router.get("", name="beginnings")
async def show_beginnings(request: Request, author: Submitter) -> Response:
    """All of them, and what each holds."""
    return page(request, "bringing/beginnings.html", beginnings=beginnings())


@router.get("/{name}.zip", name="beginning_package")
async def beginning_package(request: Request, name: str, author: Submitter, session: Db) -> Response:
    """One of them as a package of the own prefecture."""
    found = beginning(name)
    provider = f"{region_name(session, author.region_code)[0]}残疾人联合会"
    return zip_answer(pack_files(found.for_place(provider, author.region_code)), f"{found.name}.zip")
