"""The desk of the credit officers: what waits, finding an entry by its number, and questioning it."""

from datetime import datetime
from typing import Any

from fastapi import APIRouter, Request, Response

from portal.accounts.access import CreditOfficer
from portal.accounts.rules import Actor
from portal.credits.holds import UNDER_APPEAL, is_held
from portal.credits.queries import parts_of_entry
from portal.credits.rules import Part, record_number
from portal.credits.sentences import REASONS, explain
from portal.db.session import Db, Now
from portal.errors import NotFound, Refused
from portal.reversals import actions, forms, queries, views
from portal.reversals.actions import Proposal
from portal.reversals.forms import ProposalForm
from portal.reversals.queries import Desk
from portal.reversals.rules import NOT_THERE, PAGE_SIZE, TERM, Pile
from portal.submissions.views import province_rules
from portal.text import Message
from portal.text.dates import local_date
from portal.web import page, read_form, see_other

router = APIRouter(prefix="/reversals")


@router.get("")
async def reversals(
    request: Request, officer: CreditOfficer, session: Db, now: Now, pile: str = Pile.WAITING, number: int = 1
) -> Response:
    """One pile of the desk, 20 a page: what waits for me, what learners may still answer, mine, what is decided."""
    return desk_page(request, session, officer, now, pile, number)


@router.get("/find")
async def find_entry(request: Request, officer: CreditOfficer, session: Db, now: Now, record: str = "") -> Response:
    """Lead from a dictated record number to its entry, or to the question that waits about it."""
    desk = views.desk_of(request, officer, now)
    transfer_id = forms.read_record(record)
    found = queries.entry_in(session, transfer_id, desk.region_code) if transfer_id else None
    if transfer_id is None or found is None:
        unknown = forms.NO_RECORD if transfer_id else forms.NOT_NUMBER
        return desk_page(request, session, officer, now, typed=record, errors={"record": unknown})
    if there := queries.open_of_entry(session, transfer_id):
        return see_other(request, "reversal", reversal_id=there.id)
    if problem := record_problem(request, session, found, desk):
        return desk_page(request, session, officer, now, typed=record, errors={"record": problem})
    return see_other(request, "entry_in_question", transfer_id=transfer_id)


def record_problem(request: Request, session: Db, found: Any, desk: Desk) -> Message | None:
    """Why nothing of an entry can be questioned by this officer; None when something can."""
    if found.person_id == desk.person_id:
        return forms.OWN_RECORD
    if found.CreditTransfer.credit_hundredths is None:
        return forms.POINTS
    if not views.is_earned(found.CreditTransfer):
        return forms.NOT_EARNED
    if is_held(session, found.CreditTransfer.id):
        return forms.UNDER_APPEAL
    if views.free_of(request, session, found.CreditTransfer):
        return None
    parts = parts_of_entry(session, found.CreditTransfer)
    return forms.IN_USE if parts[Part.LOCKED] or parts[Part.CONVERTED] else forms.NOTHING_LEFT


def desk_page(
    request: Request,
    session: Db,
    officer: Actor,
    now: datetime,
    pile: str = Pile.WAITING,
    number: int = 1,
    typed: str = "",
    errors: dict[str, Message] | None = None,
) -> Response:
    """The desk, with what was typed into its search."""
    if pile not in list(Pile):
        raise NotFound
    chosen, desk = Pile(pile), views.desk_of(request, officer, now)
    counts = queries.counts(session, desk)
    count = max(1, -(-counts[chosen] // PAGE_SIZE))
    if not 1 <= number <= count:
        raise NotFound
    rows = queries.pile_page(session, chosen, desk, number)
    return page(
        request,
        "reversals/desk.html",
        errors=errors,
        typed=typed[:100],
        pile=chosen,
        piles=views.PILE_WORDS,
        counts=counts,
        rows=[views.Told(row.Reversal, row.cause, desk.today, row.name) for row in rows],
        number=number,
        count=count,
    )


@router.get("/entries/{transfer_id}")
async def entry_in_question(
    request: Request, transfer_id: int, officer: CreditOfficer, session: Db, now: Now
) -> Response:
    """What the entry says and whose it is, and the form to question it. That it was read is kept."""
    found = views.earned_entry(session, transfer_id, views.desk_of(request, officer, now))
    if there := queries.open_of_entry(session, transfer_id):
        return see_other(request, "reversal", reversal_id=there.id)
    shown = proposal_page(request, session, found, ProposalForm(), now, {})
    views.note_reading(request, officer, "credit_transfer", transfer_id, now)
    return shown


@router.post("/entries/{transfer_id}")
async def propose_reversal(
    request: Request, transfer_id: int, officer: CreditOfficer, session: Db, now: Now
) -> Response:
    """Question the entry; the learner reads it from now on."""
    form = await read_form(request, ProposalForm)
    found = views.earned_entry(session, transfer_id, views.desk_of(request, officer, now))
    free = views.free_of(request, session, found.CreditTransfer)
    if errors := form.errors(free):
        return proposal_page(request, session, found, form, now, errors)
    until = province_rules(request, now).term_from(local_date(now), TERM)
    told = Proposal(form.asked(free), form.reason, form.words.strip(), until)
    give_back = views.give_back_of(request)
    reversal = actions.propose(session, officer, found.CreditTransfer, found.person_id, told, now, give_back)
    return see_other(request, "reversal", reversal_id=reversal.id)


def proposal_page(
    request: Request, session: Db, found: Any, form: ProposalForm, now: datetime, errors: dict[str, Message]
) -> Response:
    """The entry and the form. Raises Refused when nothing is left to be taken back."""
    transfer, rules = found.CreditTransfer, province_rules(request, now)
    if not (free := views.free_of(request, session, transfer)):
        raise Refused(NOT_THERE)
    if is_held(session, transfer.id):
        raise Refused(UNDER_APPEAL)
    return page(
        request,
        "reversals/entry.html",
        errors=errors,
        form=form,
        transfer=transfer,
        name=found.name,
        number=record_number(transfer.id),
        sentence=explain(transfer.cause),
        free=free,
        not_free=views.not_free(request, session, transfer),
        reasons=REASONS,
        days=rules.working_days[TERM],
        until=rules.term_from(local_date(now), TERM),
    )
