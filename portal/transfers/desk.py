"""Badges from elsewhere at the desk of the credit officers: check the list of revoked ones, then decide."""

from datetime import timedelta

from fastapi import APIRouter, Request, Response

from portal.accounts.access import CreditOfficer
from portal.accounts.rules import Role
from portal.db.session import Db, Now
from portal.errors import NotFound, Refused
from portal.text import Message, message
from portal.text.dates import local_date
from portal.transfers import actions, queries, views
from portal.transfers.forms import DecisionForm, read_brought
from portal.transfers.reading import LARGEST, is_revoked
from portal.transfers.rules import PAGE_SIZE, Step
from portal.transfers.views import Told
from portal.web import page, read_form, see_other
from portal.web.refusals import leading_back

FRESH = timedelta(days=7)  # a status list that is older says too little of today
BACK = leading_back(message("回到这枚徽章"), "transfer_case", "transfer_id")
router = APIRouter(prefix="/transfers/desk")
case_router = APIRouter(prefix="/transfers/desk/{transfer_id}", dependencies=[BACK])


@router.get("")
async def transfer_desk(
    request: Request, officer: CreditOfficer, session: Db, now: Now, pile: str = "waiting", number: int = 1
) -> Response:
    """What waits, or what was decided, 20 a page."""
    if pile not in ("waiting", "decided"):
        raise NotFound
    region = request.state.role_regions[Role.CREDIT_OFFICER]
    is_open = pile == "waiting"
    total = queries.count_pile(session, is_open, region, officer.person_id)
    count = max(1, -(-total // PAGE_SIZE))
    if not 1 <= number <= count:
        raise NotFound
    rows = queries.pile_page(session, is_open, region, officer.person_id, number)
    shown = [views.told(row, local_date(now)) for row in rows]
    return page(
        request, "transfers/desk.html", rows=shown, total=total, is_open=is_open, pile=pile, number=number, count=count
    )


@case_router.get("")
async def transfer_case(request: Request, transfer_id: int, officer: CreditOfficer, session: Db, now: Now) -> Response:
    """One badge with whose it is. That it was read is kept."""
    told = views.case_of(request, session, transfer_id, officer, now)
    shown = case_page(request, session, told, officer.person_id, now)
    views.note_reading(request, officer, transfer_id, now)
    return shown


@case_router.post("/list")
async def check_status_list(
    request: Request, transfer_id: int, officer: CreditOfficer, session: Db, now: Now
) -> Response:
    """Look the badge up in a status list that the officer brings; a revoked one is refused at once."""
    brought = await read_brought(request, "list")
    told = views.case_of(request, session, transfer_id, officer, now)
    badge, known = told.badge, queries.known(told.issuer)
    if not badge.status_list:
        raise Refused(message("这枚徽章没有撤销名单，不用核对。"))
    revoked = is_revoked(brought, known, badge.status_list, badge.status_index, now - FRESH)
    if isinstance(revoked, Message):
        shown = brought if len(brought) <= LARGEST else ""
        return case_page(request, session, told, officer.person_id, now, errors={"list": revoked}, typed=shown)
    actions.keep_list(session, badge, officer.person_id, revoked, now)
    return see_other(request, "transfer_case", transfer_id=transfer_id)


@case_router.post("/posting")
async def post_transfer(request: Request, transfer_id: int, officer: CreditOfficer, session: Db, now: Now) -> Response:
    """Post the credit."""
    return await decide(request, transfer_id, officer, session, now, Step.POST)


@case_router.post("/proposal")
async def propose_transfer(
    request: Request, transfer_id: int, officer: CreditOfficer, session: Db, now: Now
) -> Response:
    """Ask a second officer to post so much."""
    return await decide(request, transfer_id, officer, session, now, Step.PROPOSE)


@case_router.post("/return")
async def return_transfer(
    request: Request, transfer_id: int, officer: CreditOfficer, session: Db, now: Now
) -> Response:
    """As the second officer, give it back to the first."""
    return await decide(request, transfer_id, officer, session, now, Step.RETURN)


@case_router.post("/refusal")
async def refuse_transfer(
    request: Request, transfer_id: int, officer: CreditOfficer, session: Db, now: Now
) -> Response:
    """Take no credit over."""
    return await decide(request, transfer_id, officer, session, now, Step.REFUSE)


async def decide(
    request: Request, transfer_id: int, officer: CreditOfficer, session: Db, now: Now, step: Step
) -> Response:
    """Propose, post, give back or refuse, with words."""
    form = await read_form(request, DecisionForm)
    told = views.case_of(request, session, transfer_id, officer, now)
    if errors := form.errors():
        return case_page(request, session, told, officer.person_id, now, form, errors)
    badge, words, who, most = told.badge, form.words.strip(), officer.person_id, told.alone_up_to
    if step is Step.POST:
        actions.post(session, badge, who, words, most, now)
    elif step is Step.PROPOSE:
        actions.propose_posting(session, badge, who, words, most, now)
    else:
        act = actions.refuse if step is Step.REFUSE else actions.send_back
        act(session, badge, who, words, now)
    return see_other(request, "transfer_case", transfer_id=transfer_id)


def case_page(
    request: Request,
    session: Db,
    told: Told,
    officer_id: int,
    now: Now,
    form: DecisionForm | None = None,
    errors: dict[str, Message] | None = None,
    typed: str = "",
) -> Response:
    """The badge, what keeps it from being posted, and the forms; `typed` is the list that was pasted."""
    step = Step.PROPOSE if told.is_for_two else Step.POST
    problem = told.why_not(step, officer_id)
    if problem is None and told.rule:
        problem = actions.over_cap(session, told.badge.person_id, told.rule, told.issuer, now)
    return page(
        request,
        "transfers/case.html",
        told=told,
        form=form or DecisionForm(words=told.badge.words if told.is_open else ""),
        typed=typed,
        errors=errors,
        why_not_post=problem,
        may_refuse=told.why_not(Step.REFUSE, officer_id) is None,
        may_return=told.why_not(Step.RETURN, officer_id) is None,
    )
