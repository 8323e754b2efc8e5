"""Packages: a draft from one, a draft as one, and handed in as one, by the same way as an upload."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from fastapi import APIRouter, Request, Response
from fastapi.responses import StreamingResponse
from sqlmodel import Session
from starlette.concurrency import run_in_threadpool

from portal.accounts.access import Submitter
from portal.accounts.rules import Actor
from portal.db.session import Db, Now
from portal.errors import Refused
from portal.library.packages import Finding
from portal.submissions import actions as submissions
from portal.submissions import queries as handed
from portal.submissions.actions import Upload
from portal.submissions.models import Submission
from portal.submissions.steps import State
from portal.submissions.uploading import PACKAGE, read_upload
from portal.submissions.views import deed_of, new_key
from portal.text import Message, message
from portal.uploads import actions as uploads
from portal.uploads import queries as upload_queries
from portal.uploads.giving_up import just_given_up
from portal.uploads.rules import PIECE_BYTES
from portal.web import page, read_fields, see_other
from portal.web.refusals import leading_back
from portal.workshop import actions, course, packing, queries, views
from portal.workshop.actions import By
from portal.workshop.models import CourseDraft
from portal.workshop.queries import Content
from portal.workshop.rules import MOVED_ON

BACK = leading_back(message("回到这份草稿"), "draft", "draft_id")
router = APIRouter(prefix="/workshop", dependencies=[BACK])
OPEN = (State.DRAFT, State.REVISING)


@contextmanager
def reading(request: Request) -> Iterator[Session]:
    """A session that ends before anything slow is awaited."""
    with Session(request.app.state.reading_engine, expire_on_commit=False) as session:
        yield session


@router.get("/upload")
async def new_draft_upload(request: Request, author: Submitter, session: Db, now: Now) -> Response:
    """The form to begin a draft from a package."""
    return bring_page(request, session, author, now, {})


@router.post("/upload")
async def begin_from_package(request: Request, author: Submitter, session: Db, now: Now) -> Response:
    """Begin a draft with the files of a package."""
    upload, files, errors = await brought(request, author, now)
    if upload is None or errors:
        return bring_page(request, session, author, now, errors)
    end_upload(session, upload, now)
    draft = actions.take_in(session, files, By(author, now))
    return see_other(request, "draft", draft_id=draft.id)


@router.get("/{draft_id}/replacement")
async def draft_replacement(request: Request, draft_id: int, author: Submitter, session: Db, now: Now) -> Response:
    """The form to bring back what was changed outside."""
    found = queries.draft_of(session, draft_id, author.region_code)
    return bring_page(request, session, author, now, {}, found)


@router.post("/{draft_id}/replacement")
async def replace_draft(request: Request, draft_id: int, author: Submitter, session: Db, now: Now) -> Response:
    """Put the files of a package in place of the draft's."""
    with reading(request) as first:
        queries.draft_of(first, draft_id, author.region_code)
    upload, files, errors = await brought(request, author, now)
    if upload is None or errors:
        found = queries.draft_of(session, draft_id, author.region_code)
        return bring_page(request, session, author, now, errors, found)
    found = queries.held(session, draft_id, author.region_code)
    end_upload(session, upload, now)
    actions.replace_all(session, found, files, By(author, now))
    return see_other(request, "draft", draft_id=found.id)


async def brought(
    request: Request, author: Actor, now: datetime
) -> tuple[Upload | None, dict[str, Content], dict[str, Message]]:
    """The uploaded package and its files, or what is wrong. Ends before the request's own session is asked."""
    upload, _, errors = await read_upload(request, author, now)
    if upload is None or errors:
        return None, {}, errors
    files, errors = await unpacked(request, upload.digest)
    return upload, files, errors


async def unpacked(request: Request, digest: str) -> tuple[dict[str, Content], dict[str, Message]]:
    """The files of a package, or why pages cannot change it."""
    state = request.app.state
    files, findings = await run_in_threadpool(packing.read_zip, state.files, digest, state.settings.data)
    if not files:
        return {}, {"package": first_problem(findings)}
    texts = {path: one.text for path, one in files.items() if one.text is not None}
    told = {path: text for path, text in texts.items() if path == course.MANIFEST or is_told(path)}
    if unreadable := course.unreadable_of(told):
        return {}, {"package": message("课程包：%(file)s 读不懂。在外面改好，再上传", file=unreadable)}
    return files, {}


def is_told(path: str) -> bool:
    """Whether pages change this file."""
    folder, _, name = path.partition("/")
    return (folder, name.rpartition(".")[2]) in (("lessons", "md"), ("checks", "toml"))


def first_problem(findings: list[Finding]) -> Message:
    """Why a package could not be unpacked."""
    if findings:
        return message("课程包：%(problem)s", problem=findings[0].message)
    return message("课程包：压缩包里没有文件")


