"""Sending a file in pieces: tus 1.0 (https://tus.io/protocols/resumable-upload), each address for its own person only.

A library was tried (tuspyserver 4.4.3): it wrote what a stranger sent to somebody's upload and only then refused them, and
knew neither owners nor our transactions.
"""

import shutil
from datetime import datetime
from email.utils import format_datetime

from fastapi import APIRouter, Request, Response
from fastapi.responses import PlainTextResponse, RedirectResponse

from portal.accounts.access import SignedIn
from portal.accounts.rules import Actor
from portal.db.session import Db, Now
from portal.errors import NotFound
from portal.text import Message, message
from portal.uploads import actions, collecting, queries, receiving
from portal.uploads.giving_up import AbandonmentForm, page_after, page_before
from portal.uploads.kinds import KINDS
from portal.uploads.models import Upload
from portal.uploads.protocol import EXTENSIONS, VERSION, read_metadata, whole_number
from portal.uploads.receiving import Busy, Checksum, TooLong, WrongChecksum, WrongKind
from portal.uploads.rules import State, clean_name, is_over, why_not_begin
from portal.web import page, read_form

__all__ = ["collecting", "router"]  # the job is put down when its module is imported
router = APIRouter(prefix="/uploads")
MOST_BYTES = 4_000_000_000  # for those who only ask; each kind has its own
GONE = message("这个文件已经不能接着传。从头再传一次。")


@router.options("")
async def upload_abilities(person: SignedIn) -> Response:
    """What of the protocol is spoken here."""
    headers = {"Tus-Version": VERSION, "Tus-Extension": EXTENSIONS, "Tus-Max-Size": str(MOST_BYTES)}
    return Response(
        status_code=204, headers=headers | {"Tus-Resumable": VERSION, "Tus-Checksum-Algorithm": "sha1,sha256"}
    )


@router.post("")
async def begin_upload(request: Request, person: SignedIn, session: Db, now: Now) -> Response:
    """Announce a file: its name, size and what for. Refused here, a file costs nobody a byte."""
    if request.headers.get("tus-resumable") != VERSION:
        return wrong_version()
    metadata = read_metadata(request.headers.get("upload-metadata", ""))
    size_bytes = whole_number(request.headers.get("upload-length", ""))
    kind = KINDS.get(metadata.get("kind", ""))
    if kind is None or person.roles.isdisjoint(kind.roles):
        raise NotFound
    if size_bytes is None:
        return answer(400)
    folder = request.app.state.files.unfinished
    most_bytes, name = kind.most_bytes(request, now), clean_name(metadata.get("filename", ""))
    free_bytes = shutil.disk_usage(folder).free
    unfinished = queries.count_unfinished(session, person.person_id, now)
    if reason := why_not_begin(name, size_bytes, kind.endings, most_bytes, unfinished, free_bytes):
        return answer(413 if size_bytes > most_bytes else 422, reason)
    upload = actions.begin(session, person.person_id, kind.name, name, size_bytes, now)
    (folder / upload.token).touch(mode=0o600)
    return answer(
        201, headers=told(upload) | {"Location": request.app.state.url_for("upload_state", token=upload.token)}
    )


@router.get("/{token}")
async def upload_state(request: Request, token: str, person: SignedIn, session: Db, now: Now) -> Response:
    """How much has come; the protocol asks with HEAD."""
    upload = queries.upload_of(session, token, person.person_id)
    if not is_open(request, upload, now):
        return answer(410, GONE)
    return answer(200, headers=told(upload) | {"Cache-Control": "no-store", "Upload-Length": str(upload.size_bytes)})


