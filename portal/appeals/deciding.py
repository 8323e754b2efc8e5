"""The steps that an appeal officer takes with one appeal: accept or not, note the hearing, decide."""

from datetime import datetime

from fastapi import APIRouter, Request, Response

from portal.accounts.access import AppealOfficer
from portal.accounts.rules import Actor
from portal.appeals import handling, queries, views
from portal.appeals.forms import AcceptanceForm, DecisionForm, HearingForm
from portal.appeals.handling import Decided, Heard
from portal.appeals.rules import WISHES, Outcome, Step
from portal.appeals.views import Told
from portal.db.session import Db, Now
from portal.errors import Refused
from portal.text import Message, message
from portal.text.dates import local_date
from portal.web import page, read_form, see_other
from portal.web.refusals import leading_back

BACK = leading_back(message("回到这件申诉"), "appealed", "appeal_id")
router = APIRouter(prefix="/appealed/{appeal_id}", dependencies=[BACK])
ACCEPTS = {"yes": message("受理"), "no": message("不受理")}


def case_for(request: Request, session: Db, appeal_id: int, officer: Actor, now: datetime, step: Step) -> Told:
    """An appeal with which this officer may take a step now. Raises NotFound and Refused as `views.case_at` does."""
    told = views.case_at(session, appeal_id, views.desk_of(request, officer, now))
    if problem := told.why_not(step, officer.person_id):
        raise Refused(problem)
    return told


@router.get("/acceptance")
async def appeal_acceptance(
    request: Request, appeal_id: int, officer: AppealOfficer, session: Db, now: Now
) -> Response:
    """The form to take the appeal up, or not."""
    told = case_for(request, session, appeal_id, officer, now, Step.ACCEPT)
    return page(request, "appeals/acceptance.html", told=told, form=AcceptanceForm(), accepts=ACCEPTS)


@router.post("/acceptance")
async def accept_appeal(request: Request, appeal_id: int, officer: AppealOfficer, session: Db, now: Now) -> Response:
    """Take the appeal up, or not."""
    form = await read_form(request, AcceptanceForm)
    told = case_for(request, session, appeal_id, officer, now, Step.ACCEPT)
    if errors := form.errors(told.appeal.is_late):
        return page(request, "appeals/acceptance.html", errors=errors, told=told, form=form, accepts=ACCEPTS)
    act = handling.accept if form.accepts == "yes" else handling.not_accept
    act(session, officer, told.appeal, form.told.strip(), now)
    return see_other(request, "appealed", appeal_id=appeal_id)


@router.get("/hearing")
async def appeal_hearing(request: Request, appeal_id: int, officer: AppealOfficer, session: Db, now: Now) -> Response:
    """The form to note that the learner was heard."""
    told = case_for(request, session, appeal_id, officer, now, Step.HEAR)
    return page(request, "appeals/hearing.html", told=told, form=HearingForm(way=told.appeal.wish), wishes=WISHES)


@router.post("/hearing")
async def hear_appeal(request: Request, appeal_id: int, officer: AppealOfficer, session: Db, now: Now) -> Response:
    """Note when and how the learner was heard, who helped, and what they said."""
    form = await read_form(request, HearingForm)
    told = case_for(request, session, appeal_id, officer, now, Step.HEAR)
    assert told.appeal.lodged_at is not None
    on = form.on()
    if errors := form.errors(local_date(told.appeal.lodged_at), told.today):
        return page(request, "appeals/hearing.html", errors=errors, told=told, form=form, wishes=WISHES)
    assert on is not None
    handling.hear(session, officer, told.appeal, Heard(on, form.way, form.helped.strip(), form.heard.strip()), now)
    return see_other(request, "appealed", appeal_id=appeal_id)


@router.get("/decision")
async def appeal_decision(request: Request, appeal_id: int, officer: AppealOfficer, session: Db, now: Now) -> Response:
    """What was said, what follows, and the form to decide."""
    told = case_for(request, session, appeal_id, officer, now, Step.DECIDE)
    return decision_page(request, session, told, DecisionForm(), {})


@router.post("/decision")
async def decide_appeal(request: Request, appeal_id: int, officer: AppealOfficer, session: Db, now: Now) -> Response:
    """Decide, and do what was decided."""
    form = await read_form(request, DecisionForm)
    told = case_for(request, session, appeal_id, officer, now, Step.DECIDE)
    most = queries.left_of(session, told.matter)
    if errors := form.errors(most, views.outcomes_for(told.appeal.kind)):
        return decision_page(request, session, told, form, errors)
    decided = Decided(Outcome(form.outcome), form.amount(most), form.told.strip())
    handling.decide(session, officer, told.appeal, decided, now)
    return see_other(request, "appealed", appeal_id=appeal_id)


def decision_page(
    request: Request, session: Db, told: Told, form: DecisionForm, errors: dict[str, Message]
) -> Response:
    """The form, with what was said."""
    most, outcomes = queries.left_of(session, told.matter), views.outcomes_for(told.appeal.kind)
    return page(request, "appeals/decision.html", errors=errors, told=told, form=form, most=most, outcomes=outcomes)
