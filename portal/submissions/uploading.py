"""The upload of a course package: in pieces where scripts run, with the form itself where they do not."""

from datetime import datetime

from fastapi import Request, Response
from sqlmodel import Session

from portal.accounts.rules import Actor, Role
from portal.errors import NotFound
from portal.submissions import views
from portal.submissions.actions import Upload
from portal.submissions.models import Submission
from portal.submissions.receive import ZIP_MARK, receive
from portal.submissions.steps import State
from portal.text import Message, message
from portal.uploads import queries as uploads
from portal.uploads.giving_up import just_given_up
from portal.uploads.kinds import Kind, put_down
from portal.uploads.rules import PIECE_BYTES
from portal.uploads.taking import take_in
from portal.web import page

PACKAGE = put_down(
    Kind(
        name="package",
        roles=frozenset({Role.SUBMITTER}),
        endings=(".zip",),
        marks=(ZIP_MARK,),
        most_bytes=lambda request, now: views.province_rules(request, now).package_bytes,
        wrong_kind=message("这不是 zip 文件。把课程文件夹压缩成 zip，再选一次。"),
    )
)


async def read_upload(request: Request, author: Actor, now: datetime) -> tuple[Upload | None, str, dict[str, Message]]:
    """The uploaded file, the key of the form, and what is wrong with them. Ends before the database is asked.

    A file that came in pieces is one deed, however often its form is sent: its key is its own.
    """
    received = await receive(request, request.app.state.files, PACKAGE.most_bytes(request, now))
    key = received.fields.get("key", "")
    if token := received.fields.get("upload", ""):
        taken = await take_in(request, token, author, PACKAGE, now)
        if taken is None:
            return None, key, {"package": message("课程包：还没有传完。再选同一个文件，会接着传")}
        return Upload(taken.digest, taken.file_name, taken.size_bytes, taken.id), f"upload/{token}", {}
    if received.is_other_kind:
        return None, key, {"package": message("课程包：这不是 zip 文件。把课程文件夹压缩成 zip，再选一次")}
    if received.upload is None:
        return None, key, {"package": message("课程包：选一个文件")}
    came = received.upload
    return Upload(came.digest, came.file_name, came.size_bytes), key, {}


def upload_page(
    request: Request,
    session: Session,
    author: Actor,
    now: datetime,
    errors: dict[str, Message],
    found: Submission | None = None,
) -> Response:
    """The upload form, for a new submission or for one that is mended, and what lies half-sent."""
    if found is not None and found.state not in (State.DRAFT, State.REVISING):
        raise NotFound
    return page(
        request,
        "submissions/upload.html",
        errors=errors,
        submission=found,
        most_bytes=PACKAGE.most_bytes(request, now),
        piece_bytes=PIECE_BYTES,
        kind=PACKAGE,
        unfinished=uploads.unfinished_of(session, author.person_id, PACKAGE.name, now),
        done=just_given_up(request),
        key=views.new_key(),
    )
