"""The job that makes a recorded statement over: no place, no phone, no second picture or sound; the source goes."""

from datetime import timedelta

from portal.discussions.recordings.converting import Keeping, make_over
from portal.discussions.recordings.rules import Form
from portal.jobs import Every
from portal.jobs.context import JobContext
from portal.jobs.registry import job
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
    keeping = Keeping(
        keep=lambda session, made: actions.is_converted(session, proof_id, made),
        fail=lambda session, reason: actions.fail(session, proof_id, reason),
        remove=lambda session, digests: actions.remove_files(session, files, digests),
    )
    make_over(context, f"evidence-{proof_id}", files, source, Form(form), keeping)


@job("clear_evidence", minutes=30, every=Every.DAY)
def clear_evidence(context: JobContext) -> None:
    """Files without a row go."""
    files, now = actions.store_of(context.settings), context.now()
    files.clear_leftovers()
    for digest in list(files.written_before(now - timedelta(days=1))):
        with context.writing() as session:
            actions.remove_files(session, files, [digest])
