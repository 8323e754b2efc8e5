"""The job that makes a film or sound over: for slow lines, for ears alone, at one loudness, with a still picture."""

import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from portal.errors import Refused
from portal.jobs.context import JobContext
from portal.jobs.registry import job
from portal.library.state import raise_number
from portal.media import actions, confined, queries, rules
from portal.media.models import Rendition
from portal.media.rules import READERS, Recipe, Source
from portal.text import Message, message

WORDS = {
    "normal": message("做标准的文件"),
    "slow": message("做慢网用的小文件"),
    "sound": message("做只听的文件"),
    "poster": message("取一张封面"),
}
FOREVER_IN_MINUTES = 24 * 60  # each step has its own limit; this only ends what nobody thought of


@dataclass(frozen=True)
class Work:
    """One file under way: where it lies, how it is read, and how to say how far it is."""

    context: JobContext
    path: Path
    reader: str
    tool: str = ""

    def do(self, verb: str, seconds: float, say: tuple[int, int, Message], **more: Any) -> Any:
        """One thing in the confined process. Raises Refused with what to do when the file cannot be worked on."""
        self.context.progress(*say)
        file_bytes = more.pop("file_bytes", 1_000_000)
        values = {"path": str(self.path), "reader": self.reader, **more}
        try:
            return confined.do(verb, values, seconds, file_bytes, self.tool, lambda: self.context.progress(*say))
        except confined.NotDone:
            raise Refused(rules.unreadable()) from None
        except confined.TooLong:
            raise Refused(rules.took_too_long(seconds)) from None


@job(actions.JOB, minutes=FOREVER_IN_MINUTES)
def convert_media(context: JobContext) -> None:
    """Make every form of one content. Doing it twice gives the same; what a dead worker had made stays."""
    digest, media_type = context.payload["digest"], context.payload["media_type"]
    folder = context.settings.data / "converting" / digest
    shutil.rmtree(folder, ignore_errors=True)  # what a worker that was killed has left
    folder.mkdir(parents=True)
    try:
        context.progress(1, 2, message("取出文件"))
        path = folder / "source"
        context.files.copy_to(digest, path)
        convert(Work(context, path, READERS[media_type]), digest)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def convert(work: Work, digest: str) -> None:
    """Look at the file, measure it, make each form that is not there yet. Raises Refused with what to do."""
    source = Source(**work.do("probe", 60, (1, 2, message("看文件里有什么"))))
    if reason := rules.why_not(source):
        raise Refused(reason)
    loudness: dict[str, float] = {}
    if source.has_sound:
        loudness = work.do("measure", rules.seconds_for(source), (1, 2, message("量声音大小")))
    recipes = rules.recipes_for(source, loudness)
    with work.context.reading() as session:
        sizes = {kind: row.size for kind, row in queries.renditions_of(session, [digest])[digest].items()}
    for number, recipe in enumerate(recipes, start=1):
        if recipe.kind not in sizes:
            say = number + 1, len(recipes) + 1, WORDS[recipe.kind]
            make(work, digest, source, recipe, sizes, say)


def make(
    work: Work, digest: str, source: Source, recipe: Recipe, sizes: dict[str, int], say: tuple[int, int, Message]
) -> None:
    """Make one form and keep it, unless it would only mislead. Raises Refused for a file that breaks off."""
    into = work.path.with_name(recipe.kind)
    seconds, most = rules.seconds_for(source), rules.most_bytes(recipe, source)
    work.do("make", seconds, say, into=str(into), recipe=recipe.as_values(), file_bytes=most)
    size = into.stat().st_size
    found: dict[str, Any] = {"bits_per_second": 0, "milliseconds": 0, "loudness_hundredths": None}
    if recipe.kind != "poster":
        found = measured(work, source, recipe, into, say)
    if not rules.is_worth_keeping(recipe.kind, size, sizes):
        return
    sizes[recipe.kind] = size
    kept = Rendition(
        source_digest=digest,
        kind=recipe.kind,
        digest=work.context.files.put(into),
        media_type=recipe.media_type,
        size=size,
        width=recipe.width,
        height=recipe.height,
        made_at=work.context.now(),
        **found,
    )
    with work.context.writing() as session:
        actions.keep(session, kept)
        raise_number(session)  # lesson pages show what there is


def measured(work: Work, source: Source, recipe: Recipe, into: Path, say: tuple[int, int, Message]) -> dict[str, Any]:
    """What was made, looked at with the same eyes as its source: how long, how much a second, how loud."""
    result = Work(work.context, into, READERS[recipe.media_type], work.tool)
    examined = result.do("examine", rules.seconds_for(source), say)
    seconds, loudness = Source(**examined["source"]).seconds, examined["loudness"]
    if rules.is_cut_off(source, seconds):
        raise Refused(rules.cut_off(source, seconds))
    return {
        "bits_per_second": round(into.stat().st_size * 8 / seconds),
        "milliseconds": round(seconds * 1000),
        "loudness_hundredths": round(loudness["i"] * 100) if loudness else None,
    }
