"""The evidence of an application: add a file or words, remove, and the files themselves."""

from collections.abc import Iterator
from contextlib import contextmanager

from fastapi import APIRouter, Request, Response

from portal.accounts.access import SignedIn
from portal.accounts.rules import Role, is_within
from portal.credits.routes import AccountHolder
from portal.db.session import Db, Now
from portal.errors import NotFound, Refused
from portal.recognition import queries, views
from portal.recognition.actions import hold_draft
from portal.recognition.evidence import actions, converting, rules
from portal.recognition.evidence.actions import Came
from portal.recognition.evidence.receiving import Evidence, read_evidence
from portal.recognition.evidence.rules import Form
from portal.recognition.forms import TypedForm
from portal.recognition.models import RecognitionApplication
from portal.recognition.routes import BACK, own, own_draft
from portal.recognition.rules import MOST_EVIDENCE, State
from portal.recognition.views import ServedFile
from portal.text import Message
from portal.text.dates import local_date
from portal.web import page, read_form, see_other
from portal.web.ranges import stored_file

__all__ = ["converting", "router"]  # the jobs are put down when their module is imported
router = APIRouter(prefix="/recognition", dependencies=[BACK])
ONE = "/applications/{application_id}/evidence"


@router.get(ONE)
async def recognition_evidence(
    request: Request, application_id: int, holder: AccountHolder, session: Db, now: Now
) -> Response:
    """What is there already, and the forms to add more."""
    return evidence_page(request, session, own_draft(session, application_id, holder), now)


@router.post(ONE)
async def add_recognition_file(
    request: Request, application_id: int, holder: AccountHolder, session: Db, now: Now
) -> Response:
    """Add a file with its description."""
    told = await read_evidence(request, request.app.state.evidence, holder.person_id)
    with kept_or_removed(request, session, told):
        one = own(session, application_id, holder)
        hold_draft(session, one)
        if told.came is None:
            return evidence_page(request, session, one, now, told=told, errors=told.errors)
        actions.add(session, one, told.came, now)
    return see_other(request, "recognition_evidence", application_id=one.id)


@router.post(ONE + "/words")
async def add_recognition_words(
    request: Request, application_id: int, holder: AccountHolder, session: Db, now: Now
) -> Response:
    """Add an evidence in words."""
    form = await read_form(request, TypedForm)
    one = own(session, application_id, holder)
    hold_draft(session, one)
    if errors := form.errors():
        return evidence_page(request, session, one, now, form=form, errors=errors)
    words = form.typed.strip().replace("\r\n", "\n")
    came = Came(f"typed/{holder.person_id}/{form.key[:60]}", Form.TYPED, "", words=words)
    actions.add(session, one, came, now)
    return see_other(request, "recognition_evidence", application_id=one.id)


@router.post(ONE + "/{token}/removal")
async def remove_recognition_evidence(
    request: Request, application_id: int, token: str, holder: AccountHolder, session: Db, now: Now
) -> Response:
    """Take one evidence away, its file too."""
    one = own(session, application_id, holder)
    hold_draft(session, one)
    found = queries.evidence_by(session, token)
    if found and found[0].application_id == one.id:
        actions.remove(session, request.app.state.evidence, found[0], holder.person_id, now)
    return see_other(request, "recognition_evidence", application_id=one.id)


@router.get("/files/{token}")
async def recognition_file(request: Request, token: str, person: SignedIn, session: Db, now: Now) -> Response:
    """The file of an evidence, for whose it is and for officers of the region, whose reading is kept."""
    found = queries.evidence_by(session, token)
    if found is None or found[0].state != "ready" or found[0].form == Form.TYPED:
        raise NotFound
    proof, one, region_code = found
    if one.person_id != person.person_id:
        office = request.state.role_regions.get(Role.CREDIT_OFFICER)
        if office is None or not is_within(region_code, office) or one.state in (State.DRAFT, State.WITHDRAWN):
            raise NotFound
        views.note_reading(request, person.person_id, "recognition_evidence", proof.id, now)
    files = request.app.state.evidence
    file = ServedFile(proof.digest, proof.media_type, proof.size)
    return stored_file(request, file, lambda start, end: files.astream(file.digest, start, end), is_private=True)


@contextmanager
def kept_or_removed(request: Request, session: Db, told: Evidence) -> Iterator[None]:
    """What comes of a form decides about its files: one that no evidence uses in the end goes at once."""
    try:
        yield
    except (NotFound, Refused):
        actions.remove_files(session, request.app.state.evidence, told.stored)
        raise
    actions.remove_files(session, request.app.state.evidence, told.stored)


def evidence_page(
    request: Request,
    session: Db,
    one: RecognitionApplication,
    now: Now,
    told: Evidence | None = None,
    form: TypedForm | None = None,
    errors: dict[str, Message] | None = None,
) -> Response:
    """All evidence of an application, what its kind wants, and the forms."""
    application = views.told_of(session, one, local_date(now))
    return page(
        request,
        "recognition/evidence.html",
        errors=errors,
        told=application,
        proofs=views.proofs_of(session, one),
        missing=views.missing_of(application, views.proofs_of(session, one)),
        sent=told or Evidence(),
        form=form or TypedForm(),
        key=views.new_key(),
        choices_of=rules.SENT,
        largest=rules.LARGEST,
        paper=rules.PAPER_BYTES,
        is_full=len(queries.evidence_of(session, one.id)) >= MOST_EVIDENCE,
    )
