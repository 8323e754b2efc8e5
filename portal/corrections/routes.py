"""Saying that an entry is written wrongly, and the officers' desk for it."""

from typing import Any

from fastapi import APIRouter, Request, Response

from portal.accounts.access import CreditOfficer
from portal.corrections import actions, queries, views
from portal.corrections.forms import AskForm, DecisionForm
from portal.corrections.rules import PAGE_SIZE, TERM, WHAT_WORDS, Pile, Step, What
from portal.corrections.views import Told
from portal.credits.queries import entry as own_entry
from portal.credits.routes import AccountHolder
from portal.db.session import Db, Now
from portal.errors import NotFound
from portal.submissions.views import province_rules
from portal.text import Message
from portal.text.dates import local_date
from portal.web import page, read_form, see_other

router = APIRouter()


@router.get("/credits/entries/{transfer_id}/correction")
async def write_correction(
    request: Request, transfer_id: int, holder: AccountHolder, session: Db, now: Now
) -> Response:
    """The form to say what is written wrongly; while a request waits, the entry itself."""
    return ask_page(request, session, transfer_id, holder.person_id, now, AskForm(), {})


@router.post("/credits/entries/{transfer_id}/correction")
async def ask_correction(request: Request, transfer_id: int, holder: AccountHolder, session: Db, now: Now) -> Response:
    """Ask for a note beside the entry."""
    form = await read_form(request, AskForm)
    if errors := form.errors():
        return ask_page(request, session, transfer_id, holder.person_id, now, form, errors)
    if own_entry(session, holder.person_id, transfer_id) is None:
        raise NotFound
    until = province_rules(request, now).term_from(local_date(now), TERM)
    actions.ask(session, holder.person_id, transfer_id, What(form.what), form.words.strip(), until, now)
    return see_other(request, "credit_entry", transfer_id=transfer_id)


def ask_page(
    request: Request, session: Db, transfer_id: int, person_id: int, now: Now, form: AskForm, errors: dict[str, Message]
) -> Response:
    """What the entry says, and the form. Raises NotFound for anybody else's entry."""
    entry = own_entry(session, person_id, transfer_id)
    if entry is None:
        raise NotFound
    if queries.open_of_entry(session, transfer_id):
        return see_other(request, "credit_entry", transfer_id=transfer_id)
    rules = province_rules(request, now)
    until, days = rules.term_from(local_date(now), TERM), rules.working_days[TERM]
    shown = {"entry": entry, "form": form, "whats": WHAT_WORDS, "until": until, "days": days}
    return page(request, "corrections/ask.html", 200, errors, **shown)


@router.get("/corrections")
async def corrections(
    request: Request, officer: CreditOfficer, session: Db, now: Now, pile: str = Pile.WAITING, number: int = 1
) -> Response:
    """One pile of the desk, 20 a page."""
    if pile not in list(Pile):
        raise NotFound
    chosen, region = Pile(pile), views.region_of(request)
    counts = queries.counts(session, region, officer.person_id)
    count = max(1, -(-counts[chosen] // PAGE_SIZE))
    if not 1 <= number <= count:
        raise NotFound
    rows = queries.pile_page(session, chosen, region, officer.person_id, number)
    today = local_date(now)
    told = [Told(row.EntryCorrection, row.cause, today, row.name) for row in rows]
    shown = {"pile": chosen, "piles": views.PILE_WORDS, "counts": counts, "rows": told, "number": number}
    return page(request, "corrections/desk.html", 200, None, count=count, **shown)


@router.get("/corrections/{correction_id}")
async def correction(request: Request, correction_id: int, officer: CreditOfficer, session: Db, now: Now) -> Response:
    """What is said to be wrong, what the entry says, and the form. That it was read is kept."""
    found = views.case_of(request, session, correction_id, officer)
    shown = case_page(request, found, now, DecisionForm(), {})
    views.note_reading(request, officer, correction_id, now)
    return shown


@router.post("/corrections/{correction_id}")
async def decide_correction(
    request: Request, correction_id: int, officer: CreditOfficer, session: Db, now: Now
) -> Response:
    """Put a note beside the entry, or say why it is right."""
    form = await read_form(request, DecisionForm)
    found = views.case_of(request, session, correction_id, officer)
    if errors := form.errors():
        return case_page(request, found, now, form, errors)
    actions.decide(session, officer, found.EntryCorrection, Step(form.step), form.note.strip(), now)
    return see_other(request, "correction", correction_id=correction_id)


def case_page(request: Request, found: Any, now: Now, form: DecisionForm, errors: dict[str, Message]) -> Response:
    """The request, and the form while it waits."""
    told = Told(found.EntryCorrection, found.CreditTransfer.cause, local_date(now), found.name)
    shown = {"told": told, "decider": found.decider, "transfer": found.CreditTransfer, "form": form}
    return page(request, "corrections/case.html", 200, errors, steps=views.STEPS, **shown)
