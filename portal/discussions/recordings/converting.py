"""The job that makes a recording over: one form without place, camera or anything else, and the file as it came is gone."""

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlmodel import Session

from portal.discussions.recordings import actions, queries, rules
from portal.discussions.recordings.rules import Form, State
from portal.errors import Refused
from portal.files import Files
from portal.jobs import Every
from portal.jobs.context import JobContext
from portal.jobs.registry import job
from portal.library.converting import Work
from portal.media.rules import READERS, Source, is_cut_off, most_bytes, seconds_for
from portal.text import Message, message

LOOK, LISTEN, MAKE = message("看文件里有什么"), message("量声音大小"), message("转成能放的文件")
Made = tuple[str, str, int, int]  # digest, media type, bytes, milliseconds
GIVEN_UP_AFTER = timedelta(hours=12)  # three tries take less


@job(actions.JOB, minutes=45)
def convert_recording(context: JobContext) -> None:
    """Make a recording over. Twice gives the same; taken back in the meantime, nothing of it stays."""
    recording_id = context.payload["recording_id"]
    files = actions.store_of(context.settings)
    with context.reading() as session:
        recording = queries.recording(session, recording_id)
        session.expunge(recording)
    if recording.state is not State.CONVERTING:
        return
    keeping = Keeping(
        keep=lambda session, made: actions.is_converted(session, recording_id, made),
        fail=lambda session, reason: actions.fail(session, recording_id, reason),
        remove=lambda session, digests: actions.remove_files(session, files, digests),
    )
    make_over(context, f"recording-{recording_id}", files, recording.source_digest, recording.form, keeping)


@dataclass(frozen=True)
class Keeping:
    """How a room keeps what was made of a recording of its own, or why nothing was, and removes files."""

    keep: Callable[[Session, Made], bool]  # False: it was taken away in the meantime
    fail: Callable[[Session, Message], None]
    remove: Callable[[Session, list[str]], None]


def make_over(context: JobContext, name: str, files: Files, source: str, form: Form, keeping: Keeping) -> None:
    """Make the one form of a recording, whichever room it belongs to; its source goes. `name` is that of the folder in
    which it is made. Raises Refused with what to do, after that was kept."""
    folder = context.settings.data / "converting" / name
    shutil.rmtree(folder, ignore_errors=True)  # what a worker that was killed has left
    folder.mkdir(parents=True)
    try:
        work = Work(context, folder / "source", "")
        made = make(context, files, source, form, work) if files.exists(source) else None
        with context.writing() as session:
            if made is None:
                keeping.fail(session, rules.OUR_FAULT)
            elif not keeping.keep(session, made):
                keeping.remove(session, [made[0]])
            keeping.remove(session, [source])
    except Refused as refused:
        with context.writing() as session:
            keeping.fail(session, refused.message)
            keeping.remove(session, [source])
        raise
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def make(context: JobContext, files: Files, source_digest: str, form: Form, work: Work) -> Made:
    """The one form, in the store. Raises Refused with what to do."""
    files.copy_to(source_digest, work.path)
    with work.path.open("rb") as file:
        reader = rules.reader_of(file.read(8))
    if not reader:
        raise Refused(rules.UNREADABLE)
    work = Work(context, work.path, reader, work.tool)
    source = Source(**_do(work, "probe", 60, (1, 3, LOOK)))
    if reason := rules.why_not(form, source):
        raise Refused(reason)
    seconds = seconds_for(source)
    is_heard = form is Form.VOICE
    loudness = _do(work, "measure", seconds, (2, 3, LISTEN)) if is_heard else {}
    recipe = rules.recipe_for(form, source, loudness)
    into = work.path.with_name("made")
    most = most_bytes(recipe, source)
    _do(work, "make", seconds, (3, 3, MAKE), into=str(into), recipe=recipe.as_values(), file_bytes=most)
    found = Source(**_do(Work(context, into, READERS[recipe.media_type], work.tool), "probe", 60, (3, 3, MAKE)))
    if is_cut_off(source, found.seconds):
        raise Refused(rules.CUT_OFF)
    return files.put(into), recipe.media_type, into.stat().st_size, round(found.seconds * 1000)


def _do(work: Work, verb: str, seconds: float, say: tuple[int, int, Message], **more: Any) -> dict[str, Any]:
    """One thing in the confined process; what cannot be opened is told in words for people with a phone."""
    try:
        done: dict[str, Any] = work.do(verb, seconds, say, **more)
    except Refused:
        raise Refused(rules.UNREADABLE) from None
    return done


@job("clear_recordings", minutes=30, every=Every.DAY)
def clear_recordings(context: JobContext) -> None:
    """Nothing of a recording stays that nobody needs: what broke for good fails, and files without a row go."""
    files, now = actions.store_of(context.settings), context.now()
    files.clear_leftovers()
    with context.writing() as session:
        for recording in queries.stuck(session, now - GIVEN_UP_AFTER):
            source = recording.source_digest
            actions.fail(session, recording.id, rules.OUR_FAULT)
            actions.remove_files(session, files, [source])
    for digest in list(files.written_before(now - timedelta(days=1))):
        with context.writing() as session:
            actions.remove_files(session, files, [digest])
