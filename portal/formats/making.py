"""The jobs that make forms. Each kind has one maker, put down here or by a room above."""

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from portal.errors import Refused
from portal.files import Files
from portal.formats import actions, queries
from portal.formats.document import CourseDocument
from portal.formats.document.rows import course_document
from portal.formats.rules import COURSE, FORMS, Asked, Kind, cheap_forms
from portal.jobs.context import JobContext
from portal.jobs.registry import job
from portal.library.models import CourseVersion, VersionState
from portal.media.queries import renditions_of
from portal.text import message, speaking

Content = bytes | Path


@dataclass(frozen=True)
class Making:
    """What a maker may use. `folder` is its own and is removed afterwards."""

    asked: Asked
    document: CourseDocument
    facts: dict[str, str]  # way of learning to full, part or none
    digests: dict[str, str]  # files of the package by name
    small: dict[str, str]  # the same for what has been made for slow lines
    files: Files
    folder: Path
    origin: str

    def read_file(self, name: str) -> bytes | None:
        """A file of the package; None when it has none of this name."""
        digest = self.digests.get(name)
        return self.files.read(digest) if digest else None

    def copy_file(self, name: str, to: Path) -> Path:
        """A large file of the package, on this disk."""
        self.files.copy_to(self.digests[name], to)
        return to


Maker = Callable[[Making], Content]
MAKERS: dict[Kind, Maker] = {}


def maker(*kinds: Kind) -> Callable[[Maker], Maker]:
    """Put a function down as the one that makes these forms."""

    def put_down(make: Maker) -> Maker:
        for kind in kinds:
            if kind in MAKERS:
                raise ValueError(f"two makers for {kind}")
            MAKERS[kind] = make
        return make

    return put_down


@job("make_form", minutes=61)  # a slow one, so that no stranger who asks can keep a hand-in waiting
def make_form(context: JobContext) -> None:
    """Make one form. Doing it twice gives the same."""
    payload = context.payload
    asked = Asked(payload["part"], Kind(payload["kind"]), payload["variant"])
    context.progress(1, 3, message("读课文"))
    make_all(context, payload["version_id"], [asked])


@job("make_cheap_forms", minutes=30)
def make_cheap_forms(context: JobContext) -> None:
    """Make what every course has from its first hour: text, large print and braille of each lesson and of the whole."""
    version_id = context.payload["version_id"]
    with context.reading() as session:
        parts = [COURSE, *(lesson.slug for lesson in queries.lessons_to_take(session, version_id, COURSE, COURSE))]
    for step, part in enumerate(parts, 1):
        context.progress(step, len(parts), message("准备可以带走的文件"))
        make_all(context, version_id, cheap_forms(part))


def make_all(context: JobContext, version_id: int, wanted: list[Asked]) -> None:
    """Make these forms of one part of a version, those that are not there yet."""
    with context.reading() as session:
        missing = [asked for asked in wanted if queries.made_form(session, version_id, asked) is None]
        version = session.get_one(CourseVersion, version_id)
        if not missing or version.state == VersionState.STAGED:  # who finishes a withdrawn one may take it along
            return
        with speaking("en" if version.language.startswith("en") else "zh-CN"):
            lessons = queries.lessons_to_take(session, version_id, missing[0].part, COURSE)
            slug = queries.slug_of(session, version)
            document = course_document(slug, version, lessons, is_whole=missing[0].part == COURSE)
        digests = queries.file_digests(session, version_id)
        renditions = renditions_of(session, set(digests.values()))
        small = {
            name: renditions[digest]["slow"].digest for name, digest in digests.items() if "slow" in renditions[digest]
        }
        facts = {fact["way"]: fact["verdict"] for fact in version.facts}
    for asked in missing:
        folder = context.settings.data / "making" / f"{context.taken.id}-{asked.kind}"
        shutil.rmtree(folder, ignore_errors=True)  # what a worker that was killed has left
        folder.mkdir(parents=True)
        try:
            making = Making(asked, document, facts, digests, small, context.files, folder, context.settings.origin)
            _make_one(context, version_id, making)
        finally:
            shutil.rmtree(folder, ignore_errors=True)


def _make_one(context: JobContext, version_id: int, making: Making) -> None:
    with speaking("en" if making.document.language.startswith("en") else "zh-CN"):
        content = MAKERS[making.asked.kind](making)
    size = len(content) if isinstance(content, bytes) else content.stat().st_size
    digest = context.files.put(content)
    with context.writing() as session:
        actions.keep(session, version_id, making.asked, digest, size, context.now())


def not_possible(kind: Kind, why: object) -> Refused:
    """A form that cannot be made here, in words for who asked."""
    return Refused(message("%(form)s做不了：%(why)s", form=FORMS[kind].name, why=why))
