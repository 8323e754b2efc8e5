"""Credit that is locked, used or lapsed is made free before it is taken back, by an entry that undoes the other one."""

from collections.abc import Callable, Mapping
from datetime import datetime

from sqlmodel import Session

from portal.certificates.actions import Officers
from portal.credits.actions import move_earned
from portal.credits.models import CreditTransfer
from portal.credits.queries import parts_of_entry
from portal.credits.rules import EntryType, Part, record_number
from portal.text.codes import group

# What the room of conversion does: all that is locked or used of an entry is given back, and the college is told.
GiveBack = Callable[[Session, CreditTransfer, Officers, datetime], object]


def reachable(parts: Mapping[Part, int], can_give_back: bool) -> int:
    """How much of an entry can be taken back, in hundredths. What is locked or used only where it can be given back."""
    in_use = parts[Part.LOCKED] + parts[Part.CONVERTED] if can_give_back else 0
    return parts[Part.FREE] + parts[Part.LAPSED] + in_use


def make_free(
    session: Session,
    earned: CreditTransfer,
    needed: int,
    reference: str,
    officers: Officers,
    now: datetime,
    give_back: GiveBack | None,
) -> None:
    """Make so much of an entry free, as far as that can be done: what lapsed first, then what is locked or used."""
    parts = parts_of_entry(session, earned)
    lapsed = min(parts[Part.LAPSED], needed - parts[Part.FREE])
    if lapsed > 0:
        cause = {"kind": "freed", "record": group(record_number(earned.id)), **titles_of(earned)}
        move_earned(session, earned, EntryType.RESTORE, lapsed, f"{reference}/restored", cause, now)
    if give_back and needed > parts[Part.FREE] + parts[Part.LAPSED]:
        give_back(session, earned, officers, now)


def titles_of(earned: CreditTransfer) -> dict[str, str]:
    """What an entry was earned with, for the sentences of those that move its credit."""
    return {name: earned.cause[name] for name in ("title", "title_en") if earned.cause.get(name)}
