"""A statement as a file: one door for a person's own, for what is shared, and for what others fetch."""

import json
from collections.abc import AsyncIterator
from dataclasses import asdict
from datetime import datetime
from typing import Any

from fastapi import Request, Response

from portal.credits.queries import entries
from portal.credits.statement import as_csv, header_sentence
from portal.db.session import Db
from portal.errors import NotFound
from portal.formats.rules import USUAL_SIZE
from portal.formats.views import own_size
from portal.jobs.actions import enqueue, try_again
from portal.jobs.models import JobState
from portal.sharing import queries
from portal.sharing.contents import Said
from portal.sharing.documents import as_plain_text
from portal.sharing.machines import as_document
from portal.sharing.papers import MAKE, MAKER, Wanted, reference_of, subject_of
from portal.sharing.rules import FORMS, MEDIA_TYPES, Kind, preferred
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


def wanted(request: Request, person_id: int, share_id: int | None, kind: str) -> Wanted:
    """The paper that is asked for: a PDF, or braille in pages of the person's own size."""
    size = (own_size(request.state.needs) or USUAL_SIZE) if kind == Kind.BRF else None
    return Wanted(person_id, share_id, size)


def paper_file(request: Request, session: Db, asked: Wanted, now: datetime) -> Response | None:
    """The paper of today; None while it is not there."""
    made = queries.paper_of(session, subject_of(session, asked, now), language(), MAKER)
    if made is None:
        return None
    kind = Kind.BRF if asked.size else Kind.PDF

    def read(start: int, end: int) -> AsyncIterator[bytes]:
        content: AsyncIterator[bytes] = request.app.state.files.astream(made.digest, start, end)
        return content

    answer = stored_file(request, StoredPaper(made.digest, made.size, kind), read, is_private=True)
    answer.headers["Content-Disposition"] = f'attachment; filename="credit-statement.{kind}"'
    return answer


class StoredPaper:
    """What `stored_file` has to know."""

    is_public = False

    def __init__(self, digest: str, size: int, kind: Kind) -> None:
        self.digest, self.size, self.media_type = digest, size, MEDIA_TYPES[kind]


def paper_page(request: Request, session: Db, asked: Wanted, now: datetime, addresses: dict[str, Any]) -> Response:
    """How far a paper is: it waits, is being made, is there, or could not be made. Asking for it begins it."""
    subject, spoken = subject_of(session, asked, now), language()
    made = queries.paper_of(session, subject, spoken, MAKER)
    payload = {"subject": subject, **asdict(asked), "language": spoken}
    job = None if made else enqueue(session, MAKE, reference_of(subject, spoken), payload, now)
    is_failed = job is not None and job.state == JobState.FAILED
    answer = page(
        request,
        "sharing/pdf.html",
        status_code=200 if made else 503 if is_failed else 202,
        size=made.size if made else 0,
        form=FORMS[Kind.BRF if asked.size else Kind.PDF],
        is_there=made is not None,
        is_failed=is_failed,
        is_running=job is not None and job.state == JobState.RUNNING,
        said=job.message if job else None,
        **addresses,
    )
    answer.headers.update({} if made else NEVER_KEPT)
    return answer


def make_again(request: Request, session: Db, asked: Wanted, now: datetime) -> None:
    """Try once more what could not be made."""
    try_again(session, reference_of(subject_of(session, asked, now), language()), now)
