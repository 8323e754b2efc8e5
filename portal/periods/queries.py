"""What is read to close a period, and of those that are closed."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime, time
from typing import Any

from sqlalchemy import func
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, select

from portal.accounts.models import Person
from portal.credits.models import CreditAccount, CreditTransfer
from portal.credits.rulebook.queries import rules_on
from portal.credits.rulebook.rules import term_of
from portal.credits.rules import AccountKind, EntryType
from portal.db.rows import select_rows
from portal.jobs import JobState, job_of
from portal.periods.models import BankPeriod, PeriodRecount
from portal.periods.rules import Case, State, reference_of
from portal.text.dates import SHANGHAI, local_date

CREDIT = col(CreditTransfer.credit_hundredths)
POSTED = col(CreditTransfer.posted_at)


def moment(day: date) -> datetime:
    """The first moment of a day in Asia/Shanghai."""
    return datetime.combine(day, time(), SHANGHAI)


def first_posted(session: Session) -> datetime | None:
    """When the first entry of all was posted."""
    return session.exec(select(CreditTransfer.posted_at).order_by(col(CreditTransfer.id)).limit(1)).first()


def periods(session: Session) -> Sequence[BankPeriod]:
    """Every period that is being closed or closed, the earliest first."""
    return session.exec(select(BankPeriod).order_by(col(BankPeriod.begins))).all()


def period_of(session: Session, begins: date) -> BankPeriod | None:
    """The period that begins on a day."""
    return session.exec(select(BankPeriod).where(BankPeriod.begins == begins)).first()


def closed_before(session: Session, begins: date) -> BankPeriod | None:
    """The newest closed period before a day."""
    wanted = select(BankPeriod).where(BankPeriod.begins < begins, BankPeriod.state == State.CLOSED)
    return session.exec(wanted.order_by(col(BankPeriod.begins).desc()).limit(1)).first()


def closed_over(session: Session, day: date, posted_at: datetime) -> BankPeriod | None:
    """The period of a day that was closed before a moment."""
    wanted = select(BankPeriod).where(
        BankPeriod.begins <= day, BankPeriod.ends > day, col(BankPeriod.closed_at) <= posted_at
    )
    return session.exec(wanted).first()


def recount_of(session: Session, period: BankPeriod, number: int | None = None) -> PeriodRecount | None:
    """A recount of a period by its number: the newest that was asked for, unless another is named."""
    return session.get(PeriodRecount, (period.id, number or period.recounts))


def spans(session: Session, today: date) -> list[tuple[date, date]]:
    """Every period from that of the first entry to that of today, the earliest first: terms, or years where the rules
    know no terms. What was begun to be closed stays as it was begun."""
    first = first_posted(session)
    if first is None:
        return []
    kept = {one.begins: one.ends for one in periods(session)}
    day = local_date(first)
    begins, found = term_of(rules_on(session, day), day)[0], []
    while begins <= today:
        ends = kept.get(begins) or term_of(rules_on(session, begins), begins)[1]
        found.append((begins, ends))
        begins = ends
    return found


def case_of(session: Session, begins: date, ends: date, period: BankPeriod | None) -> Case:
    """What the rules need to know of a period now."""
    first = first_posted(session)
    is_first = first is not None and local_date(first) >= begins
    before = closed_before(session, begins)
    earlier_is_closed = is_first or (before is not None and before.ends == begins)
    if period is None:
        return Case(State.OPEN, ends, earlier_is_closed)
    recount = recount_of(session, period, period.closed_with)
    job = job_of(session, reference_of(period.id, period.recounts))
    is_counting = recount is None and job is not None and job.state in (JobState.WAITING, JobState.RUNNING)
    differences = len(recount.differences) if recount else None
    return Case(State(period.state), ends, earlier_is_closed, period.asked_by_id, is_counting, differences)


def count_closing(session: Session) -> int:
    """How many periods are being closed."""
    return session.exec(select(func.count()).select_from(BankPeriod).where(BankPeriod.state == State.CLOSING)).one()


def names(session: Session, ids: set[int]) -> dict[int, str]:
    """The names of people by their ids."""
    return dict(session.exec(select(Person.id, Person.name).where(col(Person.id).in_(ids))).all())


def posted_by_type(session: Session, begins: datetime | None, ends: datetime) -> Sequence[Any]:
    """Count, credit and points of what was posted in [begins, ends), by the type of its entries."""
    wanted = select_rows(
        CreditTransfer.entry_type,
        func.count().label("number"),
        func.coalesce(func.sum(CREDIT), 0).label("credit_hundredths"),
        func.coalesce(func.sum(CreditTransfer.points), 0).label("points"),
    ).where(ends > POSTED)
    wanted = wanted.where(begins <= POSTED) if begins else wanted
    found: Sequence[Any] = session.exec(wanted.group_by(col(CreditTransfer.entry_type))).all()
    return found


def standing(session: Session, ends: datetime) -> tuple[dict[str, int], int]:
    """The credit in each of the bank's accounts, and in all accounts of people together, at the end of a period."""
    bank: dict[str, int] = {}
    people = 0
    for end, sign in ((CreditTransfer.taker_id, 1), (CreditTransfer.giver_id, -1)):
        wanted = (
            select_rows(CreditAccount.code, func.sum(CREDIT).label("amount"))
            .join(CreditTransfer, col(CreditAccount.id) == end)
            .where(CREDIT.is_not(None), ends > POSTED)
            .group_by(col(CreditAccount.code))
        )
        for code, amount in session.exec(wanted):
            if code is None:
                people += sign * int(amount)
            else:
                bank[code] = bank.get(code, 0) + sign * int(amount)
    return bank, people


def count_late(session: Session, begins: datetime, ends: datetime) -> int:
    """How many entries of a period speak of a day before it."""
    wanted = select(func.count()).select_from(CreditTransfer).where(begins <= POSTED, ends > POSTED)
    return session.exec(wanted.where(col(CreditTransfer.happened_at) < begins)).one()


def count_people(session: Session, ends: datetime) -> int:
    """How many people had an account at the end of a period."""
    wanted = select(func.count()).select_from(CreditAccount).where(CreditAccount.kind == AccountKind.PERSON)
    return session.exec(wanted.where(col(CreditAccount.opened_at) < ends)).one()


def heads(session: Session, ends: datetime) -> Iterator[Any]:
    """Every account with the place and digest of its newest entry at the end of a period."""
    newest = (
        select_rows(CreditTransfer.account_id, func.max(CreditTransfer.sequence).label("sequence"))
        .where(ends > POSTED)
        .group_by(col(CreditTransfer.account_id))
        .subquery()
    )
    row = aliased(CreditTransfer)
    wanted = (
        select_rows(row.account_id, row.sequence, row.digest)
        .join(newest, (newest.c.account_id == row.account_id) & (newest.c.sequence == row.sequence))
        .order_by(col(row.account_id))
    )
    yield from session.exec(wanted.execution_options(yield_per=1000))


def capped(session: Session, begins: datetime, ends: datetime) -> Iterator[Any]:
    """What was earned in a period, with the sum that it kept."""
    wanted = select_rows(CreditTransfer.id, CreditTransfer.cause, CreditTransfer.credit_hundredths).where(
        CREDIT.is_not(None), CreditTransfer.entry_type == EntryType.EARN, begins <= POSTED, ends > POSTED
    )
    yield from session.exec(wanted.order_by(col(CreditTransfer.id)).execution_options(yield_per=1000))
