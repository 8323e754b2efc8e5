"""One value a page: change it, end it, add one, or let it be as it was."""

from fastapi import APIRouter, Request, Response

from portal.db.session import Db, Now
from portal.recognition.values.rules import Change, Kind
from portal.review.credit.rules import read_credit
from portal.rulemaking.routes import RulesOfficer
from portal.submissions.views import province_rules
from portal.text import Message
from portal.text.amounts import format_credit
from portal.valuing import actions, views
from portal.valuing.deciding import router as deciding
from portal.valuing.forms import NewValueForm, ValueForm
from portal.valuing.routes import BACK, being_written
from portal.valuing.routes import router as drafts
from portal.valuing.views import Value, Whole
from portal.web import page, read_form, see_other

router = APIRouter(prefix="/recognition/values/drafts/{draft_id:int}", dependencies=[BACK])
ROUTERS = (drafts, deciding, router)  # the whole room


@router.get("/values")
async def draft_values(request: Request, draft_id: int, officer: RulesOfficer, session: Db, now: Now) -> Response:
    """All values, to pick the one that is to be changed, or the kind that gets a new one."""
    whole = being_written(session, draft_id, officer.person_id, now)
    return page(request, "valuing/values.html", whole=whole, draft=whole.draft)


@router.get("/values/{row}")
async def draft_value(
    request: Request, draft_id: int, row: str, officer: RulesOfficer, session: Db, now: Now
) -> Response:
    """The form for one value."""
    whole = being_written(session, draft_id, officer.person_id, now)
    value = whole.value(row)
    return value_page(request, whole, value, as_typed(value), now)


@router.post("/values/{row}")
async def save_draft_value(
    request: Request, draft_id: int, row: str, officer: RulesOfficer, session: Db, now: Now
) -> Response:
    """Keep what was written of one value. When somebody else was first, the page says so, with both."""
    whole = views.whole_of(session, draft_id)
    value = whole.value(row)
    form = await (read_form(request, NewValueForm) if value.is_new else read_form(request, ValueForm))
    if errors := errors_in(request, form, whole, value, now):
        return value_page(request, whole, value, form, now, errors)
    change = change_of(form, value)
    if not actions.put_change(session, officer, whole.draft, at_in(form.at), change, now):
        return value_behind(request, session, draft_id, row, form, now)
    return see_other(request, "draft_values", draft_id=draft_id)


@router.post("/values/{row}/return")
async def return_draft_value(
    request: Request, draft_id: int, row: str, officer: RulesOfficer, session: Db, now: Now
) -> Response:
    """Let a value be as it was; a new one goes."""
    form = await read_form(request, ValueForm)
    whole = views.whole_of(session, draft_id)
    if not actions.take_back(session, officer, whole.draft, row, at_in(form.at), now):
        value = whole.value(row)
        return value_behind(request, session, draft_id, row, as_typed(value), now)
    return see_other(request, "draft_values", draft_id=draft_id)


@router.get("/kinds/{kind}")
async def new_value(
    request: Request, draft_id: int, kind: str, officer: RulesOfficer, session: Db, now: Now
) -> Response:
    """The form for a new value of a kind."""
    whole = being_written(session, draft_id, officer.person_id, now)
    return new_page(request, whole, whole.kind(kind), NewValueForm(), now)


@router.post("/kinds/{kind}")
async def add_new_value(
    request: Request, draft_id: int, kind: str, officer: RulesOfficer, session: Db, now: Now
) -> Response:
    """Add a value to a kind."""
    form = await read_form(request, NewValueForm)
    whole = views.whole_of(session, draft_id)
    found = whole.kind(kind)
    new = new_change(form, found.key, "")
    if actions.is_there(whole.draft, new):  # the same press, come twice
        return see_other(request, "draft_values", draft_id=draft_id)
    if errors := form.errors(most(request, now), whole.names(found)):
        return new_page(request, whole, found, form, now, errors)
    actions.add_value(session, officer, whole.draft, new, now)
    return see_other(request, "draft_values", draft_id=draft_id)


def errors_in(
    request: Request, form: ValueForm | NewValueForm, whole: Whole, value: Value, now: Now
) -> dict[str, Message]:
    """What to put right in the form of one value."""
    if isinstance(form, NewValueForm):
        return form.errors(most(request, now), whole.names(value.kind, value.row.key))
    return form.errors(value.row.credit_hundredths, most(request, now), whole.is_last(value))


def change_of(form: ValueForm | NewValueForm, value: Value) -> Change:
    """What was written of a value that is there."""
    if isinstance(form, NewValueForm):
        return new_change(form, value.kind.key, value.row.key)
    row = value.row
    return Change(
        value.kind.key, row.key, row.name, row.name_en, row.credit_hundredths, form.after, form.reason.strip()
    )


def new_change(form: NewValueForm, kind: str, row: str) -> Change:
    """A new value as it was written."""
    names = (form.name.strip(), form.name_en.strip())
    return Change(kind, row, *names, None, read_credit(form.credit), form.reason.strip())


def as_typed(value: Value) -> ValueForm | NewValueForm:
    """The form that would say what a draft says of a value."""
    change, at = value.change, str(value.at)
    if change is None:
        return ValueForm(at=at)
    credit = "" if change.after is None else format_credit(change.after)
    if value.is_new:
        return NewValueForm(at=at, name=change.name, name_en=change.name_en, credit=credit, reason=change.reason)
    return ValueForm(at=at, what="end" if change.after is None else "change", credit=credit, reason=change.reason)


def at_in(typed: str) -> int:
    """The revision that a page showed of a value; -1, which none has, for anything that is none."""
    return int(typed) if typed.isascii() and typed.isdecimal() and len(typed) < 6 else -1


def most(request: Request, now: Now) -> int:
    """What a value may count for at most in this province, in hundredths."""
    return province_rules(request, now).recognition["most_value_hundredths"]


def value_behind(
    request: Request, session: Db, draft_id: int, row: str, form: ValueForm | NewValueForm, now: Now
) -> Response:
    """Somebody else was first: their value and what was typed, to be read and, if it is right, saved again."""
    whole = views.whole_of(session, draft_id)
    if row not in whole.draft.changes and isinstance(form, NewValueForm):
        return new_page(request, whole, whole.kind(row.partition("-new-")[0]), form, now, is_behind=True)
    value = whole.value(row)
    fresh = form.model_copy(update={"at": str(value.at)})
    return value_page(request, whole, value, fresh, now, is_behind=True)


def value_page(
    request: Request,
    whole: Whole,
    value: Value,
    form: ValueForm | NewValueForm,
    now: Now,
    errors: dict[str, Message] | None = None,
    is_behind: bool = False,
) -> Response:
    """The form with what was typed; 409 when somebody else was first."""
    shown = {"whole": whole, "draft": whole.draft, "value": value, "form": form, "is_behind": is_behind}
    most_said = format_credit(most(request, now))
    return page(request, "valuing/value.html", 409 if is_behind else 200, errors, most=most_said, **shown)


def new_page(
    request: Request,
    whole: Whole,
    kind: Kind,
    form: NewValueForm,
    now: Now,
    errors: dict[str, Message] | None = None,
    is_behind: bool = False,
) -> Response:
    """The form for a new value; 409 when somebody else took away the one that was being rewritten."""
    shown = {"whole": whole, "draft": whole.draft, "kind": kind, "form": form, "is_behind": is_behind}
    most_said = format_credit(most(request, now))
    return page(request, "valuing/new.html", 409 if is_behind else 200, errors, most=most_said, **shown)
