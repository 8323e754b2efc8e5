"""What everybody can read: home, the catalogue, a course, a lesson and its files."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any
from urllib.parse import parse_qs

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse
from markupsafe import Markup

from portal.accounts.access import Visitor
from portal.accounts.rules import Actor
from portal.db.session import Db
from portal.errors import NotFound
from portal.library import catalogue, converting, player, queries, views
from portal.library.cards import Card, card_of
from portal.library.editions.reading import may_finish, version_read
from portal.library.marking import marks_of
from portal.library.models import CourseVersion
from portal.library.permitted import may_learn, permitted_regions, refuse_elsewhere, staged_of
from portal.library.rules import (
    CATEGORIES,
    KINDS,
    LEVELS,
    VERDICTS,
    WAYS,
    CatalogueFilter,
    mark_of,
    pages_in,
    read_filter,
)
from portal.library.shelf import Overview, Shelf
from portal.search.rules import read_query
from portal.text import Message, language, message
from portal.web import page
from portal.web.frames import Frame, slot
from portal.web.pages import render
from portal.web.ranges import stored_file

__all__ = ["converting", "router"]  # the job is put down when its module is imported
router = APIRouter()
WORDS = {"ways": WAYS, "verdicts": VERDICTS, "levels": LEVELS, "categories": CATEGORIES, "kinds": KINDS}


@router.get("/")
async def home(request: Request, visitor: Visitor, session: Db) -> Response:
    """What this is and where to begin."""
    everything = CatalogueFilter()
    overview = shelf(request).overview(session, everything)
    return page(
        request,
        "library/home.html",
        counts=overview.counts,
        newest=cards(request, session, shelf(request).page(session, overview, everything)[:3]),
        recommended=request.app.state.recommended(request, session, visitor),
        words=WORDS,
    )


@router.get("/library")
async def library(request: Request, session: Db) -> Response:
    """The catalogue: everything, or what was asked for. Without `access` the needs profile chooses the ways."""
    wanted = read_filter(parse_qs(request.url.query), request.state.needs.ways)
    overview = shelf(request).overview(session, wanted)
    total, url_for = overview.counts["total"], request.app.state.url_for
    if wanted.page > pages_in(total):
        return RedirectResponse(catalogue.page_address(url_for, wanted) + str(pages_in(total)), status_code=303)
    results = shelf(request).results(overview, wanted, lambda: results_of(request, session, wanted, overview))
    return page(request, "library/catalogue.html", state=catalogue.title_state(wanted, total), results=results)


def results_of(request: Request, session: Db, wanted: CatalogueFilter, overview: Overview) -> Markup:
    """What the catalogue answers: the courses of one page, what was asked for, and how to ask otherwise."""
    total, url_for = overview.counts["total"], request.app.state.url_for
    chosen = catalogue.conditions_in_words(wanted, overview.regions)
    values = {
        "wanted": wanted,
        "pages": pages_in(total),
        "page_address": catalogue.page_address(url_for, wanted),
        "result": catalogue.result_in_words(wanted, total),
        "courses": courses_of_page(request, session, wanted, overview),
        "chosen": [(condition.words, url_for("library", **condition.less.query)) for condition in chosen],
        "sounds": bool(total) and read_query(wanted.words).may_be_sounds,
        "by_needs": catalogue.needs_in_words(wanted, overview.counts),
        "suggestions": suggestions(request, session, wanted, overview),
        "ways_out": ways_out(request, session, chosen) if total == 0 else [],
        "form": conditions_form(request, wanted, overview),
    }
    return Markup(render(request, "library/_results.html", **values))


def conditions_form(request: Request, wanted: CatalogueFilter, overview: Overview) -> Markup:
    """The form beside the results, with the conditions as they are; rendered once for all words and counts."""
    with_slots = replace(wanted, words=slot("words") if wanted.words else "")

    def show() -> Frame:
        options = catalogue.filter_options(overview.regions)
        return Frame(render(request, "library/_conditions.html", wanted=with_slots, options=options))

    return shelf(request).form(overview, with_slots, show).filled(overview.counts, words=wanted.words)


def shelf(request: Request) -> Shelf:
    """What this process remembers of the library."""
    remembered: Shelf = request.app.state.shelf
    return remembered


def cards(request: Request, session: Db, version_ids: Sequence[int]) -> list[Markup]:
    """The cards of these versions in the reader's language, each rendered once."""
    return shelf(request).cards(session, version_ids, lambda item: cards_html(request, [card_of(item)]))


def courses_of_page(request: Request, session: Db, wanted: CatalogueFilter, overview: Overview) -> list[Markup]:
    """The cards of one page; of a search with its words marked."""
    version_ids, query = shelf(request).page(session, overview, wanted), read_query(wanted.words)
    if not query.terms:
        return cards(request, session, version_ids)
    items = queries.found_cards(session, version_ids)
    marks = marks_of(items, query)
    found = [card_of(item, its_marks) for item, its_marks in zip(items, marks, strict=True)]
    return [cards_html(request, found)] if found else []


def cards_html(request: Request, shown: list[Card]) -> Markup:
    return Markup(render(request, "library/_cards.html", cards=shown))


def suggestions(request: Request, session: Db, wanted: CatalogueFilter, overview: Overview) -> list[tuple[str, str]]:
    """For words that are in no course: what may have been meant, as searches."""
    found = shelf(request).suggestions(session, overview)
    url_for = request.app.state.url_for
    return [(words, url_for("library", **wanted.query | {"q": words})) for words in found]


