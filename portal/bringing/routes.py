"""A Word file or slides become lessons: the pages of who hands in for a prefecture."""

import secrets
from collections.abc import Mapping
from typing import Any

from fastapi import APIRouter, Request, Response

from portal.accounts.access import Submitter
from portal.accounts.rules import Actor
from portal.bringing import actions, drafting, forms, queries, reading, views
from portal.bringing.forms import DraftForm
from portal.bringing.models import BroughtFile
from portal.bringing.office.opening import FILE_BYTES
from portal.bringing.packing import pack
from portal.bringing.pages import PictureFile, lesson_html, provider_of, zip_answer
from portal.db.session import Db, Now
from portal.errors import NotFound
from portal.jobs import job_of, try_again
from portal.jobs.models import told
from portal.text import Message, message
from portal.uploads import whole
from portal.web import page, read_form, see_other
from portal.web.forms import read_fields
from portal.web.ranges import stored_file
from portal.web.refusals import leading_back
from portal.workshop import queries as drafts
from portal.workshop.actions import By

__all__ = ["reading", "router"]  # the job is put down when its module is imported
BACK = leading_back(message("回到这个文件"), "brought_file", "brought_id")
router = APIRouter(prefix="/submissions/bring", dependencies=[BACK])
MARKS = (b"PK", b"\xd0\xcf\x11\xe0")  # old files are taken, too: the page of the outcome says what to do with them
CHOOSE = message("文件：选一个 Word 文件（.docx）或者幻灯片（.pptx）")


@router.get("", name="brought_files")
async def brought_files(request: Request, author: Submitter, session: Db) -> Response:
    """The form, and the files that were brought last."""
    return _form_page(request, author, session, {})


@router.post("", name="bring_file")
async def bring_file(request: Request, author: Submitter, session: Db, now: Now) -> Response:
    """Keep the file and begin to read it."""
    received = await whole.receive(request, request.app.state.files, FILE_BYTES, MARKS)
    if received.upload is None:
        return _form_page(request, author, session, {"file": CHOOSE}, bool(received.fields.get("make_headings")))
    key = received.fields.get("key", "")[:60] or secrets.token_urlsafe(12)
    make_headings = bool(received.fields.get("make_headings"))
    row = actions.bring_file(session, author, received.upload, key, make_headings, now)
    return see_other(request, "brought_file", brought_id=row.id)


def _form_page(
    request: Request, author: Actor, session: Db, errors: dict[str, Message], make_headings: bool = False
) -> Response:
    return page(
        request,
        "bringing/files.html",
        errors=errors,
        make_headings=make_headings,
        most_bytes=FILE_BYTES,
        key=secrets.token_urlsafe(12),
        rows=[(row, *views.row_state(row)) for row in queries.newest(session, author.region_code)],
    )


@router.get("/{brought_id}", name="brought_file")
async def brought_file(request: Request, brought_id: int, author: Submitter, session: Db) -> Response:
    """What was made of a file, what was not kept, and which pictures ask for words."""
    found = queries.brought_of(session, brought_id, author.region_code)
    return _outcome_page(request, session, found, {}, {})


@router.post("/{brought_id}", name="write_picture_words")
async def write_picture_words(request: Request, brought_id: int, author: Submitter, session: Db, now: Now) -> Response:
    """Keep the words that were written for its pictures."""
    fields = await read_fields(request)
    found = queries.brought_of(session, brought_id, author.region_code)
    pictures = queries.pictures_of(session, found.id)
    written = forms.read_words(fields, pictures)
    if errors := forms.errors_in(written, pictures):
        return _outcome_page(request, session, found, written, errors)
    actions.write_words(session, found, written, author.person_id, now)
    return see_other(request, "brought_file", brought_id=found.id)


def _outcome_page(
    request: Request,
    session: Db,
    found: BroughtFile,
    typed: Mapping[int, tuple[str, bool]],
    errors: dict[str, Message],
) -> Response:
    outcome = views.outcome_of(found, queries.pictures_of(session, found.id))
    refused = found.refused and told(found.refused)
    values: dict[str, Any] = {"brought": found, "outcome": outcome, "errors": errors, "refused": refused}
    return page(
        request,
        "bringing/outcome.html",
        **values,
        work=views.work_of(found, job_of(session, queries.job_reference(found.id))),
        groups=views.grouped(outcome.notes) if outcome else [],
        typed=views.typed_words(outcome, typed) if outcome else {},
        draft_options=views.draft_options(drafts.drafts_of(session, found.region_code, False, 1)) if outcome else [],
        put_into=queries.drafts_with(session, found.id),
        key=secrets.token_urlsafe(12),
        kept=views.kept_words(outcome.kept) if outcome else [],
    )


@router.post("/{brought_id}/drafts", name="put_into_draft")
async def put_into_draft(request: Request, brought_id: int, author: Submitter, session: Db, now: Now) -> Response:
    """Put its lessons into a draft of the workshop, or into a new one."""
    form = await read_form(request, DraftForm)
    found = queries.held(session, brought_id, author.region_code)
    outcome = views.outcome_of(found, queries.pictures_of(session, found.id))
    if outcome is None:
        raise NotFound
    provider, by = provider_of(session, author.region_code), By(author, now)
    draft_id = drafting.put_into_draft(session, found, outcome, form.draft_id, provider, form.own_key, by)
    return see_other(request, "draft", draft_id=draft_id)


@router.post("/{brought_id}/again", name="read_brought_again")
async def read_brought_again(request: Request, brought_id: int, author: Submitter, session: Db, now: Now) -> Response:
    """Let the reading begin anew that came to no end."""
    found = queries.brought_of(session, brought_id, author.region_code)
    try_again(session, queries.job_reference(found.id), now)
    return see_other(request, "brought_file", brought_id=found.id)


@router.get("/{brought_id}/lessons/{number}", name="brought_lesson")
async def brought_lesson(request: Request, brought_id: int, number: int, author: Submitter, session: Db) -> Response:
    """A lesson as a learner will hear and see it."""
    found = queries.brought_of(session, brought_id, author.region_code)
    outcome = views.outcome_of(found, queries.pictures_of(session, found.id))
    if outcome is None or not 1 <= number <= len(outcome.lessons):
        raise NotFound
    lesson = outcome.lessons[number - 1]
    body = lesson_html(request, found.id, outcome, lesson.body)
    return page(request, "bringing/lesson.html", brought=found, lesson=lesson, number=number, body=body)


@router.get("/{brought_id}/pictures/{number}", name="brought_picture")
async def brought_picture(request: Request, brought_id: int, number: int, author: Submitter, session: Db) -> Response:
    """One picture, to be seen while its words are written."""
    found = queries.brought_of(session, brought_id, author.region_code)
    picture = queries.picture_of(session, found.id, number)
    files = request.app.state.files
    file = PictureFile(picture.digest, picture.media_type, picture.size_bytes)
    return stored_file(request, file, lambda start, end: files.astream(file.digest, start, end), is_private=True)


@router.get("/{brought_id}/package.zip", name="brought_package")
async def brought_package(request: Request, brought_id: int, author: Submitter, session: Db) -> Response:
    """The lessons as a course package, to be finished and handed in."""
    found = queries.brought_of(session, brought_id, author.region_code)
    outcome = views.outcome_of(found, queries.pictures_of(session, found.id))
    if outcome is None:
        raise NotFound
    title = outcome.lessons[0].title if outcome.lessons else found.file_name
    content = pack(outcome, title, found.region_code, request.app.state.files.read)
    return zip_answer(content, f"course-{found.id}.zip")
