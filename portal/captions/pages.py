"""What the routes of the caption desk share: which text is meant, and the pages that show it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from fastapi import Request, Response
from fastapi.responses import PlainTextResponse
from sqlmodel import Session

from portal.accounts.rules import Actor, Role
from portal.captions import forms, queries, reading, views
from portal.captions.drafting import can_draft, drafting_reference
from portal.captions.forms import ShiftForm, TypedPage
from portal.captions.lines import Kind
from portal.captions.models import CaptionLesson
from portal.captions.queries import Seen
from portal.captions.reading import Text
from portal.captions.rules import Numbers
from portal.errors import NotFound, Refused
from portal.jobs.queries import job_of
from portal.submissions import queries as handed_in
from portal.submissions.models import Submission
from portal.submissions.views import province_rules
from portal.text import Message, message
from portal.web import page, see_other
from portal.web.ranges import stored_file


@dataclass(frozen=True)
class On:
    """A text that somebody may change."""

    submission: Submission
    seen: Seen


def changeable(session: Session, submission_id: int, author: Actor) -> Submission:
    """A prefecture's own submission while it is theirs to change. Raises NotFound, Refused."""
    found = handed_in.submission_of(session, submission_id, author.region_code)
    if found.state not in views.OPEN_STATES:
        raise Refused(message("这门课已经交上去了，现在只能看。退回修改的时候再改。"))
    return found


def one_of(session: Session, submission_id: int, lesson: str, kind: str, author: Actor) -> On:
    """One text of it."""
    found = changeable(session, submission_id, author)
    return On(found, queries.seen(session, queries.lesson_of(session, found.id, lesson), kind))


def may_change(request: Request) -> bool:
    """Whether who asks may write: an approver only reads."""
    return Role.SUBMITTER in request.state.person.roles


def numbers_of(request: Request, now: datetime) -> Numbers:
    """The province's numbers for captions as they hold now."""
    return Numbers(**province_rules(request, now).captions)


def to_text(request: Request, on: On, done: str, number: int = 1) -> Response:
    """Back to the page of a text, which says what was done: a name of forms.DONE, or "" where it says so itself."""
    return see_other(request, "captions", number=number, done=done, **place_of(on.submission, on.seen))


def done_of(request: Request) -> Message | None:
    """What was just done, where a deed led to this page."""
    return forms.DONE.get(request.query_params.get("done", ""))


def place_of(submission: Submission, seen: Seen) -> dict[str, Any]:
    """The parts of a text's address."""
    return {"submission_id": submission.id, "lesson": seen.lesson.slug, "kind": seen.row.kind}


def text_page(
    request: Request,
    session: Session,
    on: On,
    numbers: Numbers,
    number: int,
    typed: TypedPage | None = None,
    errors: dict[str, Message] | None = None,
    shift: ShiftForm | None = None,
) -> Response:
    """The page of a text. Raises NotFound for a page that it has not."""
    if not 1 <= number <= views.pages_of(len(on.seen.text.lines)):
        raise NotFound

    def address(number: int) -> str:
        return str(request.app.state.url_for("captions", number=number, **place_of(on.submission, on.seen)))

    may_write = may_change(request) and on.submission.state in views.OPEN_STATES

    values = views.text_values(session, on.submission, on.seen, numbers, number, address, typed, may_write)
    errors = errors or (typed.errors if typed else {})
    return page(
        request,
        "captions/text.html",
        errors=errors,
        shift=shift or ShiftForm(),
        place=place_of(on.submission, on.seen),
        state_name=on.seen.confirmed_by,
        may_write=may_write,
        done=done_of(request),
        can_draft=can_draft(request.app.state.settings),
        drafting=views.work_of(job_of(session, drafting_reference(on.seen.row.id, on.seen.row.revision))),
        **values,
    )


def conflict_page(request: Request, session: Session, on: On, mine: Text) -> Response:
    """Two people changed the same text: both are shown, and whoever came second decides."""
    return page(
        request,
        "captions/conflict.html",
        status_code=409,
        submission=on.submission,
        seen=on.seen,
        tongue=queries.language_of(session, on.submission.id),
        kinds=forms.KIND_WORDS,
        place=place_of(on.submission, on.seen),
        rows=views.differences(mine.lines, on.seen.text.lines),
        mine=reading.write_text(on.seen.kind, mine),
    )


def file_page(
    request: Request, session: Session, on: On, errors: dict[str, Message] | None = None, text: Text | None = None
) -> Response:
    """The form to bring a file, with everything that could not be read."""
    return page(
        request,
        "captions/file.html",
        errors=errors,
        submission=on.submission,
        seen=on.seen,
        tongue=queries.language_of(session, on.submission.id),
        kinds=forms.KIND_WORDS,
        place=place_of(on.submission, on.seen),
        text=text,
    )


def media_answer(request: Request, lesson: CaptionLesson) -> Response:
    """A lesson's film or sound."""
    files = request.app.state.files
    file = MediaFile(lesson.media_digest, lesson.media_type, lesson.media_bytes)
    return stored_file(request, file, lambda start, end: files.astream(file.digest, start, end))


@dataclass
class MediaFile:
    """What is known of a medium."""

    digest: str
    media_type: str
    size: int
    is_public: bool = False


def file_answer(seen: Seen) -> Response:
    """A text as a file."""
    media_type = "text/markdown" if seen.kind is Kind.TRANSCRIPT else "text/vtt"
    headers = {"Cache-Control": "private, no-cache", "X-Content-Type-Options": "nosniff"}
    return PlainTextResponse(seen.file, headers=headers, media_type=media_type)
