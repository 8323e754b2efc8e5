"""One rule of a draft a page: write it, change it, take it out. And the words with which a draft is returned."""

from typing import Any

from fastapi import APIRouter, Request, Response

from portal.accounts.access import CreditOfficer
from portal.conversion import drafting, queries
from portal.conversion.drafts import draft_for, draft_page
from portal.conversion.forms import TAKES, words_problem
from portal.conversion.models import AgreementDraft
from portal.conversion.rule_forms import FindCourse, RuleForm
from portal.conversion.terms import COURSE, Source, Target, target_of
from portal.conversion.views import WORDS
from portal.db.session import Db, Now
from portal.errors import NotFound
from portal.library.queries import published_version
from portal.library.rules import LEVELS
from portal.text import Message, message
from portal.web import page, read_form, see_other
from portal.web.forms import Form

router = APIRouter(prefix="/conversion/desk/drafts/{draft_id}")


class ReturnForm(Form):
    """What is to be changed in a draft."""

    words: str = ""


def finder(session: Db) -> FindCourse:
    """How a rule finds an open course by the last word of its address."""

    def find(slug: str) -> Source | None:
        found = published_version(session, slug[:80])
        if found is None:
            return None
        version = found.CourseVersion
        return Source(COURSE, course_id=version.course_id, title=version.title, title_en=version.title_en)

    return find


@router.get("/rules/new")
async def new_rule(request: Request, draft_id: int, officer: CreditOfficer, session: Db) -> Response:
    """The form for one more rule."""
    draft, _ = draft_for(request, session, draft_id)
    return rule_page(request, draft, RuleForm(), {}, "")


@router.post("/rules/new")
async def add_rule(request: Request, draft_id: int, officer: CreditOfficer, session: Db, now: Now) -> Response:
    """Add a rule to a draft."""
    draft, _ = draft_for(request, session, draft_id)
    form = await read_form(request, RuleForm)
    if errors := form.errors(finder(session)):
        return rule_page(request, draft, form, errors, "")
    drafting.put_target(session, officer, draft, form.target(finder(session)), "", now)
    return see_other(request, "agreement_draft", draft_id=draft_id)


@router.get("/rules/{code}")
async def agreement_rule(request: Request, draft_id: int, code: str, officer: CreditOfficer, session: Db) -> Response:
    """The form as a rule stands."""
    draft, _ = draft_for(request, session, draft_id)
    target = target_in(draft, code)
    slugs = queries.slugs_of(session, [one.course_id for one in target.rule.sources()])
    return rule_page(request, draft, RuleForm.of(target, slugs), {}, code)


@router.post("/rules/{code}")
async def change_rule(
    request: Request, draft_id: int, code: str, officer: CreditOfficer, session: Db, now: Now
) -> Response:
    """Put another rule in the place of this one."""
    draft, _ = draft_for(request, session, draft_id)
    target_in(draft, code)
    form = await read_form(request, RuleForm)
    if errors := form.errors(finder(session)):
        return rule_page(request, draft, form, errors, code)
    drafting.put_target(session, officer, draft, form.target(finder(session)), code, now)
    return see_other(request, "agreement_draft", draft_id=draft_id)


@router.post("/rules/{code}/removal")
async def remove_rule(
    request: Request, draft_id: int, code: str, officer: CreditOfficer, session: Db, now: Now
) -> Response:
    """Take a rule out of a draft."""
    draft, _ = draft_for(request, session, draft_id)
    drafting.remove_target(session, officer, draft, code, now)
    return see_other(request, "agreement_draft", draft_id=draft_id)


@router.post("/return")
async def return_agreement(request: Request, draft_id: int, officer: CreditOfficer, session: Db, now: Now) -> Response:
    """Let a draft be changed once more, and say what."""
    draft, _ = draft_for(request, session, draft_id)
    form = await read_form(request, ReturnForm)
    label = message("要改什么")
    if problem := words_problem(form.words, label, message("要改什么：写几句")):
        return draft_page(request, session, draft_id, officer.person_id, {"words": problem}, form.words)
    drafting.give_back_draft(session, officer, draft, form.words.strip(), now)
    return see_other(request, "agreement_draft", draft_id=draft_id)


def target_in(draft: AgreementDraft, code: str) -> Target:
    """A rule of a draft. Raises NotFound where there is none."""
    found = next((one for one in draft.targets if one["code"] == code), None)
    if found is None:
        raise NotFound
    return target_of(found)


def rule_page(
    request: Request, draft: AgreementDraft, form: RuleForm, errors: dict[str, Message], code: str
) -> Response:
    """The form for one rule."""
    values: dict[str, Any] = {"form": form, "draft": draft, "code": code, "levels": LEVELS, "takes": TAKES}
    return page(request, "conversion/rule.html", errors=errors, **values, **WORDS)
