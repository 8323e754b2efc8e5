"""Statements of many people of an officer's own region, ordered as one file."""

from datetime import datetime, timedelta

from fastapi import APIRouter, Request, Response
from fastapi.responses import StreamingResponse
from markupsafe import Markup
from sqlmodel import Session

from portal.accounts.access import CreditOfficer
from portal.accounts.queries import region_by_code
from portal.accounts.rules import Actor, Role
from portal.bank.statements import actions, making, queries
from portal.bank.statements.actions import Wanted
from portal.bank.statements.forms import OrderForm
from portal.bank.statements.models import StatementOrder
from portal.credits.statement import COLUMNS, EXPLAINED
from portal.db.session import Db, Now
from portal.errors import NotFound
from portal.jobs import JobState
from portal.submissions.views import province_rules
from portal.text import Message
from portal.text.dates import local_date
from portal.web import page, read_form, see_other
from portal.web.pages import render

router = APIRouter(prefix="/bank/statements")
__all__ = ["making", "router"]  # the jobs are put down when their module is imported


@router.get("")
async def bank_statements(request: Request, officer: CreditOfficer, session: Db, now: Now) -> Response:
    """The form, and what this officer ordered before."""
    return order_page(request, session, officer, now, OrderForm())


@router.post("")
async def order_statements(request: Request, officer: CreditOfficer, session: Db, now: Now) -> Response:
    """Order the statements of everybody of the officer's region who fits."""
    form = await read_form(request, OrderForm)
    course = form.course.strip().removeprefix("《").removesuffix("》")
    if errors := form.errors(not course or queries.has_course(session, course), local_date(now).year):
        return order_page(request, session, officer, now, form, errors)
    limits = province_rules(request, now).bank
    wanted = Wanted(
        region_code=request.state.role_regions[Role.CREDIT_OFFICER],
        course=course,
        year=form.chosen_year,
        reason=form.reason.strip(),
        most=limits["statement_people"],
        keep_until=local_date(now) + timedelta(days=limits["statement_days"]),
    )
    return see_other(request, "statement_order", order_id=actions.order(session, officer, wanted, now).id)


def order_page(
    request: Request,
    session: Db,
    officer: Actor,
    now: datetime,
    form: OrderForm,
    errors: dict[str, Message] | None = None,
) -> Response:
    """The form with what was typed, and the orders."""
    return page(
        request,
        "bank/statements/orders.html",
        errors=errors,
        form=form,
        region=region_by_code(session, request.state.role_regions[Role.CREDIT_OFFICER]),
        limits=province_rules(request, now).bank,
        orders=queries.orders_of(session, officer.person_id),
        columns=list(zip(COLUMNS, EXPLAINED, strict=True)),
    )


@router.get("/{order_id}")
async def statement_order(request: Request, order_id: int, officer: CreditOfficer, session: Db) -> Response:
    """How far an order is, and its file."""
    order = own(session, order_id, officer)
    job = queries.job_of_order(session, order)
    return page(
        request,
        "bank/statements/order.html",
        order=order,
        region=region_by_code(session, order.region_code),
        said=job.message if job and job.state == JobState.RUNNING else None,
        is_failed=bool(job and job.state == JobState.FAILED),
    )


@router.get("/{order_id}/statements.zip")
async def statements_file(request: Request, order_id: int, officer: CreditOfficer, session: Db, now: Now) -> Response:
    """The file, while it is there. That it was taken along is kept."""
    order = own(session, order_id, officer)
    if order.made_at is None or order.dropped_at is not None or local_date(now) > order.keep_until:
        raise NotFound
    with Session(request.app.state.engine) as noting, noting.begin():
        actions.note_taking(noting, officer.person_id, order, now)
    headers = {
        "Content-Disposition": f'attachment; filename="statements-{order.id}.zip"',
        "Cache-Control": "private, no-store",
        "Content-Length": str(order.size_bytes),
    }
    files = actions.store_of(request.app.state.settings)
    return StreamingResponse(files.astream(order.digest), 200, headers, "application/zip")


def own(session: Db, order_id: int, officer: Actor) -> StatementOrder:
    """One's own order. Raises NotFound for all others."""
    order = queries.own_order(session, order_id, officer.person_id)
    if order is None:
        raise NotFound
    return order


def statements_made(request: Request, session: Session, person_id: int) -> Markup:
    """For a person's account: who had their statement made, when and why."""
    made = queries.made_of(session, person_id)
    return Markup(render(request, "bank/statements/_made.html", made=made)) if made else Markup("")
