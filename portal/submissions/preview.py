"""A course before it opens, as a learner will meet it: the same pages for who hands it in and for who reviews it."""

from collections.abc import Callable
from dataclasses import dataclass

from fastapi import Request, Response
from sqlmodel import Session

from portal.errors import NotFound
from portal.library import player
from portal.library import queries as library
from portal.library import views as library_views
from portal.library.models import CourseVersion
from portal.library.questions import shown
from portal.library.routes import WORDS, file_address
from portal.submissions.models import Submission
from portal.text import Message, message
from portal.web import page


@dataclass(frozen=True)
class Room:
    """Where a preview is shown: the route of its list, which is its section too, and of its other pages."""

    section: str
    name: Message
    hub: str
    course: str
    lesson: str
    back: Message


OF_PREFECTURE = Room(
    "submissions", message("提交课程"), "submission", "submitted_course", "submitted_lesson", message("回到这次提交")
)


def preview_page(
    request: Request, session: Session, room: Room, submission: Submission, version: CourseVersion | None
) -> Response:
    """The course: its facts, its lessons, its final assessment with the answers. Raises NotFound when it was not read."""
    if version is None:
        raise NotFound
    lessons = library.outline(session, version.id)
    return page(
        request,
        "submissions/preview.html",
        course=version,
        submission=submission,
        room=room,
        lesson_links=library_views.lesson_links(lessons, _address(request, room, submission), None),
        facts=library_views.fact_rows(version),
        claims=library_views.claim_rows(version),
        rights=library_views.rights_rows(version),
        about=library_views.about_rows(version),
        questions=[shown(question) for question in version.assessment["questions"]],
        words=WORDS,
    )


def preview_lesson_page(
    request: Request, session: Session, room: Room, submission: Submission, version: CourseVersion | None, lesson: str
) -> Response:
    """A lesson exactly as a learner will see and hear it, from the package that was handed in. Raises NotFound."""
    found = library.lesson_by_slug(session, version.id, lesson) if version else None
    if version is None or found is None:
        raise NotFound
    lessons, files = library.outline(session, version.id), library.files_of(session, version.id)
    address, slug = _address(request, room, submission), submission.slug
    asked = player.read(request, session, found.media, files)
    answer = page(
        request,
        "library/lesson.html",
        course=version,
        slug=slug,
        course_address=request.app.state.url_for(room.course, submission_id=submission.id),
        lessons=lessons,
        lesson_links=library_views.lesson_links(lessons, address, None, current=lesson),
        neighbours=library_views.neighbours(lessons, found.number, address),
        learner=None,
        take_away=[],  # forms are made of what is open
        done=False,
        typed={},
        words=WORDS,
        **library_views.lesson_page_values(
            found, request.state.needs, files, file_address(request, slug, files), asked, address(lesson)
        ),
    )
    return player.remember(request, answer, asked)


def _address(request: Request, room: Room, submission: Submission) -> Callable[[str], str]:
    """Where each lesson is shown in this room."""
    return lambda lesson: str(request.app.state.url_for(room.lesson, submission_id=submission.id, lesson=lesson))
