"""A person's certificates, and the page where anybody checks one."""

from fastapi import APIRouter, Request, Response

from portal.accounts.access import SignedIn, Visitor
from portal.certificates import queries
from portal.certificates.rules import DOORS, REASONS, certificate_number, id_of_number, read_code, why_not_code
from portal.certificates.views import note_look, was_checked
from portal.db.session import Db, Now
from portal.errors import NotFound
from portal.web import page, see_other

router = APIRouter()

MOST_LOOKS = 20  # of the list on a certificate's page, newest first
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
    end = queries.end_of(session, found.id)
    new_id = end.replaced_by or queries.in_place_of(session, found.id) if end else None
    looks = queries.looks_at(session, found.id, MOST_LOOKS)
    return page(
        request,
        "certificates/certificate.html",
        certificate=found,
        number=certificate_number(found.id),
        origin=request.app.state.settings.origin,
        files=request.app.state.certificate_files(request, session, found),
        reason=REASONS[end.step][end.reason] if end else None,
        new_number=certificate_number(new_id) if new_id else "",
        old_number=certificate_number(found.replaces_id) if found.replaces_id else "",
        looks=[(look.looked_at, DOORS[look.door]) for look in looks],
        most_looks=MOST_LOOKS,
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
async def verify_code(
    request: Request, code: str, visitor: Visitor, session: Db, now: Now, checked: str = ""
) -> Response:
    """Whether the certificate with this code stands, and what it proves: nothing about disability, no person's number.

    `checked` comes from a badge that was looked into just now. Its holder is told that somebody looked, and not who.
    """
    if problem := why_not_code(code):
        return page(request, "certificates/verify.html", errors={"code": problem}, typed=code[:100])
    found = queries.certificate_by_code(session, read_code(code) or "")
    is_badge_good = was_checked(request, code, checked, now)
    if not found and (answer := request.app.state.statement_by_code(request, session, read_code(code), visitor, now)):
        return answer
    if found:
        note_look(request, found, visitor, is_badge_good, now)
    answer = page(
        request,
        "certificates/answer.html",
        status_code=200 if found else 404,
        certificate=found,
        number=certificate_number(found.id) if found else "",
        code=read_code(code),
        is_badge_good=is_badge_good,
        now=now,
    )
    answer.headers.update(UNLISTED)
    return answer
