"""Every read of what is shown to others: what may be picked, what a statement says, who looked."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import func, or_, select
from sqlmodel import Session, col

from portal.certificates.models import Certificate
from portal.certificates.rules import CertificateState
from portal.credits.models import CreditAccount, CreditTransfer
from portal.credits.queries import ACCOUNT_OF_PERSON, ENTRIES, Entry, entries_of
from portal.credits.rules import MOVES
from portal.sharing.models import Share, ShareLook, StatementPaper
from portal.sharing.rules import PAGE_SIZE, state_of
from portal.text.dates import SHANGHAI, local_date

NEW = [kind for kind, move in MOVES.items() if move.leaves is None]
AT_ONCE = 1000  # entries that one question names
TRANSFER = CreditTransfer.__table__  # type: ignore[attr-defined]


def days_between(first: date, last: date) -> tuple[datetime, datetime]:
    """The first moment of a day in Asia/Shanghai, and the last one of another."""
    start = datetime(first.year, first.month, first.day, tzinfo=SHANGHAI)
    end = datetime(last.year, last.month, last.day, 23, 59, 59, 999999, tzinfo=SHANGHAI)
    return start, end


def earned_entries(
    session: Session, person_id: int, count: int, period: tuple[date, date] | None = None
) -> list[Entry]:
    """The entries that made credit, of a period of deeds or all, the newest posting first, at most so many."""
    wanted = select(ENTRIES).where(~ENTRIES.c.is_points, ENTRIES.c.entry_type.in_(NEW))
    if period:
        start, end = days_between(*period)
        wanted = wanted.where(ENTRIES.c.happened_at >= start, ENTRIES.c.happened_at <= end)
    return entries_of(session, person_id, wanted.order_by(ENTRIES.c.sequence.desc()).limit(count))


def picked_entries(session: Session, person_id: int, ids: Collection[int]) -> list[Entry]:
    """These entries, and with them all that later moved their credit; only the person's own."""
    if not ids:
        return []
    wanted = select(ENTRIES).where(or_(ENTRIES.c.id.in_(ids), ENTRIES.c.earned_id.in_(ids)))
    return entries_of(session, person_id, wanted.order_by(ENTRIES.c.sequence.desc()))


def credit_entries(session: Session, person_id: int, count: int | None) -> list[Entry]:
    """The newest entries of credit, of every type; None: all of them."""
    wanted = select(ENTRIES).where(~ENTRIES.c.is_points).order_by(ENTRIES.c.sequence.desc()).limit(count)
    return entries_of(session, person_id, wanted)


def count_credit_entries(session: Session, person_id: int) -> int:
    """How many entries of credit a person has."""
    wanted = select(func.count()).where(
        TRANSFER.c.account_id == ACCOUNT_OF_PERSON, TRANSFER.c.credit_hundredths.is_not(None)
    )
    return session.scalar(wanted, {"person_id": person_id}) or 0


def rows_of(session: Session, ids: Sequence[int]) -> list[Any]:
    """Entries of one account with all their values, in the order in which they were posted."""
    found: list[Any] = []
    for first in range(0, len(ids), AT_ONCE):
        wanted = select(*TRANSFER.c).where(TRANSFER.c.id.in_(ids[first : first + AT_ONCE]))
        found += session.execute(wanted).mappings()
    return sorted(found, key=lambda row: row["sequence"])


def ids_up_to(session: Session, row: Mapping[str, Any]) -> list[int]:
    """All entries of an account from its first one to this row, points too, in the order in which they were posted."""
    wanted = select(TRANSFER.c.id).where(
        TRANSFER.c.account_id == row["account_id"], TRANSFER.c.sequence <= row["sequence"]
    )
    return list(session.scalars(wanted.order_by(TRANSFER.c.sequence)))


def newest_sequence(session: Session, person_id: int) -> int:
    """How far a person's chain of entries goes."""
    wanted = select(col(CreditAccount.newest_sequence)).where(col(CreditAccount.person_id) == person_id)
    return session.scalar(wanted) or 0


def standing_certificates(session: Session, person_id: int, count: int | None) -> list[Certificate]:
    """The certificates of a person that hold, the newest first, at most so many."""
    stands = col(Certificate.state) == CertificateState.ISSUED
    wanted = select(Certificate).where(col(Certificate.person_id) == person_id, stands)
    return list(session.scalars(wanted.order_by(col(Certificate.id).desc()).limit(count)))


def own_share(session: Session, person_id: int, share_id: int) -> Share | None:
    """A share of this person."""
    wanted = select(Share).where(col(Share.id) == share_id, col(Share.person_id) == person_id)
    return session.scalars(wanted).one_or_none()


def shares_of(session: Session, person_id: int, number: int) -> list[Share]:
    """One page of a person's shares, the newest first."""
    wanted = select(Share).where(col(Share.person_id) == person_id).order_by(col(Share.id).desc())
    return list(session.scalars(wanted.offset((number - 1) * PAGE_SIZE).limit(PAGE_SIZE)))


def count_shares(session: Session, person_id: int) -> int:
    """How many shares a person has made."""
    return session.scalar(select(func.count()).where(col(Share.person_id) == person_id)) or 0


def share_by_digest(session: Session, token_digest: str) -> Share | None:
    """The share with this address, live or not."""
    return session.scalars(select(Share).where(col(Share.token_digest) == token_digest)).one_or_none()


def share_by_code(session: Session, code: str) -> Share | None:
    """The share with this verification code, live or not."""
    return session.scalars(select(Share).where(col(Share.code) == code)).one_or_none()


def live_share(session: Session, token_digest: str, now: datetime) -> Share | None:
    """The share with this address, as long as others may see it."""
    found = share_by_digest(session, token_digest)
    return found if found and is_live(found, now) else None


def is_live(share: Share, now: datetime) -> bool:
    """Whether others may see a share now."""
    return state_of(share.ends_on, share.stopped_at is not None, local_date(now)) == "live"


def looks_at(session: Session, share_id: int, most: int) -> list[ShareLook]:
    """Who looked at a share, the newest first, at most so many."""
    wanted = select(ShareLook).where(col(ShareLook.share_id) == share_id)
    return list(session.scalars(wanted.order_by(col(ShareLook.hour).desc(), col(ShareLook.id).desc()).limit(most)))


def paper_of(session: Session, subject: str, language: str, maker: int) -> StatementPaper | None:
    """A statement that has been put on paper."""
    wanted = select(StatementPaper).where(
        col(StatementPaper.subject) == subject,
        col(StatementPaper.language) == language,
        col(StatementPaper.maker) == maker,
    )
    return session.scalars(wanted).one_or_none()
