"""Say or sign the reason of an appeal, take it away again, play it, and write it down at the desk."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from fastapi import APIRouter, Request, Response

from portal.accounts.access import AppealOfficer, SignedIn
from portal.accounts.rules import Actor, Role
from portal.appeals import actions as appeals
from portal.appeals import queries as appeals_queries
from portal.appeals import views
from portal.appeals.appealable import Matter
from portal.appeals.learners import own_matter
from portal.appeals.models import Appeal
from portal.appeals.recordings import actions, converting, queries
from portal.appeals.recordings.actions import NOT_NOW
from portal.appeals.recordings.models import AppealRecording
from portal.appeals.rules import OPEN
from portal.credits.routes import AccountHolder
from portal.db.session import Db, Now
from portal.discussions.recordings import rules
from portal.discussions.recordings.receiving import RECORDING, Sent, read_recording
from portal.errors import NotFound, Refused
from portal.recognition.forms import TranscriptForm
from portal.recognition.views import ServedFile, new_key
from portal.text import message
from portal.uploads import queries as uploads
from portal.uploads.giving_up import just_given_up
from portal.uploads.rules import PIECE_BYTES
from portal.web import page, read_form, see_other
from portal.web.ranges import stored_file
from portal.web.refusals import leading_back

__all__ = ["converting", "router"]  # the jobs are put down when their module is imported
router = APIRouter()
ABOUT = "/appeals/about/{kind}/{object_id}/recording"
AT_DESK = "/appealed/{appeal_id}/recordings/{token}"
TO_MATTER = leading_back(message("回到这件申诉"), "write_appeal", "kind", "object_id")
TO_CASE = leading_back(message("回到这件申诉"), "appealed", "appeal_id")


@router.get(ABOUT, dependencies=[TO_MATTER])
async def appeal_recording(
    request: Request, kind: str, object_id: int, holder: AccountHolder, session: Db, now: Now
) -> Response:
    """The form to say or sign a reason."""
    matter = own_matter(session, kind, object_id, holder)
    if views.open_of(request, session, matter, now) is None:
        lodged_and_open(session, kind, object_id)
    return recording_page(request, session, holder, matter, now, Sent())


@router.post(ABOUT, dependencies=[TO_MATTER])
async def add_appeal_recording(
    request: Request, kind: str, object_id: int, holder: AccountHolder, session: Db, now: Now
) -> Response:
    """Add a recording to the draft, or to what is lodged and open."""
    sent = await read_recording(request, holder, now, store=request.app.state.appeal_recordings)
    with used_or_removed(request, session, sent):
        matter = own_matter(session, kind, object_id, holder)
        found = views.open_of(request, session, matter, now)
        if sent.came is None:
            return recording_page(request, session, holder, matter, now, sent)
        if found:
            appeal = appeals.begin(session, matter, found.stage, holder.person_id)
            appeal.lodge_until = found.stage.lodge_until
        else:
            appeal = lodged_and_open(session, kind, object_id)
        actions.add(session, appeal, sent.came, now)
    return see_other(request, "write_appeal", kind=kind, object_id=object_id)


@router.post("/appeals/recordings/{token}/removal")
async def remove_appeal_recording(
    request: Request, token: str, holder: AccountHolder, session: Db, now: Now
) -> Response:
    """Take a recording of a draft away."""
    one, appeal = at(session, token)
    if appeal.person_id != holder.person_id:
        raise NotFound
    actions.remove(session, request.app.state.appeal_recordings, one, appeal, now)
    return see_other(request, "write_appeal", kind=appeal.kind, object_id=appeal.object_id)


@router.get("/appeals/recordings/{token}")
async def appeal_recording_file(request: Request, token: str, person: SignedIn, session: Db, now: Now) -> Response:
    """The recording itself, for whose it is and for officers who may judge the appeal, whose reading is kept."""
    one, appeal = at(session, token)
    if one.state != "ready":
        raise NotFound
    if appeal.person_id != person.person_id:
        if Role.APPEAL_OFFICER not in request.state.role_regions:
            raise NotFound
        views.case_at(session, appeal.id, views.desk_of(request, person, now))
        views.note_reading(request, person, one.id, now, "appeal_recording")
    files = request.app.state.appeal_recordings
    file = ServedFile(one.digest, one.media_type, one.size)
    return stored_file(request, file, lambda start, end: files.astream(file.digest, start, end), is_private=True)


@router.get(AT_DESK, dependencies=[TO_CASE])
async def appeal_transcript(
    request: Request, appeal_id: int, token: str, officer: AppealOfficer, session: Db, now: Now
) -> Response:
    """The form to write down what a learner said or signed."""
    told, one = in_case(request, session, appeal_id, token, officer, now)
    form = TranscriptForm(transcript=one.transcript)
    return page(request, "appeals/transcript.html", told=told, one=one, form=form)


@router.post(AT_DESK, dependencies=[TO_CASE])
async def write_appeal_transcript(
    request: Request, appeal_id: int, token: str, officer: AppealOfficer, session: Db, now: Now
) -> Response:
    """Keep what was written of a recording."""
    form = await read_form(request, TranscriptForm)
    told, one = in_case(request, session, appeal_id, token, officer, now)
    if errors := form.errors():
        return page(request, "appeals/transcript.html", errors=errors, told=told, one=one, form=form)
    actions.write_down(session, one, form.transcript.strip(), officer.person_id, now)
    return see_other(request, "appealed", appeal_id=appeal_id)


def at(session: Db, token: str) -> tuple[AppealRecording, Appeal]:
    """A recording by its address, with its appeal. Raises NotFound."""
    if found := queries.recording_at(session, token):
        return found.AppealRecording, found.Appeal
    raise NotFound


def in_case(
    request: Request, session: Db, appeal_id: int, token: str, officer: Actor, now: datetime
) -> tuple[views.Told, AppealRecording]:
    """A recording that can be played, of an appeal that this officer may judge. Raises as `views.case_at`."""
    told = views.case_at(session, appeal_id, views.desk_of(request, officer, now))
    one, appeal = at(session, token)
    if appeal.id != appeal_id or one.state != "ready":
        raise NotFound
    return told, one


def lodged_and_open(session: Db, kind: str, object_id: int) -> Appeal:
    """What was lodged about a decision and is not judged yet. Raises Refused."""
    there = appeals_queries.about(session, kind, object_id)
    if there and there[-1].state in OPEN:
        return there[-1]
    raise Refused(NOT_NOW)


@contextmanager
def used_or_removed(request: Request, session: Db, sent: Sent) -> Iterator[None]:
    """What comes of a form decides about its file: one that no recording uses in the end goes at once."""
    stored = [sent.stored] if sent.stored else []
    try:
        yield
    except (NotFound, Refused):
        actions.remove_files(session, request.app.state.appeal_recordings, stored)
        raise
    actions.remove_files(session, request.app.state.appeal_recordings, stored)


def recording_page(request: Request, session: Db, holder: Actor, matter: Matter, now: datetime, sent: Sent) -> Response:
    """The form of a recording."""
    return page(
        request,
        "appeals/recording.html",
        errors=sent.errors,
        matter=matter,
        sent=sent,
        key=sent.key or new_key(),
        forms=rules.FORMS,
        most_bytes=rules.MOST_BYTES,
        kind=RECORDING,
        piece_bytes=PIECE_BYTES,
        unfinished=uploads.unfinished_of(session, holder.person_id, RECORDING.name, now),
        done=just_given_up(request),
    )
