"""Every read of the credit bank. Balances are summed, never stored: a stored one could drift."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Any

from sqlalchemy import RowMapping, bindparam, case, func, select
from sqlmodel import Session

from portal.credits.models import CreditAccount, CreditTransfer
from portal.credits.rules import (
    AccountKind,
    ChainCheck,
    Fault,
    Problem,
    Unit,
    explain,
    record_number,
    year_bounds,
)
from portal.text import Message, message
from portal.text.codes import group
from portal.text.dates import local_date

ACCOUNT = CreditAccount.__table__  # type: ignore[attr-defined]
TRANSFER = CreditTransfer.__table__  # type: ignore[attr-defined]
ROWS_AT_ONCE = 1000  # of a check of everything, which must fit into a small memory


@dataclass(frozen=True)
class Balance:
    """What stands in one account, in its two units."""

    credit_hundredths: int
    points: int


def _sum(amount: Any) -> Any:
    """In less out. The person's account is the taker of what it gets."""
    return func.coalesce(func.sum(case((TRANSFER.c.taker_id == TRANSFER.c.account_id, amount), else_=-amount)), 0)


ACCOUNT_OF_PERSON = select(ACCOUNT.c.id).where(ACCOUNT.c.person_id == bindparam("person_id")).scalar_subquery()
BALANCE = (
    select(_sum(TRANSFER.c.credit_hundredths), _sum(TRANSFER.c.points))
    .select_from(TRANSFER)
    .where(TRANSFER.c.account_id == ACCOUNT_OF_PERSON)
)


def balance(session: Session, person_id: int) -> Balance:
    """Credit and points of a person; nothing for somebody without an account."""
    credit_hundredths, points = session.execute(BALANCE, {"person_id": person_id}).one()
    return Balance(int(credit_hundredths), int(points))


def balance_hundredths(session: Session, person_id: int) -> int:
    """Hundredths of a credit that a person has."""
    return balance(session, person_id).credit_hundredths


def has_account(session: Session, person_id: int) -> bool:
    """Whether an account was opened for this person."""
    return session.scalar(select(ACCOUNT.c.id).where(ACCOUNT.c.person_id == person_id)) is not None


@dataclass(frozen=True)
class Entry:
    """One line of an account, as its person reads it. `amount` and `total_after` are in the entry's unit."""

    id: int
    unit: Unit
    amount: int
    total_after: int
    cause: dict[str, Any]
    rule_version: str
    happened_at: datetime
    posted_at: datetime

    @property
    def number(self) -> str:
        return record_number(self.id)

    @property
    def sentence(self) -> Message:
        return explain(self.cause)


def _entries() -> Any:
    """All entries of a person, each with the total of its unit after it, counted before any are left out."""
    is_points = TRANSFER.c.points.is_not(None)
    amount = func.coalesce(TRANSFER.c.credit_hundredths, TRANSFER.c.points)
    total = func.sum(amount).over(partition_by=is_points, order_by=TRANSFER.c.sequence)
    told = (TRANSFER.c.id, TRANSFER.c.cause, TRANSFER.c.rule_version, TRANSFER.c.happened_at, TRANSFER.c.posted_at)
    named = (is_points.label("is_points"), amount.label("amount"), total.label("total_after"), TRANSFER.c.sequence)
    return select(*told, *named).where(TRANSFER.c.account_id == ACCOUNT_OF_PERSON).subquery("entry")


ENTRIES = _entries()


def entries(
    session: Session,
    person_id: int,
    unit: Unit | None = None,
    year: int | None = None,
    first: int = 0,
    count: int | None = None,
) -> list[Entry]:
    """A person's entries, the newest posting first; of one unit, of one `year` of deeds in Asia/Shanghai, or all."""
    wanted = select(ENTRIES).order_by(ENTRIES.c.sequence.desc()).offset(first).limit(count)
    if unit:
        wanted = wanted.where(ENTRIES.c.is_points == (unit is Unit.POINTS))
    if year:
        start, end = year_bounds(year)
        wanted = wanted.where(ENTRIES.c.happened_at >= start, ENTRIES.c.happened_at < end)
    return [_entry(row) for row in session.execute(wanted, {"person_id": person_id})]


def entry(session: Session, person_id: int, transfer_id: int) -> Entry | None:
    """One entry, when it stands in this person's account."""
    row = session.execute(select(ENTRIES).where(ENTRIES.c.id == transfer_id), {"person_id": person_id}).first()
    return _entry(row) if row else None


def _entry(row: Any) -> Entry:
    return Entry(
        id=row.id,
        unit=Unit.POINTS if row.is_points else Unit.CREDIT,
        amount=row.amount,
        total_after=int(row.total_after),
        cause=row.cause,
        rule_version=row.rule_version,
        happened_at=row.happened_at,
        posted_at=row.posted_at,
    )


