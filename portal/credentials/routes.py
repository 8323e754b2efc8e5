"""A certificate to take along, the page where anybody checks a badge, and what those need who check one without us."""

import json
from datetime import datetime
from typing import Any
from uuid import uuid4

from fastapi import APIRouter, Request, Response

from portal.accounts.access import SignedIn
from portal.certificates.models import Certificate
from portal.certificates.queries import certificates_of, ended_ids, newest_id, own_certificate
from portal.certificates.rules import certificate_number, id_of_number
from portal.certificates.views import mark_as_checked
from portal.credentials import queries
from portal.credentials.checking import LARGEST, check
from portal.credentials.papers import MAKE, MAKER, paper_of, reference_of, rendered
from portal.credentials.rules import (
    Algorithm,
    Document,
    badge,
    did_document,
    ids_of_list,
    key_set,
    status_list,
    status_place,
)
from portal.credentials.signing import as_token, with_proof
from portal.credentials.transcript import MOST_BADGES, outcome_badge, transcript
from portal.credentials.views import BADGES, LARGE, PAPERS, PDF, PROOF, TOKEN, known_keys, signer
from portal.db.session import Db, Now
from portal.errors import NotFound, Refused
from portal.jobs.actions import enqueue, try_again
from portal.jobs.models import JobState
from portal.text import Message, language, message
from portal.web import page, see_other
from portal.web.forms import bounded
from portal.web.ranges import stored_file

router = APIRouter()

FOR_MINUTES = {"Cache-Control": "public, max-age=300", "Access-Control-Allow-Origin": "*"}
NEVER_KEPT = {"Cache-Control": "private, no-store"}


@router.get("/certificates/{number}/certificate.{kind}")
async def certificate_file(
    request: Request, number: str, kind: str, actor: SignedIn, session: Db, now: Now
) -> Response:
    """One's own certificate as a file: text, large print, PDF, or a badge in one of two forms. Only while it holds."""
    certificate = own(session, actor.person_id, number)
    if kind in PAPERS:
        content: bytes = rendered(paper_of(certificate, request.app.state.settings), kind == LARGE)
        return file(content, PAPERS[kind], certificate, kind)
    if kind == PDF:
        return pdf(request, session, certificate)
    if kind not in BADGES:
        raise NotFound
    unsigned = badge(queries.completion_of(session, certificate), origin(request), ".jwt" if kind == TOKEN else "")
    return file(signed(request, session, unsigned, kind, now), BADGES[kind], certificate, kind)


@router.get("/certificates/{number}/pdf")
async def certificate_pdf(request: Request, number: str, actor: SignedIn, session: Db, now: Now) -> Response:
    """How far the PDF is: it waits, is being made, is there, or could not be made. Asking for it begins it."""
    certificate = own(session, actor.person_id, number)
    spoken = language()
    made = queries.paper_of(session, certificate.id, spoken, MAKER)
    payload = {"certificate_id": certificate.id, "language": spoken}
    job = None if made else enqueue(session, MAKE, reference_of(certificate.id, spoken), payload, now)
    is_failed = job is not None and job.state == JobState.FAILED
    answer = page(
        request,
        "credentials/pdf.html",
        status_code=200 if made else 503 if is_failed else 202,
        number=certificate_number(certificate.id),
        certificate=certificate,
        size=made.size if made else 0,
        is_there=made is not None,
        is_failed=is_failed,
        is_running=job is not None and job.state == JobState.RUNNING,
        said=job.message if job else None,
    )
    answer.headers.update({} if made else NEVER_KEPT)
    return answer


@router.post("/certificates/{number}/pdf")
async def make_pdf_again(request: Request, number: str, actor: SignedIn, session: Db, now: Now) -> Response:
    """Try once more what could not be made."""
    certificate = own(session, actor.person_id, number)
    try_again(session, reference_of(certificate.id, language()), now)
    return see_other(request, "certificate_pdf", number=certificate_number(certificate.id))


@router.get("/credits/transcript.{kind}")
async def transcript_file(request: Request, kind: str, actor: SignedIn, session: Db, now: Now) -> Response:
    """All one's credit as one signed file: the certificates that hold, then what has none; a hundred at most."""
    if kind not in BADGES:
        raise NotFound
    standing = [one for one in certificates_of(session, actor.person_id) if one.state == "issued"][:MOST_BADGES]
    outcomes = queries.outcomes_of(session, actor.person_id, MOST_BADGES - len(standing))
    if not (standing or outcomes):
        raise Refused(message("还没有学分，也没有有效的证书。学完一门课，考核合格，就有了。"))
    key = signer(request, session, Algorithm.PROOF, now)
    unsigned_badges = [
        *(badge(queries.completion_of(session, certificate), origin(request)) for certificate in standing),
        *(outcome_badge(outcome, actor.name, origin(request)) for outcome in outcomes),
    ]
    badges = [with_proof(one, key, now) for one in unsigned_badges]
    credit = sum(one.credit_hundredths for one in standing) + sum(one.credit_hundredths for one in outcomes)
    unsigned = transcript(badges, actor.name, credit, uuid4().urn, origin(request), now)
    return download(signed(request, session, unsigned, kind, now), BADGES[kind], f"transcript.{kind}")


