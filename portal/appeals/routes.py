"""The desk of the appeal officers: the piles, one appeal, and the steps of its life."""

from datetime import datetime

from fastapi import APIRouter, Request, Response

from portal.accounts.access import AppealOfficer
from portal.accounts.rules import Actor
from portal.appeals import queries, views, watching  # noqa: F401 - the worker finds its job here
from portal.appeals.models import Appeal
from portal.appeals.rules import PAGE_SIZE, WISHES, Pile, Step, id_of_receipt
from portal.appeals.views import PILE_WORDS, Told
from portal.db.session import Db, Now
from portal.errors import NotFound
from portal.text import Message, message
from portal.web import page, see_other

router = APIRouter(prefix="/appealed")
UNKNOWN = message("申诉号：没有找到。再核对一遍，一共 9 位数字")


@router.get("")
async def appeals_desk(
    request: Request, officer: AppealOfficer, session: Db, now: Now, pile: str = Pile.WAITING, number: int = 1
) -> Response:
    """One pile of the desk, 20 a page."""
    return desk_page(request, session, officer, now, pile, number)


@router.get("/find")
async def find_appeal(request: Request, officer: AppealOfficer, session: Db, now: Now, receipt: str = "") -> Response:
    """Lead from a dictated number to its appeal."""
    appeal_id = id_of_receipt(receipt)
    if appeal_id and queries.appeal_in(session, appeal_id, views.desk_of(request, officer, now)):
        return see_other(request, "appealed", appeal_id=appeal_id)
    return desk_page(request, session, officer, now, typed=receipt, errors={"receipt": UNKNOWN})


def desk_page(
    request: Request,
    session: Db,
    officer: Actor,
    now: datetime,
    pile: str = Pile.WAITING,
    number: int = 1,
    typed: str = "",
    errors: dict[str, Message] | None = None,
) -> Response:
    """The desk, with what was typed into its search."""
    if pile not in list(Pile):
        raise NotFound
    chosen, desk = Pile(pile), views.desk_of(request, officer, now)
    counts = queries.counts(session, desk)
    count = max(1, -(-counts[chosen] // PAGE_SIZE))
    if not 1 <= number <= count:
        raise NotFound
    rows = queries.pile_page(session, chosen, desk, number)
    return page(
        request,
        "appeals/desk.html",
        errors=errors,
        typed=typed[:100],
        pile=chosen,
        piles=PILE_WORDS,
        counts=counts,
        rows=[views.told_of(session, row.Appeal, desk.today, row.name) for row in rows],
        number=number,
        count=count,
    )


@router.get("/{appeal_id}")
async def appealed(request: Request, appeal_id: int, officer: AppealOfficer, session: Db, now: Now) -> Response:
    """Everything that was said and done, and what this officer may do now. That it was read is kept."""
    told = views.case_at(session, appeal_id, views.desk_of(request, officer, now))
    shown = page(
        request,
        "appeals/case.html",
        told=told,
        hearings=queries.hearings(session, appeal_id),
        wishes=WISHES,
        events=views.history(session, appeal_id, with_names=True),
        may={step.value: told.why_not(step, officer.person_id) is None for step in Step},
        first=first_of(session, told),
    )
    views.note_reading(request, officer, appeal_id, now)
    return shown


def first_of(session: Db, told: Told) -> Told | None:
    """Of an appeal of the second level: the first one."""
    first = session.get(Appeal, told.appeal.first_id) if told.appeal.first_id else None
    return views.Told(first, told.matter, told.today) if first else None
