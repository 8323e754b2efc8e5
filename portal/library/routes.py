"""What everybody can read: home, the catalogue, a course, a lesson and its files."""

from urllib.parse import parse_qs

from fastapi import APIRouter, Request, Response

from portal.accounts.access import Visitor
from portal.db.session import Db
from portal.errors import NotFound
from portal.library import queries
from portal.library.rules import CATEGORIES, HOURS, LEVELS, VERDICTS, WAYS, CatalogueFilter, pages_in, read_filter
from portal.library.views import lesson_values
from portal.web import page, see_other
from portal.web.ranges import stored_file

router = APIRouter()
WORDS = {"ways": WAYS, "verdicts": VERDICTS, "levels": LEVELS, "categories": CATEGORIES, "hours": HOURS}


@router.get("/")
async def home(request: Request, session: Db) -> Response:
    """What this is and where to begin."""
    everything = CatalogueFilter()
    return page(
        request,
        "library/home.html",
        counts=queries.facet_counts(session, everything),
        newest=queries.newest_courses(session, 3),
        words=WORDS,
    )


@router.get("/library")
async def library(request: Request, session: Db) -> Response:
    """The catalogue: everything, or what was asked for. Without `access` the needs profile chooses the ways."""
    wanted = read_filter(parse_qs(request.url.query), request.state.needs.ways)
    counts = queries.facet_counts(session, wanted)
    pages = pages_in(counts["total"])
    if wanted.page > pages:
        return see_other(request, "library", **wanted.query, page=pages)
    return page(
        request,
        "library/catalogue.html",
        wanted=wanted,
        counts=counts,
        pages=pages,
        courses=queries.catalogue_page(session, wanted),
        regions=queries.course_regions(session),
        ways_out=[] if counts["total"] else ways_out(request, session, wanted),
        words=WORDS,
    )


def ways_out(request: Request, session: Db, wanted: CatalogueFilter) -> list[tuple[str, str, CatalogueFilter, int]]:
    """For a search that found nothing: each condition that can be taken away, and what would then be found."""
    given = [(name, value) for name in ("words", "category", "level", "region", "hours") if (value := getattr(wanted, name))]
    given += [("access", way) for way in wanted.access]
    lighter = [(name, value, wanted.without(name, value)) for name, value in given]
    counted = [(name, value, less, queries.count_courses(session, less)) for name, value, less in lighter]
    return [found for found in counted if found[3]]


@router.get("/library/{slug}")
async def course(request: Request, slug: str, visitor: Visitor, session: Db) -> Response:
    """One course: what it is, who can learn it how, its lessons, who made and reviewed it."""
    found = queries.published_version(session, slug)
    if found is None:
        raise NotFound
    return page(
        request,
        "library/course.html",
        course=found.CourseVersion,
        slug=slug,
        region=found,
        lessons=queries.outline(session, found.CourseVersion.id),
        learner=request.app.state.learner_view(session, visitor, found.CourseVersion.id),
        words=WORDS,
    )


@router.get("/library/{slug}/files/{name:path}")
async def course_file(request: Request, slug: str, name: str, session: Db) -> Response:
    """A file of a course, in ranges, kept by browsers as long as its address names its digest."""
    file = queries.published_file(session, slug, name)
    if file is None:
        raise NotFound
    session.rollback()  # the transaction ends here, not when the last byte of a film has been sent
    files = request.app.state.files
    return stored_file(
        request, name, file.digest, file.media_type, file.size, lambda start, end: files.astream(file.digest, start, end)
    )


@router.get("/library/{slug}/{lesson}")
async def lesson(request: Request, slug: str, lesson: str, visitor: Visitor, session: Db) -> Response:
    """One lesson: text, media in every form there is, its question, and where to go next."""
    found = queries.published_version(session, slug)
    if found is None:
        raise NotFound
    learner = request.app.state.learner_view(session, visitor, found.CourseVersion.id)
    values = lesson_values(session, found.CourseVersion, slug, lesson, request.state.needs)
    return page(request, "library/lesson.html", learner=learner, words=WORDS, **values)