@router.post("/verify/badges")
async def verify_badge(request: Request, session: Db, now: Now) -> Response:
    """A badge as a file, or pasted: one that we signed leads to the answer about its certificate."""
    brought = await read_badge(request)
    checked = check(brought, origin(request), queries.published_keys(session))
    if isinstance(checked, Message):
        shown = brought if len(brought) <= LARGEST else ""
        return page(request, "certificates/verify.html", errors={"badge": checked}, typed="", badge=shown)
    return see_other(request, "verify_code", code=checked, checked=mark_as_checked(request, checked, now))


@router.get("/credentials/status/{number}.jwt")
async def status_token(request: Request, number: str, session: Db, now: Now) -> Response:
    """One list of which certificates hold no more, as a token."""
    return listed(request, session, number, TOKEN, now)


@router.get("/credentials/status/{number}")
async def status_document(request: Request, number: str, session: Db, now: Now) -> Response:
    """The same as a document with a proof in it."""
    return listed(request, session, number, PROOF, now)


@router.get("/.well-known/did.json")
async def did_web(request: Request, session: Db, now: Now) -> Response:
    """Who signs here, and with which keys: what did:web leads to."""
    return public(did_document(origin(request), known_keys(request, session, now)), "application/did+json")


@router.get("/.well-known/jwks.json")
async def jwks(request: Request, session: Db, now: Now) -> Response:
    """The same keys as a JWK set."""
    return public(key_set(known_keys(request, session, now)), "application/jwk-set+json")


def own(session: Db, person_id: int, number: str) -> Certificate:
    """The person's certificate of this number. Raises NotFound; Refused when it holds no more."""
    certificate_id = id_of_number(number)
    found = own_certificate(session, person_id, certificate_id) if certificate_id else None
    if found is None:
        raise NotFound
    if found.state != "issued":
        raise Refused(message("这张证书不再有效，不能再下载。"))
    return found


def origin(request: Request) -> str:
    """The public address that all credentials name."""
    return str(request.app.state.settings.origin)


def signed(request: Request, session: Db, unsigned: Document, kind: str, now: datetime) -> bytes:
    """A credential in one of the two forms, signed by the key of that form."""
    if kind == TOKEN:
        return as_token(unsigned, signer(request, session, Algorithm.TOKEN, now)).encode()
    document = with_proof(unsigned, signer(request, session, Algorithm.PROOF, now), now)
    return json.dumps(document, ensure_ascii=False, indent=2).encode()


def file(content: bytes, media_type: str, certificate: Certificate, kind: str) -> Response:
    """A form of a certificate. The file's name says the number, and nothing of whose it is."""
    return download(content, media_type, f"certificate-{certificate_number(certificate.id)}.{kind}")


def download(content: bytes, media_type: str, name: str) -> Response:
    """A file to keep, and for nobody between."""
    headers = NEVER_KEPT | {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(content, media_type=media_type, headers=headers)


def pdf(request: Request, session: Db, certificate: Certificate) -> Response:
    """The PDF; while it is not there, the page that has it made."""
    made = queries.paper_of(session, certificate.id, language(), MAKER)
    number = certificate_number(certificate.id)
    if made is None:
        return see_other(request, "certificate_pdf", number=number)
    files = request.app.state.files
    stored = StoredPaper(made.digest, made.size)
    answer = stored_file(request, stored, lambda start, end: files.astream(made.digest, start, end), is_private=True)
    answer.headers["Content-Disposition"] = f'attachment; filename="certificate-{number}.pdf"'
    return answer


class StoredPaper:
    """What `stored_file` has to know."""

    is_public = False
    media_type = "application/pdf"

    def __init__(self, digest: str, size: int) -> None:
        self.digest, self.size = digest, size


def listed(request: Request, session: Db, number: str, kind: str, now: datetime) -> Response:
    """A status list that is in use, signed anew: what it says is as of now."""
    newest, _ = status_place(max(newest_id(session), 1))
    if not (number.isdecimal() and number.isascii() and len(number) < 8 and 1 <= int(number) <= newest):
        raise NotFound
    ended = ended_ids(session, *ids_of_list(int(number)))
    unsigned = status_list(int(number), ended, origin(request), now, ".jwt" if kind == TOKEN else "")
    content = signed(request, session, unsigned, kind, now)
    return Response(content, media_type=BADGES[kind], headers=FOR_MINUTES)


def public(document: Document, media_type: str) -> Response:
    """A document for anybody, from any site, to be kept for some minutes."""
    return Response(json.dumps(document, ensure_ascii=False), media_type=media_type, headers=FOR_MINUTES)


async def read_badge(request: Request) -> str:
    """What was brought: the file, or what was pasted when there is none. What is no text is nothing."""
    async with bounded(request).form(max_files=1, max_fields=5, max_part_size=1_000_000) as posted:
        uploaded: Any = posted.get("file")
        if uploaded is not None and not isinstance(uploaded, str) and uploaded.filename:
            content: bytes = await uploaded.read(LARGEST + 1)
            return content.decode("utf-8", "replace")
        pasted = posted.get("badge")
        return pasted.replace("\x00", "").encode("utf-8", "replace").decode() if isinstance(pasted, str) else ""
