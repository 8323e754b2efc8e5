"""The pages of the experts' review: asking an expert, the rubric."""

from datetime import datetime

from fastapi import APIRouter, Request, Response

from portal.accounts.access import Coordinator, Expert
from portal.accounts.rules import Actor, Role
from portal.db.session import Db, Now
from portal.review import queries
from portal.review.checks.forms import NamingForm
from portal.review.checks.routes import candidates_of
from portal.review.experts import actions, forms
from portal.review.experts.actions import Rubric
from portal.review.views import BACK_TO_COURSE, Desk, desk_of, hub_values, read_answers, require, said_or_hub
from portal.submissions.rules import Outcome
from portal.submissions.steps import Step
from portal.submissions.views import deed_of, new_key
from portal.text import Message
from portal.web import page, read_form

router = APIRouter(prefix="/review/{submission_id}", dependencies=[BACK_TO_COURSE])


@router.get("/experts")
async def experts(request: Request, submission_id: int, coordinator: Coordinator, session: Db, now: Now) -> Response:
    """Everybody who could review, with their load, their place and what speaks against each."""
    return experts_page(request, session, submission_id, coordinator, now, NamingForm(key=new_key()), {})


@router.post("/experts")
async def assign_expert(
    request: Request, submission_id: int, coordinator: Coordinator, session: Db, now: Now
) -> Response:
    """Ask an expert."""
    form = await read_form(request, NamingForm)
    if errors := form.errors():
        return experts_page(request, session, submission_id, coordinator, now, form, errors)
    done = deed_of(request, coordinator, now, form.key)
    return said_or_hub(request, submission_id, actions.assign_expert(session, submission_id, int(form.person), done))


def experts_page(
    request: Request,
    session: Db,
    submission_id: int,
    coordinator: Actor,
    now: datetime,
    form: NamingForm,
    errors: dict[str, Message],
) -> Response:
    """The list of experts as a form."""
    desk = require(desk_of(session, request, submission_id, coordinator, now), Step.ASSIGN_EXPERT)
    return page(
        request,
        "review/experts.html",
        errors=errors,
        form=form,
        candidates=candidates_of(session, desk, Role.EXPERT),
        most=desk.deed.rules.expert_load,
        **hub_values(session, desk),
    )


@router.get("/rubric")
async def rubric(request: Request, submission_id: int, expert: Expert, session: Db, now: Now) -> Response:
    """The rubric with what has been written so far."""
    desk = require(desk_of(session, request, submission_id, expert, now), Step.REVIEW)
    draft = queries.draft_of(session, desk.submission, expert.person_id)
    answers = dict.fromkeys(forms.FIELDS, "") | (draft.answers if draft else {}) | {"key": new_key()}
    return rubric_page(request, session, desk, answers, {})


@router.post("/rubric")
async def hand_in_review(request: Request, submission_id: int, expert: Expert, session: Db, now: Now) -> Response:
    """Keep a draft, or hand the review in."""
    posted = await read_answers(request, (*forms.FIELDS, "key", "draft"))
    answers = {name: posted[name] for name in forms.FIELDS}
    done = deed_of(request, expert, now, posted["key"])
    if posted["draft"]:
        actions.save_draft(session, submission_id, answers, done)
        return said_or_hub(request, submission_id, None)
    if errors := forms.errors(answers):
        desk = require(desk_of(session, request, submission_id, expert, now), Step.REVIEW)
        return rubric_page(request, session, desk, posted, errors)
    finished = Rubric(answers, forms.score(answers, done.rules), Outcome(answers["verdict"]), forms.unmet(answers))
    return said_or_hub(request, submission_id, actions.hand_in_review(session, submission_id, finished, done))


def rubric_page(
    request: Request, session: Db, desk: Desk, answers: dict[str, str], errors: dict[str, Message]
) -> Response:
    """The rubric as a form."""
    return page(
        request,
        "review/rubric.html",
        errors=errors,
        typed=answers,
        essentials=forms.ESSENTIALS,
        options_of=forms.options_of,
        weighted=forms.WEIGHTED,
        weights=desk.deed.rules.rubric_weights,
        levels=forms.LEVELS,
        verdicts=forms.VERDICTS,
        **hub_values(session, desk),
    )
