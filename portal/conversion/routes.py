"""Agreements with colleges, for everybody: who takes credit, for what, by which rules."""

from fastapi import APIRouter, Request, Response

from portal.accounts.access import Visitor
from portal.accounts.rules import Role
from portal.conversion import queries
from portal.conversion.forms import LEVELS
from portal.conversion.views import WORDS
from portal.db.session import Db, Now
from portal.errors import NotFound
from portal.text.dates import local_date
from portal.web import page

router = APIRouter(prefix="/conversion")


@router.get("")
async def conversion(request: Request, visitor: Visitor, session: Db, now: Now) -> Response:
    """The colleges that take credit today, and for which programmes."""
    return page(
        request,
        "conversion/colleges.html",
        live=queries.live_agreements(session, local_date(now)),
        learns=bool(visitor and Role.TRAINEE in visitor.roles),
        levels=LEVELS,
        **WORDS,
    )


@router.get("/agreements/{agreement_id}")
async def agreement(request: Request, agreement_id: int, session: Db, now: Now) -> Response:
    """One version of an agreement in words, whether it holds now, held before or will hold."""
    agreed = queries.agreed(session, agreement_id)
    if agreed is None:
        raise NotFound
    live = {one.row.id for one in queries.live_agreements(session, local_date(now), agreed.college.id)}
    return page(
        request,
        "conversion/agreement.html",
        agreed=agreed,
        agreement=agreed.agreement,
        is_live=agreed.row.id in live,
        is_ahead=agreed.row.valid_from > local_date(now),
        versions=queries.versions_of(session, agreed.row),
        levels=LEVELS,
        **WORDS,
    )
