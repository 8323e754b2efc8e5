"""The caption desk, for who hands a course in: bring a file or write, line by line, confirm, put it into the package."""

from dataclasses import replace
from typing import Any

from fastapi import APIRouter, Request, Response

from portal.accounts.access import Submitter
from portal.captions import actions, drafting, forms, opening, packing, queries, reading, views
from portal.captions.forms import RevisionForm, ShiftForm, read_brought, read_page
from portal.captions.lines import Kind, Line, do_to, shift
from portal.captions.pages import (
    On,
    changeable,
    conflict_page,
    file_answer,
    file_page,
    may_change,
    media_answer,
    numbers_of,
    one_of,
    text_page,
    to_text,
)
from portal.db.session import Db, Now
from portal.errors import Refused
from portal.jobs.actions import enqueue, try_again
from portal.submissions import queries as handed_in
from portal.submissions.routes import Official
from portal.text import message
from portal.web import page, read_form, see_other
from portal.web.forms import read_fields
from portal.web.refusals import leading_back

BACK = leading_back(message("回到字幕台"), "caption_desk", "submission_id")
router = APIRouter(prefix="/submissions/{submission_id}/captions", dependencies=[BACK])
MINE_FIRST = message("刚有人也改过。先看两边写的，再决定。")


@router.get("")
async def caption_desk(request: Request, submission_id: int, official: Official, session: Db) -> Response:
    """Every lesson with a film or sound, and how far its captions, descriptions and transcript are."""
    found = handed_in.submission_of(session, submission_id, official.region_code)
    return page(request, "captions/desk.html", may_change=may_change(request), **views.desk_values(session, found))


@router.post("")
async def open_caption_desk(request: Request, submission_id: int, author: Submitter, session: Db, now: Now) -> Response:
    """Lay the newest package out on the desk."""
    found = changeable(session, submission_id, author)
    reference = opening.opening_reference(found.package_id or 0)
    if not try_again(session, reference, now):
        enqueue(session, "open_captions", reference, {"package_id": found.package_id}, now)
    return see_other(request, "caption_desk", submission_id=found.id)


@router.post("/package")
async def pack_captions(request: Request, submission_id: int, author: Submitter, session: Db, now: Now) -> Response:
    """Make a new package of the submission with what the desk has."""
    found = changeable(session, submission_id, author)
    changed = packing.to_pack(session, found.id)
    if not changed:
        raise Refused(message("课程包里的已经是最新的。"))
    if unread := next((seen for seen in changed if seen.row.unread), None):
        title = unread.lesson.title
        raise Refused(message("《%(title)s》里还有读不懂的没有补。补好，确认以后再放进去。", title=title))
    reference = packing.packing_reference(found.package_id or 0, views.mark_of(changed))
    given: dict[str, Any] = {"submission_id": found.id, "package_id": found.package_id, "person_id": author.person_id}
    given |= {"name": author.name, "region_code": author.region_code}
    if not try_again(session, reference, now):
        enqueue(session, "pack_captions", reference, given, now)
    return see_other(request, "caption_desk", submission_id=found.id)


@router.get("/{lesson}/media")
async def caption_media(request: Request, submission_id: int, lesson: str, official: Official, session: Db) -> Response:
    """The film or sound of a lesson, to be seen and heard beside its captions."""
    found = handed_in.submission_of(session, submission_id, official.region_code)
    return media_answer(request, queries.lesson_of(session, found.id, lesson))


@router.get("/{lesson}/{kind}")
async def captions(
    request: Request,
    submission_id: int,
    lesson: str,
    kind: str,
    official: Official,
    session: Db,
    now: Now,
    number: int = 1,
) -> Response:
    """Twenty lines of a text, with the film beside them."""
    found = handed_in.submission_of(session, submission_id, official.region_code)
    seen = queries.seen(session, queries.lesson_of(session, found.id, lesson), kind)
    return text_page(request, session, On(found, seen), numbers_of(request, now), number)


@router.post("/{lesson}/{kind}")
async def save_captions(
    request: Request, submission_id: int, lesson: str, kind: str, author: Submitter, session: Db, now: Now
) -> Response:
    """Keep the lines of a page, and do what was chosen for each."""
    fields = await read_fields(request)
    on = one_of(session, submission_id, lesson, kind, author)
    form = RevisionForm(revision=str(fields.get("revision", "")))
    base = queries.text_at(session, on.seen.row.id, form.number)
    asked = str(fields.get("number", "1"))
    number = int(asked) if asked.isdecimal() and len(asked) < 6 else 1
    before = base.lines or [Line(0, 2000, "")]
    typed = read_page(fields, on.seen.kind, before, views.numbers_on(number, len(before)))
    if typed.errors:
        return text_page(request, session, on, numbers_of(request, now), number, typed)
    lines = [typed.lines.get(place, line) for place, line in enumerate(before, 1)]
    lines = do_to(lines, {place - 1: deed for place, deed in typed.deeds.items()})
    mine = replace(base, lines=lines)
    if not actions.save(session, on.seen.row, mine, form.number, "desk", author.person_id, now):
        return conflict_page(request, session, on, mine)
    return to_text(request, on, "saved", min(number, views.pages_of(len(lines))))


