"""The job that makes a recorded statement over: no place, no phone, no second picture or sound; the source goes."""

import shutil
from datetime import timedelta

from portal.discussions.recordings.converting import make
from portal.discussions.recordings.rules import OUR_FAULT, Form
from portal.errors import Refused
from portal.jobs import Every
from portal.jobs.context import JobContext
from portal.jobs.registry import job
from portal.library.converting import Work
from portal.recognition.evidence import actions
from portal.recognition.models import RecognitionEvidence


@job(actions.JOB, minutes=45)
def convert_evidence(context: JobContext) -> None:
    """Make a recorded statement over. Twice gives the same; removed in the meantime, nothing of it stays."""
    proof_id = context.payload["evidence_id"]
    files = actions.store_of(context.settings)
    with context.reading() as session:
        proof = session.get_one(RecognitionEvidence, proof_id)
        state, source, form = proof.state, proof.source_digest, proof.form
    if state != "converting":
        return
    folder = context.settings.data / "converting" / f"evidence-{proof_id}"
    shutil.rmtree(folder, ignore_errors=True)  # what a worker that was killed has left
    folder.mkdir(parents=True)
    try:
        made = (
            make(context, files, source, Form(form), Work(context, folder / "source", ""))
            if files.exists(source)
            else None
        )
        with context.writing() as session:
            if made is None:
                actions.fail(session, proof_id, OUR_FAULT)
            elif not actions.is_converted(session, proof_id, made):
                actions.remove_files(session, files, [made[0]])
            actions.remove_files(session, files, [source])
    except Refused as refused:
        with context.writing() as session:
            actions.fail(session, proof_id, refused.message)
            actions.remove_files(session, files, [source])
        raise
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@job("clear_evidence", minutes=30, every=Every.DAY)
def clear_evidence(context: JobContext) -> None:
    """Files without a row go."""
    files, now = actions.store_of(context.settings), context.now()
    files.clear_leftovers()
    for digest in list(files.written_before(now - timedelta(days=1))):
        with context.writing() as session:
            actions.remove_files(session, files, [digest])
