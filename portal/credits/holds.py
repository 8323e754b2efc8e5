"""Credit about which something is open stays where it is: it is read, and not used, until the hold is released."""

from datetime import datetime

from sqlalchemy import exists, select, update
from sqlmodel import Session, col

from portal.credits.models import CreditHold
from portal.credits.rules import EntryType
from portal.text import message

# New use, and taking back. What undoes a use, or gives credit back, is no new use.
HELD_BACK = frozenset({EntryType.LOCK, EntryType.REVERSE})
UNDER_APPEAL = message("这笔学分正在申诉。等申诉有了结果，再用、再改。")


def is_held(session: Session, earned_id: int) -> bool:
    """Whether nothing of an earned entry may be used now."""
    open_hold = exists().where(col(CreditHold.earned_id) == earned_id, col(CreditHold.held_until).is_(None))
    return bool(session.scalar(select(open_hold)))


def place_hold(session: Session, earned_id: int, reason: str, reference: str, now: datetime) -> None:
    """Hold an entry from now on, in the caller's transaction. The caller holds the account (`hold_account`), so that
    nobody uses the credit meanwhile, and places one hold for a reference only."""
    session.add(CreditHold(earned_id=earned_id, reason=reason, reference=reference, held_from=now))
    session.flush()


def release_hold(session: Session, reference: str, now: datetime) -> None:
    """Let the credit be used again; nothing where there is no such hold, or it was released before."""
    session.execute(
        update(CreditHold)
        .where(col(CreditHold.reference) == reference, col(CreditHold.held_until).is_(None))
        .values(held_until=now)
    )
