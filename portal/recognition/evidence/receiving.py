"""An evidence on its way: the file with its form, told by its content."""

from dataclasses import dataclass, field

from fastapi import Request

from portal.discussions.recordings.rules import reader_of
from portal.files import Files
from portal.recognition.evidence import rules
from portal.recognition.evidence.actions import Came
from portal.recognition.evidence.pictures import NoPicture, type_of, without_camera
from portal.recognition.evidence.rules import PDF_MARK, Form, Sent
from portal.recognition.forms import line_problem
from portal.text import Message
from portal.uploads.whole import Whole, receive


@dataclass
class Evidence:
    """What a form brought. `came` is None when something is wrong; `stored` may lie in the store for nothing."""

    sent: str = ""
    description: str = ""
    key: str = ""
    came: Came | None = None
    stored: list[str] = field(default_factory=list)
    errors: dict[str, Message] = field(default_factory=dict)


async def read_evidence(request: Request, files: Files, person_id: int) -> Evidence:
    """The file and what was said of it. Ends before the database is asked."""
    received = await receive(request, files, rules.LARGEST, rules.MARKS)
    fields, upload = received.fields, received.upload
    told = Evidence(fields.get("sent", ""), fields.get("description", "").strip()[:5000], fields.get("key", "")[:60])
    if told.sent not in list(Sent):
        told.errors["sent"] = rules.NO_CHOICE
    told.errors |= line_problem("description", told.description, rules.NO_DESCRIPTION)
    if upload is None:
        told.errors["file"] = rules.OTHER_KIND if received.is_other_kind else rules.NO_FILE
        return told
    told.stored.append(upload.digest)
    found = looked_at(files, upload, told)
    if isinstance(found, Message):
        told.errors["file"] = found
    elif not told.errors:
        form, digest, media_type, size = found
        reference = f"form/{person_id}/{told.key}"
        told.came = Came(reference, form, told.description, digest, media_type, size)
    return told


def looked_at(files: Files, upload: Whole, told: Evidence) -> Message | tuple[Form, str, str, int]:
    """What a file is, its cleaned digest, type and size; or what is wrong with it."""
    start = b"".join(files.stream(upload.digest, 0, 16))
    is_pdf, picture_type = start.startswith(PDF_MARK), type_of(start)
    if told.sent in (Sent.VOICE, Sent.SIGN):
        is_other = is_pdf or picture_type or not reader_of(start)
        return rules.NOT_RECORDING if is_other else (Form(told.sent), upload.digest, "", upload.size_bytes)
    if not (is_pdf or picture_type) or upload.size_bytes > rules.PAPER_BYTES:
        return rules.TOO_BIG if is_pdf or picture_type else rules.NOT_PAPER
    if is_pdf:
        return Form.PDF, upload.digest, "application/pdf", upload.size_bytes
    try:
        clean = without_camera(files.read(upload.digest))
    except NoPicture:
        return rules.BROKEN
    digest = files.put(clean)
    told.stored.append(digest)
    return Form.PICTURE, digest, picture_type, len(clean)
