"""Every read of the credit bank. Balances are summed, never stored: a stored one could drift."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, case, func, select
from sqlalchemy.orm import aliased
from sqlmodel import Session, col

from portal.credits.changes import amount_in_words, change
from portal.credits.models import CreditAccount, CreditTransfer
from portal.credits.rules import (
    COUNTS,
    MOVES,
    EntryType,
    Part,
    Unit,
    parts_of,
    parts_of_all,
    record_number,
    year_bounds,
)
from portal.credits.sentences import explain
from portal.text import Message
from portal.text.amounts import format_credit
from portal.text.dates import local_date

ACCOUNT = CreditAccount.__table__  # type: ignore[attr-defined]
TRANSFER = CreditTransfer.__table__  # type: ignore[attr-defined]


@dataclass(frozen=True)
class Balance:
    """What stands in one account, in its two units."""

    credit_hundredths: int  # all that was earned and not taken back
    points: int
    parts: Mapping[Part, int]  # where the credit is, in hundredths


ACCOUNT_OF_PERSON = select(ACCOUNT.c.id).where(ACCOUNT.c.person_id == bindparam("person_id")).scalar_subquery()
SUMS = (
    select(TRANSFER.c.entry_type, func.sum(TRANSFER.c.credit_hundredths), func.sum(TRANSFER.c.points))
    .where(TRANSFER.c.account_id == ACCOUNT_OF_PERSON)
    .group_by(TRANSFER.c.entry_type)
)
MOVED = (
    select(TRANSFER.c.entry_type, func.sum(TRANSFER.c.credit_hundredths))
    .where(TRANSFER.c.earned_id == bindparam("earned_id"))
    .group_by(TRANSFER.c.entry_type)
)


BACK = aliased(CreditTransfer)
TAKEN_BACK = case(
    {str(kind): -count for kind, count in COUNTS.items() if MOVES[kind].leaves}, value=BACK.entry_type, else_=0
)


def taken_back_from(earned_id: Any, table: Any) -> Any:
    """How much of an earned entry was taken back and not given back, in hundredths, as a part of a query over `table`."""
    amount = func.coalesce(func.sum(TAKEN_BACK * BACK.credit_hundredths), 0)
    return select(amount).where(col(BACK.earned_id) == earned_id).correlate(table).scalar_subquery()


def balance(session: Session, person_id: int) -> Balance:
    """Credit and points of a person; nothing for somebody without an account."""
    sums = session.execute(SUMS, {"person_id": person_id}).all()
    moved = {EntryType(kind): int(hundredths or 0) for kind, hundredths, _ in sums}
    credit = sum(COUNTS[kind] * hundredths for kind, hundredths in moved.items())
    return Balance(credit, sum(int(points or 0) for _, _, points in sums), parts_of_all(moved))


def parts_of_entry(session: Session, earned: CreditTransfer) -> dict[Part, int]:
    """Where the credit of an earned entry is now, in hundredths."""
    return parts_now(session, earned.id, earned.credit_hundredths or 0)


def parts_now(session: Session, earned_id: int, credit_hundredths: int) -> dict[Part, int]:
    """The same for an entry that is known by its id and by how much it made."""
    moved = session.execute(MOVED, {"earned_id": earned_id})
    return parts_of(credit_hundredths, {EntryType(kind): int(amount) for kind, amount in moved})


def taken_back_of(session: Session, earned_id: int) -> int:
    """How much of an earned entry was taken back and not given back, in hundredths."""
    moved = session.execute(MOVED, {"earned_id": earned_id})
    return parts_of(0, {EntryType(kind): int(amount) for kind, amount in moved})[Part.REVERSED]


def balance_hundredths(session: Session, person_id: int) -> int:
    """Hundredths of a credit that a person has."""
    return balance(session, person_id).credit_hundredths


def has_account(session: Session, person_id: int) -> bool:
    """Whether an account was opened for this person."""
    return session.scalar(select(ACCOUNT.c.id).where(ACCOUNT.c.person_id == person_id)) is not None


@dataclass(frozen=True)
class Entry:
    """One line of an account, as its person reads it. `amount` is what became of the total, below zero when credit is
    taken back and nothing when it only moves; `moved` is how much moved. All are in the entry's unit."""

    id: int
    entry_type: EntryType
    earned_id: int | None
    unit: Unit
    moved: int
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

    @property
    def change(self) -> Message:
        """What became of the total and what moved, as a number beside its words."""
        is_credit = self.unit is Unit.CREDIT
        return change(self.entry_type, format_credit(self.moved) if is_credit else self.moved)

    @property
    def change_in_words(self) -> Message:
        """The same with its unit."""
        return change(self.entry_type, amount_in_words(self.unit, self.moved))

    @property
    def is_new(self) -> bool:
        """Whether it made credit, which later entries may move."""
        return self.unit is Unit.CREDIT and MOVES[self.entry_type].leaves is None


SIGNED = case({str(kind): sign for kind, sign in COUNTS.items()}, value=TRANSFER.c.entry_type)


def _entries() -> Any:
    """All entries of a person, each with the total of its unit after it, counted before any are left out."""
    is_points = TRANSFER.c.points.is_not(None)
    moved = func.coalesce(TRANSFER.c.credit_hundredths, TRANSFER.c.points)
    amount = SIGNED * moved
    total = func.sum(amount).over(partition_by=is_points, order_by=TRANSFER.c.sequence)
    told = (
        TRANSFER.c.id,
        TRANSFER.c.entry_type,
        TRANSFER.c.earned_id,
        TRANSFER.c.cause,
        TRANSFER.c.rule_version,
        TRANSFER.c.happened_at,
        TRANSFER.c.posted_at,
    )
    sums = (moved.label("moved"), amount.label("amount"), total.label("total_after"))
    return (
        select(*told, is_points.label("is_points"), *sums, TRANSFER.c.sequence)
        .where(TRANSFER.c.account_id == ACCOUNT_OF_PERSON)
        .subquery("entry")
    )


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


def entries_of(session: Session, person_id: int, wanted: Any) -> list[Entry]:
    """A person's entries that a select over `ENTRIES` finds."""
    return [_entry(row) for row in session.execute(wanted, {"person_id": person_id})]


def entry(session: Session, person_id: int, transfer_id: int) -> Entry | None:
    """One entry, when it stands in this person's account."""
    row = session.execute(select(ENTRIES).where(ENTRIES.c.id == transfer_id), {"person_id": person_id}).first()
    return _entry(row) if row else None


def moves_of(session: Session, person_id: int, earned_id: int, count: int) -> list[Entry]:
    """What later entries did with the credit of one, the newest first, at most so many."""
    wanted = select(ENTRIES).where(ENTRIES.c.earned_id == earned_id).order_by(ENTRIES.c.sequence.desc()).limit(count)
    return [_entry(row) for row in session.execute(wanted, {"person_id": person_id})]


def _entry(row: Any) -> Entry:
    return Entry(
        id=row.id,
        entry_type=EntryType(row.entry_type),
        earned_id=row.earned_id,
        unit=Unit.POINTS if row.is_points else Unit.CREDIT,
        moved=row.moved,
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
    deeds = select(TRANSFER.c.happened_at, (SIGNED * amount).label("amount")).where(
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


def count_accounts(session: Session) -> int:
    """How many accounts there are, those of the bank included."""
    return session.scalar(select(func.count()).select_from(ACCOUNT)) or 0


def count_transfers(session: Session) -> int:
    """How many transfers there are in all the books."""
    return session.scalar(select(func.count()).select_from(TRANSFER)) or 0
