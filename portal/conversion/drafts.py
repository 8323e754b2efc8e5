"""The officers' desk for agreements: write one, rule by rule, and have a second officer confirm it."""

from datetime import datetime
from typing import Any

from fastapi import APIRouter, Request, Response

from portal.accounts.access import CreditOfficer
from portal.accounts.rules import Actor, Role, is_within
from portal.colleges.models import College
from portal.colleges.queries import all_colleges, college_by_code
from portal.conversion import drafting, queries
from portal.conversion.forms import LEVELS, TermsForm
from portal.conversion.models import AgreementDraft
from portal.conversion.steps import DRAFT_TONES, DRAFT_WORDS, DraftState, DraftStep, why_not_draft
from portal.conversion.terms import target_of, terms_of
from portal.conversion.views import WORDS
from portal.db.session import Db, Now
from portal.errors import NotFound, Refused
from portal.submissions.views import province_rules
from portal.text import Message, message
from portal.text.dates import local_date
from portal.web import page, read_form, see_other

router = APIRouter(prefix="/conversion/desk")
NO_COLLEGE = message("您管的地方还没有合作学校。先请管理员把学校加进来。")


def in_office(request: Request, college: College) -> bool:
    """Whether a college lies in the region of the officer who asks."""
    return is_within(college.region_code, request.state.role_regions[Role.CREDIT_OFFICER])


def agreements_waiting(request: Request, session: Db, officer: Actor, now: datetime) -> tuple[Message, int, str] | None:
    """For the bank's desk: how many agreements wait for this officer to confirm."""
    if Role.CREDIT_OFFICER not in officer.roles:
        return None
    waiting = [
        one for one, college in queries.drafts_to_confirm(session, officer.person_id) if in_office(request, college)
    ]
    return message("院校协议，等您核准"), len(waiting), request.app.state.url_for("agreements")


def draft_for(request: Request, session: Db, draft_id: int) -> tuple[AgreementDraft, College]:
    """A draft with its college, in the officer's region. Raises NotFound for all others."""
    found = queries.draft_of(session, draft_id)
    if found is None or not in_office(request, found[1]):
        raise NotFound
    return found[0], found[1]


@router.get("")
async def agreements(request: Request, officer: CreditOfficer, session: Db, now: Now) -> Response:
    """Drafts, and the agreements that hold today or begin later."""
    mine = [(draft, college) for draft, college in queries.drafts(session) if in_office(request, college)]
    live = [one for one in queries.live_agreements(session, local_date(now)) if in_office(request, one.college)]
    words: dict[str, Any] = {"draft_words": DRAFT_WORDS, "draft_tones": DRAFT_TONES}
    return page(request, "conversion/desk.html", drafts=mine, live=live, terms_of=terms_of, **words, **WORDS)


@router.get("/new")
async def new_agreement(request: Request, officer: CreditOfficer, session: Db, now: Now) -> Response:
    """The form for a new agreement, with what the province proposes."""
    return terms_page(request, session, TermsForm.proposed(province_rules(request, now).conversion), {}, None)


@router.post("/new")
async def begin_agreement(request: Request, officer: CreditOfficer, session: Db, now: Now) -> Response:
    """Begin the draft of a new agreement."""
    form = await read_form(request, TermsForm)
    codes = tuple(one.code for one in all_colleges(session) if in_office(request, one))
    if not codes:
        raise Refused(NO_COLLEGE)
    if errors := form.errors(codes):
        return terms_page(request, session, form, errors, None)
    college = college_by_code(session, form.college)
    assert college is not None
    draft = drafting.begin_draft(session, officer, college.id, form.programme_code.strip(), form.wanted, now)
    return see_other(request, "agreement_draft", draft_id=draft.id)


@router.post("/versions/{agreement_id}")
async def begin_version(request: Request, agreement_id: int, officer: CreditOfficer, session: Db, now: Now) -> Response:
    """Begin the draft of a new version of an agreement; go on with the one that is being worked on."""
    agreed = queries.agreed(session, agreement_id)
    if agreed is None or not in_office(request, agreed.college):
        raise NotFound
    there = queries.draft_at_work(session, agreed.row.college_id, agreed.row.programme_code)
    draft = there or drafting.begin_version(session, officer, agreed.row, now)
    return see_other(request, "agreement_draft", draft_id=draft.id)


