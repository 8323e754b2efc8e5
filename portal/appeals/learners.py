"""A learner's appeals: what can be appealed, writing it, taking it back, and what became of it."""

from collections.abc import Sequence
from datetime import datetime

from fastapi import APIRouter, Request, Response

from portal.accounts.rules import Actor
from portal.appeals import actions, queries, views
from portal.appeals.actions import Said
from portal.appeals.appealable import Matter, matter_of
from portal.appeals.forms import AppealForm
from portal.appeals.recordings import actions as recordings
from portal.appeals.recordings.models import AppealRecording
from portal.appeals.recordings.queries import recordings_of
from portal.appeals.rules import LATE, OVER, WISHES, Step
from portal.appeals.views import Told
from portal.credits.routes import AccountHolder
from portal.db.session import Db, Now
from portal.errors import NotFound, Refused
from portal.submissions.views import province_rules
from portal.text import Message, message
from portal.text.dates import local_date
from portal.web import page, read_form, see_other
from portal.web.refusals import leading_back

BACK = leading_back(message("回到这件申诉"), "appeal", "appeal_id")
router = APIRouter(prefix="/appeals")


@router.get("")
async def appeals(request: Request, holder: AccountHolder, session: Db, now: Now) -> Response:
    """One's own appeals, and the decisions that can be appealed."""
    today = local_date(now)
    mine = [views.told_of(session, one, today) for one in queries.of_person(session, holder.person_id)]
    can_be = views.all_open(request, session, holder.person_id, now)
    return page(request, "appeals/appeals.html", mine=[one for one in mine if one.due], can_be=can_be)


@router.get("/about/{kind}/{object_id}")
async def write_appeal(
    request: Request, kind: str, object_id: int, holder: AccountHolder, session: Db, now: Now
) -> Response:
    """The form, with the draft that was kept; where something was lodged already, the appeal itself."""
    matter = own_matter(session, kind, object_id, holder)
    found = views.open_of(request, session, matter, now)
    if found is None:
        return see_other(request, "appeal", appeal_id=queries.about(session, kind, object_id)[-1].id)
    draft = found.stage.draft
    form = AppealForm(words=draft.words, wish=draft.wish, helper=draft.helper) if draft else AppealForm()
    there = recordings_of(session, draft.id) if draft else []
    return form_page(request, matter, found, form, {}, there)


@router.post("/about/{kind}/{object_id}")
async def lodge_appeal(
    request: Request, kind: str, object_id: int, holder: AccountHolder, session: Db, now: Now
) -> Response:
    """Keep the draft, or lodge the appeal. Sent twice, it is one."""
    form = await read_form(request, AppealForm)
    matter = own_matter(session, kind, object_id, holder)
    found = views.open_of(request, session, matter, now)
    if found is None:
        return see_other(request, "appeal", appeal_id=queries.about(session, kind, object_id)[-1].id)
    there = recordings_of(session, found.stage.draft.id) if found.stage.draft else []
    is_recorded = any(one.state in ("ready", "converting") for one in there)
    if errors := form.errors(is_recorded):
        return form_page(request, matter, found, form, errors, there)
    said = Said(form.words.strip(), form.wish, form.helper.strip())
    draft = actions.keep_draft(session, matter, found.stage, holder.person_id, said)
    if form.lodges:
        actions.lodge(session, draft, holder.person_id, province_rules(request, now), now)
    return see_other(request, "appeal", appeal_id=draft.id)


@router.get("/{appeal_id}")
async def appeal(request: Request, appeal_id: int, holder: AccountHolder, session: Db, now: Now) -> Response:
    """The receipt, where it is, whose turn it is and until when; what was decided, and what can be done then."""
    told = own_appeal(session, appeal_id, holder, now)
    return page(
        request,
        "appeals/appeal.html",
        told=told,
        hearings=queries.hearings(session, appeal_id),
        wishes=WISHES,
        events=views.history(session, appeal_id, with_names=False),
        again=views.open_of(request, session, told.matter, now) if told.state in OVER else None,
        may_withdraw=told.why_not(Step.WITHDRAW, holder.person_id) is None,
    )


@router.get("/{appeal_id}/withdrawal", dependencies=[BACK])
async def appeal_withdrawal(request: Request, appeal_id: int, holder: AccountHolder, session: Db, now: Now) -> Response:
    """What happens, before an appeal is taken back. Raises Refused when it has a result."""
    told = own_appeal(session, appeal_id, holder, now)
    if problem := told.why_not(Step.WITHDRAW, holder.person_id):
        raise Refused(problem)
    return page(request, "appeals/withdrawal.html", told=told)


@router.post("/{appeal_id}/withdrawal", dependencies=[BACK])
async def withdraw_appeal(request: Request, appeal_id: int, holder: AccountHolder, session: Db, now: Now) -> Response:
    """Take the appeal back."""
    told = own_appeal(session, appeal_id, holder, now)
    actions.withdraw(session, told.appeal, holder.person_id, now)
    recordings.remove_all(session, request.app.state.appeal_recordings, told.appeal, now)
    return see_other(request, "appeal", appeal_id=appeal_id)


def own_appeal(session: Db, appeal_id: int, holder: Actor, now: datetime) -> Told:
    """One's own appeal. Raises NotFound for anybody else's."""
    found = queries.own_appeal(session, appeal_id, holder.person_id)
    if found is None:
        raise NotFound
    return views.told_of(session, found, local_date(now))


def own_matter(session: Db, kind: str, object_id: int, holder: Actor) -> Matter:
    """A decision about one's own matter. Raises NotFound for anybody else's."""
    matter = matter_of(session, kind, object_id)
    if matter is None or matter.person_id != holder.person_id:
        raise NotFound
    return matter


def form_page(
    request: Request, matter: Matter, found: views.Open, form: AppealForm, errors: dict[str, Message],
    there: Sequence[AppealRecording],
) -> Response:  # fmt: skip
    """What was decided, the term, what was recorded, and the form."""
    return page(
        request,
        "appeals/write.html",
        errors=errors,
        form=form,
        matter=matter,
        open=found,
        late=LATE if found.is_late else None,
        recordings=there,
        wishes=WISHES,
    )
