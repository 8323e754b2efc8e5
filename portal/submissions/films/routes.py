"""How far the films and sounds of a submission are, for who handed them in."""

from fastapi import APIRouter, Request, Response

from portal.accounts.access import Submitter
from portal.accounts.rules import Role
from portal.db.session import Db, Now
from portal.library.queries import files_of
from portal.media import actions
from portal.media import queries as media
from portal.submissions import queries
from portal.submissions.films import views
from portal.submissions.routes import Official
from portal.text import message
from portal.web import page, read_form, see_other
from portal.web.forms import Form
from portal.web.refusals import leading_back

BACK = leading_back(message("回到这门课"), "submission", "submission_id")
router = APIRouter(prefix="/submissions", dependencies=[BACK])


class FileForm(Form):
    """Which file of the package is meant: its name."""

    name: str = ""


@router.get("/{submission_id}/media")
async def submitted_films(request: Request, submission_id: int, official: Official, session: Db) -> Response:
    """Each film and sound: waiting, being made over, done with sizes, or failed with what to do."""
    found = queries.submission_of(session, submission_id, official.region_code)
    version = queries.version_of(session, queries.current_package(session, found))
    files = files_of(session, version.id) if version else {}
    digests = {file.digest for file in files.values()}
    rows = views.film_rows(files, media.renditions_of(session, digests), media.jobs_of(session, digests))
    return page(
        request,
        "submissions/films.html",
        submission=found,
        rows=rows,
        in_words=views.in_words(rows),
        may_hand_in=Role.SUBMITTER in official.roles,
        is_working=any(row.state == "working" for row in rows),
    )


@router.post("/{submission_id}/media")
async def make_films_again(request: Request, submission_id: int, author: Submitter, session: Db, now: Now) -> Response:
    """Let a file be made over that has failed or was never asked for; one that is under way goes on."""
    form = await read_form(request, FileForm)
    found = queries.submission_of(session, submission_id, author.region_code)
    version = queries.version_of(session, queries.current_package(session, found))
    if version and (file := files_of(session, version.id).get(form.name)):
        if not actions.want_again(session, file.digest, now):
            actions.want_forms(session, [file], now)
    return see_other(request, "submitted_films", submission_id=found.id)
