"""Closing a period of the books: a credit officer begins, the figures are counted anew, an auditor closes."""

from fastapi import APIRouter, Request, Response

from portal.accounts.access import Auditor, BankOfficer, CreditOfficer, bank_region
from portal.accounts.rules import Actor, Role
from portal.db.session import Db, Now
from portal.errors import NotFound, Refused
from portal.periods import actions, queries, recounting, views
from portal.periods.rules import Step
from portal.text import message
from portal.text.dates import local_date
from portal.web import page, read_fields, see_other
from portal.web.refusals import leading_back

BACK = leading_back(message("回到这一段"), "bank_period", "begins")
router = APIRouter(prefix="/bank/periods", dependencies=[BACK])
__all__ = ["recounting", "router"]  # the job is put down when its module is imported


@router.get("")
async def bank_periods(request: Request, officer: BankOfficer, session: Db, now: Now) -> Response:
    """Every year or term of the books, the newest first."""
    return page(request, "periods/periods.html", periods=views.all_shown(session, local_date(now)))


@router.get("/{begins}")
async def bank_period(request: Request, begins: str, officer: BankOfficer, session: Db, now: Now) -> Response:
    """One period: its figures, what does not fit, its digest, and what this officer may do. Made to be printed."""
    shown = views.one_shown(session, begins, local_date(now))
    step, problem = shown.step_for(officer, bank_region(request))
    period = shown.period
    ids = {period.asked_by_id, period.closed_by_id} - {None} if period else set()
    return page(
        request,
        "periods/period.html",
        shown=shown,
        step=step.value if step else "",
        why_not=problem,
        names=queries.names(session, {one for one in ids if one}),
    )


@router.post("/{begins}/recounts")
async def begin_closing(request: Request, begins: str, officer: CreditOfficer, session: Db, now: Now) -> Response:
    """Begin to close the period, or count once more."""
    shown = views.one_shown(session, begins, local_date(now))
    only_in_the_province(request, Role.CREDIT_OFFICER)
    if shown.period is None:
        actions.begin(session, officer, shown.begins, shown.ends, now)
    else:
        actions.recount(session, officer, shown.period, now)
    return see_other(request, "bank_period", begins=begins)


@router.get("/{begins}/closure")
async def period_closure(request: Request, begins: str, auditor: Auditor, session: Db, now: Now) -> Response:
    """Asks before the period is closed. Raises Refused while it may not be."""
    shown = views.one_shown(session, begins, local_date(now))
    step, problem = shown.step_for(as_auditor(auditor), bank_region(request))
    if step is not Step.CLOSE or problem or shown.recount is None:
        raise Refused(problem or message("这一段现在不能关账。"))
    return page(request, "periods/closure.html", shown=shown)


@router.post("/{begins}/closure")
async def close_period(request: Request, begins: str, auditor: Auditor, session: Db, now: Now) -> Response:
    """Close the period, with the figures that the page showed."""
    seen = str((await read_fields(request)).get("seen", ""))
    shown = views.one_shown(session, begins, local_date(now))
    only_in_the_province(request, Role.AUDITOR)
    if shown.period is None:
        raise NotFound
    actions.close(session, auditor, shown.period, seen, now)
    return see_other(request, "bank_period", begins=begins)


def only_in_the_province(request: Request, role: Role) -> None:
    """Raises Refused for somebody whose role is for a part of the province."""
    if not request.state.role_regions[role].endswith(views.PROVINCE):
        raise Refused(message("关账由省里办。"))


def as_auditor(actor: Actor) -> Actor:
    """The same person in this one role, whatever others they have."""
    return Actor(actor.person_id, actor.name, frozenset({Role.AUDITOR}), actor.region_code)
