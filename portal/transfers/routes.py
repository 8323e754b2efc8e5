"""Credit from elsewhere, for the person: bring a badge, follow it, take it back."""

from typing import Any

from fastapi import APIRouter, Request, Response

from portal.accounts.rules import Actor
from portal.credentials.rules import issuer_of
from portal.credits.routes import AccountHolder
from portal.db.session import Db, Now
from portal.errors import NotFound, Refused
from portal.submissions.views import province_rules
from portal.text import Message, message
from portal.text.dates import local_date
from portal.transfers import actions, queries, views
from portal.transfers.forms import read_brought
from portal.transfers.reading import LARGEST, NOT_KNOWN, issuer_in, read_badge
from portal.transfers.rules import TERM, Facts, Step
from portal.web import page, see_other

router = APIRouter(prefix="/transfers")
OURS = message("徽章：这是无碍学堂自己发的，学分已经在您的账户里")


@router.get("")
async def transfers(request: Request, holder: AccountHolder, session: Db, now: Now) -> Response:
    """The badges that one has brought, and the form to bring another."""
    return own_page(request, session, holder, now, "", {})


@router.post("")
async def bring_badge(request: Request, holder: AccountHolder, session: Db, now: Now) -> Response:
    """Verify a badge and keep it. One that cannot be verified is not kept, and the page says why."""
    brought = await read_brought(request, "badge")
    read = verified(request, session, brought, now)
    if isinstance(read, Message):
        return own_page(request, session, holder, now, brought if len(brought) <= LARGEST else "", {"badge": read})
    if not holder.identity_verified:
        raise Refused(message("先核对身份，再转入学分。可以到街道残联办理。"))
    issuer, facts = read
    until = province_rules(request, now).term_from(local_date(now), TERM)
    kept = actions.bring(session, holder.person_id, issuer, facts, brought.strip(), until, now)
    return see_other(request, "transfer", transfer_id=kept.id)


def verified(request: Request, session: Db, brought: str, now: Now) -> tuple[Any, Facts] | Message:
    """The issuer and what the badge says, or what is wrong with it."""
    did = issuer_in(brought)
    if isinstance(did, Message):
        return did
    if did == issuer_of(request.app.state.settings.origin):
        return OURS
    found = queries.known_issuer(session, did)
    if found is None:
        return NOT_KNOWN
    facts = read_badge(brought, found[1], now)
    return facts if isinstance(facts, Message) else (found[0], facts)


def own_page(
    request: Request, session: Db, holder: Actor, now: Now, typed: str, errors: dict[str, Message]
) -> Response:
    """One's own badges, and the form with what was typed."""
    today = local_date(now)
    rows = [
        views.Told(row.BadgeTransfer, row.TrustedIssuer, None, None, today)
        for row in queries.own(session, holder.person_id)
    ]
    return page(request, "transfers/transfers.html", errors=errors, typed=typed, rows=rows)


@router.get("/{transfer_id:int}")
async def transfer(request: Request, transfer_id: int, holder: AccountHolder, session: Db, now: Now) -> Response:
    """One badge: what it says, what it counts for, whose turn it is, what was decided."""
    found = queries.own_case(session, transfer_id, holder.person_id)
    if found is None:
        raise NotFound
    told = views.told(found, local_date(now))
    may_withdraw = told.why_not(Step.WITHDRAW, holder.person_id) is None
    return page(request, "transfers/transfer.html", told=told, may_withdraw=may_withdraw)


@router.post("/{transfer_id:int}/withdrawal")
async def withdraw_badge(request: Request, transfer_id: int, holder: AccountHolder, session: Db, now: Now) -> Response:
    """Take it back before it is decided."""
    found = queries.own_case(session, transfer_id, holder.person_id)
    if found is None:
        raise NotFound
    actions.withdraw(session, found.BadgeTransfer, holder.person_id, now)
    return see_other(request, "transfer", transfer_id=transfer_id)