def end_upload(session: Session, upload: Upload, now: datetime) -> None:
    """A file that came in pieces has arrived."""
    if upload.upload_id:
        uploads.take(session, upload.upload_id, upload.digest, now)


def bring_page(
    request: Request,
    session: Session,
    author: Actor,
    now: datetime,
    errors: dict[str, Message],
    found: CourseDraft | None = None,
) -> Response:
    """The form for a package."""
    return page(
        request,
        "workshop/bring.html",
        errors=errors,
        draft=found,
        most_bytes=PACKAGE.most_bytes(request, now),
        piece_bytes=PIECE_BYTES,
        kind=PACKAGE,
        unfinished=upload_queries.unfinished_of(session, author.person_id, PACKAGE.name, now),
        done=just_given_up(request),
        key=new_key(),
    )


@router.get("/{draft_id}/course.zip")
async def draft_package(request: Request, draft_id: int, author: Submitter, session: Db) -> Response:
    """The draft as a course package, to take along."""
    found = queries.draft_of(session, draft_id, author.region_code)
    contents = queries.contents_of(session, found.id)
    name = str(course.facts_of({course.MANIFEST: contents[course.MANIFEST].text or b""}).get("id") or "course")
    name = name if name.replace("-", "").isalnum() and name.isascii() else "course"
    return StreamingResponse(
        packing.zip_pieces(request.app.state.files, contents),
        media_type="application/zip",
        headers={"Content-Disposition": f'attachment; filename="{name}.zip"', "Cache-Control": "private, no-store"},
    )


def waiting_of(session: Session, found: CourseDraft) -> Submission | None:
    """The submission that this draft goes on with: one that waits for a mended package."""
    submission = queries.submission_of(session, found)
    return submission if submission and submission.state in OPEN else None


@router.get("/{draft_id}/handing-in")
async def draft_handing(request: Request, draft_id: int, author: Submitter, session: Db) -> Response:
    """What handing in does, before it is done."""
    found = queries.draft_of(session, draft_id, author.region_code)
    submission = waiting_of(session, found)
    return page(
        request,
        "workshop/handing.html",
        draft=found,
        submission=submission,
        is_newer=bool(submission and submission.package_id != found.package_id),
        key=new_key(),
    )


@router.post("/{draft_id}/handing-in")
async def hand_draft_in(request: Request, draft_id: int, author: Submitter, session: Db, now: Now) -> Response:
    """Make the package of exactly the draft that was seen, and hand it over to the check."""
    fields = await read_fields(request)
    with reading(request) as first:
        seen = queries.draft_of(first, draft_id, author.region_code)
        version, contents = seen.version, queries.contents_of(first, draft_id)
    if version != views.version_in(fields):
        raise Refused(MOVED_ON)
    files = request.app.state.files
    digest = await run_in_threadpool(files.put, packing.zip_pieces(files, contents))
    upload = Upload(digest, f"{seen.title}.zip", files.size(digest))
    found = queries.held(session, draft_id, author.region_code)
    if found.version != version:
        raise Refused(MOVED_ON)
    deed = deed_of(request, author, now, f"workshop/{str(fields.get('key', ''))[:40]}")
    submission = waiting_of(session, found)
    if submission:
        if submission.package_id != found.package_id and fields.get("keep") != "mine":
            raise Refused(message("提交里的课程包换过了。先看清用哪一个，再交。"))
        submissions.upload_again(session, submission.id, upload, deed)
        submission_id = submission.id
    else:
        submission_id = submissions.hand_in(session, upload, deed)
    package_id = handed.held(session, submission_id).package_id
    actions.handed_in(session, found, submission_id, package_id, By(author, now))
    return see_other(request, "submission", submission_id=submission_id)


@router.post("/from/{submission_id}")
async def draft_from_submission(
    request: Request, submission_id: int, author: Submitter, session: Db, now: Now
) -> Response:
    """Go on in the workshop with what was handed in: its draft, or a new one with the files of its newest package. With
    `take` the draft takes in that package's files; this can be undone."""
    takes = (await read_fields(request)).get("take") == "newest"
    with reading(request) as first:
        submission = handed.submission_of(first, submission_id, author.region_code)
        package = handed.current_package(first, submission)
        there = queries.draft_for(first, submission.id, author.region_code)
    if there and (there.package_id == package.id or not takes):
        return see_other(request, "draft", draft_id=there.id)
    files, errors = await unpacked(request, package.digest)
    if errors:
        raise Refused(message("这个课程包不能在这里改：有文件读不懂。在外面改好，再上传。"))
    by = By(author, now)
    if there:
        found = queries.held(session, there.id, author.region_code)
        actions.replace_all(session, found, files, by)
    else:
        found = actions.take_in(session, files, by)
    actions.handed_in(session, found, submission.id, package.id, by)
    return see_other(request, "draft", draft_id=found.id)
