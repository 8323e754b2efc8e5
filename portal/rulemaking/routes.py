"""The rules of the credit bank, written by officers of the province: drafts, and the form to write in one."""

from datetime import timedelta
from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response

from portal.accounts.rules import Actor
from portal.credits.rulebook.queries import all_rules, rules_on
from portal.db.session import Db, Now
from portal.errors import Refused
from portal.rulemaking import actions, queries, views
from portal.rulemaking.forms import RulesForm, SeenForm, whole
from portal.rulemaking.models import CreditRuleDraft
from portal.rulemaking.rules import STATE_TONES, STATE_WORDS, Step, why_not
from portal.text import Message, message
from portal.text.dates import local_date
from portal.web import page, read_form, see_other
from portal.web.refusals import leading_back

RulesOfficer = Annotated[Actor, Depends(views.provincial_officer)]
BACK = leading_back(message("回到这份草稿"), "rule_draft", "draft_id")
router = APIRouter(prefix="/credits/rules/drafts", dependencies=[BACK])


@router.get("")
async def rule_drafts(request: Request, officer: RulesOfficer, session: Db, now: Now) -> Response:
    """All drafts and all versions."""
    return page(
        request,
        "rulemaking/drafts.html",
        drafts=queries.drafts(session),
        words=STATE_WORDS,
        tones=STATE_TONES,
        versions=all_rules(session),
        holds_now=rules_on(session, local_date(now)).version,
    )


@router.post("")
async def begin_rule_draft(request: Request, officer: RulesOfficer, session: Db, now: Now) -> Response:
    """Begin a draft that says what holds now."""
    draft = actions.begin(session, officer, local_date(now) + timedelta(days=30), now)
    return see_other(request, "edit_rule_draft", draft_id=draft.id)


@router.get("/{draft_id}")
async def rule_draft(request: Request, draft_id: int, officer: RulesOfficer, session: Db, now: Now) -> Response:
    """What a draft says, what it changes, and what this officer may do with it."""
    draft = views.draft_in(session, draft_id)
    case, today = actions.case_of(draft), local_date(now)
    return page(
        request,
        "rulemaking/draft.html",
        draft=draft,
        words=STATE_WORDS[case.state],
        tone=STATE_TONES[case.state],
        changes=views.differences(rules_on(session, today), views.rules_in(draft)),
        version=queries.version_of(session, draft.rule_set_id),
        drafted_by=queries.name_of(session, draft.drafted_by_id),
        decided_by=queries.name_of(session, draft.decided_by_id),
        why_not={step: why_not(step, case, officer.person_id, today) for step in Step},
    )


@router.get("/{draft_id}/form")
async def edit_rule_draft(request: Request, draft_id: int, officer: RulesOfficer, session: Db, now: Now) -> Response:
    """The form to write in a draft. Raises Refused when it is not being written any more."""
    draft = views.draft_in(session, draft_id)
    if problem := why_not(Step.CHANGE, actions.case_of(draft), officer.person_id, local_date(now)):
        raise Refused(problem)
    return form_page(request, draft, views.typed(session, draft), {})


@router.post("/{draft_id}/form")
async def save_rule_draft(request: Request, draft_id: int, officer: RulesOfficer, session: Db, now: Now) -> Response:
    """Keep what was written. When somebody else was first, what was typed stays in the form."""
    form = await read_form(request, RulesForm)
    draft = views.draft_in(session, draft_id)
    courses = views.courses_named(session, form)
    errors = form.errors(local_date(now), courses)
    if errors or form.valid_from is None:
        return form_page(request, draft, form, errors)
    seen, rules, reason = seen_in(form.revision), form.told(courses), form.reason.strip()
    if not actions.change(session, officer, draft, seen, form.valid_from, rules, reason, now):
        fresh = form.model_copy(update={"revision": str(draft.revision)})
        return form_page(request, draft, fresh, {"valid": actions.CHANGED_MEANWHILE})
    return see_other(request, "rule_draft", draft_id=draft_id)


@router.post("/{draft_id}/handover")
async def hand_over_rule_draft(
    request: Request, draft_id: int, officer: RulesOfficer, session: Db, now: Now
) -> Response:
    """Give it to a second officer."""
    form = await read_form(request, SeenForm)
    actions.hand_over(session, officer, views.draft_in(session, draft_id), seen_in(form.revision), now)
    return see_other(request, "rule_draft", draft_id=draft_id)


def seen_in(typed: str) -> int:
    """The revision that a page showed; 0, which no draft has, for anything that is none."""
    return whole(typed, 1, 99_999) or 0


def form_page(request: Request, draft: CreditRuleDraft, form: RulesForm, errors: dict[str, Message]) -> Response:
    """The form with what was typed."""
    return page(request, "rulemaking/form.html", errors=errors, draft=draft, form=form, domains=views.MONTH_LABELS)
