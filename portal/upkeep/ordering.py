"""Order anew what an open course should have and has not: forms for slow lines, forms to take away."""

from typing import Any

from portal.files import Files
from portal.formats.actions import prepare_missing
from portal.formats.queries import made_forms
from portal.formats.rules import COURSE, cheap_forms
from portal.jobs import JobState
from portal.jobs.context import JobContext
from portal.library.state import raise_number
from portal.media.actions import want_lost
from portal.media.queries import jobs_of, renditions_of
from portal.media.rules import READERS
from portal.text import message
from portal.upkeep import rules
from portal.upkeep.rules import Found


def order_missing(
    context: JobContext, version_id: int, files: dict[str, Any], owners: dict[str, str], lessons: list[str]
) -> list[Found]:
    """Put in the jobs for what is missing; what a job could not make is told, with the reason that it gave."""
    context.progress(4, 4, message("看可以带走的文件齐不齐"))
    films = {name: file for name, file in files.items() if file.media_type in READERS}
    found = order_films(context, films, owners)
    with context.reading() as session:
        made = made_forms(session, version_id)
    wanted = [asked for part in (COURSE, *lessons) for asked in cheap_forms(part)]
    missing = [asked for asked in wanted if asked not in made or not context.files.exists(made[asked].digest)]
    if missing:
        with context.writing() as session:
            if prepare_missing(session, version_id, missing, context.now()):
                raise_number(session)  # pages may have kept links to what is lost
    return found


def order_films(context: JobContext, films: dict[str, Any], owners: dict[str, str]) -> list[Found]:
    """Let films be made over of which the usual form is missing, or any form's file is lost."""
    with context.reading() as session:
        kept = renditions_of(session, {file.digest for file in films.values()})
        jobs = jobs_of(session, {file.digest for file in films.values()})
        states = {digest: (job.state, job.message) for digest, job in jobs.items()}
    found = []
    for name, file in films.items():
        state, said = states.get(file.digest, ("", None))
        lost = lost_kinds(context.files, kept[file.digest])
        if state == JobState.FAILED and said is not None and not lost:
            found.append(rules.unmade_film(owners.get(name, ""), name, said))
        elif lost or (state in ("", JobState.DONE) and "normal" not in kept[file.digest]):
            if not context.files.exists(file.digest):
                continue  # there is nothing to make it from; that is told as a file that is lost
            with context.writing() as session:
                want_lost(session, file.digest, file.media_type, lost, context.now())
                raise_number(session)
    return found


def lost_kinds(files: Files, kept: dict[str, Any]) -> list[str]:
    """The kinds of forms whose files are not in the store, or not as they were made."""
    return [kind for kind, row in kept.items() if not files.exists(row.digest) or files.size(row.digest) != row.size]
