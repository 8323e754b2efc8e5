"""Nothing half-sent stays: files of uploads that ended otherwise than by being taken are removed."""

from datetime import datetime

from sqlmodel import Session

from portal.files import Files
from portal.jobs.context import JobContext
from portal.jobs.registry import job
from portal.uploads import actions
from portal.uploads.models import Upload
from portal.uploads.rules import State, is_over


@job("collect_upload", minutes=5)
def collect_upload(context: JobContext) -> None:
    """Remove an upload to which nothing came any more; look again later when something did."""
    with context.reading() as session:
        upload = session.get_one(Upload, context.payload["upload_id"])
    if upload.state is State.OPEN and not is_over(upload.expires_at, context.now()):
        with context.writing() as session:
            actions.collect_later(session, upload, context.now())
        return
    with context.writing() as session:
        actions.expire(session, upload.id)
    remove(context.files, upload)


def give_up(session: Session, files: Files, upload: Upload, now: datetime) -> None:
    """End an upload. Its file goes first: a row without a file can be begun anew, a file without a row only takes room."""
    remove(files, upload)
    actions.give_up(session, upload, now)


def remove(files: Files, upload: Upload) -> None:
    """Remove what came of an upload."""
    (files.unfinished / upload.token).unlink(missing_ok=True)
