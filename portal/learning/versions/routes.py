"""Which version of a course I learn, and the way over to the newest."""

from typing import Any

from fastapi import APIRouter, Request, Response

from portal.accounts.access import Trainee
from portal.db.session import Db, Now
from portal.errors import NotFound, Refused
from portal.learning.models import EnrolmentState
from portal.learning.routes import enrolled
from portal.learning.versions import actions, queries
from portal.text import message
from portal.web import page, read_fields, see_other

router = APIRouter(prefix="/learning/{slug}/version")


@router.get("")
async def move_over(request: Request, slug: str, learner: Trainee, session: Db) -> Response:
    """Before moving over: what comes along and what has to be learned. After it, or on the newest: which one I learn."""
    found = enrolled(session, learner, slug)
    shelf = request.app.state.shelf
    newest, mine = newest_of(request, session, slug), shelf.version(session, found.CourseVersion.id)
    values: dict[str, Any] = {"slug": slug, "course": found.CourseVersion, "mine": mine, "newest": newest}
    if newest is None or newest.id == mine.id or found.Enrolment.state != EnrolmentState.LEARNING:
        return page(request, "learning/version.html", move=queries.move_to(session, found.Enrolment.id), **values)
    plan = actions.plan_move(session, found.Enrolment, mine.course_id, newest.id)
    return page(request, "learning/move_over.html", plan=plan, **values)


@router.post("")
async def change_version(request: Request, slug: str, learner: Trainee, session: Db, now: Now) -> Response:
    """Move over to the version that the page showed."""
    typed = await read_fields(request)
    found = enrolled(session, learner, slug)
    newest = newest_of(request, session, slug)
    if newest is None:
        raise NotFound
    if typed.get("version") != str(newest.id):
        way_on = message("看要学什么"), request.app.state.url_for("move_over", slug=slug)
        raise Refused(message("刚刚又有了新的一版。先看它改了什么，再换。"), way_on)
    actions.move_over(session, learner, found.Enrolment, newest.course_id, newest.id, now)
    return see_other(request, "move_over", slug=slug)


def newest_of(request: Request, session: Db, slug: str) -> Any | None:
    """The newest version of a course with its edition; None when the course is not open any more."""
    shelf = request.app.state.shelf
    published = shelf.course(session, slug)
    return published and shelf.version(session, published.id)
