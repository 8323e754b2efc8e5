"""How credit moves for an application: locked, unlocked, converted, converted back. Nothing else here moves credit."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from sqlmodel import Session

from portal.colleges.models import College
from portal.conversion import applications
from portal.conversion.models import ConversionApplication, ConversionItem, ConversionLine
from portal.conversion.rules import Answer
from portal.credits.actions import hold_account, move_earned
from portal.credits.models import CreditTransfer
from portal.credits.rules import EntryType

KINDS = {
    EntryType.LOCK: "locked",
    EntryType.UNLOCK: "unlocked",
    EntryType.CONVERT_OUT: "converted",
    EntryType.CONVERT_BACK: "converted_back",
}


def lock(
    session: Session, application: ConversionApplication, college: College, asked: Iterable[Answer], now: datetime
) -> None:
    """Lock exactly the entries that count for what is asked. An entry whose credit was used before is only named."""
    for answer in asked:
        target = answer.target
        item = ConversionItem(
            application_id=application.id,
            target_code=target.code,
            target=target.name,
            target_en=target.name_en,
            credit_hundredths=target.credit_hundredths,
            is_online=answer.is_online,
        )
        session.add(item)
        session.flush()
        for outcome in answer.uses:
            line = ConversionLine(
                application_id=application.id,
                item_id=item.id,
                earned_id=outcome.earned_id,
                credit_hundredths=outcome.hundredths,
                again=outcome.is_used,
            )
            if not outcome.is_used:
                line.locked_id = _move(session, EntryType.LOCK, line, item, college, now)
            session.add(line)
    session.flush()


def release(
    session: Session,
    application: ConversionApplication,
    items: Sequence[ConversionItem],
    college: College,
    now: datetime,
) -> None:
    """Unlock every entry of these target courses; convert those of the ones that were accepted."""
    by_id = {one.id: one for one in items}
    for line in applications.lines_of(session, application.id):
        item = by_id.get(line.item_id)
        if item is None or line.locked_id is None or line.unlocked_id is not None:
            continue
        line.unlocked_id = _move(session, EntryType.UNLOCK, line, item, college, now)
        if item.verdict == "accepted":
            line.converted_id = _move(session, EntryType.CONVERT_OUT, line, item, college, now)
        session.add(line)
    session.flush()


def give_back(
    session: Session,
    application: ConversionApplication,
    item: ConversionItem,
    college: College,
    earned_id: int,
    now: datetime,
) -> None:
    """Make an entry free again. What else is locked for the same target course is unlocked; what is converted stays so."""
    for line in applications.lines_of(session, application.id):
        if line.item_id != item.id or line.locked_id is None:
            continue
        if line.unlocked_id is None:
            line.unlocked_id = _move(session, EntryType.UNLOCK, line, item, college, now)
        elif line.earned_id == earned_id and line.converted_id and line.given_back_id is None:
            line.given_back_id = _move(session, EntryType.CONVERT_BACK, line, item, college, now)
        session.add(line)
    session.flush()


def _move(
    session: Session, entry_type: EntryType, line: ConversionLine, item: ConversionItem, college: College, now: datetime
) -> int:
    earned = session.get_one(CreditTransfer, line.earned_id)
    hold_account(session, earned.account_id)
    titles = {name: str(earned.cause[name]) for name in ("title", "title_en") if earned.cause.get(name)}
    cause: dict[str, Any] = {
        "kind": KINDS[entry_type],
        "title": item.target,
        "college": college.name,
        "college_en": college.name_en,
        "target": item.target,
        "target_en": item.target_en,
    }
    reference = f"conversion/{line.application_id}/{line.earned_id}/{entry_type}"
    return move_earned(session, earned, entry_type, line.credit_hundredths, reference, cause | titles, now).id
