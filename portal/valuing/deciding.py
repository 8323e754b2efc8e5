"""What becomes of a draft: tried over the past year, handed over, confirmed by a second officer, given back, or left."""

from datetime import timedelta

from fastapi import APIRouter, Request, Response

from portal.db.session import Db, Now
from portal.errors import Refused
from portal.recognition.rules import State
from portal.rulemaking.routes import RulesOfficer, seen_in
from portal.rulemaking.rules import Step
from portal.submissions.views import province_rules
from portal.text import Message
from portal.valuing import actions, queries, trial, views
from portal.valuing.forms import RejectionForm, SeenForm
from portal.valuing.models import RecognitionValueDraft
from portal.valuing.routes import BACK
from portal.web import page, read_form, see_other

YEAR = timedelta(days=365)
router = APIRouter(prefix="/recognition/values/drafts/{draft_id:int}", dependencies=[BACK])


@router.get("/trial")
async def value_trial(request: Request, draft_id: int, officer: RulesOfficer, session: Db, now: Now) -> Response:
    """What the draft would have given for the decisions of the past year, in counts."""
    whole = views.whole_of(session, draft_id)
    rows = queries.decided_since(session, now - YEAR)
    decided = [
        trial.Decided(row.kind, row.assessed_row, State(row.state), row.credit_hundredths, row.count) for row in rows
    ]
    counts = trial.tried(decided, whole.table)
    said = trial.told(counts, province_rules(request, now).fewest_people)
    return page(request, "valuing/trial.html", draft=whole.draft, said=said)


@router.post("/handover")
async def hand_over_value_draft(
    request: Request, draft_id: int, officer: RulesOfficer, session: Db, now: Now
) -> Response:
    """Give it to a second officer."""
    form = await read_form(request, SeenForm)
    actions.hand_over(session, officer, views.whole_of(session, draft_id).draft, seen_in(form.revision), now)
    return see_other(request, "value_draft", draft_id=draft_id)


@router.post("/confirmation")
async def confirm_value_draft(
    request: Request, draft_id: int, officer: RulesOfficer, session: Db, now: Now
) -> Response:
    """Make it the table from its day on."""
    form = await read_form(request, SeenForm)
    actions.confirm(session, officer, views.whole_of(session, draft_id).draft, seen_in(form.revision), now)
    return see_other(request, "value_draft", draft_id=draft_id)


@router.get("/rejection")
async def value_rejection(request: Request, draft_id: int, officer: RulesOfficer, session: Db, now: Now) -> Response:
    """The form to give it back. Raises Refused for who wrote in it."""
    draft = views.whole_of(session, draft_id).draft
    if problem := actions.problem_with(session, draft, Step.REJECT, officer.person_id, now):
        raise Refused(problem)
    return rejection_page(request, draft, RejectionForm(revision=str(draft.revision)), {})


@router.post("/rejection")
async def reject_value_draft(request: Request, draft_id: int, officer: RulesOfficer, session: Db, now: Now) -> Response:
    """Give it back with a reason."""
    form = await read_form(request, RejectionForm)
    draft = views.whole_of(session, draft_id).draft
    if errors := form.errors():
        return rejection_page(request, draft, form, errors)
    actions.reject(session, officer, draft, seen_in(form.revision), form.words.strip(), now)
    return see_other(request, "value_draft", draft_id=draft_id)


@router.post("/discard")
async def discard_value_draft(
    request: Request, draft_id: int, officer: RulesOfficer, session: Db, now: Now
) -> Response:
    """Leave it for good."""
    form = await read_form(request, SeenForm)
    actions.discard(session, officer, views.whole_of(session, draft_id).draft, seen_in(form.revision), now)
    return see_other(request, "value_draft", draft_id=draft_id)


def rejection_page(
    request: Request, draft: RecognitionValueDraft, form: RejectionForm, errors: dict[str, Message]
) -> Response:
    """The form with what was typed."""
    return page(request, "valuing/rejection.html", errors=errors, draft=draft, form=form)
