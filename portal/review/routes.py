"""One course on the desk: what is now, the declaration before it opens, the preview of its lessons."""

from datetime import datetime
from typing import Any

from fastapi import APIRouter, Request, Response

from portal.accounts.access import Coordinator, Reviewer
from portal.accounts.rules import Actor
from portal.db.session import Db, Now
from portal.errors import Refused
from portal.library.models import CourseVersion
from portal.library.routes import WORDS
from portal.review import actions, forms
from portal.review.checks import actions as checks
from portal.review.experts import actions as experts
from portal.review.fixes import actions as fixes
from portal.review.forms import OpeningForm
from portal.review.panel import actions as panel
from portal.review.views import BACK_TO_COURSE, Desk, closed_to_conflicts, desk_of, hub_values, require, said_or_hub
from portal.submissions import queries as handed_in
from portal.submissions.actions import Deed
from portal.submissions.forms import STATE_WORDS, KeyForm
from portal.submissions.preview import Room, preview_lesson_page, preview_page
from portal.submissions.rules import DECLARE_FIRST
from portal.submissions.steps import Step
from portal.submissions.views import deed_of, new_key
from portal.text import Message, message
from portal.web import page, read_form

router = APIRouter(prefix="/review/{submission_id}", dependencies=[BACK_TO_COURSE])
AT_DESK = Room("review", message("评审台"), "review_submission", "preview", "preview_lesson", message("回到评审"))


@router.get("")
async def review_submission(
    request: Request, submission_id: int, reviewer: Reviewer, session: Db, now: Now
) -> Response:
    """One course for one reviewer: what to do, what may be read, what happened."""
    desk = closed_to_conflicts(desk_of(session, request, submission_id, reviewer, now))
    return hub_page(request, session, desk, OpeningForm(key=new_key()), {})


def hub_page(request: Request, session: Db, desk: Desk, form: OpeningForm, errors: dict[str, Message]) -> Response:
    """The page of a course on the desk."""
    return page(
        request,
        "review/submission.html",
        errors=errors,
        form=form,
        state_words=STATE_WORDS,
        outcomes=forms.OUTCOME_WORDS,
        words=forms,
        library=WORDS,
        **hub_values(session, desk),
    )


@router.post("/opening")
async def open_content(request: Request, submission_id: int, reviewer: Reviewer, session: Db, now: Now) -> Response:
    """Somebody says whether they have a conflict; without one the course opens to them."""
    form = await read_form(request, OpeningForm)
    desk = closed_to_conflicts(desk_of(session, request, submission_id, reviewer, now))
    may_decline = Step.DECLINE_REVIEW in desk.open_steps
    if errors := form.errors(may_decline):
        return hub_page(request, session, desk, form, errors)
    done, reason = deed_of(request, reviewer, now, form.key), form.reason.strip()
    if form.answer == "open":
        return said_or_hub(request, submission_id, open_to(session, desk, done))
    if may_decline:
        experts.decline_review(session, submission_id, reason, form.answer == "conflict", done)
    else:
        actions.declare_conflict(session, submission_id, reason, done)
    return page(request, "review/declared.html", submission=desk.submission, is_conflict=form.answer == "conflict")


def open_to(session: Db, desk: Desk, done: Deed) -> Message | None:
    """Open the course to who has declared no conflict, by the step that is theirs."""
    ways: dict[Step, Any] = {
        Step.TAKE: checks.take_formal_check,
        Step.OPEN_TEST: checks.open_test,
        Step.OPEN_FIX: fixes.open_fix,
        Step.ACCEPT_REVIEW: experts.accept_review,
        Step.OPEN_PAPERS: panel.open_papers,
    }
    for step, open_it in ways.items():
        if step in desk.open_steps:
            said: Message | None = open_it(session, desk.submission.id, done)
            return said
    return None  # it was open before: the same button pressed twice


@router.get("/revision")
async def revision_time(
    request: Request, submission_id: int, coordinator: Coordinator, session: Db, now: Now
) -> Response:
    """More time for a revision, or its end."""
    desk = require(desk_of(session, request, submission_id, coordinator, now), Step.EXTEND, Step.CANCEL)
    return page(
        request,
        "review/revision.html",
        key=new_key(),
        may_extend=Step.EXTEND in desk.open_steps,
        may_cancel=Step.CANCEL in desk.open_steps,
        extension_days=desk.deed.rules.extension_days,
        **hub_values(session, desk),
    )


@router.post("/extension")
async def extend_revision(
    request: Request, submission_id: int, coordinator: Coordinator, session: Db, now: Now
) -> Response:
    """Give the prefecture more time, once in a round."""
    form = await read_form(request, KeyForm)
    actions.extend(session, submission_id, deed_of(request, coordinator, now, form.key))
    return said_or_hub(request, submission_id, None)


@router.post("/cancellation")
async def cancel_submission(
    request: Request, submission_id: int, coordinator: Coordinator, session: Db, now: Now
) -> Response:
    """End a submission that did not come back in time."""
    form = await read_form(request, KeyForm)
    actions.cancel(session, submission_id, deed_of(request, coordinator, now, form.key))
    return said_or_hub(request, submission_id, None)


def readable_version(
    session: Db, request: Request, submission_id: int, reviewer: Actor, now: datetime
) -> tuple[Desk, CourseVersion | None]:
    """The staged version that is under review, for who may read it."""
    desk = closed_to_conflicts(desk_of(session, request, submission_id, reviewer, now))
    if not desk.may_read:
        raise Refused(DECLARE_FIRST, desk.way_to_declare)
    return desk, handed_in.version_of(session, handed_in.current_package(session, desk.submission))


@router.get("/course")
async def preview(request: Request, submission_id: int, reviewer: Reviewer, session: Db, now: Now) -> Response:
    """The course as a learner will see it: its facts, its lessons, its final assessment with the answers."""
    desk, version = readable_version(session, request, submission_id, reviewer, now)
    return preview_page(request, session, AT_DESK, desk.submission, version)


@router.get("/course/{lesson}")
async def preview_lesson(
    request: Request, submission_id: int, lesson: str, reviewer: Reviewer, session: Db, now: Now
) -> Response:
    """A lesson exactly as a learner will see and hear it, from the package that was handed in."""
    desk, version = readable_version(session, request, submission_id, reviewer, now)
    return preview_lesson_page(request, session, AT_DESK, desk.submission, version, lesson)
