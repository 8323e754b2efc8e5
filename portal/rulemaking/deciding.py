"""What becomes of a draft: tried over the past year, confirmed by a second officer, given back, or left."""

from fastapi import APIRouter, Request, Response

from portal.db.session import Db, Now
from portal.errors import Refused
from portal.jobs import JobState, enqueue, job_of
from portal.rulemaking import actions, views
from portal.rulemaking.forms import RejectionForm, SeenForm
from portal.rulemaking.models import CreditRuleDraft
from portal.rulemaking.routes import BACK, RulesOfficer, seen_in
from portal.rulemaking.rules import Step, why_not
from portal.rulemaking.trying import TRY, reference_of
from portal.text import Message
from portal.text.dates import local_date
from portal.web import page, read_form, see_other

router = APIRouter(prefix="/credits/rules/drafts/{draft_id}", dependencies=[BACK])


@router.get("/trial")
async def rule_trial(request: Request, draft_id: int, officer: RulesOfficer, session: Db, now: Now) -> Response:
    """What the draft would have changed in the past year: not asked yet, being reckoned, or found."""
    draft = views.draft_in(session, draft_id)
    job = job_of(session, reference_of(draft.id, draft.revision, local_date(now)))
    trial = draft.trial if draft.trial and draft.trial["revision"] == draft.revision else None
    return page(
        request,
        "rulemaking/trial.html",
        draft=draft,
        trial=trial,
        said=views.trial_words(trial) if trial else [],
        reasons=views.trial_reasons(trial) if trial else [],
        is_asked=job is not None and job.state in (JobState.WAITING, JobState.RUNNING),
        is_failed=job is not None and job.state == JobState.FAILED,
    )


@router.post("/trial")
async def try_rule_draft(request: Request, draft_id: int, officer: RulesOfficer, session: Db, now: Now) -> Response:
    """Ask for it. It is reckoned beside the pages, once for each draft and day."""
    draft, today = views.draft_in(session, draft_id), local_date(now)
    payload = {"draft_id": draft.id, "revision": draft.revision, "today": today.isoformat()}
    enqueue(session, TRY, reference_of(draft.id, draft.revision, today), payload, now)
    return see_other(request, "rule_trial", draft_id=draft_id)


@router.post("/confirmation")
async def confirm_rule_draft(request: Request, draft_id: int, officer: RulesOfficer, session: Db, now: Now) -> Response:
    """Make it the rules from its day on."""
    form = await read_form(request, SeenForm)
    actions.confirm(session, officer, views.draft_in(session, draft_id), seen_in(form.revision), now)
    return see_other(request, "rule_draft", draft_id=draft_id)


@router.get("/rejection")
async def rule_rejection(request: Request, draft_id: int, officer: RulesOfficer, session: Db, now: Now) -> Response:
    """The form to give it back. Raises Refused for who wrote in it."""
    draft = views.draft_in(session, draft_id)
    if problem := why_not(Step.REJECT, actions.case_of(draft), officer.person_id, local_date(now)):
        raise Refused(problem)
    return rejection_page(request, draft, RejectionForm(revision=str(draft.revision)), {})


@router.post("/rejection")
async def reject_rule_draft(request: Request, draft_id: int, officer: RulesOfficer, session: Db, now: Now) -> Response:
    """Give it back with a reason."""
    form = await read_form(request, RejectionForm)
    draft = views.draft_in(session, draft_id)
    if errors := form.errors():
        return rejection_page(request, draft, form, errors)
    actions.reject(session, officer, draft, seen_in(form.revision), form.words.strip(), now)
    return see_other(request, "rule_draft", draft_id=draft_id)


@router.post("/discard")
async def discard_rule_draft(request: Request, draft_id: int, officer: RulesOfficer, session: Db, now: Now) -> Response:
    """Leave it for good."""
    form = await read_form(request, SeenForm)
    actions.discard(session, officer, views.draft_in(session, draft_id), seen_in(form.revision), now)
    return see_other(request, "rule_draft", draft_id=draft_id)


def rejection_page(
    request: Request, draft: CreditRuleDraft, form: RejectionForm, errors: dict[str, Message]
) -> Response:
    """The form with what was typed."""
    return page(request, "rulemaking/rejection.html", errors=errors, draft=draft, form=form)
