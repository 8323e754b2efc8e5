"""Look at the files of a version: each is in the store as it came, and each film and sound plays."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from portal.jobs.context import JobContext
from portal.media import confined
from portal.media.rules import READERS
from portal.text import message
from portal.upkeep import actions, queries, rules
from portal.upkeep.models import FileCheck
from portal.upkeep.rules import FileTrouble, Found, period_of

OPENING_SECONDS = 180  # to play three times two seconds, also of a large film on a busy machine


@contextmanager
def own_folder(context: JobContext) -> Iterator[Path]:
    """A folder for this job alone; gone afterwards."""
    place = context.settings.data / "checking"
    place.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(dir=place, prefix=f"upkeep-{context.taken.id}-") as folder:
        yield Path(folder)


def is_kept(context: JobContext, digest: str, size: int) -> FileTrouble | None:
    """Whether the store has a file as it came, to the last byte."""
    try:
        if context.files.size(digest) != size or not context.files.verify(digest):
            return FileTrouble.CHANGED
    except FileNotFoundError:
        return FileTrouble.LOST
    return None


def look_at_files(
    context: JobContext, files: dict[str, Any], owners: dict[str, str], by_hand: bool
) -> tuple[list[Found], dict[str, float]]:
    """What is wrong with the files of a version, and the length in seconds of each film and sound that opens."""
    found: list[Found] = []
    seconds: dict[str, float] = {}
    for name, file in files.items():
        if file.media_type not in READERS:
            if trouble := is_kept(context, file.digest, file.size):
                found.append(rules.troubled_file(owners.get(name, ""), name, trouble, 0))
            continue
        checked = _film(context, file, name, by_hand)
        if checked.milliseconds is not None:
            seconds[name] = checked.milliseconds / 1000
        if checked.trouble:
            trouble = FileTrouble(checked.trouble)
            found.append(rules.troubled_file(owners.get(name, ""), name, trouble, checked.at_second))
    return found, seconds


def _film(context: JobContext, file: Any, name: str, by_hand: bool) -> FileCheck:
    """A film as it is now: what was seen this week, unless somebody wants to know anew or it was not well."""
    with context.reading() as session:
        known = queries.file_check(session, file.digest)
        if known and known.period == period_of(context.now()) and not (by_hand and known.trouble):
            session.expunge(known)
            return known
    trouble, at_second, milliseconds = is_kept(context, file.digest, file.size), 0, None
    if trouble is None:
        trouble, at_second, milliseconds = _played(context, file, name)
    with context.writing() as session:
        kept = actions.keep_file(session, file.digest, trouble, at_second, milliseconds, context.now())
        session.flush()
        session.expunge(kept)
    return kept


def _played(context: JobContext, file: Any, name: str) -> tuple[FileTrouble | None, int, int | None]:
    """Let the confined process play a film here and there: what is wrong, from which second on, and its length."""
    say = (1, 4, message("播放“%(file)s”", file=name))
    with own_folder(context) as folder:
        path = context.files.local(file.digest, folder / "film").absolute()
        values = {"path": str(path), "reader": READERS[file.media_type]}
        try:
            seen = confined.do("glimpse", values, OPENING_SECONDS, tool="pyav", heed=lambda: context.progress(*say))
        except (confined.NotDone, confined.TooLong):
            return FileTrouble.CLOSED, 0, None
    milliseconds = round(seen["seconds"] * 1000)
    if seen["breaks_at"] is None:
        return None, 0, milliseconds
    return FileTrouble.BREAKS_OFF, int(seen["breaks_at"]), milliseconds
