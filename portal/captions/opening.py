"""The job that lays a package out on the caption desk: its lessons with media, and what is written for them."""

import shutil
from dataclasses import dataclass
from pathlib import Path

from portal.captions import actions
from portal.captions.lines import Kind
from portal.captions.listening import loud_stretches
from portal.captions.models import CaptionLesson
from portal.captions.reading import Text, read_file
from portal.errors import Refused
from portal.jobs.context import JobContext
from portal.jobs.registry import job
from portal.library.packages import has_blocker, unpack
from portal.library.packages.media import MOVING_TYPES
from portal.library.packages.source import LessonSource, Source
from portal.submissions.models import SubmittedPackage
from portal.text import message

KEYS = {Kind.CAPTIONS: "captions", Kind.DESCRIPTIONS: "descriptions", Kind.TRANSCRIPT: "transcript"}
SECOND = 1000


@dataclass
class Laid:
    """A lesson and what the package has for it: file name, bytes and lines of each kind."""

    lesson: CaptionLesson
    texts: dict[Kind, tuple[str, bytes, Text]]


def opening_reference(package_id: int) -> str:
    """The reference of the job among all jobs."""
    return f"open_captions/{package_id}"


@job("open_captions", minutes=60)
def open_captions(context: JobContext) -> None:
    """Lay out one package. Doing it twice gives the same."""
    package_id: int = context.payload["package_id"]
    with context.reading() as session:
        package = session.get_one(SubmittedPackage, package_id)
    folder = context.settings.data / "checking" / f"captions-{package_id}"
    shutil.rmtree(folder, ignore_errors=True)  # what a worker that was killed has left
    folder.mkdir(parents=True)
    try:
        source = unpacked(context, package.digest, folder)
        laid = [
            _laid(context, package.submission_id, source, lesson) for lesson in source.lessons if _film(source, lesson)
        ]
        language = source.manifest.data.get("language")
        with context.writing() as session:
            now = context.now()
            actions.open_desk(session, package.submission_id, package_id, str(language or "zh-CN"), now)
            for one in laid:
                lesson = actions.lay_out(session, one.lesson)
                for kind, (name, raw, text) in one.texts.items():
                    actions.put_in(session, lesson, kind, name, raw, text, now)
            actions.take_away(session, package.submission_id, {one.lesson.slug for one in laid})
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def unpacked(context: JobContext, digest: str, folder: Path) -> Source:
    """The package as it lies on disk. Raises Refused when it cannot be unpacked."""
    context.progress(1, 3, message("解开压缩包"))
    archive, into = folder / "package.zip", folder / "package"
    context.files.copy_to(digest, archive)
    if has_blocker(unpack(archive, into)) or not into.exists():
        raise Refused(message("课程包打不开。先看检查结果，改好再上传。"))
    return Source(into)


def _film(source: Source, lesson: LessonSource) -> bool:
    file = source.files.get(lesson.get("media"))
    return file is not None and file.suffix in MOVING_TYPES


def _laid(context: JobContext, submission_id: int, source: Source, lesson: LessonSource) -> Laid:
    context.progress(2, 3, message("听《%(title)s》哪里有声音", title=lesson.get("title")))
    file = source.files[lesson.get("media")]
    film, media_type = source.film(file.name), MOVING_TYPES[file.suffix]
    descriptions = lesson.get("descriptions")
    row = CaptionLesson(
        submission_id=submission_id,
        slug=lesson.slug,
        number=lesson.number,
        title=lesson.get("title") or lesson.slug,
        media_name=file.name,
        media_type=media_type,
        media_digest=context.files.put(file.path),
        media_bytes=file.size,
        milliseconds=int(film.seconds * SECOND) if film else None,
        loud=loud_stretches(file.path, media_type) if film else [],
        recorded_descriptions="" if descriptions.endswith(".vtt") else descriptions,
    )
    texts = {kind: _text(source, lesson.get(key), kind) for kind, key in KEYS.items()}
    if media_type.startswith("audio/"):  # who cannot hear it reads its transcript; there is nothing to see
        texts = {kind: text for kind, text in texts.items() if kind is Kind.TRANSCRIPT or text[0]}
    return Laid(row, texts)


def _text(source: Source, name: str, kind: Kind) -> tuple[str, bytes, Text]:
    file = source.files.get(name)
    if file is None or not name.endswith((".vtt", ".md")):
        return "", b"", Text()
    raw = file.path.read_bytes()
    return name, raw, read_file(raw, kind)
