"""The jobs that make the recordings of appeals over, and clear what no recording names."""

from datetime import timedelta

from portal.appeals.recordings import actions
from portal.appeals.recordings.models import AppealRecording
from portal.discussions.recordings.converting import Keeping, make_over
from portal.discussions.recordings.rules import Form
from portal.jobs import Every
from portal.jobs.context import JobContext
from portal.jobs.registry import job


@job(actions.JOB, minutes=45)
def convert_appeal_recording(context: JobContext) -> None:
    """Make a recording over. Twice gives the same; taken away in the meantime, nothing of it stays."""
    recording_id = context.payload["recording_id"]
    files = actions.store_of(context.settings)
    with context.reading() as session:
        one = session.get_one(AppealRecording, recording_id)
        state, source, form = one.state, one.source_digest, one.form
    if state != "converting":
        return
    keeping = Keeping(
        keep=lambda session, made: actions.is_converted(session, recording_id, made),
        fail=lambda session, reason: actions.fail(session, recording_id, reason),
        remove=lambda session, digests: actions.remove_files(session, files, digests),
    )
    make_over(context, f"appeal-{recording_id}", files, source, Form(form), keeping)


@job("clear_appeal_recordings", minutes=30, every=Every.DAY)
def clear_appeal_recordings(context: JobContext) -> None:
    """Files without a row go."""
    files, now = actions.store_of(context.settings), context.now()
    files.clear_leftovers()
    for digest in list(files.written_before(now - timedelta(days=1))):
        with context.writing() as session:
            actions.remove_files(session, files, [digest])
