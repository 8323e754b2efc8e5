"""The page where a tester looks at what was mended."""

from fastapi import APIRouter, Request, Response

from portal.accounts.access import Tester
from portal.db.session import Db, Now
from portal.library.editions.rules import changes
from portal.review.fixes import actions
from portal.review.fixes.forms import DECISIONS, FixForm
from portal.review.views import BACK_TO_COURSE, Desk, desk_of, hub_values, require, said_or_hub
from portal.submissions import queries as handed_in
from portal.submissions.fixes.queries import pair_of
from portal.submissions.fixes.rules import mended
from portal.submissions.steps import Step
from portal.submissions.views import deed_of, new_key
from portal.text import Message
from portal.web import page, read_form, see_other

router = APIRouter(prefix="/review/{submission_id}", dependencies=[BACK_TO_COURSE])
DECIDING = (Step.PASS_FIX, Step.RETURN_FIX)


@router.get("/fix")
async def fix_check(request: Request, submission_id: int, tester: Tester, session: Db, now: Now) -> Response:
    """Every place that was mended, and the form of the conclusion."""
    desk = require(desk_of(session, request, submission_id, tester, now), *DECIDING)
    return fix_page(request, session, desk, FixForm(key=new_key()), {})


@router.post("/fix")
async def decide_fix(request: Request, submission_id: int, tester: Tester, session: Db, now: Now) -> Response:
    """Open the mended version, or give it back."""
    form = await read_form(request, FixForm)
    desk = desk_of(session, request, submission_id, tester, now)
    if errors := form.errors():
        return fix_page(request, session, require(desk, *DECIDING), form, errors)
    done, note = deed_of(request, tester, now, form.key), form.note.strip()
    if form.decision == "pass":
        return said_or_hub(request, submission_id, actions.pass_fix(session, submission_id, note, done))
    said = actions.return_fix(session, submission_id, note, done)
    # What is the prefecture's again is not at the desk any more.
    return said_or_hub(request, submission_id, said) if said else see_other(request, "review")


def fix_page(request: Request, session: Db, desk: Desk, form: FixForm, errors: dict[str, Message]) -> Response:
    """What a machine sees of the change, place by place, and the form."""
    pair = pair_of(session, desk.submission, handed_in.current_package(session, desk.submission))
    return page(
        request,
        "review/fix.html",
        errors=errors,
        form=form,
        decisions=DECISIONS,
        seen=changes(*pair) if pair else [],
        places=mended(*pair) if pair else [],
        **hub_values(session, desk),
    )