@router.post("/{lesson}/{kind}/shift")
async def shift_captions(
    request: Request, submission_id: int, lesson: str, kind: str, author: Submitter, session: Db, now: Now
) -> Response:
    """All lines earlier or later."""
    form = await read_form(request, ShiftForm)
    on = one_of(session, submission_id, lesson, kind, author)
    errors = form.errors()
    moved = None if errors else shift(on.seen.text.lines, form.milliseconds)
    if moved is None:
        errors = errors or {"seconds": message("移动多少：这样第一条会早过开头。写小一点")}
        return text_page(request, session, on, numbers_of(request, now), 1, errors=errors, shift=form)
    if not actions.save(
        session, on.seen.row, replace(on.seen.text, lines=moved), form.number, "shift", author.person_id, now
    ):
        raise Refused(MINE_FIRST)
    return to_text(request, on, "moved")


@router.post("/{lesson}/{kind}/undo")
async def undo_captions(
    request: Request, submission_id: int, lesson: str, kind: str, author: Submitter, session: Db, now: Now
) -> Response:
    """Bring back what was there before the last save."""
    form = await read_form(request, RevisionForm)
    on = one_of(session, submission_id, lesson, kind, author)
    if not actions.undo(session, on.seen.row, form.number, author.person_id, now):
        raise Refused(MINE_FIRST)
    return to_text(request, on, "undone")


@router.post("/{lesson}/{kind}/confirmation")
async def confirm_captions(
    request: Request, submission_id: int, lesson: str, kind: str, author: Submitter, session: Db, now: Now
) -> Response:
    """Vouch for exactly these lines, by name."""
    form = await read_form(request, RevisionForm)
    on = one_of(session, submission_id, lesson, kind, author)
    actions.confirm(session, on.seen, form.number, author, now)
    return to_text(request, on, "confirmed")


@router.post("/{lesson}/{kind}/draft")
async def draft_captions(
    request: Request, submission_id: int, lesson: str, kind: str, author: Submitter, session: Db, now: Now
) -> Response:
    """Let a machine write a draft, where nobody has written anything."""
    on = one_of(session, submission_id, lesson, kind, author)
    if not drafting.can_draft(request.app.state.settings):
        raise Refused(drafting.NO_MODEL)
    row = on.seen.row
    if on.seen.kind is Kind.TRANSCRIPT or (row.revision and not row.is_machine):
        raise Refused(message("这里已经有人写过，不能换成机器的草稿。"))
    reference = drafting.drafting_reference(row.id, row.revision)
    if not try_again(session, reference, now):
        enqueue(session, "draft_captions", reference, {"text_id": row.id, "revision": row.revision}, now)
    return to_text(request, on, "")


@router.get("/{lesson}/{kind}/new")
async def bring_captions(
    request: Request, submission_id: int, lesson: str, kind: str, author: Submitter, session: Db
) -> Response:
    """The form to bring a file."""
    return file_page(request, session, one_of(session, submission_id, lesson, kind, author))


@router.post("/{lesson}/{kind}/new")
async def take_captions(
    request: Request, submission_id: int, lesson: str, kind: str, author: Submitter, session: Db, now: Now
) -> Response:
    """Replace the text by a file, whole; or say every line of it that cannot be read, and change nothing."""
    brought = await read_brought(request)
    on = one_of(session, submission_id, lesson, kind, author)
    if brought.is_too_big:
        return file_page(request, session, on, {"file": message("文件：太大。最大 1 MB")})
    if not brought.raw:
        return file_page(request, session, on, {"file": message("文件：选一个文件")})
    text = reading.read_file(brought.raw, on.seen.kind)
    text.problems += reading.with_numbers_of_people(text)
    if text.problems or len(text.lines) > forms.MOST_LINES:
        what = message("文件：有 %(count)s 处读不懂，都写在下面。改好再选一次", count=len(text.problems))
        return file_page(request, session, on, {"file": what}, text)
    if not actions.save(session, on.seen.row, text, brought.revision, "file", author.person_id, now):
        return conflict_page(request, session, on, text)
    return to_text(request, on, "brought")


@router.get("/{lesson}/{kind}/file")
async def caption_file(
    request: Request, submission_id: int, lesson: str, kind: str, official: Official, session: Db
) -> Response:
    """The text as a file, as it will lie in the package."""
    found = handed_in.submission_of(session, submission_id, official.region_code)
    return file_answer(queries.seen(session, queries.lesson_of(session, found.id, lesson), kind))
