"""A statement as a file: one door for a person's own, for what is shared, and for what others fetch."""

import json
from collections.abc import AsyncIterator
from datetime import datetime
from typing import Any

from fastapi import Request, Response

from portal.credits.queries import entries
from portal.credits.statement import as_csv, header_sentence
from portal.db.session import Db
from portal.errors import NotFound
from portal.formats.rules import USUAL_SIZE
from portal.formats.views import own_size
from portal.jobs.actions import enqueue
from portal.jobs.models import JobState
from portal.sharing import queries
from portal.sharing.contents import Said
from portal.sharing.documents import as_braille, as_plain_text
from portal.sharing.machines import as_document
from portal.sharing.papers import MAKE, MAKER, reference_of, subject_of
from portal.sharing.rules import MEDIA_TYPES, Kind, preferred
from portal.text import language, message
from portal.text.amounts import format_credit
from portal.text.dates import format_date
from portal.web import page
from portal.web.ranges import stored_file

NEVER_KEPT = {"Cache-Control": "private, no-store", "X-Robots-Tag": "noindex"}


def own_form(request: Request) -> Kind:
    """The form that who asks reads best."""
    needs = request.state.needs
    return preferred(needs.media, needs.ways, needs.cells)


def as_file(request: Request, session: Db, said: Said, kind: Kind) -> Response:
    """A statement in one form. The file's name says nothing of whose it is. Raises NotFound for a form it has not."""
    state = request.app.state
    if kind is Kind.JSON:
        document = as_document(session, said, state.settings.origin, state.seal_proofs)
        signed = state.signed_statement(request, session, document, said.as_of)
        content = json.dumps(signed, ensure_ascii=False, indent=2).encode()
    elif kind is Kind.CSV:
        content = as_csv(head_of(said), said.entries, said.is_whole).encode()
    elif kind is Kind.TEXT:
        content = as_plain_text(said, state.settings)
    elif kind is Kind.BRF:
        content = as_braille(said, state.settings, own_size(request.state.needs) or USUAL_SIZE)
    else:
        raise NotFound
    headers = NEVER_KEPT | {"Content-Disposition": f'attachment; filename="credit-statement.{kind}"'}
    return Response(content, media_type=MEDIA_TYPES[kind], headers=headers)


def head_of(said: Said) -> str:
    """The sentence at the head of a table."""
    if said.is_whole:
        return header_sentence(said.holder_name, said.credit_hundredths, said.points or 0, said.as_of)
    told = message(
        "学分证明：%(name)s，截至%(date)s，选的学分合计 %(credit)s 学分。只有本人选的内容，不是全部。",
        name=said.holder_name, date=format_date(said.as_of), credit=format_credit(said.credit_hundredths),
    )  # fmt: skip
    return str(told)


def with_points(session: Db, person_id: int, said: Said) -> Said:
    """The same with the entries of points among those of credit, for a table that has a column for the unit."""
    return Said(**vars(said) | {"entries": entries(session, person_id)})


def pdf_file(request: Request, session: Db, person_id: int, share_id: int | None, now: datetime) -> Response | None:
    """The PDF of today; None while it is not there."""
    made = queries.paper_of(session, subject_of(session, person_id, share_id, now), language(), MAKER)
    if made is None:
        return None
    stored = StoredPaper(made.digest, made.size)

    def read(start: int, end: int) -> AsyncIterator[bytes]:
        content: AsyncIterator[bytes] = request.app.state.files.astream(made.digest, start, end)
        return content

    answer = stored_file(request, stored, read, is_private=True)
    answer.headers["Content-Disposition"] = 'attachment; filename="credit-statement.pdf"'
    return answer


class StoredPaper:
    """What `stored_file` has to know."""

    is_public = False
    media_type = MEDIA_TYPES[Kind.PDF]

    def __init__(self, digest: str, size: int) -> None:
        self.digest, self.size = digest, size


def pdf_page(
    request: Request, session: Db, person_id: int, share_id: int | None, now: datetime, addresses: dict[str, Any]
) -> Response:
    """How far the PDF is: it waits, is being made, is there, or could not be made. Asking for it begins it."""
    subject, spoken = subject_of(session, person_id, share_id, now), language()
    made = queries.paper_of(session, subject, spoken, MAKER)
    payload = {"subject": subject, "person_id": person_id, "share_id": share_id, "language": spoken}
    job = None if made else enqueue(session, MAKE, reference_of(subject, spoken), payload, now)
    is_failed = job is not None and job.state == JobState.FAILED
    answer = page(
        request,
        "sharing/pdf.html",
        status_code=200 if made else 503 if is_failed else 202,
        size=made.size if made else 0,
        is_there=made is not None,
        is_failed=is_failed,
        is_running=job is not None and job.state == JobState.RUNNING,
        said=job.message if job else None,
        **addresses,
    )
    answer.headers.update({} if made else NEVER_KEPT)
    return answer
