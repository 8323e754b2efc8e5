"""The page on which a credit officer sets what a course gives."""

from fastapi import APIRouter, Request, Response

from portal.accounts.access import CreditOfficer
from portal.credits.rulebook.queries import rules_on
from portal.db.session import Db, Now
from portal.library.rules import LEVELS
from portal.review import queries
from portal.review.credit import actions
from portal.review.credit.forms import CreditForm
from portal.review.credit.rules import read_credit
from portal.review.views import BACK_TO_COURSE, Desk, desk_of, hub_values, require, said_or_hub
from portal.submissions import queries as handed_in
from portal.submissions.steps import Step
from portal.submissions.views import deed_of, new_key
from portal.text import Message
from portal.text.amounts import format_credit
from portal.text.dates import local_date
from portal.web import page, read_form

router = APIRouter(prefix="/review/{submission_id}", dependencies=[BACK_TO_COURSE])


@router.get("/credit")
async def credit_value(request: Request, submission_id: int, officer: CreditOfficer, session: Db, now: Now) -> Response:
    """Hours, level and assessment of the course, what the rule gives, and the form."""
    desk = require(desk_of(session, request, submission_id, officer, now), Step.SET_CREDIT)
    version = handed_in.version_of(session, handed_in.current_package(session, desk.submission))
    usual = rules_on(session, local_date(now)).usual_credit(version.learning_minutes) if version else 0
    return credit_page(request, session, desk, CreditForm(key=new_key(), credit=format_credit(usual)), {}, now)


@router.post("/credit")
async def set_credit(request: Request, submission_id: int, officer: CreditOfficer, session: Db, now: Now) -> Response:
    """Keep the amount."""
    form = await read_form(request, CreditForm)
    if errors := form.errors():
        desk = require(desk_of(session, request, submission_id, officer, now), Step.SET_CREDIT)
        return credit_page(request, session, desk, form, errors, now)
    done = deed_of(request, officer, now, form.key)
    amount = read_credit(form.credit) or 0
    return said_or_hub(
        request, submission_id, actions.set_credit(session, submission_id, amount, form.reason.strip(), done)
    )


def credit_page(
    request: Request, session: Db, desk: Desk, form: CreditForm, errors: dict[str, Message], now: Now
) -> Response:
    """The facts that credit follows from, and the form."""
    values = hub_values(session, desk)
    version, rules = values["version"], rules_on(session, local_date(now))
    return page(
        request,
        "review/credit.html",
        errors=errors,
        form=form,
        usual=rules.usual_credit(version.learning_minutes),
        hours_per_credit=rules.hours_per_credit,
        levels=LEVELS,
        set_before=queries.credit_of(session, desk.submission.package_id or 0),
        **values,
    )
