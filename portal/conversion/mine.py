"""A learner's side: what colleges would give now, quotes, and asking for it."""

from datetime import date, datetime
from typing import Any

from fastapi import APIRouter, Request, Response

from portal.accounts.rules import Actor
from portal.conversion import actions, applications, jobs, queries  # noqa: F401 - the worker finds the job through the pages
from portal.conversion.actions import Asked
from portal.conversion.asking import ApplicationForm
from portal.conversion.models import ConversionQuote
from portal.conversion.queries import Agreed
from portal.conversion.rules import Answer
from portal.conversion.steps import TERM
from portal.conversion.telling import Told
from portal.conversion.views import WORDS, disputed, evaluate_now
from portal.credits.routes import AccountHolder
from portal.db.session import Db, Now
from portal.errors import NotFound
from portal.submissions.views import due_of, province_rules
from portal.text import Message, message
from portal.text.dates import local_date
from portal.web import page, read_form, see_other
from portal.web.refusals import leading_back

BACK = leading_back(message("重新看报价"), "conversion_quote", "quote_id")
router = APIRouter(prefix="/conversion/mine", dependencies=[BACK])


@router.get("")
async def my_conversions(request: Request, holder: AccountHolder, session: Db, now: Now) -> Response:
    """What each college would give now, the quotes that are kept, and what was asked for."""
    today, who = local_date(now), holder.person_id
    live = queries.live_agreements(session, today)
    return page(
        request,
        "conversion/mine.html",
        offers=[(one, evaluate_now(request, session, one, who)) for one in live],
        quotes=applications.quotes_of(session, who, today),
        told=[Told.of(row, today) for row in applications.applications_of(session, who)],
        **WORDS,
    )


@router.get("/agreements/{agreement_id}")
async def my_conversion(request: Request, agreement_id: int, holder: AccountHolder, session: Db, now: Now) -> Response:
    """What one college would give now, for what, and why not more."""
    agreed = live(session, agreement_id, local_date(now))
    found = evaluate_now(request, session, agreed, holder.person_id)
    days = province_rules(request, now).conversion["quote_days"]
    return page(request, "conversion/offer.html", agreed=agreed, found=found, days=days, **WORDS)


@router.post("/agreements/{agreement_id}")
async def keep_quote(request: Request, agreement_id: int, holder: AccountHolder, session: Db, now: Now) -> Response:
    """Keep what the college would give now."""
    agreed = live(session, agreement_id, local_date(now))
    found = evaluate_now(request, session, agreed, holder.person_id)
    days = province_rules(request, now).conversion["quote_days"]
    kept = actions.quote(session, holder.person_id, found, days, now)
    return see_other(request, "conversion_quote", quote_id=kept.id)


def live(session: Db, agreement_id: int, today: date) -> Agreed:
    """An agreement that holds today. Raises NotFound for all others."""
    if found := queries.live_agreement(session, agreement_id, today):
        return found
    raise NotFound


def own(session: Db, quote_id: int, holder: Actor) -> ConversionQuote:
    """One's own quote. Raises NotFound for anybody else's."""
    if found := applications.own_quote(session, quote_id, holder.person_id):
        return found
    raise NotFound


def offered(request: Request, session: Db, kept: ConversionQuote, now: datetime) -> dict[str, Answer]:
    """What of a quote can still be asked for."""
    blocked = disputed(request.app, session, kept.person_id)
    return actions.still_given(session, kept, blocked, local_date(now))


@router.get("/quotes/{quote_id}")
async def conversion_quote(request: Request, quote_id: int, holder: AccountHolder, session: Db, now: Now) -> Response:
    """One's own quote: what it said, until when it is kept, and what of it can still be asked for."""
    kept = own(session, quote_id, holder)
    agreed = queries.agreed(session, kept.agreement_id)
    assert agreed is not None
    return page(
        request,
        "conversion/quote.html",
        kept=kept,
        agreed=agreed,
        targets=[one for one in agreed.agreement.targets if one.code in kept.given],
        given=offered(request, session, kept, now),
        there=applications.open_of(session, holder.person_id, kept.agreement_id),
        due=due_of(kept.kept_until, local_date(now)),
        **WORDS,
    )


@router.get("/quotes/{quote_id}/application")
async def conversion_consent(request: Request, quote_id: int, holder: AccountHolder, session: Db, now: Now) -> Response:
    """What would be asked for, what the college would see, until when, and the consent to that."""
    kept = own(session, quote_id, holder)
    until = province_rules(request, now).term_from(local_date(now), TERM)
    form = ApplicationForm.proposed(offered(request, session, kept, now), until)
    return consent_page(request, session, holder, kept, form, now, {})


@router.post("/quotes/{quote_id}/application")
async def apply_for_conversion(
    request: Request, quote_id: int, holder: AccountHolder, session: Db, now: Now
) -> Response:
    """Ask the college, and lock what counts."""
    kept = own(session, quote_id, holder)
    form = await read_form(request, ApplicationForm)
    rules, today = province_rules(request, now), local_date(now)
    given = offered(request, session, kept, now) or kept.given  # where nothing is left of it, the deed itself says why
    if errors := form.errors(given, today, rules.conversion["consent_days"]):
        return consent_page(request, session, holder, kept, form, now, errors)
    assert form.until_on is not None
    asked = Asked(frozenset(form.codes), form.until_on, rules.term_from(today, TERM))
    blocked = disputed(request.app, session, holder.person_id)
    made = actions.apply(session, holder, kept, asked, blocked, now)
    return see_other(request, "my_application", application_id=made.id)


def consent_page(
    request: Request,
    session: Db,
    holder: Actor,
    kept: ConversionQuote,
    form: ApplicationForm,
    now: datetime,
    errors: dict[str, Message],
) -> Response:
    """The form of an application."""
    agreed = queries.agreed(session, kept.agreement_id)
    assert agreed is not None
    values: dict[str, Any] = {"kept": kept, "agreed": agreed, "form": form, "holder": holder}
    values["given"] = offered(request, session, kept, now)
    values["due"] = due_of(province_rules(request, now).term_from(local_date(now), TERM), local_date(now))
    return page(request, "conversion/consent.html", errors=errors, **values, **WORDS)
