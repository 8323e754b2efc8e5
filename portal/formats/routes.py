"""Take a course or a lesson along: the files, the page that lists them, and the page that says how far one is."""

from typing import Any

from fastapi import APIRouter, Request, Response

from portal.accounts.access import Visitor
from portal.db.session import Db, Now
from portal.errors import NotFound
from portal.formats import actions, makers, queries, rules, views
from portal.formats.proofs import queries as proofs
from portal.formats.rules import COURSE, LENGTHS, USUAL_SIZE, WIDTHS, Asked
from portal.jobs.models import JobState
from portal.library.permitted import permitted_regions, refuse_elsewhere
from portal.library.rules import mark_of
from portal.text import language
from portal.web import page, see_other
from portal.web.ranges import stored_file

router = APIRouter(prefix="/library/{slug}")
MAKERS = makers.MAKERS  # the worker knows the jobs and their makers because this module imports them
SECONDS_TO_COME_BACK = 10


@router.get("/take-away")
async def take_away(request: Request, slug: str, visitor: Visitor, session: Db, version: str = "") -> Response:
    """Everything that can be taken along of a course, lesson by lesson; braille in the width of one's own display."""
    found, number = version_of(request, session, visitor, slug, version)
    takes, shelf = request.app.state.take_away, request.app.state.shelf
    lessons = shelf.contents(session, found.CourseVersion.id).lessons
    of_course = takes(request, session, found.CourseVersion, slug, lessons)
    of_lessons = [
        (lesson, takes(request, session, found.CourseVersion, slug, [lesson], lesson.slug)) for lesson in lessons
    ]
    return page(
        request,
        "formats/take_away.html",
        course=found.CourseVersion,
        slug=slug,
        number=number,
        of_course=of_course,
        of_lessons=of_lessons,
        widths=[(width, width) for width in WIDTHS],
        lengths=[(length, length) for length in LENGTHS],
        usual=views.own_size(request.state.needs) or USUAL_SIZE,
        is_own_size=views.own_size(request.state.needs) is not None,
        kinds=[(kind, rules.FORMS[kind].format) for kind in (rules.Kind.BRAILLE, rules.Kind.BRF)],
    )


@router.get("/braille")
async def own_braille(
    request: Request,
    slug: str,
    visitor: Visitor,
    cells: str = "",
    lines: str = "",
    kind: str = "brf",
    version: str = "",
) -> Response:
    """From the form with the width of a display to the file of that width."""
    asked = rules.read_asked(COURSE, kind, cells, lines)
    if asked is None or not asked.variant:
        raise NotFound
    width, length = asked.size
    values: dict[str, Any] = {"cells": width, "lines": length}
    return see_other(request, "course_form", slug=slug, kind=asked.kind.value, **values, **only_number(version))


@router.get("/course.{kind}")
async def course_form(
    request: Request, slug: str, kind: str, visitor: Visitor, session: Db, now: Now, version: str = ""
) -> Response:
    """The whole course in one form."""
    return form_of(request, session, visitor, slug, read_asked(request, COURSE, kind), version, now)


@router.get("/{lesson}.{kind}")
async def lesson_form(
    request: Request, slug: str, lesson: str, kind: str, visitor: Visitor, session: Db, now: Now, version: str = ""
) -> Response:
    """One lesson in one form."""
    return form_of(request, session, visitor, slug, read_asked(request, lesson, kind), version, now)


@router.get("/take-away/{part}.{kind}")
async def form_progress(
    request: Request, slug: str, part: str, kind: str, visitor: Visitor, session: Db, now: Now, version: str = ""
) -> Response:
    """How far a form is: it waits, is being made, is there, or could not be made, and what to do then."""
    asked = read_asked(request, part, kind)
    found, number = version_of(request, session, visitor, slug, version)
    refuse_unknown_part(session, found.CourseVersion.id, asked)
    return progress_page(request, session, found, number, asked, now)


@router.post("/take-away/{part}.{kind}")
async def make_form_again(
    request: Request, slug: str, part: str, kind: str, visitor: Visitor, session: Db, now: Now, version: str = ""
) -> Response:
    """Try once more what could not be made."""
    asked = read_asked(request, part, kind)
    found, number = version_of(request, session, visitor, slug, version)
    refuse_unknown_part(session, found.CourseVersion.id, asked)
    actions.ask_again(session, found.CourseVersion.id, asked, now)
    values = dict(zip(("cells", "lines"), asked.size, strict=True)) if asked.variant else {}
    return see_other(
        request, "form_progress", slug=slug, part=part, kind=kind, **values, **({"version": number} if number else {})
    )


def read_asked(request: Request, part: str, kind: str) -> Asked:
    """What the address asks for. Raises NotFound when there is no such form."""
    query = request.query_params
    asked = rules.read_asked(part, kind, query.get("cells", ""), query.get("lines", ""))
    if asked is None:
        raise NotFound
    return asked