@dataclass(frozen=True)
class Year:
    """How much a person earned by the deeds of one year, in one unit."""

    year: int
    count: int
    amount: int


def years(session: Session, person_id: int, unit: Unit) -> list[Year]:
    """The years in which a person has entries of this unit, the newest first."""
    amount = TRANSFER.c.points if unit is Unit.POINTS else TRANSFER.c.credit_hundredths
    deeds = select(TRANSFER.c.happened_at, amount.label("amount")).where(
        TRANSFER.c.account_id == ACCOUNT_OF_PERSON, amount.is_not(None)
    )
    found: dict[int, Year] = {}
    for happened_at, earned in session.execute(deeds, {"person_id": person_id}):
        year = local_date(happened_at).year
        before = found.get(year, Year(year, 0, 0))
        found[year] = Year(year, before.count + 1, before.amount + earned)
    return sorted(found.values(), key=lambda year: year.year, reverse=True)


def posted_for(session: Session, reference: str) -> CreditTransfer | None:
    """What was posted under a reference."""
    return session.scalars(select(CreditTransfer).where(TRANSFER.c.reference == reference)).one_or_none()


# One statement, so that on PostgreSQL a posting in between cannot look like a fault.
ALL_CHAINS = (
    select(
        ACCOUNT.c.id.label("of_account"),
        ACCOUNT.c.newest_sequence,
        ACCOUNT.c.newest_digest,
        *TRANSFER.c,
    )
    .outerjoin(TRANSFER, TRANSFER.c.account_id == ACCOUNT.c.id)
    .order_by(ACCOUNT.c.id, TRANSFER.c.sequence, TRANSFER.c.id)
)
TRANSFER_NAMES = tuple(TRANSFER.c.keys())


def verify(session: Session) -> list[Problem]:
    """Recompute everything: digests, chains, their ends, amounts, accounts, references. Empty when all is well.

    Reads row by row, in little memory. A whole account that was taken out with all its rows does not show here:
    certificates point to their transfers, and seals over all accounts come with the credit bank's own issue.
    """
    system_ids = frozenset(session.scalars(select(ACCOUNT.c.id).where(ACCOUNT.c.kind == AccountKind.SYSTEM)))
    rows = session.execute(ALL_CHAINS, execution_options={"yield_per": ROWS_AT_ONCE}).mappings()
    problems: list[Problem] = []
    for account_id, chain in groupby(rows, lambda row: row["of_account"]):
        problems += _check_chain(account_id, chain, system_ids)
    return problems + _without_account(session) + _posted_twice(session)


def _check_chain(account_id: int, chain: Iterator[RowMapping], system_ids: frozenset[int]) -> Iterator[Problem]:
    check: ChainCheck | None = None
    for row in chain:
        check = check or ChainCheck(account_id, row["newest_sequence"], row["newest_digest"], system_ids)
        if row["id"] is not None:
            yield from check.follow({name: row[name] for name in TRANSFER_NAMES})
    if check:
        yield from check.end()


def _without_account(session: Session) -> list[Problem]:
    """Transfers in the chain of an account that is not there: the account was taken out, or the row put in."""
    there = select(ACCOUNT.c.id)
    lost = select(TRANSFER.c.id, TRANSFER.c.account_id, TRANSFER.c.sequence).where(TRANSFER.c.account_id.not_in(there))
    problems = []
    for row in session.execute(lost.order_by(TRANSFER.c.id)):
        record = group(record_number(row.id))
        said = message("记录号 %(record)s：没有账户 %(account)s。", record=record, account=row.account_id)
        problems.append(Problem(Fault.BROKEN, row.account_id, row.sequence, record, said))
    return problems


def _posted_twice(session: Session) -> list[Problem]:
    """References that stand in two rows, which only a database without its constraint can hold."""
    twice = select(TRANSFER.c.reference).group_by(TRANSFER.c.reference).having(func.count() > 1)
    rows = select(TRANSFER.c.id, TRANSFER.c.account_id, TRANSFER.c.sequence).where(TRANSFER.c.reference.in_(twice))
    problems = []
    for row in session.execute(rows.order_by(TRANSFER.c.id)):
        record = group(record_number(row.id))
        said = message("记录号 %(record)s：同一件事记了两次。", record=record)
        problems.append(Problem(Fault.BROKEN, row.account_id, row.sequence, record, said))
    return problems


def count_accounts(session: Session) -> int:
    """How many accounts there are, those of the bank included."""
    return session.scalar(select(func.count()).select_from(ACCOUNT)) or 0


def count_transfers(session: Session) -> int:
    """How many transfers there are in all the books."""
    return session.scalar(select(func.count()).select_from(TRANSFER)) or 0
