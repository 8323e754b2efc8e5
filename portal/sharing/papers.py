"""A statement on paper: a tagged PDF, made by a job, in one language, as of one day."""

from datetime import datetime

from sqlmodel import Session

from portal.formats.print.paper import as_pdf
from portal.jobs.context import JobContext
from portal.jobs.registry import job
from portal.sharing import actions, queries
from portal.sharing.contents import Said, shared_statement, whole_statement
from portal.sharing.documents import as_large_print
from portal.sharing.models import Share
from portal.text import LANGUAGES, message, speaking
from portal.text.dates import local_date

MAKER = 1  # raised whenever the PDF changes: all are then made anew
MAKE = "make_statement_pdf"


def subject_of(session: Session, person_id: int, share_id: int | None, now: datetime) -> str:
    """Of what a paper is, and as of when: of the whole account or of a share, after so many entries, on a day."""
    what = f"share/{share_id}" if share_id else f"account/{person_id}"
    return f"{what}/{queries.newest_sequence(session, person_id)}/{local_date(now)}"


def reference_of(subject: str, spoken: str) -> str:
    """What the job that makes it is known by."""
    return f"statement/{subject}/pdf/{spoken}/{MAKER}"


@job(MAKE, minutes=10)
def make_statement_pdf(context: JobContext) -> None:
    """Put a statement on paper. Doing it twice gives the same."""
    subject, person_id, share_id = (context.payload[name] for name in ("subject", "person_id", "share_id"))
    spoken = next(known for known in LANGUAGES if known == context.payload["language"])
    context.progress(1, 2, message("把证明排到纸上"))
    with context.reading() as session, speaking(spoken):
        page = as_large_print(said_of(session, person_id, share_id, context.now()), context.settings)
    content = as_pdf(page)
    digest = context.files.put(content)
    with context.writing() as session:
        actions.keep_paper(session, subject, spoken, MAKER, digest, len(content), context.now())


def said_of(session: Session, person_id: int, share_id: int | None, now: datetime) -> Said:
    """What the statement says: of a share, or of the whole account."""
    if share_id:
        return shared_statement(session, session.get_one(Share, share_id), now)
    return whole_statement(session, person_id, now)
