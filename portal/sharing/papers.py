"""A statement on paper: a tagged PDF, or braille to emboss, made by a job, in one language, as of one day."""

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from portal.formats.print.paper import as_pdf
from portal.jobs.context import JobContext
from portal.jobs.registry import job
from portal.sharing import actions, queries
from portal.sharing.contents import Said, shared_statement, whole_statement
from portal.sharing.documents import as_braille, as_large_print
from portal.sharing.models import Share
from portal.text import LANGUAGES, message, speaking
from portal.text.dates import local_date

MAKER = 1  # raised whenever the PDF changes: all are then made anew
MAKE = "make_statement_pdf"


@dataclass(frozen=True)
class Wanted:
    """Of what a paper is: of a whole account, or of a share; braille has the size of its pages, a PDF has none."""

    person_id: int
    share_id: int | None = None
    size: tuple[int, int] | None = None


def subject_of(session: Session, wanted: Wanted, now: datetime) -> str:
    """By what a paper is known: what it is of, after how many entries, on which day."""
    what = f"share/{wanted.share_id}" if wanted.share_id else f"account/{wanted.person_id}"
    form = f"brf/{wanted.size[0]}x{wanted.size[1]}" if wanted.size else "pdf"
    return f"{what}/{queries.newest_sequence(session, wanted.person_id)}/{local_date(now)}/{form}"


def reference_of(subject: str, spoken: str) -> str:
    """What the job that makes it is known by."""
    return f"statement/{subject}/{spoken}/{MAKER}"


@job(MAKE, minutes=10)
def make_statement_pdf(context: JobContext) -> None:
    """Put a statement on paper. Doing it twice gives the same."""
    subject, person_id, share_id = (context.payload[name] for name in ("subject", "person_id", "share_id"))
    size = context.payload["size"]
    spoken = next(known for known in LANGUAGES if known == context.payload["language"])
    context.progress(1, 2, message("把证明排到纸上"))
    with context.reading() as session, speaking(spoken):
        said = said_of(session, person_id, share_id, context.now())
        braille = as_braille(said, context.settings, (size[0], size[1])) if size else b""
        page = "" if size else as_large_print(said, context.settings)
    content = braille or as_pdf(page)
    digest = context.files.put(content)
    with context.writing() as session:
        actions.keep_paper(session, subject, spoken, MAKER, digest, len(content), context.now())


def said_of(session: Session, person_id: int, share_id: int | None, now: datetime) -> Said:
    """What the statement says: of a share, or of the whole account."""
    if share_id:
        return shared_statement(session, session.get_one(Share, share_id), now)
    return whole_statement(session, person_id, now)
