"""A person's certificates, and the page where anybody checks one."""

from fastapi import APIRouter, Request, Response

from portal.accounts.access import SignedIn
from portal.certificates import queries
from portal.certificates.rules import certificate_number, id_of_number, read_code, why_not_code
from portal.db.session import Db, Now
from portal.errors import NotFound
from portal.web import page, see_other

router = APIRouter()

UNLISTED = {"X-Robots-Tag": "noindex"}  # who has the code may look; a search engine may not


@router.get("/certificates")
async def certificates(request: Request, actor: SignedIn, session: Db) -> Response:
    """All certificates of the person who asks, newest first."""
    found = queries.certificates_of(session, actor.person_id)
    numbered = [(certificate, certificate_number(certificate.id)) for certificate in found]
    return page(request, "certificates/certificates.html", certificates=numbered)


@router.get("/certificates/{number}")
async def certificate(request: Request, number: str, actor: SignedIn, session: Db) -> Response:
    """One's own certificate, to read, to print and to give the code away. Anybody else's is not found."""
    certificate_id = id_of_number(number)
    found = certificate_id and queries.own_certificate(session, actor.person_id, certificate_id)
    if not found:
        raise NotFound
    return page(
        request,
        "certificates/certificate.html",
        certificate=found,
        number=certificate_number(found.id),
        origin=request.app.state.settings.origin,
    )


@router.get("/verify")
async def verify(request: Request, code: str | None = None) -> Response:
    """The form for a code as it was dictated; a code that can be one leads to its answer."""
    if code is None:
        return page(request, "certificates/verify.html", typed="")
    if problem := why_not_code(code):
        return page(request, "certificates/verify.html", errors={"code": problem}, typed=code[:100])
    return see_other(request, "verify_code", code=read_code(code))


@router.get("/verify/{code}")
async def verify_code(request: Request, code: str, session: Db, now: Now) -> Response:
    """Whether the certificate with this code stands, and what it proves: nothing about disability, no person's number."""
    if problem := why_not_code(code):
        return page(request, "certificates/verify.html", errors={"code": problem}, typed=code[:100])
    found = queries.certificate_by_code(session, read_code(code) or "")
    answer = page(
        request,
        "certificates/answer.html",
        status_code=200 if found else 404,
        certificate=found,
        number=certificate_number(found.id) if found else "",
        code=read_code(code),
        now=now,
    )
    answer.headers.update(UNLISTED)
    return answer
