"""A document from what is on the shelf: the rows of a version and of its lessons."""

from collections.abc import Sequence
from typing import Any

from portal.formats.document.parts import CourseDocument, LessonDocument, Line, Media, Question
from portal.formats.document.reading import read_html
from portal.library.models import CourseVersion, Lesson
from portal.library.questions import shown_options
from portal.text.dates import format_date, local_date


def course_document(slug: str, version: CourseVersion, lessons: Sequence[Lesson], is_whole: bool) -> CourseDocument:
    """The whole course when `lessons` are all of its lessons, else the one lesson."""
    return CourseDocument(
        slug=slug,
        title=version.title,
        language=version.language,
        summary=version.summary,
        provider=version.provider,
        licence=version.licence,
        people=tuple(f"{person['name']}（{person['role']}）" for person in version.people),
        number=version.number,
        package_version=version.package_version,
        digest=version.digest,
        published_on=format_date(local_date(version.published_at)) if version.published_at else "",
        published_at=version.published_at.strftime("%Y-%m-%dT%H:%M:%SZ") if version.published_at else "",
        lessons=tuple(lesson_document(lesson) for lesson in lessons),
        is_whole=is_whole,
    )


def lesson_document(lesson: Lesson) -> LessonDocument:
    """One lesson, with everything that its page says."""
    media: dict[str, Any] = lesson.media
    names = {name: media.get(name, "") for name in ("poster", "captions", "sign", "voice")}
    return LessonDocument(
        number=lesson.number,
        slug=lesson.slug,
        title=lesson.title,
        kind=lesson.kind,
        minutes=lesson.minutes,
        blocks=read_html(lesson.html),
        lines=tuple(Line(line["start_seconds"], line["speaker"], line["text"]) for line in lesson.transcript),
        questions=tuple(question_document(question) for question in lesson.questions),
        media=Media(lesson.kind if media["media"] else "", media["media"], **names),
    )


def question_document(question: dict[str, Any]) -> Question:
    """A question with its answer: the options of an order question are the answer, shown in another order."""
    is_order = question["kind"] == "order"
    return Question(
        number=question["number"],
        kind=question["kind"],
        blocks=read_html(question["html"]),
        options=tuple(shown_options(question)),
        answer=tuple(question["options"] if is_order else question["answer"]),
        explanation=read_html(question["explanation_html"]),
    )
