"""The values of a lesson's page, for everybody who shows one: learners, and reviewers before it is published."""

from typing import Any

from sqlmodel import Session

from portal.errors import NotFound
from portal.library import queries
from portal.library.models import CourseVersion
from portal.web.needs import Needs


def lesson_values(session: Session, version: CourseVersion, slug: str, lesson_slug: str, needs: Needs) -> dict[str, Any]:
    """What `library/lesson.html` shows of one lesson. Raises NotFound when the version has no such lesson."""
    lesson = queries.lesson_by_slug(session, version.id, lesson_slug)
    if lesson is None:
        raise NotFound
    lessons = queries.outline(session, version.id)
    return {
        "course": version,
        "slug": slug,
        "lesson": lesson,
        "lessons": lessons,
        "previous": next((other for other in lessons if other.number == lesson.number - 1), None),
        "following": next((other for other in lessons if other.number == lesson.number + 1), None),
        "files": queries.files_of(session, version.id),
        "order": parts_in_order(lesson.media, needs),
    }


def parts_in_order(media: dict[str, Any], needs: Needs) -> list[str]:
    """The parts of a lesson with media, as the person's needs order them; nothing is ever hidden."""
    parts = ["media", "text", "transcript"] if media["media"] else ["text"]
    if media["media"] and {"transcript", "braille"} & set(needs.media):
        parts = ["transcript", "media", "text"]
    return parts
