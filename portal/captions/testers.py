"""The captions of a course on the testers' desk: read as they lie in the package, say what is wrong with a line, confirm."""

from typing import Any

from fastapi import APIRouter, Request, Response

from portal.accounts.access import Reviewer, Tester
from portal.accounts.rules import Actor, Role
from portal.captions import actions, queries, views
from portal.captions.forms import FlagForm, RevisionForm
from portal.captions.pages import On, done_of, file_answer, media_answer, numbers_of, place_of
from portal.captions.queries import Seen
from portal.db.session import Db, Now
from portal.errors import NotFound, Refused
from portal.review.routes import readable_version
from portal.review.views import BACK_TO_COURSE
from portal.submissions.models import Submission
from portal.submissions.steps import State
from portal.text import Message, message
from portal.web import page, read_form, see_other

router = APIRouter(prefix="/review/{submission_id}/captions", dependencies=[BACK_TO_COURSE])


@router.get("")
async def tested_captions(request: Request, submission_id: int, reviewer: Reviewer, session: Db, now: Now) -> Response:
    """What each lesson has, for who reviews the course."""
    found = at_desk(request, session, submission_id, reviewer, now)
    return page(
        request,
        "captions/tested.html",
        submission=found,
        desk=queries.desk_of(session, found.id),
        rows=views.lesson_rows(queries.texts_of(session, found.id)),
    )


@router.get("/{lesson}/media")
async def tested_media(
    request: Request, submission_id: int, lesson: str, reviewer: Reviewer, session: Db, now: Now
) -> Response:
    """The film or sound of a lesson."""
    found = at_desk(request, session, submission_id, reviewer, now)
    return media_answer(request, queries.lesson_of(session, found.id, lesson))


@router.get("/{lesson}/{kind}")
async def tested_text(
    request: Request, submission_id: int, lesson: str, kind: str, reviewer: Reviewer, session: Db, now: Now
) -> Response:
    """Every line as it lies in the package."""
    on = on_test(request, session, submission_id, lesson, kind, reviewer, now)
    return tested_page(request, session, on, reviewer, now, FlagForm(), {})


@router.post("/{lesson}/{kind}/flags")
async def flag_captions(
    request: Request, submission_id: int, lesson: str, kind: str, tester: Tester, session: Db, now: Now
) -> Response:
    """Say what is wrong with a line; the author reads it beside that line."""
    form = await read_form(request, FlagForm)
    on = on_test(request, session, submission_id, lesson, kind, tester, now)
    refuse_unless_tested(on.submission)
    if errors := form.errors(len(on.seen.text.lines)):
        return tested_page(request, session, on, tester, now, form, errors)
    actions.flag(session, on.seen, int(form.line), form.words.strip(), tester.person_id, now)
    return see_other(request, "tested_text", done="told", **place_of(on.submission, on.seen))


@router.post("/{lesson}/{kind}/confirmation")
async def confirm_tested(
    request: Request, submission_id: int, lesson: str, kind: str, tester: Tester, session: Db, now: Now
) -> Response:
    """A deaf tester vouches for exactly what lies in the package."""
    form = await read_form(request, RevisionForm)
    on = on_test(request, session, submission_id, lesson, kind, tester, now)
    refuse_unless_tested(on.submission)
    if not may_confirm(on.seen, tester):
        raise Refused(message("字幕由听障体验员确认。机器写的草稿要作者先改。"))
    actions.confirm(session, on.seen, form.number, tester, now)
    return see_other(request, "tested_text", done="confirmed", **place_of(on.submission, on.seen))


@router.get("/{lesson}/{kind}/file")
async def tested_file(
    request: Request, submission_id: int, lesson: str, kind: str, reviewer: Reviewer, session: Db, now: Now
) -> Response:
    """The same as a file."""
    return file_answer(on_test(request, session, submission_id, lesson, kind, reviewer, now).seen)


def at_desk(request: Request, session: Db, submission_id: int, reviewer: Actor, now: Any) -> Submission:
    """The submission, for who may read it. Raises NotFound, Refused."""
    return readable_version(session, request, submission_id, reviewer, now)[0].submission


def on_test(request: Request, session: Db, submission_id: int, lesson: str, kind: str, reviewer: Actor, now: Any) -> On:
    """One text as it lies in the package. Raises NotFound when the package has none."""
    found = at_desk(request, session, submission_id, reviewer, now)
    seen = queries.seen(session, queries.lesson_of(session, found.id, lesson), kind, of_package=True)
    if not seen.row.package_revision:
        raise NotFound
    return On(found, seen)


def refuse_unless_tested(submission: Submission) -> None:
    """Testers speak while the course is with them. Raises Refused."""
    if submission.state is not State.A11Y_CHECK:
        raise Refused(message("这门课现在不在体验员手里。"))


def may_confirm(seen: Seen, person: Actor) -> bool:
    """Whether this person may vouch for what lies in the package; nobody vouches here for what a machine wrote."""
    is_newest = seen.row.package_revision == seen.row.revision
    return Role.DEAF_TESTER in person.roles and is_newest and not seen.text.is_machine


def tested_page(
    request: Request, session: Db, on: On, reviewer: Actor, now: Any, form: FlagForm, errors: dict[str, Message]
) -> Response:
    """Every line, what was said of them, and the form to say more."""
    values = views.text_values(session, on.submission, on.seen, numbers_of(request, now), 1, lambda number: "")
    is_tested = on.submission.state is State.A11Y_CHECK
    is_tester = bool(reviewer.roles & {Role.DEAF_TESTER, Role.BLIND_TESTER})
    return page(
        request,
        "captions/tested_text.html",
        errors=errors,
        form=form,
        place=place_of(on.submission, on.seen),
        all_lines=views.all_lines(on.seen),
        done=done_of(request),
        may_flag=is_tested and is_tester,
        may_confirm=is_tested and may_confirm(on.seen, reviewer),
        **values,
    )
