"""What counts already, for the caps, and what a cap left out. Reads only."""

from collections.abc import Collection, Mapping
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import exists, or_, select
from sqlmodel import Session, col

from portal.credits.models import CreditTransfer
from portal.credits.queries import ACCOUNT_OF_PERSON, taken_back_from
from portal.credits.rulebook.models import CreditCandidate
from portal.credits.rulebook.reckoning import Counted
from portal.credits.rulebook.rules import CandidateState
from portal.credits.rules import MOVES, EntryType
from portal.text.dates import SHANGHAI, local_date

TRANSFER = CreditTransfer.__table__  # type: ignore[attr-defined]
NEW = [kind for kind, move in MOVES.items() if move.leaves is None]  # what makes credit; everything else moves it
SOURCES = {EntryType.EARN: "courses", EntryType.RECOGNISE: "recognition"}


def counted_of(session: Session, person_id: int, without: Collection[int] = ()) -> list[Counted]:
    """All credit of a person that was posted and not taken back, `without` some entries. What was carried over counts on
    its period's first day."""
    amount = TRANSFER.c.credit_hundredths - taken_back_from(TRANSFER.c.id, TRANSFER)
    wanted = (
        select(TRANSFER.c.entry_type, TRANSFER.c.happened_at, TRANSFER.c.cause, amount.label("amount"))
        .where(TRANSFER.c.account_id == ACCOUNT_OF_PERSON, TRANSFER.c.entry_type.in_(NEW))
        .where(TRANSFER.c.credit_hundredths.is_not(None), TRANSFER.c.id.not_in(without))
    )
    return [
        Counted(
            counted_on(row.cause, row.happened_at),
            int(row.amount),
            SOURCES.get(EntryType(row.entry_type), row.entry_type),
            str(row.cause.get("provider", "")),
        )
        for row in session.execute(wanted, {"person_id": person_id})
    ]


def stands_of_family(session: Session, person_id: int, family: str) -> int:
    """What of a family of awards is recognised: posted and not taken back, or waiting for the next period."""
    amount = TRANSFER.c.credit_hundredths - taken_back_from(TRANSFER.c.id, TRANSFER)
    posted = select(TRANSFER.c.cause, amount.label("amount")).where(
        TRANSFER.c.account_id == ACCOUNT_OF_PERSON, TRANSFER.c.entry_type == EntryType.RECOGNISE
    )
    waits = select(col(CreditCandidate.cause), col(CreditCandidate.left_hundredths)).where(
        col(CreditCandidate.person_id) == person_id, col(CreditCandidate.state) == CandidateState.WAITING
    )
    rows = [*session.execute(posted, {"person_id": person_id}), *session.execute(waits)]
    return sum(int(amount) for cause, amount in rows if cause.get("family") == family)


def counted_on(cause: Mapping[str, Any], happened_at: datetime) -> date:
    """The day on which an entry counts for the caps."""
    carried = cause.get("sum", {}).get("counts_on")
    return date.fromisoformat(carried) if carried else local_date(happened_at)


def points_on(session: Session, person_id: int, kind: str, day: date) -> int:
    """The points that deeds of one kind have earned a person on a day in Asia/Shanghai."""
    start = datetime(day.year, day.month, day.day, tzinfo=SHANGHAI)
    wanted = select(TRANSFER.c.cause, TRANSFER.c.points).where(
        TRANSFER.c.account_id == ACCOUNT_OF_PERSON,
        TRANSFER.c.points.is_not(None),
        TRANSFER.c.happened_at >= start,
        TRANSFER.c.happened_at < start + timedelta(days=1),
    )
    rows = session.execute(wanted, {"person_id": person_id})
    return sum(row.points for row in rows if row.cause.get("kind") == kind)


def candidate_of(session: Session, reference: str) -> CreditCandidate | None:
    """What a cap left out of the credit with this reference."""
    wanted = select(CreditCandidate).where(col(CreditCandidate.reference) == reference)
    return session.scalars(wanted).one_or_none()


def has_earned(session: Session, reference: str) -> bool:
    """Whether the credit with this reference was posted, or reckoned and left out."""
    posted = exists().where(TRANSFER.c.reference == reference)
    left_out = exists().where(col(CreditCandidate.reference) == reference)
    return bool(session.scalar(select(or_(posted, left_out))))


def not_counted(session: Session, person_id: int) -> list[CreditCandidate]:
    """All credit of a person that does not count, the newest first."""
    wanted = select(CreditCandidate).where(
        col(CreditCandidate.person_id) == person_id, col(CreditCandidate.state) != CandidateState.POSTED
    )
    return list(session.scalars(wanted.order_by(col(CreditCandidate.id).desc())))


def left_of(session: Session, person_id: int, candidate_id: int) -> CreditCandidate | None:
    """One of those, also when it counts by now; None for another person's."""
    wanted = select(CreditCandidate).where(
        col(CreditCandidate.id) == candidate_id, col(CreditCandidate.person_id) == person_id
    )
    return session.scalars(wanted).one_or_none()


def due(session: Session, today: date, count: int, after_id: int = 0) -> list[int]:
    """The next candidates whose period has begun, by their id."""
    wanted = select(col(CreditCandidate.id)).where(
        col(CreditCandidate.state) == CandidateState.WAITING,
        col(CreditCandidate.next_on) <= today,
        col(CreditCandidate.id) > after_id,
    )
    return list(session.scalars(wanted.order_by(col(CreditCandidate.id)).limit(count)))
