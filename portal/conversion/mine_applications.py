"""A learner's application: where it is, who looked, taking it back, ending what the college may see."""

from typing import Any

from fastapi import APIRouter, Request, Response

from portal.accounts.rules import Actor
from portal.conversion import actions, applications, telling
from portal.conversion.steps import Step
from portal.conversion.telling import Told
from portal.conversion.views import WORDS
from portal.credits.routes import AccountHolder
from portal.db.session import Db, Now
from portal.errors import NotFound, Refused
from portal.text import message
from portal.text.dates import local_date
from portal.web import page, see_other
from portal.web.refusals import leading_back

BACK = leading_back(message("回到这件申请"), "my_application", "application_id")
router = APIRouter(prefix="/conversion/mine/applications/{application_id}", dependencies=[BACK])


@router.get("")
async def my_application(
    request: Request, application_id: int, holder: AccountHolder, session: Db, now: Now
) -> Response:
    """One's own application: state, dates, what was asked for, what was shared, who looked, what happened."""
    told = Told.of(own(session, application_id, holder), local_date(now))
    return page(
        request,
        "conversion/application.html",
        told=told,
        one=told.application,
        parts=telling.parts_of(session, application_id),
        history=telling.history(session, application_id),
        looks=applications.looks_at(session, application_id),
        may_withdraw=told.why_not(Step.WITHDRAW, holder.person_id) is None,
        **WORDS,
    )


@router.get("/withdrawal")
async def application_withdrawal(
    request: Request, application_id: int, holder: AccountHolder, session: Db, now: Now
) -> Response:
    """What follows when it is taken back, and the button. Raises Refused once the college has decided."""
    told = Told.of(own(session, application_id, holder), local_date(now))
    if problem := told.why_not(Step.WITHDRAW, holder.person_id):
        raise Refused(problem)
    parts = telling.parts_of(session, application_id)
    return page(request, "conversion/withdrawal.html", told=told, one=told.application, parts=parts, **WORDS)


@router.post("/withdrawal")
async def withdraw_application(
    request: Request, application_id: int, holder: AccountHolder, session: Db, now: Now
) -> Response:
    """Take it back: the credit is unlocked."""
    row = own(session, application_id, holder)
    actions.withdraw(session, holder, row.ConversionApplication, now)
    return see_other(request, "my_application", application_id=application_id)


@router.post("/consent-end")
async def end_application_consent(
    request: Request, application_id: int, holder: AccountHolder, session: Db, now: Now
) -> Response:
    """Let the college see nothing more of it."""
    row = own(session, application_id, holder)
    actions.end_consent(session, holder, row.ConversionApplication, now)
    return see_other(request, "my_application", application_id=application_id)


def own(session: Db, application_id: int, holder: Actor) -> Any:
    """One's own application with its names. Raises NotFound for anybody else's."""
    if found := applications.own_application(session, application_id, holder.person_id):
        return found
    raise NotFound
