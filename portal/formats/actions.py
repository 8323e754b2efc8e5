"""Ask for a form to be made; keep what was made."""

from datetime import datetime

from sqlalchemy.exc import IntegrityError
from sqlmodel import Session

from portal.errors import TooMany
from portal.formats import queries
from portal.formats.models import MadeForm
from portal.formats.rules import MOST_WAITING, Asked, usual_forms
from portal.jobs.actions import do_again, enqueue, try_again
from portal.jobs.models import Job, JobState
from portal.jobs.queries import job_of
from portal.library.state import raise_number
from portal.text import message

MAKE = "make_form"
MOST_ORDERED = 20  # versions whose forms the weekly look may let wait at a time


def ask_for(session: Session, version_id: int, asked: Asked, now: datetime, most: int | None = None) -> Job:
    """The job that makes the form, put in if nobody has asked before. Raises TooMany when too much waits already:
    for strangers MOST_WAITING, for learners `most`.

    A form whose job is done but which is not there any more (a new maker, a restored database) is made again.
    """
    reference = asked.reference(version_id)
    if job := job_of(session, reference):
        if job.state == JobState.DONE:
            job.state, job.tries, job.not_before, job.finished_at = JobState.WAITING, 0, now, None
            session.add(job)
            session.flush()
        return job
    if queries.waiting_count(session, MAKE) >= (most or MOST_WAITING):
        raise TooMany(message("现在要做的文件太多了。过几分钟再试。"))
    payload = {"version_id": version_id, "part": asked.part, "kind": asked.kind.value, "variant": asked.variant}
    return enqueue(session, MAKE, reference, payload, now)


def ask_again(session: Session, version_id: int, asked: Asked, now: datetime) -> None:
    """Let a form that could not be made be tried once more."""
    try_again(session, asked.reference(version_id), now)


def keep(session: Session, version_id: int, asked: Asked, digest: str, size: int, now: datetime) -> None:
    """Write down what was made, and let kept pages know when they show it. A second time changes nothing."""
    if queries.made_form(session, version_id, asked) is not None:
        return
    made = MadeForm(
        version_id=version_id,
        part=asked.part,
        kind=asked.kind,
        variant=asked.variant,
        maker=asked.form.maker,
        digest=digest,
        size=size,
        made_at=now,
    )
    try:
        with session.begin_nested():
            session.add(made)
    except IntegrityError:  # another worker was faster, with the same
        return
    if asked in usual_forms(asked.part):  # no page shows other sizes, so a stranger who asks makes no kept page old
        raise_number(session)


def prepare(session: Session, version_id: int, now: datetime) -> None:
    """Have the cheap forms of a version made: to be called when it opens. Twice is once."""
    enqueue(session, "make_cheap_forms", f"forms/{version_id}", {"version_id": version_id}, now)


def prepare_missing(session: Session, version_id: int, missing: list[Asked], now: datetime) -> bool:
    """Have cheap forms of an open version made that are not there, or whose files are lost: of a course opened before
    there were forms, or before a new maker, or of a store that has lost some. Returns whether it was ordered; not while
    many others wait, so that nobody who hands in a course waits for an upgrade."""
    if not missing or queries.waiting_count(session, "make_cheap_forms") >= MOST_ORDERED:
        return False
    for asked in missing:
        lost = queries.made_form(session, version_id, asked)
        if lost is not None:
            session.delete(lost)
    session.flush()
    prepare(session, version_id, now)
    do_again(session, f"forms/{version_id}", now)
    return True
