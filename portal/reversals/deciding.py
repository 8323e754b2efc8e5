"""One question about credit at the officers' desk: read it, then take the credit back or leave it."""

from typing import Any

from fastapi import APIRouter, Request, Response

from portal.accounts.access import CreditOfficer
from portal.certificates.queries import credit_behind, standing_on
from portal.credits.queries import parts_of_entry
from portal.credits.rules import Part, record_number
from portal.db.session import Db, Now
from portal.errors import Refused
from portal.reversals import actions, views
from portal.reversals.forms import DecisionForm
from portal.reversals.rules import State, Step
from portal.reversals.views import Told
from portal.text import Message, message
from portal.web import page, read_form, see_other
from portal.web.refusals import leading_back

BACK = leading_back(message("回到这件事"), "reversal", "reversal_id")
router = APIRouter(prefix="/reversals/{reversal_id}", dependencies=[BACK])


@router.get("")
async def reversal(request: Request, reversal_id: int, officer: CreditOfficer, session: Db, now: Now) -> Response:
    """What was proposed, what the learner said, what was decided; and what this officer may do now."""
    desk = views.desk_of(request, officer, now)
    found = views.case_of(session, reversal_id, desk)
    told = Told(found.Reversal, found.CreditTransfer.cause, desk.today, found.name)
    shown = page(
        request,
        "reversals/case.html",
        told=told,
        found=found,
        is_mine=found.Reversal.proposed_by_id == officer.person_id,
        why_not_confirm=told.why_not(Step.CONFIRM, officer.person_id),
        posted_number=record_number(found.Reversal.posted_id) if found.Reversal.posted_id else "",
    )
    views.note_reading(request, officer, "reversal", reversal_id, now)
    return shown


@router.get("/confirmation")
async def reversal_confirmation(
    request: Request, reversal_id: int, officer: CreditOfficer, session: Db, now: Now
) -> Response:
    """Asks before credit is taken back, and says what follows. Raises Refused while it may not be."""
    return decision_page(request, session, reversal_id, officer, now, Step.CONFIRM)


@router.post("/confirmation")
async def confirm_reversal(
    request: Request, reversal_id: int, officer: CreditOfficer, session: Db, now: Now
) -> Response:
    """Take the credit back."""
    form = await read_form(request, DecisionForm)
    if errors := form.errors():
        return decision_page(request, session, reversal_id, officer, now, Step.CONFIRM, form, errors)
    found = views.case_of(session, reversal_id, views.desk_of(request, officer, now))
    actions.confirm(session, officer, found.Reversal, form.state, form.words.strip(), now, views.give_back_of(request))
    return see_other(request, "reversal", reversal_id=reversal_id)


@router.get("/dropping")
async def reversal_dropping(
    request: Request, reversal_id: int, officer: CreditOfficer, session: Db, now: Now
) -> Response:
    """The form to leave the credit as it is."""
    return decision_page(request, session, reversal_id, officer, now, Step.DROP)


@router.post("/dropping")
async def drop_reversal(request: Request, reversal_id: int, officer: CreditOfficer, session: Db, now: Now) -> Response:
    """Leave the credit as it is."""
    form = await read_form(request, DecisionForm)
    if errors := form.errors():
        return decision_page(request, session, reversal_id, officer, now, Step.DROP, form, errors)
    found = views.case_of(session, reversal_id, views.desk_of(request, officer, now))
    actions.drop(session, officer, found.Reversal, form.words.strip(), now)
    return see_other(request, "reversal", reversal_id=reversal_id)


def decision_page(
    request: Request,
    session: Db,
    reversal_id: int,
    officer: Any,
    now: Now,
    step: Step,
    form: DecisionForm | None = None,
    errors: dict[str, Message] | None = None,
) -> Response:
    """What was said and what follows, and the words for the learner. Raises Refused when this officer may not now."""
    desk = views.desk_of(request, officer, now)
    found = views.case_of(session, reversal_id, desk)
    told = Told(found.Reversal, found.CreditTransfer.cause, desk.today, found.name)
    if problem := told.why_not(step, officer.person_id):
        raise Refused(problem)
    parts = parts_of_entry(session, found.CreditTransfer)
    left = found.CreditTransfer.credit_hundredths - parts[Part.REVERSED]
    certificates = standing_on(session, found.CreditTransfer.id)
    if certificates:
        left = credit_behind(session, certificates[0])
    is_free = parts[Part.FREE] >= found.Reversal.credit_hundredths
    not_free = [] if is_free else views.not_free(request, session, found.CreditTransfer)
    return page(
        request,
        "reversals/decision.html",
        errors=errors,
        form=form or DecisionForm(state=State(found.Reversal.state)),
        told=told,
        takes_back=step is Step.CONFIRM,
        leaves=left - found.Reversal.credit_hundredths,
        not_free=not_free,
        has_certificate=bool(certificates),
    )