@router.patch("/{token}")
async def send_piece(request: Request, token: str, person: SignedIn, session: Db, now: Now) -> Response:
    """The next bytes. No transaction is open while they come."""
    upload = read_apart(request, token, person)
    if refusal := refuse_piece(request, upload, now):
        return refusal
    offset, path = upload.received_bytes, request.app.state.files.unfinished / upload.token
    kind = KINDS[upload.kind]
    try:
        checksum = Checksum.read(request.headers.get("upload-checksum", ""))
        most_bytes = upload.size_bytes - offset
        more_bytes = await receiving.receive_piece(request, path, offset, most_bytes, kind.marks, checksum)
    except WrongKind:
        collecting.give_up(session, request.app.state.files, upload, now)
        return answer(415, kind.wrong_kind)
    except (Busy, TooLong, WrongChecksum, ValueError, OSError) as error:
        return answer(STATUS_OF[next(kind for kind in STATUS_OF if isinstance(error, kind))])
    if not actions.arrive(session, upload.id, offset, more_bytes, now):
        return answer(409)
    return answer(204, headers=told(upload, more_bytes))


STATUS_OF: dict[type[Exception], int] = {Busy: 423, TooLong: 413, WrongChecksum: 460, ValueError: 400, OSError: 507}


@router.delete("/{token}")
async def end_upload(request: Request, token: str, person: SignedIn, session: Db, now: Now) -> Response:
    """Give an upload up; nothing of it stays."""
    collecting.give_up(session, request.app.state.files, queries.upload_of(session, token, person.person_id), now)
    return answer(204)


@router.get("/{token}/abandonment")
async def ask_before_giving_up(
    request: Request, token: str, person: SignedIn, session: Db, now: Now, back: str = ""
) -> Response:
    """Asks before an upload is given up, for what was sent is lost with it. `back` is the page that has the form."""
    upload = queries.upload_of(session, token, person.person_id)
    if not is_open(request, upload, now):
        raise NotFound
    return page(request, "uploads/abandonment.html", upload=upload, back=page_before(back))


@router.post("/{token}/abandonment")
async def give_up_upload(request: Request, token: str, person: SignedIn, session: Db, now: Now) -> Response:
    """The same for a form; leads back to the page that has it, which says so."""
    form = await read_form(request, AbandonmentForm)
    upload = queries.upload_of(session, token, person.person_id)
    collecting.give_up(session, request.app.state.files, upload, now)
    return RedirectResponse(page_after(form.back), status_code=303)


def read_apart(request: Request, token: str, person: Actor) -> Upload:
    """The upload, in a transaction that ends at once. Raises NotFound."""
    with queries.reading(request.app.state.reading_engine) as reading:
        return queries.upload_of(reading, token, person.person_id)


def refuse_piece(request: Request, upload: Upload, now: datetime) -> Response | None:
    """What is wrong with a request before its body is read; None when nothing is."""
    if request.headers.get("tus-resumable") != VERSION:
        return wrong_version()
    if request.headers.get("content-type") != "application/offset+octet-stream":
        return answer(415)
    if not is_open(request, upload, now):
        return answer(410, GONE)
    if whole_number(request.headers.get("upload-offset", "")) != upload.received_bytes:
        return answer(409, headers=told(upload))
    length = whole_number(request.headers.get("content-length", ""))
    if length is not None and length > upload.size_bytes - upload.received_bytes:
        return answer(413)
    return None


def is_open(request: Request, upload: Upload, now: datetime) -> bool:
    """Whether more may come."""
    is_there = (request.app.state.files.unfinished / upload.token).exists()
    return upload.state is State.OPEN and is_there and not is_over(upload.expires_at, now)


def told(upload: Upload, more_bytes: int = 0) -> dict[str, str]:
    """What each answer says of an upload."""
    expires = format_datetime(upload.expires_at, usegmt=True)
    return {"Upload-Offset": str(upload.received_bytes + more_bytes), "Upload-Expires": expires}


def wrong_version() -> Response:
    """Another protocol, or another version of it."""
    return answer(412, headers={"Tus-Version": VERSION})


def answer(status: int, says: Message | None = None, headers: dict[str, str] | None = None) -> Response:
    """An answer for a program, with a sentence that it may show."""
    headers = {"Tus-Resumable": VERSION} | (headers or {})
    return PlainTextResponse(str(says), status, headers) if says else Response(None, status, headers)
