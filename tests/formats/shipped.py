"""The courses that ship with the portal, as documents."""

from functools import cache
from pathlib import Path

from portal.formats.document import CourseDocument, LessonDocument, Line, Media, read_html
from portal.formats.document.rows import question_document
from portal.library.actions import _question
from portal.library.packages import Package, read_package, render_markdown

COURSES = Path(__file__).parents[2] / "courses"
SHIPPED = ("bakery-safety", "customer-service", "massage-basics", "screenreader-jobs")


@cache
def document_of(slug: str) -> CourseDocument:
    """A shipped course, as the shelf would give it."""
    package = read_package(COURSES / slug)

    def render(text: str, ids: str) -> str:
        files, lessons = f"/library/{slug}/files/", f"/library/{slug}/"
        return render_markdown(text, lambda name: f"{files}{name}?v=1", lambda lesson: lessons + lesson, ids=ids)

    return CourseDocument(
        slug=slug,
        title=package.title,
        language=package.language,
        summary=package.summary,
        provider=package.provider,
        licence=package.licence,
        people=(),
        number=1,
        package_version=package.version,
        digest="0" * 64,
        published_on="2026年10月12日",
        published_at="2026-10-12T06:30:00Z",
        lessons=tuple(_lessons(package, render)),
        is_whole=True,
    )


def _lessons(package: Package, render):  # type: ignore[no-untyped-def]
    for lesson in package.lessons:
        yield LessonDocument(
            number=lesson.number,
            slug=lesson.slug,
            title=lesson.title,
            kind=lesson.kind,
            minutes=lesson.minutes,
            blocks=read_html(render(lesson.body, "text")),
            lines=tuple(Line(line.start_seconds, line.speaker, line.text) for line in lesson.transcript),
            questions=tuple(question_document(_question(asked, render)) for asked in lesson.checkpoint.questions),
            media=Media(lesson.kind if lesson.media else "", lesson.media, lesson.poster, lesson.captions),
        )


def file_of(course: CourseDocument, name: str) -> bytes:
    """A file of a shipped course."""
    return (COURSES / course.slug / name).read_bytes()
