"""The table of values for what was learned elsewhere, written by officers of the province: drafts, and their day."""

from fastapi import APIRouter, Request, Response

from portal.db.session import Db, Now
from portal.errors import Refused
from portal.recognition.values.queries import all_tables
from portal.recognition.values.rules import holds_on
from portal.rulemaking.routes import RulesOfficer, seen_in
from portal.rulemaking.rules import STATE_TONES, STATE_WORDS, State, Step
from portal.text import Message, message
from portal.text.dates import local_date
from portal.valuing import actions, queries, views
from portal.valuing.forms import DayForm
from portal.valuing.views import Whole
from portal.web import page, read_form, see_other
from portal.web.refusals import leading_back

BACK = leading_back(message("回到这份草稿"), "value_draft", "draft_id")
router = APIRouter(prefix="/recognition/values/drafts", dependencies=[BACK])


@router.get("")
async def value_drafts(request: Request, officer: RulesOfficer, session: Db, now: Now) -> Response:
    """All drafts and all tables."""
    tables = all_tables(session)
    return page(
        request,
        "valuing/drafts.html",
        drafts=queries.drafts(session),
        words=STATE_WORDS,
        tones=STATE_TONES,
        tables=tables,
        holds_now=holds_on(tables, local_date(now)).version,
    )


@router.post("")
async def begin_value_draft(request: Request, officer: RulesOfficer, session: Db, now: Now) -> Response:
    """Begin a draft that says what the last table says."""
    draft = actions.begin(session, officer, now)
    return see_other(request, "value_draft", draft_id=draft.id)


@router.get("/{draft_id:int}")
async def value_draft(request: Request, draft_id: int, officer: RulesOfficer, session: Db, now: Now) -> Response:
    """What a draft changes, and what this officer may do with it."""
    whole = views.whole_of(session, draft_id)
    draft = whole.draft
    return page(
        request,
        "valuing/draft.html",
        draft=draft,
        words=STATE_WORDS[State(draft.state)],
        tone=STATE_TONES[State(draft.state)],
        changes=whole.said(),
        version=queries.version_of(session, draft.table_id),
        drafted_by=queries.name_of(session, draft.drafted_by_id),
        decided_by=queries.name_of(session, draft.decided_by_id),
        why_not={step: actions.problem_with(session, draft, step, officer.person_id, now) for step in Step},
    )


@router.get("/{draft_id:int}/day")
async def value_day(request: Request, draft_id: int, officer: RulesOfficer, session: Db, now: Now) -> Response:
    """The form for the day from which the table holds. Raises Refused when it is not being written any more."""
    whole = being_written(session, draft_id, officer.person_id, now)
    day = whole.draft.valid_from
    parts = {"valid_year": str(day.year), "valid_month": str(day.month), "valid_day": str(day.day)}
    return day_page(request, whole, DayForm(revision=str(whole.draft.revision), **parts))


@router.post("/{draft_id:int}/day")
async def save_value_day(request: Request, draft_id: int, officer: RulesOfficer, session: Db, now: Now) -> Response:
    """Keep the day. When somebody else was first, the page says so, with what was typed."""
    form = await read_form(request, DayForm)
    whole = views.whole_of(session, draft_id)
    errors = form.errors(local_date(now), whole.base.valid_from)
    if errors or form.valid_from is None:
        return day_page(request, whole, form, errors)
    if not actions.change_day(session, officer, whole.draft, seen_in(form.revision), form.valid_from, now):
        fresh = form.model_copy(update={"revision": str(whole.draft.revision)})
        return day_page(request, whole, fresh, is_behind=True)
    return see_other(request, "value_draft", draft_id=draft_id)


def being_written(session: Db, draft_id: int, officer_id: int, now: Now) -> Whole:
    """A draft that this officer may write in. Raises NotFound when there is none, Refused when it is written."""
    whole = views.whole_of(session, draft_id)
    if problem := actions.problem_with(session, whole.draft, Step.CHANGE, officer_id, now):
        raise Refused(problem)
    return whole


def day_page(
    request: Request, whole: Whole, form: DayForm, errors: dict[str, Message] | None = None, is_behind: bool = False
) -> Response:
    """The form with what was typed; 409 when somebody else was first."""
    shown = {"whole": whole, "draft": whole.draft, "form": form, "is_behind": is_behind}
    return page(request, "valuing/day.html", 409 if is_behind else 200, errors, **shown)
