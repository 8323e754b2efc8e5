"""Whether the books follow the appeals: credit given back has its decision, and none is given back twice."""

from sqlalchemy import and_, func, or_
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, select

from portal.appeals.duplicates import KIND
from portal.appeals.models import Appeal
from portal.appeals.rules import Outcome, receipt_number, reference_of
from portal.credits.models import CreditTransfer
from portal.credits.rules import EntryType, record_number
from portal.db.rows import select_rows
from portal.reversals.models import Reversal
from portal.text import Message, message
from portal.text.codes import group

GIVES_BACK = {"reversal": EntryType.ADJUST}  # which entry an appeal of a kind posts; other kinds post new credit


def verify(session: Session) -> list[Message]:
    """One sentence for each decision that is not in the books as it was made, for each entry that gives credit back
    without a decision, and for each taking back of which more was given back than was taken."""
    return [*_not_as_decided(session), *_without_decision(session), *_too_much(session)]


def count_applied(session: Session) -> int:
    """How many appeals gave something back."""
    return session.exec(select(func.count()).select_from(Appeal).where(Appeal.given_back_hundredths > 0)).one()


def _not_as_decided(session: Session) -> list[Message]:
    posted = aliased(CreditTransfer)
    pairs = select_rows(Appeal, posted).outerjoin(posted, posted.id == Appeal.posted_id)
    wanted = pairs.where(col(Appeal.outcome).in_([Outcome.ALL, Outcome.PART])).order_by(col(Appeal.id))
    return [
        message("申诉 %(number)s：决定和账户里的记录对不上。", number=group(receipt_number(one.id)))
        for one, row in session.exec(wanted)
        if not _is_as_decided(one, row)
    ]


def _is_as_decided(decided: Appeal, row: CreditTransfer | None) -> bool:
    if decided.kind == KIND:  # what a cap leaves out of it waits
        return row is None or (
            row.entry_type == EntryType.EARN
            and row.reference.endswith(f"/{reference_of(decided.id)}")
            and (row.credit_hundredths or 0) <= decided.given_back_hundredths
        )
    entry_type = GIVES_BACK.get(decided.kind)
    if entry_type is None:  # new credit, which the room that posted it looks after
        return True
    said = row and (row.entry_type, row.earned_id, row.credit_hundredths, row.reference)
    return said == (entry_type, decided.earned_id, decided.given_back_hundredths, reference_of(decided.id))


def _without_decision(session: Session) -> list[Message]:
    decided = select(Appeal.id).where(Appeal.posted_id == CreditTransfer.id).exists()
    on_appeal = or_(
        col(CreditTransfer.entry_type) == EntryType.ADJUST,
        and_(col(CreditTransfer.entry_type) == EntryType.EARN, col(CreditTransfer.reference).like("course/%/appeal/%")),
    )
    alone = select(CreditTransfer.id).where(on_appeal, ~decided)
    return [
        message("记录号 %(record)s：还回了学分，却没有申诉的决定。", record=group(record_number(transfer_id)))
        for transfer_id in session.exec(alone.order_by(col(CreditTransfer.id)))
    ]


def _too_much(session: Session) -> list[Message]:
    given = func.sum(Appeal.given_back_hundredths)
    more = (
        select(Reversal.transfer_id)
        .join(Appeal, (col(Appeal.object_id) == Reversal.id) & (col(Appeal.kind) == "reversal"))
        .group_by(col(Reversal.id), col(Reversal.transfer_id), col(Reversal.credit_hundredths))
        .having(given > col(Reversal.credit_hundredths))
    )
    return [
        message("记录号 %(record)s：还回的学分比收回的多。", record=group(record_number(transfer_id)))
        for transfer_id in session.exec(more.order_by(col(Reversal.id)))
    ]
