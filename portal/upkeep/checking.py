"""The jobs: every open course is looked at once a week, one after the other, and any of them when somebody asks."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import structlog
from sqlalchemy.exc import SQLAlchemyError

from portal.jobs import JobLost, enqueue
from portal.jobs.actions import MOST_TRIES
from portal.jobs.context import JobContext
from portal.jobs.registry import Every, job
from portal.library.models import Lesson
from portal.text import message
from portal.upkeep import actions, links, outside, queries, reading, rules
from portal.upkeep.links import Course, Page
from portal.upkeep.looking import look_at_files, own_folder
from portal.upkeep.models import CourseCheck
from portal.upkeep.ordering import order_missing
from portal.upkeep.rules import Found, Trouble, period_of

WEEKLY = "check_health"
AT_A_TIME = 200  # courses of one job; another may come in between
TIME_FOR_ONE = timedelta(minutes=20)  # then the rest is another job
FILES = ("media", "poster", "captions", "descriptions", "sign")

log = structlog.get_logger("portal.upkeep")


@dataclass(frozen=True)
class Looked:
    """An open course as the look takes it: its row, its lessons, its files by name."""

    version: Any
    lessons: list[Lesson]
    files: dict[str, Any]

    @property
    def owners(self) -> dict[str, str]:
        """Which lesson uses a file, by the file's name."""
        named = [(name, one.slug) for one in reversed(self.lessons) for name in files_of_lesson(one)]
        return dict(named)


@job(WEEKLY, minutes=61, every=Every.WEEK)  # a slow one: a film that somebody hands in need not wait for the next
def check_health(context: JobContext) -> None:
    """Look at the open courses that were not looked at this week, then put in the job for those that are left.

    Doing it again goes on where an earlier try has ended. The rest of a week that is over is left: the new one has begun.
    """
    period, begun = context.payload["period"], context.now()
    with context.reading() as session:
        due = list(queries.due_courses(session, period, AT_A_TIME))
    is_full = len(due) == AT_A_TIME
    due = with_deaths_last(context, due)
    for number, course_id in enumerate(due, 1):
        if period_of(context.now()) != period:
            return
        if context.now() - begun > TIME_FOR_ONE:
            break
        context.progress(
            number, len(due), message("检查第 %(number)s 门课，这一批共 %(count)s 门", number=number, count=len(due))
        )
        look_safely(context, course_id)
    if is_full or context.now() - begun > TIME_FOR_ONE:
        part = context.payload.get("part", 1) + 1
        with context.writing() as session:
            enqueue(session, WEEKLY, f"{WEEKLY} {period}, {part}", {"period": period, "part": part}, context.now())


@job(actions.CHECK_ONE, minutes=61)
def check_course(context: JobContext) -> None:
    """Look at one course now, because somebody has mended it and wants to know."""
    context.progress(1, 4, message("看文件在不在"))
    look(context, context.payload["course_id"], by_hand=True)


def with_deaths_last(context: JobContext, due: list[int]) -> list[int]:
    """Where an earlier try has died, the course in front comes last: it may be what killed it. After a second death it
    is left for this week, so that neither the others nor the weeks to come wait for it."""
    if context.taken.tries < 2 or not due:
        return due
    first, *others = due
    if context.taken.tries < MOST_TRIES:
        return [*others, first]
    break_off(context, first)
    return others


def look_safely(context: JobContext, course_id: int) -> None:
    """One course of many: what breaks in it must not keep the others from being looked at."""
    try:
        look(context, course_id, by_hand=False)
    except (SQLAlchemyError, JobLost):
        raise
    except Exception:
        log.exception("the look at a course broke off", course_id=course_id)
        break_off(context, course_id)


def break_off(context: JobContext, course_id: int) -> None:
    """Say of an open course that the look at it did not come to its end."""
    with context.reading() as session:
        version = queries.open_version(session, course_id)
    if version is not None:
        with context.writing() as session:
            actions.note_broken_off(session, course_id, version.id, context.now())


def look(context: JobContext, course_id: int, by_hand: bool) -> None:
    """Look at one open course and write down what is to be mended. Of one that is not open any more nothing is said."""
    with context.reading() as session:
        version = queries.open_version(session, course_id)
        if version is None:
            return
        lessons = list(queries.lessons_of(session, version.id))
        looked = Looked(version, lessons, queries.files_of(session, version.id))
        session.expunge_all()
    pages = pages_of(looked)
    found = inside(context, looked, pages)
    of_files, seconds = look_at_files(context, looked.files, looked.owners, by_hand)
    found += of_files + captions(context, looked, seconds)
    addresses = links.outside((page for _, page in pages), context.settings.origin)
    heard = outside.ask_outside(context, addresses, by_hand)
    found += [
        rules.outside_link(lesson_with(pages, address), addresses[address], address, Trouble(state.trouble))
        for address, state in heard.links.items()
        if rules.is_told(state)
    ]
    found += order_missing(context, version.id, looked.files, looked.owners, [one.slug for one in lessons])
    check = CourseCheck(
        course_id=course_id,
        version_id=version.id,
        period=period_of(context.now()),
        checked_at=context.now(),
        outside=heard.state,
        once_silent=heard.once_silent,
    )
    with context.writing() as session:
        actions.keep_check(session, check, found)


def files_of_lesson(lesson: Lesson) -> list[str]:
    """Every file that a lesson needs."""
    named = [lesson.media.get(key) for key in (*FILES, "transcript")]
    return [name for name in [*named, *(one.get("file") for one in lesson.downloads)] if name]


def pages_of(looked: Looked) -> list[tuple[str, Page]]:
    """Every text of the course with the lesson that it belongs to; the assessment belongs to none."""
    texts = [(one.slug, text) for one in looked.lessons for text in (one.html, *links.texts_of(one.questions))]
    texts += [("", text) for text in links.texts_of(looked.version.assessment.get("questions", ()))]
    return [(slug, links.read(text)) for slug, text in texts]


def lesson_with(pages: Iterable[tuple[str, Page]], address: str) -> str:
    """The first lesson that names an address."""
    for slug, page in pages:
        if any((link.address or "").split("#")[0] == address for link in page.links):
            return slug
    return ""


def inside(context: JobContext, looked: Looked, pages: list[tuple[str, Page]]) -> list[Found]:
    """Links, pictures and files inside the course that are not there."""
    course = Course(looked.version.slug, {one.slug for one in looked.lessons}, looked.files)
    origin = context.settings.origin
    found = [one for slug, page in pages for one in links.broken_inside(page, slug, course, origin)]
    missing = [(one.slug, name) for one in looked.lessons for name in files_of_lesson(one) if name not in looked.files]
    return found + [rules.missing_file(slug, name) for slug, name in missing]


def captions(context: JobContext, looked: Looked, seconds: dict[str, float]) -> list[Found]:
    """Captions, descriptions and transcripts that do not fit."""
    wanted = {name for name in looked.files if name.endswith(reading.TEXTS)}
    with own_folder(context) as folder:
        for name in wanted:
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            try:
                context.files.copy_to(looked.files[name].digest, path)
            except FileNotFoundError:
                path.unlink(missing_ok=True)  # it is told as a file that is lost
        return list(reading.unfitting(reading.ShelfSource(folder, looked.lessons, seconds)))
