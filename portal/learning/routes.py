"""My courses: enrol, finish lessons, see how far I am."""

from typing import Any

from fastapi import APIRouter, Depends, Request, Response

from portal.accounts.access import Trainee
from portal.accounts.rules import Actor
from portal.credits.rulebook.queries import rules_on
from portal.db.session import Db, Now
from portal.errors import NotFound
from portal.learning import actions, carrying, queries, rules  # noqa: F401 - the worker finds the job through the pages
from portal.learning.models import EnrolmentState
from portal.learning.views import Progress, learner_view, next_step
from portal.library import queries as library_queries
from portal.library.editions.reading import refuse_after_finish
from portal.library.questions import shown
from portal.library.routes import lesson_page
from portal.library.views import lesson_links
from portal.text.dates import local_date
from portal.web import page, read_fields, see_other

router = APIRouter(prefix="/learning")
IN_TIME = Depends(refuse_after_finish)


@router.get("")
async def learning(request: Request, learner: Trainee, session: Db) -> Response:
    """All my courses, the newest first."""
    courses = queries.my_courses(session, learner.person_id)
    return page(
        request,
        "learning/courses.html",
        current=[course for course in courses if course.state == EnrolmentState.LEARNING],
        passed=[course for course in courses if course.state == EnrolmentState.PASSED],
        left=[course for course in courses if course.state == EnrolmentState.LEFT],
        identity_verified=learner.identity_verified,
        recommended=request.app.state.recommended(request, session, learner),
        questioned=request.app.state.questioned(request, session, learner.person_id),
    )


@router.post("/{slug}/enrolment")
async def enrol(request: Request, slug: str, learner: Trainee, session: Db, now: Now) -> Response:
    """Begin a course and go to its first lesson that is left."""
    found = library_queries.published_version(session, slug)
    if found is None:
        raise NotFound
    actions.enrol(session, learner, slug, found.CourseVersion, now)
    return see_other(request, "progress", slug=slug)


@router.post("/{slug}/leave")
async def leave(request: Request, slug: str, learner: Trainee, session: Db, now: Now) -> Response:
    """Take a course off my list; what was done stays."""
    found = enrolled(session, learner, slug)
    actions.leave(session, learner, found.Enrolment, now)
    return see_other(request, "learning")


@router.get("/{slug}")
async def progress(request: Request, slug: str, learner: Trainee, session: Db, now: Now) -> Response:
    """How far I am in one course, lesson by lesson, and what comes next."""
    found = enrolled(session, learner, slug)
    mine = progress_in(session, found, now)
    url_for = request.app.state.url_for
    link, address = next_step(mine, slug, url_for)
    states = learner_view(request, session, learner, found.CourseVersion.id)
    return page(
        request,
        "learning/progress.html",
        course=found.CourseVersion,
        slug=slug,
        progress=mine,
        next_link=link,
        next_address=address,
        lesson_links=lesson_links(mine.lessons, lambda lesson: url_for("lesson", slug=slug, lesson=lesson), states),
        needed=rules.needed_activities(len(mine.lessons), mine.required_percent),
        pass_mark=rules_on(session, local_date(now)).pass_mark,
        learner=states,
    )


@router.post("/{slug}/{lesson}/checkpoint", dependencies=[IN_TIME])
async def answer_checkpoint(
    request: Request, slug: str, lesson: str, learner: Trainee, session: Db, now: Now
) -> Response:
    """Answer a lesson's question. Right: the lesson is done. Wrong: the lesson again, with what to do at the field."""
    typed = await read_fields(request)
    found = enrolled(session, learner, slug)
    version = found.CourseVersion
    wanted = library_queries.lesson_by_slug(session, version.id, lesson)
    if wanted is None:
        raise NotFound
    errors = rules.checkpoint_errors(wanted.questions, rules.read_answers(wanted.questions, typed))
    if errors:
        view = learner_view(request, session, learner, version.id)
        return lesson_page(request, session, version, slug, lesson, view, typed, errors)
    actions.finish_lesson(session, found.Enrolment, wanted, typed, now)
    return see_other(request, "lesson_done", slug=slug, lesson=lesson)


@router.get("/{slug}/{lesson}/done")
async def lesson_done(request: Request, slug: str, lesson: str, learner: Trainee, session: Db, now: Now) -> Response:
    """A lesson is done: why the answers are right, how far I am, what comes next."""
    found = enrolled(session, learner, slug)
    wanted = library_queries.lesson_by_slug(session, found.CourseVersion.id, lesson)
    mine = progress_in(session, found, now)
    if wanted is None or lesson not in mine.done:
        raise NotFound
    link, address = next_step(mine, slug, request.app.state.url_for)
    return page(
        request,
        "learning/lesson_done.html",
        course=found.CourseVersion,
        slug=slug,
        lesson=wanted,
        progress=mine,
        questions=[shown(question) for question in wanted.questions],
        next_link=link,
        next_address=address,
    )


def enrolled(session: Db, learner: Actor, slug: str) -> Any:
    """My enrolment in a course with its version. Raises NotFound when there is none."""
    if found := queries.newest_enrolment(session, learner.person_id, slug):
        return found
    raise NotFound


def progress_in(session: Db, found: Any, now: Now) -> Progress:
    """How far an enrolment is."""
    lessons = library_queries.outline(session, found.CourseVersion.id)
    done = frozenset(queries.done_lessons(session, found.Enrolment.id))
    return Progress(found.Enrolment, lessons, done, rules_on(session, local_date(now)).required_percent)
