"""The weekly look: what it found, for who must mend it, and for who oversees them."""

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request, Response

from portal.accounts.access import Overseer, overseen_region, signed_in_as
from portal.accounts.rules import Actor, Role, is_within
from portal.db.session import Db, Now
from portal.errors import NotFound
from portal.jobs import job_of
from portal.jobs.models import JobState
from portal.upkeep import actions, checking, queries, views
from portal.web import page, see_other

__all__ = ["checking", "router"]  # the jobs are put down when their module is imported
router = APIRouter(prefix="/upkeep")
Caretaker = Annotated[Actor, Depends(signed_in_as(Role.SUBMITTER, Role.APPROVER, Role.COORDINATOR))]


@router.get("")
async def upkeep(request: Request, overseer: Overseer, session: Db, region: str = "", number: int = 1) -> Response:
    """The open courses of a place with what is to be mended; for the province first the counts of each prefecture."""
    scope = overseen_region(request)
    if views.is_province(scope) and not region:
        rows = queries.by_prefecture(session, views.scope_of(scope))
        return page(request, "upkeep/province.html", rows=rows, totals=queries.totals(session, views.scope_of(scope)))
    place = queries.region_of(session, region or scope)
    if place is None or not is_within(place.code, scope):
        raise NotFound
    inside = place.code[:4] if views.is_province(place.code) else views.scope_of(place.code)
    totals = queries.totals(session, inside)
    count = max(1, -(-totals.courses // queries.PAGE_SIZE))
    if not 1 <= number <= count:
        raise NotFound
    return page(
        request,
        "upkeep/list.html",
        rows=queries.courses(session, inside, number),
        totals=totals,
        place=place,
        is_own=place.code == scope,
        number=number,
        count=count,
    )


@router.get("/{slug}")
async def course_upkeep(request: Request, slug: str, overseer: Overseer, session: Db) -> Response:
    """One course: everything to be mended, what was mended since the look before, and how the look goes on."""
    found = course_of(request, session, slug)
    version, check = found.CourseVersion, found.CourseCheck
    lessons, url_for = queries.lesson_titles(session, version.id), request.app.state.url_for
    solved = queries.solved_findings(session, version.course_id, check.checked_at) if check else []
    job = job_of(session, actions.reference_of(version.course_id))
    roles = overseer.roles
    return page(
        request,
        "upkeep/course.html",
        course=version,
        slug=slug,
        check=check,
        findings=views.shown(queries.open_findings(session, version.course_id), lessons, slug, url_for),
        solved=views.shown(solved, lessons, slug, url_for),
        progress=views.progress(job),
        failed=job.message if job and job.state == JobState.FAILED else None,
        is_older=bool(check and check.version_id != version.id),
        may_ask=not roles.isdisjoint({Role.SUBMITTER, Role.APPROVER, Role.COORDINATOR}),
        may_hand_in=Role.SUBMITTER in roles,
    )


@router.post("/{slug}/check")
async def look_again(request: Request, slug: str, caretaker: Caretaker, session: Db, now: Now) -> Response:
    """Let a course be looked at now."""
    found = course_of(request, session, slug)
    actions.ask_for_check(session, found.CourseVersion.course_id, caretaker.person_id, now)
    return see_other(request, "course_upkeep", slug=slug)


def course_of(request: Request, session: Db, slug: str) -> Any:
    """An open course of the place that the official oversees. Raises NotFound."""
    found = queries.course_in(session, slug, views.scope_of(overseen_region(request)))
    if found is None:
        raise NotFound
    return found