def ways_out(request: Request, session: Db, chosen: list[catalogue.Condition]) -> list[tuple[Message, str]]:
    """For a search that found nothing: each condition that can be taken away, and what would then be found."""
    found = []
    for condition in chosen if len(chosen) > 1 else []:
        if count := shelf(request).overview(session, condition.less).counts["total"]:
            words = message("去掉%(condition)s，有 %(count)s 门", condition=condition.words, count=count)
            found.append((words, request.app.state.url_for("library", **condition.less.query)))
    return found


@router.get("/library/{slug}")
async def course(request: Request, slug: str, visitor: Visitor, session: Db) -> Response:
    """One course: its lessons, who can learn it how, who made and reviewed it."""
    version = version_read(request, session, visitor, slug)
    lessons = shelf(request).contents(session, version.id).lessons
    learner = learner_of(request, session, visitor, version.id)
    limits = permitted_regions(request, session, slug)
    is_mine = may_learn(request, session, visitor, slug)
    return page(
        request,
        "library/course.html",
        course=version,
        slug=slug,
        lessons=lessons,
        lesson_links=views.lesson_links(lessons, lesson_address(request, slug), learner),
        facts=views.fact_rows(version),
        glance=views.glance_rows(version, version.region_name_en if language() == "en" else version.region_name),
        review_rows=views.review_rows(version),
        take_away=request.app.state.take_away(request, session, version, slug, lessons) if is_mine else [],
        places=queries.places(session, limits) if limits else [],
        is_mine=is_mine,
        learner=learner,
        still_counts=request.app.state.still_counts(request, session, visitor, version) if not learner else [],
        counts_towards=request.app.state.counts_towards(request, session, visitor, version),
        described=shelf(request).described(session, version, absolute(request, "course", slug=slug)),
        words=WORDS,
    )


def absolute(request: Request, route_name: str, **values: str) -> str:
    """An address with the portal's origin, for those who come from elsewhere."""
    return str(request.app.state.settings.origin + request.app.state.url_for(route_name, **values))


@router.get("/library/{slug}/files/{name:path}")
async def course_file(
    request: Request, slug: str, name: str, visitor: Visitor, session: Db, v: str = "", form: str = ""
) -> Response:
    """A file of a course, in ranges, kept by browsers for ever when its address names its digest.

    `form` asks for what was made of it: normal, slow, sound or poster. Who may have the file may have those.
    """
    refuse_elsewhere(request, session, visitor, slug)
    asked = slug, name, v[:64], staged_of(request, visitor)
    file = queries.course_file(session, *asked)
    if file is None and v and may_finish(request, session, visitor, slug):
        file = queries.course_file(session, *asked, is_finishing=True)
    if file and form:
        file = player.form_of(session, file, form)
    if file is None:
        raise NotFound
    files = request.app.state.files
    is_private = bool(permitted_regions(request, session, slug))
    return stored_file(request, file, lambda start, end: files.astream(file.digest, start, end), is_private)


@router.get("/library/{slug}/{lesson}")
async def lesson(request: Request, slug: str, lesson: str, visitor: Visitor, session: Db) -> Response:
    """One lesson: text, media in every form there is, its question, and where to go next."""
    version = version_read(request, session, visitor, slug, lesson)
    learner = learner_of(request, session, visitor, version.id)
    return lesson_page(request, session, version, slug, lesson, learner)


def learner_of(request: Request, session: Db, visitor: Actor | None, version_id: int) -> views.LearnerView | None:
    """How far the person who reads is; the learning room, which knows, is told to us by portal/main.py."""
    view: views.LearnerView | None = request.app.state.learner_view(request, session, visitor, version_id)
    return view


def lesson_address(request: Request, slug: str) -> Callable[[str], str]:
    """Where each lesson of a course is read."""
    return lambda lesson: str(request.app.state.url_for("lesson", slug=slug, lesson=lesson))


def lesson_page(
    request: Request,
    session: Db,
    version: CourseVersion,
    slug: str,
    lesson_slug: str,
    learner: views.LearnerView | None,
    typed: dict[str, Any] | None = None,
    errors: dict[str, Message] | None = None,
) -> Response:
    """The page of a lesson, also when an answer has to be put right. Raises NotFound when there is no such lesson."""
    found = shelf(request).lesson(session, version.id, lesson_slug)
    if found is None:
        raise NotFound
    contents = shelf(request).contents(session, version.id)
    lessons, files = contents.lessons, contents.files
    address = lesson_address(request, slug)
    asked = player.read(request, session, found.media, files)
    answer = page(
        request,
        "library/lesson.html",
        errors=errors,
        course=version,
        slug=slug,
        course_address=request.app.state.url_for("course", slug=slug),
        lessons=lessons,
        lesson_links=views.lesson_links(lessons, address, learner, current=lesson_slug),
        take_away=request.app.state.take_away(request, session, version, slug, [found], lesson_slug),
        neighbours=views.neighbours(lessons, found.number, address),
        learner=learner,
        asks=True,
        done=learner is not None and lesson_slug in learner.done,
        typed=typed or {},
        words=WORDS,
        **views.lesson_page_values(
            found, request.state.needs, files, file_address(request, slug, files), asked, address(lesson_slug)
        ),
    )
    return player.remember(request, answer, asked)


def file_address(request: Request, slug: str, files: Mapping[str, Any]) -> Callable[[str], str]:
    """Where each file of a course is fetched; its digest is in the address, so that browsers may keep it."""

    def address(name: str) -> str:
        return str(request.app.state.url_for("course_file", slug=slug, name=name, v=mark_of(files[name].digest)))

    return address
