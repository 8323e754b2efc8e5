"""Terms are kept, begin anew by a refresher, and end: what is free then lapses, and comes back when it is refreshed."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from sqlmodel import Session

from portal import audit
from portal.credits.actions import hold_account, move_earned
from portal.credits.models import CreditTransfer
from portal.credits.queries import parts_of_entry
from portal.credits.rulebook.rules import Validity
from portal.credits.rules import EntryType, Part, record_number
from portal.text.codes import group
from portal.text.dates import local_date
from portal.validity import queries
from portal.validity.models import CreditValidity
from portal.validity.rules import months_later


def begin_term(
    session: Session, earned: CreditTransfer, person_id: int, domain: str, validity: Validity
) -> CreditValidity:
    """Keep the term of an earned entry, once. Who has passed a course of the domain since then counts from that day."""
    if there := session.get(CreditValidity, earned.id):
        return there
    done_on = local_date(earned.happened_at)
    term = CreditValidity(
        earned_id=earned.id,
        person_id=person_id,
        domain=domain,
        months=validity.months,
        warn_days=list(validity.warn_days),
        done_on=done_on,
        counts_from=done_on,
        valid_until=months_later(done_on, validity.months),
    )
    newest = queries.newest_pass(session, person_id, domain)
    if newest and (passed_on := local_date(newest.passed_at)) > done_on:
        _begin_anew(term, passed_on, newest)
    session.add(term)
    session.flush()
    return term


def look_again(session: Session, earned_id: int) -> None:
    """Credit of an entry was freed: where its term is over, the next look lets it lapse."""
    term = session.get(CreditValidity, earned_id, with_for_update=True)
    if term and term.is_settled:
        term.is_settled = False
        session.add(term)


def lapse(session: Session, earned_id: int, today: date, now: datetime) -> CreditTransfer | None:
    """Let what is free of an entry lapse, once its last day is over. Locked credit waits until it is unlocked.

    Returns the posting; None when there is none, also when somebody else was first.
    """
    term, earned = _hold(session, earned_id)
    if term.is_settled or today <= term.valid_until:
        return None
    term.is_settled = True
    posted = None
    if free := parts_of_entry(session, earned)[Part.FREE]:
        term.lapses += 1
        told = {"kind": "use_lapsed", "until": term.valid_until.isoformat()}
        posted = _move(session, earned, EntryType.EXPIRE_USE, free, f"lapse/{earned_id}/{term.lapses}", told, now)
    session.add(term)
    session.flush()
    return posted


def refresh(session: Session, earned_id: int, passed: Any, now: datetime) -> CreditTransfer | None:
    """Begin a term anew on the day on which a course of its domain was passed, and give back what had lapsed.

    `passed` has the moment and the titles of the course. Returns the posting; None when there was nothing to give back.
    """
    term, earned = _hold(session, earned_id)
    passed_on = local_date(passed.passed_at)
    if passed_on <= term.counts_from:
        return None
    _begin_anew(term, passed_on, passed)
    lapsed, posted = parts_of_entry(session, earned)[Part.LAPSED], None
    if lapsed and local_date(now) <= term.valid_until:
        told = {"kind": "use_restored", "until": term.valid_until.isoformat(), "by": passed.title}
        told |= {"by_en": passed.title_en} if passed.title_en else {}
        reference = f"restore/{earned_id}/{passed_on.isoformat()}"
        posted = _move(session, earned, EntryType.RESTORE, lapsed, reference, told, now)
    session.add(term)
    session.flush()
    return posted


def _begin_anew(term: CreditValidity, passed_on: date, passed: Any) -> None:
    term.counts_from, term.valid_until = passed_on, months_later(passed_on, term.months)
    term.refreshed_by, term.refreshed_by_en, term.is_settled = passed.title, passed.title_en, False


def _hold(session: Session, earned_id: int) -> tuple[CreditValidity, CreditTransfer]:
    """A term and its entry; nobody else moves credit of the account until the transaction ends."""
    earned = session.get_one(CreditTransfer, earned_id)
    hold_account(session, earned.account_id)
    return session.get_one(CreditValidity, earned_id, with_for_update=True, populate_existing=True), earned


def _move(
    session: Session,
    earned: CreditTransfer,
    entry_type: EntryType,
    amount: int,
    reference: str,
    told: Mapping[str, Any],
    now: datetime,
) -> CreditTransfer:
    titles = {name: earned.cause[name] for name in ("title", "title_en") if earned.cause.get(name)}
    cause = titles | dict(told) | {"record": group(record_number(earned.id)), "credit_hundredths": amount}
    posted = move_earned(session, earned, entry_type, amount, reference, cause, now)
    audit.record(session, None, f"{entry_type}.credit", "credit_transfer", earned.id, now, credit_hundredths=amount)
    return posted
