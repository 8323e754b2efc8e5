"""A person's own list: until when which credit may be used."""

from fastapi import APIRouter, Request, Response

from portal.credits.routes import AccountHolder
from portal.credits.rules import PAGE_SIZE, pages_in, read_number
from portal.db.session import Db, Now
from portal.text.dates import local_date
from portal.validity import lapsing, views  # noqa: F401 - the worker finds the job through the pages
from portal.web import page

router = APIRouter(prefix="/credits/validity")


@router.get("")
async def credit_terms(request: Request, holder: AccountHolder, session: Db, now: Now) -> Response:
    """Every entry whose use lapses some day, 20 a page: what ends soon in front, then what has lapsed."""
    terms = views.terms_of(session, holder.person_id, local_date(now))
    count = pages_in(len(terms))
    number = min(read_number(request.query_params.get("page", "")), count)
    return page(
        request,
        "validity/terms.html",
        terms=terms[(number - 1) * PAGE_SIZE : number * PAGE_SIZE],
        all_count=len(terms),
        number=number,
        count=count,
    )
