"""Ask and answer by voice or sign; the desk where assistants write recordings down; the files themselves."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request, Response

from portal.accounts.access import Trainee, Visitor, signed_in_as
from portal.accounts.rules import Actor, Role
from portal.db.session import Db, Now
from portal.discussions import actions as discussions
from portal.discussions import queries as threads
from portal.discussions.recordings import actions, converting, queries, rules, views
from portal.discussions.recordings.forms import TranscriptForm
from portal.discussions.recordings.receiving import RECORDING, Sent, read_recording
from portal.discussions.recordings.views import Reader
from portal.discussions.routes import Answerer, Thread, thread_of
from portal.discussions.rules import why_not_ask
from portal.errors import NotFound, Refused
from portal.text import Message, message
from portal.uploads import queries as uploads
from portal.uploads.giving_up import just_given_up
from portal.uploads.rules import PIECE_BYTES
from portal.web import page, read_form, see_other
from portal.web.ranges import stored_file

__all__ = ["converting", "router"]  # the jobs are put down when their module is imported
router = APIRouter()
QUESTIONS = "/library/{slug}/{lesson}/questions"
Assistant = Annotated[Actor, Depends(signed_in_as(Role.ASSISTANT, Role.SUBMITTER))]


@router.get(QUESTIONS + "/recording")
async def question_recording(
    request: Request, slug: str, lesson: str, learner: Trainee, session: Db, now: Now
) -> Response:
    """The form to ask by voice or sign, for who learns the course."""
    thread = thread_of(request, session, learner, slug, lesson)
    refuse_asking(session, thread, learner, now)
    return recording_page(request, session, thread, learner, now, Sent())


@router.post(QUESTIONS + "/recording")
async def ask_by_recording(
    request: Request, slug: str, lesson: str, learner: Trainee, session: Db, now: Now
) -> Response:
    """Ask by voice or sign."""
    sent = await read_recording(request, learner, now)
    with used_or_removed(request, session, sent):
        thread = thread_of(request, session, learner, slug, lesson)
        if sent.came is None or not queries.by_reference(session, sent.came.reference):
            refuse_asking(session, thread, learner, now)
        if sent.came is None:
            return recording_page(request, session, thread, learner, now, sent)
        actions.ask(session, learner, thread.version.course_id, lesson, sent.came, now)
    return see_other(request, "lesson_questions", slug=slug, lesson=lesson, done="recorded")


@router.get(QUESTIONS + "/{question_id}/answers/recording")
async def answer_recording(
    request: Request, slug: str, lesson: str, question_id: int, official: Answerer, session: Db, now: Now
) -> Response:
    """The form to answer by voice or sign."""
    thread = thread_of(request, session, official, slug, lesson)
    if not thread.may_answer:
        raise NotFound
    question = threads.question(session, thread.version.course_id, lesson, question_id)
    return recording_page(request, session, thread, official, now, Sent(), question)


@router.post(QUESTIONS + "/{question_id}/answers/recording")
async def answer_by_recording(
    request: Request, slug: str, lesson: str, question_id: int, official: Answerer, session: Db, now: Now
) -> Response:
    """Answer by voice or sign, with the words where they are there already."""
    sent = await read_recording(request, official, now, may_write=True)
    with used_or_removed(request, session, sent):
        thread = thread_of(request, session, official, slug, lesson)
        if not thread.may_answer:
            raise NotFound
        question = threads.question(session, thread.version.course_id, lesson, question_id)
        if sent.came is None:
            return recording_page(request, session, thread, official, now, sent, question)
        actions.answer(session, official, question, sent.came, now)
    return see_other(request, "lesson_questions", slug=slug, lesson=lesson, done="recorded")


@router.get("/recordings")
async def recordings(request: Request, assistant: Assistant, session: Db, number: int = 1, done: str = "") -> Response:
    """What waits for its words in this place, the oldest first."""
    place = place_of(request)
    total = queries.count_waiting(session, place)
    count = max(1, -(-total // queries.PAGE_SIZE))
    if not 1 <= number <= count:
        raise NotFound
    rows = [(row, views.label_of(row)) for row in queries.waiting(session, place, number)]
    done_words = WRITTEN if done else None
    return page(request, "discussions/desk.html", rows=rows, total=total, number=number, count=count, done=done_words)


WRITTEN = message("文字已保存")


@router.get("/recordings/{token}")
async def recording_file(request: Request, token: str, visitor: Visitor, session: Db) -> Response:
    """The recording itself, whole or in part, for who may play it now: asked for each time, kept by nobody between."""
    row = queries.place_of(session, token)
    thread = thread_of(request, session, visitor, row.slug, row.lesson_slug)
    recording = queries.recording(session, row.id)
    is_own = visitor is not None and visitor.person_id == recording.person_id
    is_official = thread.may_answer or thread.may_hide
    if not rules.may_play(recording.state, bool(recording.words), row.hidden_at is not None, is_own, is_official):
        raise NotFound
    files = request.app.state.recordings
    file = views.PlayedFile(recording.digest, recording.media_type, recording.size)
    return stored_file(request, file, lambda start, end: files.astream(file.digest, start, end))


@router.get("/recordings/{token}/transcript")
async def transcript(request: Request, token: str, assistant: Assistant, session: Db) -> Response:
    """The recording beside a field for its words, and what was written before."""
    return transcript_page(request, session, assistant, token)


@router.post("/recordings/{token}/transcript")
async def write_transcript(request: Request, token: str, assistant: Assistant, session: Db, now: Now) -> Response:
    """Keep the words of a recording; from here on everybody reads, hears or sees it."""
    form = await read_form(request, TranscriptForm)
    row = queries.of_place(session, token, place_of(request))
    if errors := form.errors():
        return transcript_page(request, session, assistant, token, form, errors)
    if not actions.write(session, assistant, row.id, form.number, form.text, now):
        return transcript_page(request, session, assistant, token, form, is_late=True)
    return see_other(request, "recordings", done="written")


def place_of(request: Request) -> str:
    """The place that an assistant, or whoever hands courses in, works for."""
    regions = request.state.role_regions
    found: str = regions.get(Role.ASSISTANT) or regions[Role.SUBMITTER]
    return found


@contextmanager
def used_or_removed(request: Request, session: Db, sent: Sent) -> Iterator[None]:
    """What comes of a form decides about its file: one that no recording uses in the end goes at once."""
    stored = [sent.stored] if sent.stored else []
    try:
        yield
    except (NotFound, Refused):
        actions.remove_files(session, request.app.state.recordings, stored)
        raise
    actions.remove_files(session, request.app.state.recordings, stored)


def refuse_asking(session: Db, thread: Thread, learner: Actor, now: datetime) -> None:
    """Raises Refused when somebody cannot ask now."""
    if reason := why_not_ask(thread.has_begun, discussions.asked_today(session, learner.person_id, now)):
        raise Refused(reason)


def recording_page(
    request: Request, session: Db, thread: Thread, person: Actor, now: datetime, sent: Sent, question: Any = None
) -> Response:
    """The form of a recording: of a question, or of an answer to one."""
    return page(
        request,
        "discussions/recording.html",
        errors=sent.errors,
        course=thread.version,
        lesson=thread.lesson,
        slug=thread.slug,
        question=question,
        sent=sent,
        key=sent.key or views.new_key(),
        forms=rules.FORMS,
        most_bytes=rules.MOST_BYTES,
        kind=RECORDING,
        piece_bytes=PIECE_BYTES,
        unfinished=uploads.unfinished_of(session, person.person_id, RECORDING.name, now),
        done=just_given_up(request),
    )


def transcript_page(
    request: Request,
    session: Db,
    assistant: Actor,
    token: str,
    form: TranscriptForm | None = None,
    errors: dict[str, Message] | None = None,
    is_late: bool = False,
) -> Response:
    """The page of one transcript; `is_late`: somebody else has saved since it was opened. Raises NotFound."""
    row = queries.of_place(session, token, place_of(request))
    recording = queries.recording(session, row.id)
    reader = Reader(assistant.person_id, is_official=True, may_write=False)
    return page(
        request,
        "discussions/transcript.html",
        status_code=409 if is_late else 200,
        errors=errors,
        row=row,
        shown=views.shown(request, reader, recording, is_hidden=False),
        typed=form.words if form else recording.words,
        revision=recording.revision if is_late or form is None else form.revision,
        saved=recording,
        is_late=is_late,
        history=queries.history(session, recording.id)[1:],
        longest=rules.LONGEST_WORDS,
    )