def own_asked(request: Request, asked: Asked) -> Asked | None:
    """Braille of the size in somebody's learning needs, where the address names none; None for what was asked."""
    needs, query = request.state.needs, request.query_params
    if not asked.variant or "cells" in query or "lines" in query or views.own_size(needs) is None:
        return None
    return rules.read_asked(asked.part, asked.kind, needs.cells, needs.lines)


def only_number(version: str) -> dict[str, int]:
    """The number of a version from an address; nothing when it is none."""
    is_number = version.isdecimal() and version.isascii() and len(version) < 8
    return {"version": int(version)} if is_number else {}


def version_of(request: Request, session: Db, visitor: Visitor, slug: str, version: str) -> tuple[Any, int | None]:
    """The version that is asked for, and its number if the address names one. Raises NotFound, NotInPlace."""
    number = only_number(version).get("version")
    found = queries.version_to_take(session, slug, number)
    if found is None or (version and number is None):
        raise NotFound
    refuse_elsewhere(request, session, visitor, slug)
    return found, number


def refuse_unknown_part(session: Db, version_id: int, asked: Asked) -> None:
    """Raises NotFound when the version has no such lesson."""
    if asked.part != COURSE and not queries.has_lesson(session, version_id, asked.part):
        raise NotFound


def form_of(
    request: Request, session: Db, visitor: Visitor, slug: str, asked: Asked, version: str, now: Now
) -> Response:
    """The file; while it is not there, 202 with the page that says how far it is."""
    found, number = version_of(request, session, visitor, slug, version)
    refuse_unknown_part(session, found.CourseVersion.id, asked)
    if own := own_asked(request, asked):  # the address names the size, so that no cache gives it to others
        values = dict(zip(("cells", "lines"), own.size, strict=True)) | ({"version": number} if number else {})
        address = views.form_address(request.app.state.url_for, slug, own, **values)
        return Response(status_code=303, headers={"Location": address, "Cache-Control": "private, no-store"})
    made = proofs.given_form(session, found.CourseVersion.id, asked)
    if made is None:
        return progress_page(request, session, found, number, asked, now)
    mark = request.query_params.get("v")
    if mark and mark != mark_of(made.digest):  # an address that browsers keep for ever names what it gives
        values = dict(zip(("cells", "lines"), asked.size, strict=True)) if asked.variant else {}
        values |= {"version": number} if number else {}
        address = views.form_address(request.app.state.url_for, slug, asked, **values)
        return Response(status_code=303, headers={"Location": address})
    return send(request, made, asked, slug, bool(permitted_regions(request, session, slug)))


def send(request: Request, made: Any, asked: Asked, slug: str, is_private: bool) -> Response:
    """The file, to be kept under a name that says what it is."""
    file = StoredForm(made.digest, asked.form.media_type, made.size)
    files = request.app.state.files
    answer = stored_file(request, file, lambda start, end: files.astream(made.digest, start, end), is_private)
    answer.headers["Content-Disposition"] = f'attachment; filename="{asked.file_name(slug)}"'
    return answer


class StoredForm:
    """What `stored_file` has to know."""

    is_public = True

    def __init__(self, digest: str, media_type: str, size: int) -> None:
        self.digest, self.media_type, self.size = digest, media_type, size


def progress_page(request: Request, session: Db, found: Any, number: int | None, asked: Asked, now: Now) -> Response:
    """200 when the file is there, 202 while it is being made, 503 when it could not be; asking for it begins it."""
    version, slug = found.CourseVersion, found.slug
    made = proofs.given_form(session, version.id, asked)
    job = None if made else actions.ask_for(session, version.id, asked, now)
    is_failed = job is not None and job.state == JobState.FAILED
    lessons = request.app.state.shelf.contents(session, version.id).lessons
    lesson = next((lesson for lesson in lessons if lesson.slug == asked.part), None)
    url_for = request.app.state.url_for
    kinds = [lesson] if lesson else lessons
    voice = rules.MACHINE_VOICE if any(one.kind not in views.WITH_SOUND for one in kinds) else views.ORIGINAL
    shown = views.take_away(asked, made, slug, number, url_for, voice)
    answer = page(
        request,
        "formats/progress.html",
        status_code=200 if made else 503 if is_failed else 202,
        course=version,
        lesson=lesson,
        slug=slug,
        foreign=version.language if version.language != language() else "",
        what=views.what_it_is(asked, voice, made),
        shown=shown,
        is_there=made is not None,
        is_failed=is_failed,
        said=job.message if job else None,
        is_running=job is not None and job.state == JobState.RUNNING,
        progress_address=views.making_address(url_for, slug, asked, number),
        all_forms=url_for("take_away", slug=slug, **({"version": number} if number else {})),
    )
    if not made:
        answer.headers["Retry-After"] = str(SECONDS_TO_COME_BACK)
        answer.headers["Cache-Control"] = "no-store"
    return answer
