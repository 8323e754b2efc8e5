"""Reading a package whose form is right into its parts."""

from collections.abc import Callable, Iterable
from decimal import Decimal
from pathlib import Path
from typing import Any

from portal.library.packages.findings import Finding, Grade, PackageRefused, in_order
from portal.library.packages.markdown import SERVED
from portal.library.packages.media import PICTURE_TYPES, claimed_type
from portal.library.packages.parts import (
    WAYS,
    Assessment,
    Checkpoint,
    Claim,
    Download,
    MediaFile,
    Package,
    PackageLesson,
    Person,
    Question,
    Right,
)
from portal.library.packages.rules import form, questions
from portal.library.packages.source import FINAL, LessonSource, Source

Rule = Callable[[Source], Iterable[Finding]]

FORM_RULES: tuple[Rule, ...] = (
    form.links_and_count,
    form.readable_texts,
    form.manifest_form,
    form.lesson_list,
    form.lesson_form,
    form.checks_form,
    form.check_list,
    questions.answerable,
)


def read_package(folder: Path) -> Package:
    """The course in this folder. Raises PackageRefused with every finding about its form when it has blockers there.

    Whether the content may be opened to learners is another question: see check_package.
    """
    source = Source(folder)
    findings = [finding for rule in FORM_RULES for finding in rule(source)]
    if any(finding.grade is Grade.BLOCKER for finding in findings):
        raise PackageRefused(in_order(findings))
    return build_package(source)


def build_package(source: Source) -> Package:
    """The parts of a source whose form has been found right."""
    data = source.manifest.data
    return Package(
        id=data["id"],
        title=data["title"],
        title_en=data.get("title_en", ""),
        summary=data["summary"],
        plain_summary=data["plain_summary"],
        language=data["language"],
        category=data["category"],
        occupation=data["occupation"],
        level=int(data["level"]),
        learning_hours=Decimal(str(data["learning_hours"])),
        proposed_credit=Decimal(str(data["proposed_credit"])),
        audience=data["audience"],
        provider=data["provider"],
        region=data["region"],
        licence=data["licence"],
        version=data["version"],
        people=tuple(Person(person["name"], person["role"]) for person in data["people"]),
        rights=tuple(Right(tuple(right["covers"]), right["holder"], right["statement"]) for right in data["rights"]),
        claims=tuple(Claim(way, data["access"][way]["claim"], data["access"][way].get("note", "")) for way in WAYS),
        lessons=tuple(_lesson(source, lesson) for lesson in source.lessons if lesson.slug in source.lesson_slugs),
        assessment=_assessment(source),
        files=tuple(
            _file(source, name) for name in source.files if name.split("/")[0] in SERVED and claimed_type(name)
        ),
    )


def _lesson(source: Source, lesson: LessonSource) -> PackageLesson:
    data = lesson.front.data
    captions = source.captions(lesson.get("captions"))
    transcript = source.transcript(lesson.get("transcript"))
    return PackageLesson(
        number=lesson.number,
        slug=lesson.slug,
        title=data["title"],
        title_en=lesson.get("title_en"),
        kind=data["kind"],
        minutes=data["minutes"],
        body=lesson.front.body,
        checkpoint=Checkpoint(data["checkpoint"], _questions(source, data["checkpoint"])),
        media=lesson.get("media"),
        poster=lesson.get("poster"),
        captions=lesson.get("captions"),
        captions_machine_made=bool(captions and captions.machine_made),
        descriptions=lesson.get("descriptions"),
        sign=lesson.get("sign"),
        sign_stand_in=data.get("sign_stand_in", False),
        voice=data.get("voice", "recorded"),
        transcript_file=lesson.get("transcript"),
        transcript=transcript.lines if transcript else (),
        downloads=tuple(Download(item["file"], item["title"]) for item in data.get("downloads", [])),
    )


def _assessment(source: Source) -> Assessment:
    data = source.checks[FINAL].data
    return Assessment(data["title"], data.get("title_en", ""), _questions(source, FINAL))


def _questions(source: Source, name: str) -> tuple[Question, ...]:
    return tuple(
        Question(
            number=number,
            kind=question["kind"],
            text=question["text"],
            options=tuple(question.get("options", ())),
            answer=_answers(question.get("answer", [])),
            explanation=question.get("explanation", ""),
            points=question.get("points", 0),
            lesson=question.get("lesson", ""),
        )
        for number, question in enumerate(source.questions(name), 1)
    )


def _answers(value: Any) -> tuple[str, ...]:
    return (value,) if isinstance(value, str) else tuple(value)


def _file(source: Source, name: str) -> MediaFile:
    file = source.files[name]
    media_type = claimed_type(name) or "application/octet-stream"
    picture = source.picture(name) if file.suffix in PICTURE_TYPES else None
    film = source.film(name)
    return MediaFile(
        name=name,
        size=file.size,
        media_type=media_type,
        seconds=film.seconds if film else None,
        width=picture.width if picture else film.width if film else None,
        height=picture.height if picture else film.height if film else None,
    )