@router.get("/drafts/{draft_id}")
async def agreement_draft(request: Request, draft_id: int, officer: CreditOfficer, session: Db) -> Response:
    """One draft: terms, rules, and what this officer may do next."""
    return draft_page(request, session, draft_id, officer.person_id)


def draft_page(
    request: Request,
    session: Db,
    draft_id: int,
    who: int,
    errors: dict[str, Message] | None = None,
    typed: str = "",
) -> Response:
    """The draft as it is now."""
    draft, college = draft_for(request, session, draft_id)
    state, count = DraftState(draft.state), len(draft.targets)
    may: dict[str, Any] = {step: why_not_draft(step, state, draft.drafted_by_id, who, count) for step in DraftStep}
    return page(
        request,
        "conversion/draft.html",
        errors=errors,
        typed=typed,
        draft=draft,
        college=college,
        terms=terms_of(draft.terms),
        targets=[target_of(one) for one in draft.targets],
        state_words=DRAFT_WORDS[state],
        tone=DRAFT_TONES[state],
        why_not=may,
        levels=LEVELS,
        **WORDS,
    )


@router.get("/drafts/{draft_id}/terms")
async def agreement_terms(request: Request, draft_id: int, officer: CreditOfficer, session: Db) -> Response:
    """The form with the numbers and dates of a draft."""
    draft, _ = draft_for(request, session, draft_id)
    form = TermsForm.of(draft.programme_code, terms_of(draft.terms), draft.valid_from, draft.valid_until)
    return terms_page(request, session, form, {}, draft)


@router.post("/drafts/{draft_id}/terms")
async def change_agreement_terms(
    request: Request, draft_id: int, officer: CreditOfficer, session: Db, now: Now
) -> Response:
    """Change the numbers and dates of a draft."""
    draft, _ = draft_for(request, session, draft_id)
    form = await read_form(request, TermsForm)
    form.programme_code = draft.programme_code
    if errors := form.errors():
        return terms_page(request, session, form, errors, draft)
    drafting.change_terms(session, officer, draft, form.wanted, now)
    return see_other(request, "agreement_draft", draft_id=draft_id)


def terms_page(
    request: Request, session: Db, form: TermsForm, errors: dict[str, Message], draft: AgreementDraft | None
) -> Response:
    """The form for terms; of a new agreement also college and programme."""
    colleges = [one for one in all_colleges(session) if in_office(request, one)]
    values: dict[str, Any] = {
        "form": form,
        "draft": draft,
        "colleges": colleges,
        "levels": LEVELS,
        "no_college": NO_COLLEGE,
    }
    return page(request, "conversion/terms.html", errors=errors, **values, **WORDS)


@router.post("/drafts/{draft_id}/proposal")
async def propose_agreement(request: Request, draft_id: int, officer: CreditOfficer, session: Db, now: Now) -> Response:
    """Ask a second officer to confirm."""
    drafting.propose(session, officer, draft_for(request, session, draft_id)[0], now)
    return see_other(request, "agreement_draft", draft_id=draft_id)


@router.post("/drafts/{draft_id}/dropping")
async def drop_agreement(request: Request, draft_id: int, officer: CreditOfficer, session: Db, now: Now) -> Response:
    """Give a draft up."""
    drafting.drop(session, officer, draft_for(request, session, draft_id)[0], now)
    return see_other(request, "agreements")


@router.post("/drafts/{draft_id}/confirmation")
async def confirm_agreement(request: Request, draft_id: int, officer: CreditOfficer, session: Db, now: Now) -> Response:
    """Bring a draft into force, from its day on."""
    row = drafting.confirm(session, officer, draft_for(request, session, draft_id)[0], now)
    return see_other(request, "agreement", agreement_id=row.id)
