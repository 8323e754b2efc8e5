"""The author's choice for a new version: the whole review, or the quick lane where a machine allows it."""

from fastapi import APIRouter, Request, Response

from portal.accounts.access import Submitter
from portal.db.session import Db, Now
from portal.errors import NotFound
from portal.submissions import actions, queries, views
from portal.submissions.forms import KeyForm
from portal.submissions.steps import Lane
from portal.text import message
from portal.web import read_form, see_other
from portal.web.refusals import leading_back

BACK = leading_back(message("回到这门课"), "submission", "submission_id")
router = APIRouter(prefix="/submissions/{submission_id}", dependencies=[BACK])


class LaneForm(KeyForm):
    """Which lane; the two buttons of the page send it."""

    lane: str = ""


@router.post("/lane")
async def choose_lane(request: Request, submission_id: int, author: Submitter, session: Db, now: Now) -> Response:
    """Set how a draft goes on."""
    form = await read_form(request, LaneForm)
    found = queries.submission_of(session, submission_id, author.region_code)
    if form.lane not in set(Lane):
        raise NotFound
    actions.choose_lane(session, found.id, Lane(form.lane), views.deed_of(request, author, now, form.key))
    return see_other(request, "submission", submission_id=found.id)
