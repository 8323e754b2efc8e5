"""A person's own account: what they have, where each entry comes from, and a statement to take along."""

from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response

from portal.accounts.access import SignedIn
from portal.accounts.rules import Actor, Role
from portal.credits import queries
from portal.credits.changes import places
from portal.credits.counting import left_of, not_counted
from portal.credits.rulebook.foreseeing import why_left
from portal.credits.rulebook.queries import rules_of
from portal.credits.rulebook.sentences import rule_in_words, sum_in_words
from portal.credits.rules import PAGE_SIZE, Unit, pages_in, read_number, record_number
from portal.credits.sentences import who_proved
from portal.db.session import Db, Now
from portal.errors import NotFound
from portal.web import page

router = APIRouter(prefix="/credits")

MOST_MOVES = 50  # that an entry's page lists of what became of its credit


async def account_holder(actor: SignedIn, session: Db) -> Actor:
    """Trainees, and everybody who has an account though they are no trainee now. Raises NotFound for others."""
    if Role.TRAINEE not in actor.roles and not queries.has_account(session, actor.person_id):
        raise NotFound
    return actor


AccountHolder = Annotated[Actor, Depends(account_holder)]


@router.get("")
async def credits(request: Request, holder: AccountHolder, session: Db, now: Now) -> Response:
    """The balance and the entries of one year, 20 a page: the newest year, unless another is asked for."""
    asked = request.query_params
    unit = Unit.POINTS if asked.get("unit") == Unit.POINTS else Unit.CREDIT
    years = queries.years(session, holder.person_id, unit)
    chosen = next((year for year in years if str(year.year) == asked.get("year")), years[0] if years else None)
    last = pages_in(chosen.count) if chosen else 1
    number = min(read_number(asked.get("page", "")), last)
    year, first = (chosen.year if chosen else None), (number - 1) * PAGE_SIZE
    return page(
        request,
        "credits/credits.html",
        holder=holder,
        questioned=request.app.state.questioned(request, session, holder.person_id),
        balance=queries.balance(session, holder.person_id),
        convertible=request.app.state.convertible(session, holder.person_id),
        today=now,
        unit=unit,
        year=chosen,
        years=years,
        entries=queries.entries(session, holder.person_id, unit, year, first, PAGE_SIZE),
        waiting=[(one, why_left(one)) for one in not_counted(session, holder.person_id)],
        number=number,
        pages=last,
        page_address=request.app.state.url_for("credits", unit=asked.get("unit"), year=year) + "&page=",
    )


@router.get("/left/{candidate_id}")
async def credit_left(request: Request, candidate_id: int, holder: AccountHolder, session: Db) -> Response:
    """Credit that was not counted: why, and what can be done about it."""
    one = left_of(session, holder.person_id, candidate_id)
    if one is None:
        raise NotFound
    appealing = request.app.state.appealing(request, session, "duplicate", one.id)
    return page(request, "credits/left.html", one=one, why=why_left(one), appealing=appealing)


@router.get("/entries/{transfer_id}")
async def credit_entry(request: Request, transfer_id: int, holder: AccountHolder, session: Db) -> Response:
    """One entry: what, from where, why, who proved it, and how it is put right when it is wrong."""
    entry = queries.entry(session, holder.person_id, transfer_id)
    if entry is None:
        raise NotFound
    rules = rules_of(session, entry.rule_version)
    parts = queries.parts_now(session, entry.id, entry.moved) if entry.is_new else {}
    return page(
        request,
        "credits/entry.html",
        entry=entry,
        rule=rule_in_words(rules, entry.cause.get("kind", "")),
        sum=sum_in_words(rules, entry.cause, entry.amount),
        proof=who_proved(entry.cause),
        places=places(parts),
        moves=queries.moves_of(session, holder.person_id, entry.id, MOST_MOVES) if entry.is_new else [],
        number_of=record_number,
        said=request.app.state.said_of_entry(request, session, entry),
    )
