"""The pages of the panel: voting, and the end of a sitting."""

from fastapi import APIRouter, Request, Response

from portal.accounts.access import Coordinator, PanelMember
from portal.db.session import Db, Now
from portal.review.forms import OUTCOME_WORDS
from portal.review.panel import actions
from portal.review.panel.forms import ResultForm, VoteForm
from portal.review.rules import allowed_outcomes
from portal.review.views import BACK_TO_COURSE, Desk, desk_of, hub_values, require, said_or_hub
from portal.submissions.rules import Outcome
from portal.submissions.steps import Step
from portal.submissions.views import deed_of, new_key
from portal.text import Message
from portal.web import page, read_form

router = APIRouter(prefix="/review/{submission_id}", dependencies=[BACK_TO_COURSE])
RESULTS = tuple(actions.STEP_OF_OUTCOME.values())


@router.get("/vote")
async def vote(request: Request, submission_id: int, member: PanelMember, session: Db, now: Now) -> Response:
    """What the experts and testers said, and the form of a vote."""
    desk = require(desk_of(session, request, submission_id, member, now), Step.VOTE)
    return vote_page(request, session, desk, VoteForm(key=new_key()), {})


@router.post("/vote")
async def give_vote(request: Request, submission_id: int, member: PanelMember, session: Db, now: Now) -> Response:
    """Keep a member's vote."""
    form = await read_form(request, VoteForm)
    desk = desk_of(session, request, submission_id, member, now)
    if errors := form.errors(allowed(desk)):
        return vote_page(request, session, require(desk, Step.VOTE), form, errors)
    done = deed_of(request, member, now, form.key)
    said = actions.vote(session, submission_id, Outcome(form.outcome), form.reason.strip(), done)
    return said_or_hub(request, submission_id, said)


def allowed(desk: Desk) -> tuple[Outcome, ...]:
    """What a member may vote for after what the experts said."""
    opinion = desk.evidence.opinion
    return allowed_outcomes(opinion, desk.deed.rules) if opinion else ()


def vote_page(request: Request, session: Db, desk: Desk, form: VoteForm, errors: dict[str, Message]) -> Response:
    """The form of a vote; only what the score allows can be chosen, and the page says why."""
    return page(
        request,
        "review/vote.html",
        errors=errors,
        form=form,
        choices_open={outcome: OUTCOME_WORDS[outcome] for outcome in allowed(desk)},
        opinion=desk.evidence.opinion,
        rules=desk.deed.rules,
        outcomes=OUTCOME_WORDS,
        **hub_values(session, desk),
    )


@router.get("/result")
async def panel_result(
    request: Request, submission_id: int, coordinator: Coordinator, session: Db, now: Now
) -> Response:
    """What the votes come to, and the letter that goes with it."""
    desk = require(desk_of(session, request, submission_id, coordinator, now), *RESULTS)
    return result_page(request, session, desk, ResultForm(key=new_key()), {})


@router.post("/result")
async def close_sitting(
    request: Request, submission_id: int, coordinator: Coordinator, session: Db, now: Now
) -> Response:
    """End the voting."""
    form = await read_form(request, ResultForm)
    desk = desk_of(session, request, submission_id, coordinator, now)
    if errors := form.errors(desk.facts.outcome):
        return result_page(request, session, require(desk, *RESULTS), form, errors)
    actions.close_sitting(session, submission_id, form.letter.strip(), deed_of(request, coordinator, now, form.key))
    return said_or_hub(request, submission_id, None)


def result_page(request: Request, session: Db, desk: Desk, form: ResultForm, errors: dict[str, Message]) -> Response:
    """The result and its letter."""
    return page(
        request,
        "review/result.html",
        errors=errors,
        form=form,
        votes=desk.evidence.votes,
        opinion=desk.evidence.opinion,
        outcomes=OUTCOME_WORDS,
        **hub_values(session, desk),
    )
