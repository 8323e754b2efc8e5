"""The desk of the credit bank: what waits in each queue, and what was counted. For credit officers and auditors."""

from fastapi import APIRouter, Request, Response

from portal.accounts.access import BankOfficer, bank_region
from portal.accounts.queries import regions
from portal.accounts.rules import Role
from portal.bank import counting, queries, views
from portal.bank.rules import KIND_WORDS, Kind
from portal.db.session import Db, Now
from portal.errors import NotFound
from portal.submissions.views import province_rules
from portal.web import page

router = APIRouter(prefix="/bank")
__all__ = ["counting", "router"]  # the job is put down when its module is imported


@router.get("")
async def bank(request: Request, officer: BankOfficer, session: Db, now: Now) -> Response:
    """What waits for this officer in every queue of the bank, and where to go on."""
    found = [queue(request, session, officer, now) for queue in request.app.state.bank_queues]
    is_officer = Role.CREDIT_OFFICER in officer.roles
    rooms = views.rooms(request.app.state.url_for) if is_officer else []
    return page(request, "bank/desk.html", queues=[one for one in found if one], is_officer=is_officer, rooms=rooms)


@router.get("/statistics")
async def bank_statistics(
    request: Request, officer: BankOfficer, session: Db, now: Now, year: str = "", kind: str = Kind.EARNED
) -> Response:
    """One kind of figure of one year by prefecture: the newest year, unless another is asked for."""
    counts = queries.counts(session)
    if kind not in list(Kind) or (year and not any(str(one.year) == year for one in counts)):
        raise NotFound
    chosen = next((one for one in counts if not year or str(one.year) == year), None)
    what, fewest = Kind(kind), province_rules(request, now).fewest_people
    figures = queries.figures(session, chosen.year, what) if chosen else []
    return page(
        request,
        "bank/statistics.html",
        chosen=chosen,
        kind=what,
        kinds=KIND_WORDS,
        counts=counts,
        rows=views.rows_of(regions(session, "prefecture"), figures, bank_region(request), fewest),
        has_credit=views.has_credit(what),
        fewest=fewest,
    )
