"""Every read of seals, and of entries as seals see them."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import func, select
from sqlmodel import Session, col

from portal.credits.models import CreditTransfer
from portal.seals.models import LedgerSeal, LedgerSealPart
from portal.seals.rules import LOOK_BACK, Leaf, unpacked_ids

TRANSFER = CreditTransfer.__table__  # type: ignore[attr-defined]
SEAL = LedgerSeal.__table__  # type: ignore[attr-defined]
LEDGER_PART = LedgerSealPart.__table__  # type: ignore[attr-defined]
LEAVES = select(
    TRANSFER.c.id, TRANSFER.c.digest, TRANSFER.c.entry_type, TRANSFER.c.credit_hundredths, TRANSFER.c.points
)
WINDOW = 50_000  # numbers of entries that are compared at once


def newest_seal(session: Session) -> LedgerSeal | None:
    """The seal that no other follows yet."""
    return session.scalars(select(LedgerSeal).order_by(SEAL.c.number.desc()).limit(1)).first()


def seal_of_day(session: Session, day: date) -> LedgerSeal | None:
    """What was sealed on a day."""
    return session.scalars(select(LedgerSeal).where(SEAL.c.day == day)).first()


def seals(session: Session, first: int = 0, count: int | None = None) -> Sequence[LedgerSeal]:
    """Seals, the newest first."""
    return session.scalars(select(LedgerSeal).order_by(SEAL.c.number.desc()).offset(first).limit(count)).all()


def count_seals(session: Session) -> int:
    """How many seals there are."""
    return session.scalar(select(func.count()).select_from(SEAL)) or 0


def count_sealed(session: Session) -> int:
    """How many entries stand in all seals."""
    return int(session.scalar(select(func.coalesce(func.sum(SEAL.c.count), 0))) or 0)


def highest_sealed_id(session: Session, sealed_before: datetime | None = None) -> int:
    """The highest entry that stands in a seal, or in one that was made before a moment; 0 when none does."""
    wanted = select(func.max(SEAL.c.last_id))
    return session.scalar(wanted.where(SEAL.c.sealed_at < sealed_before) if sealed_before else wanted) or 0


def highest_id_until(session: Session, moment: datetime) -> int:
    """The highest entry that was posted before a moment; 0 when there is none. Read backwards: it is near the end."""
    wanted = select(TRANSFER.c.id).where(TRANSFER.c.posted_at <= moment).order_by(TRANSFER.c.id.desc()).limit(1)
    return session.scalar(wanted) or 0


def leaves_between(session: Session, after: int, last: int, count: int) -> list[Leaf]:
    """At most so many entries with a number above `after` and up to `last`, in order."""
    wanted = LEAVES.where(TRANSFER.c.id > after, TRANSFER.c.id <= last).order_by(TRANSFER.c.id).limit(count)
    return [Leaf(*row) for row in session.execute(wanted)]


def leaves_of(session: Session, ids: Iterable[int]) -> list[Leaf]:
    """These entries, as far as they are there, in order."""
    return [Leaf(*row) for row in session.execute(LEAVES.where(TRANSFER.c.id.in_(list(ids))).order_by(TRANSFER.c.id))]


def late_ids(session: Session, now: datetime) -> list[int]:
    """Entries that turned up after a higher one had been sealed, in the last days."""
    floor, last = highest_sealed_id(session, now - LOOK_BACK), highest_sealed_id(session)
    if count_between(session, floor, last) == sealed_between(session, floor, last):
        return []
    return list(unsealed_ids(session, floor, last))


def count_between(session: Session, after: int, last: int) -> int:
    between = select(func.count()).select_from(TRANSFER).where(TRANSFER.c.id > after, TRANSFER.c.id <= last)
    return session.scalar(between) or 0


def sealed_between(session: Session, after: int, last: int) -> int:
    """How many entries with these numbers stand in seals."""
    within = [LEDGER_PART.c.last_id > after, LEDGER_PART.c.first_id <= last]
    size = func.sum(func.length(LEDGER_PART.c.ids) // 4)
    whole = session.scalar(select(size).where(*within, LEDGER_PART.c.first_id > after, LEDGER_PART.c.last_id <= last))
    edge = select(LEDGER_PART.c.ids).where(*within, (LEDGER_PART.c.first_id <= after) | (LEDGER_PART.c.last_id > last))
    cut = sum(after < one <= last for packed in session.scalars(edge) for one in unpacked_ids(packed))
    return int(whole or 0) + cut


def unsealed_ids(session: Session, after: int, last: int) -> Iterator[int]:
    """Entries with these numbers that stand in no seal, in order. Needs little memory however many there are."""
    for start in range(after, last, WINDOW):
        end = min(start + WINDOW, last)
        if count_between(session, start, end) == sealed_between(session, start, end):
            continue
        there = session.scalars(
            select(TRANSFER.c.id).where(TRANSFER.c.id > start, TRANSFER.c.id <= end).order_by(TRANSFER.c.id)
        )
        parts = select(LEDGER_PART.c.ids).where(LEDGER_PART.c.last_id > start, LEDGER_PART.c.first_id <= end)
        sealed = {one for packed in session.scalars(parts) for one in unpacked_ids(packed)}
        yield from (one for one in there if one not in sealed)


def parts_of(session: Session, seal_id: int) -> Iterator[Any]:
    """The parts of a seal in their order, one after the other."""
    numbers = session.scalars(
        select(LEDGER_PART.c.id).where(LEDGER_PART.c.seal_id == seal_id).order_by(LEDGER_PART.c.place)
    ).all()
    for number in numbers:
        yield session.execute(select(LEDGER_PART).where(LEDGER_PART.c.id == number)).one()


def roots_of(session: Session, seal_id: int) -> list[bytes]:
    """The roots of the parts of a seal, in their order."""
    wanted = select(LEDGER_PART.c.root).where(LEDGER_PART.c.seal_id == seal_id).order_by(LEDGER_PART.c.place)
    return [bytes.fromhex(root) for root in session.scalars(wanted)]


def transfers_of(session: Session, transfer_ids: Iterable[int]) -> list[Any]:
    """These entries with all their values, in order."""
    return list(
        session.execute(
            select(TRANSFER).where(TRANSFER.c.id.in_(list(transfer_ids))).order_by(TRANSFER.c.id)
        ).mappings()
    )


def parts_around(session: Session, transfer_ids: Iterable[int]) -> list[Any]:
    """The parts of seals in which these entries may stand, each part once."""
    inside = (LEDGER_PART.c.first_id <= TRANSFER.c.id) & (LEDGER_PART.c.last_id >= TRANSFER.c.id)
    numbers = select(LEDGER_PART.c.id).join(TRANSFER, inside).where(TRANSFER.c.id.in_(list(transfer_ids))).distinct()
    return list(session.execute(select(LEDGER_PART).where(LEDGER_PART.c.id.in_(numbers))).all())


def seals_by_id(session: Session, seal_ids: Iterable[int]) -> dict[int, LedgerSeal]:
    """These seals, by their id."""
    return {seal.id: seal for seal in session.scalars(select(LedgerSeal).where(col(LedgerSeal.id).in_(list(seal_ids))))}
