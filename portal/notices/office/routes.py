"""The desk's side of a notice: opening it, answering objections, opening the course."""

from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response

from portal.accounts.access import Coordinator, signed_in_as
from portal.accounts.rules import Actor, Role
from portal.db.session import Db, Now
from portal.errors import NotFound
from portal.notices import actions, forms, queries
from portal.notices.forms import AnswerForm
from portal.notices.rules import TRIED, band_of, facts_after_test, months_later
from portal.review import queries as review
from portal.review.views import BACK_TO_COURSE, Desk, closed_to_conflicts, desk_of, hub_values, require, said_or_hub
from portal.submissions.forms import KeyForm
from portal.submissions.province import SHORTEST_NOTICE
from portal.submissions.rules import why_not
from portal.submissions.steps import Step
from portal.submissions.views import deed_of, due_of, new_key
from portal.text import Message
from portal.web import page, read_form, see_other

AppealOfficer = Annotated[Actor, Depends(signed_in_as(Role.APPEAL_OFFICER))]
router = APIRouter(prefix="/review/{submission_id}", dependencies=[BACK_TO_COURSE])
ANSWERS = (Step.ANSWER, Step.DISMISS, Step.UPHOLD, Step.UPHOLD_RETURN)


@router.get("/notice")
async def opening_of_notice(
    request: Request, submission_id: int, coordinator: Coordinator, session: Db, now: Now
) -> Response:
    """Asks before a notice is published: its words, and the day on which it ends."""
    desk = require(desk_of(session, request, submission_id, coordinator, now), Step.OPEN_NOTICE)
    days = desk.deed.rules.notice_working_days
    ends_on = desk.deed.rules.notice_end(desk.deed.today)
    opinion = desk.evidence.opinion
    return page(
        request,
        "notices/open.html",
        key=new_key(),
        days=days,
        shortest=SHORTEST_NOTICE,
        ends=due_of(ends_on, desk.deed.today),
        band=band_of(opinion) if opinion else "",
        **hub_values(session, desk),
    )


@router.post("/notice")
async def open_notice(
    request: Request, submission_id: int, coordinator: Coordinator, session: Db, now: Now
) -> Response:
    """Publish the notice."""
    form = await read_form(request, KeyForm)
    actions.open_notice(session, submission_id, deed_of(request, coordinator, now, form.key))
    return said_or_hub(request, submission_id, None)


@router.get("/objections")
async def objections(request: Request, submission_id: int, officer: AppealOfficer, session: Db, now: Now) -> Response:
    """Every objection to a course, with a form for each that waits."""
    desk = require(desk_of(session, request, submission_id, officer, now), *ANSWERS)
    return objections_page(request, session, desk, None, AnswerForm(key=new_key()), {})


@router.post("/objections/{number}")
async def answer_objection(
    request: Request, submission_id: int, number: int, officer: AppealOfficer, session: Db, now: Now
) -> Response:
    """Answer one objection."""
    form = await read_form(request, AnswerForm)
    if errors := form.errors():
        desk = require(desk_of(session, request, submission_id, officer, now), *ANSWERS)
        return objections_page(request, session, desk, number, form, errors)
    done = deed_of(request, officer, now, form.key)
    said = actions.answer(session, submission_id, number, form.verdict, form.answer.strip(), done)
    return said_or_hub(request, submission_id, said)


def objections_page(
    request: Request, session: Db, desk: Desk, number: int | None, form: AnswerForm, errors: dict[str, Message]
) -> Response:
    """The objections; the form belongs to the one with this number, or to the first that waits."""
    notice = queries.current_notice(session, desk.submission)
    if notice is None:
        raise NotFound
    found = queries.objections_of(session, notice.id)
    waiting = [one.number for one in found if one.state == "open"]
    return page(
        request,
        "notices/objections.html",
        errors=errors,
        form=form,
        objections=found,
        at=number if number in waiting else (waiting[0] if waiting else None),
        waiting=len(waiting),
        verdicts=forms.VERDICTS,
        objection_words=forms.STATE_WORDS,
        **hub_values(session, desk),
    )


@router.get("/publication")
async def publication(
    request: Request, submission_id: int, coordinator: Coordinator, session: Db, now: Now
) -> Response:
    """Everything that must be so before a course opens, and the button."""
    return publication_page(request, session, submission_id, coordinator, now)


def publication_page(request: Request, session: Db, submission_id: int, coordinator: Actor, now: datetime) -> Response:
    """What will open, until when, with which credit; or the sentence that says what is missing."""
    desk = closed_to_conflicts(desk_of(session, request, submission_id, coordinator, now))
    facts = queries.notice_facts(session, desk.submission, desk.deed, desk.evidence)
    values = hub_values(session, desk)
    if values["version"] is None:  # what was uploaded last cannot be read, so nothing of it can open
        raise NotFound
    package = values["package"]
    tried = [report.ways for report in desk.evidence.reports]
    return page(
        request,
        "notices/publish.html",
        key=new_key(),
        why_not=why_not(Step.PUBLISH, facts),
        credit=review.credit_of(session, package.id),
        valid_until=months_later(desk.deed.today, desk.deed.rules.validity_months),
        verdicts=facts_after_test(values["version"].facts, tried, TRIED),
        **values,
    )


@router.post("/publication")
async def publish(request: Request, submission_id: int, coordinator: Coordinator, session: Db, now: Now) -> Response:
    """Open the course to everyone."""
    form = await read_form(request, KeyForm)
    actions.publish(session, submission_id, deed_of(request, coordinator, now, form.key))
    return see_other(request, "review_submission", submission_id=submission_id)
