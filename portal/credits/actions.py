"""Every write of the credit bank. Transfers are only added; each posting is one row, made once by its reference."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Session, col

from portal.chain import BEGINNING, canonical
from portal.credits.chaining import ACCOUNT, add_to_chain, as_object, end_of_chain
from portal.credits.holds import HELD_BACK, UNDER_APPEAL, is_held
from portal.credits.models import CreditAccount, CreditTransfer
from portal.credits.queries import parts_of_entry
from portal.credits.rules import (
    MOVES,
    AccountKind,
    EntryType,
    SystemAccount,
    Unit,
    digest_of,
    other_end,
    why_not_move,
    why_not_post,
)
from portal.errors import Refused
from portal.text.dates import local_date

TRIES = 100  # others who post to the same account at the same moment, each of whom takes one place in its chain

INSERTS: dict[str, Any] = {"sqlite": sqlite.insert, "postgresql": postgresql.insert}
ADD_ACCOUNT = {dialect: insert(ACCOUNT).on_conflict_do_nothing() for dialect, insert in INSERTS.items()}


@dataclass(frozen=True)
class Posting:
    """One entry that is to be made. `earned_id` is the entry whose credit it moves; what is earned anew has none."""

    entry_type: EntryType
    unit: Unit
    amount: int  # hundredths of a credit, or whole points
    reference: str
    cause: Mapping[str, Any]
    happened_at: datetime
    posted_at: datetime
    earned_id: int | None = None
    counts_on: date | None = None  # the day whose rules hold and whose caps it counts for; None: that of the deed


def open_account(session: Session, person_id: int, now: datetime) -> CreditAccount:
    """Open a person's account, once. Returns the account, also when it was there already."""
    _add_account(session.connection(), now, kind=AccountKind.PERSON, person_id=person_id)
    return session.scalars(select(CreditAccount).where(col(CreditAccount.person_id) == person_id)).one()


def post_earn(
    session: Session,
    person_id: int,
    credit_hundredths: int,
    reference: str,
    cause: Mapping[str, Any],
    now: datetime,
    happened_at: datetime | None = None,
    counts_on: date | None = None,
) -> CreditTransfer:
    """Post credit that a person has earned, once for each reference; called again, it returns the first row.

    `happened_at` is the moment of the deed, `now` when it is left out. `counts_on` is the day whose rules hold, when it
    is not that of the deed. The caller has checked that the person's
    identity is verified. Raises ValueError for an amount, reference or cause that cannot stand in the books, and for
    a reference that was used for something else.
    """
    earned = (EntryType.EARN, Unit.CREDIT, credit_hundredths)
    return _post(session, person_id, Posting(*earned, reference, cause, happened_at or now, now, None, counts_on))


def post_new(
    session: Session,
    person_id: int,
    entry_type: EntryType,
    credit_hundredths: int,
    reference: str,
    cause: Mapping[str, Any],
    now: datetime,
    happened_at: datetime,
) -> CreditTransfer:
    """Post new credit of any type (RECOGNISE, TRANSFER_IN), in the same way and with the same refusals as `post_earn`.

    The rules of the day hold that the cause's sum names, else those of the deed's. Raises ValueError for a type that
    makes no new credit.
    """
    if MOVES[entry_type].leaves is not None:
        raise ValueError(f"{entry_type} makes no new credit")
    named = cause.get("sum", {}).get("counts_on")
    counts_on = date.fromisoformat(named) if named else None
    new = (entry_type, Unit.CREDIT, credit_hundredths)
    posting = Posting(*new, reference, cause, happened_at, now, None, counts_on)
    return _post(session, person_id, posting)


def post_points(
    session: Session,
    person_id: int,
    points: int,
    reference: str,
    cause: Mapping[str, Any],
    now: datetime,
    happened_at: datetime | None = None,
) -> CreditTransfer:
    """Post points, in the same way and with the same refusals as `post_earn`. Points never become credit."""
    earned = (EntryType.EARN, Unit.POINTS, points)
    return _post(session, person_id, Posting(*earned, reference, cause, happened_at or now, now))


def move_earned(
    session: Session,
    earned: CreditTransfer,
    entry_type: EntryType,
    credit_hundredths: int,
    reference: str,
    cause: Mapping[str, Any],
    now: datetime,
) -> CreditTransfer:
    """Move so much of the credit of an earned entry, once for each reference; called again, it returns the first row.

    Nobody else moves credit of this account meanwhile. Raises Refused for new use of credit that is held back, and
    ValueError for more than is there to be moved, for points, and for whatever `post_earn` refuses.
    """
    person_id = hold_account(session, earned.account_id)
    if earned.credit_hundredths is None or MOVES[earned.entry_type].leaves:
        raise ValueError(f"transfer {earned.id} is no earned credit")
    if (there := _under(session, reference)) is None:
        if entry_type in HELD_BACK and is_held(session, earned.id):
            raise Refused(UNDER_APPEAL)
        parts = parts_of_entry(session, earned)
        if problem := why_not_move(entry_type, credit_hundredths, parts):
            raise ValueError(f"transfer {earned.id}: {problem}")
    posting = Posting(entry_type, Unit.CREDIT, credit_hundredths, reference, cause, now, now, earned.id)
    return _the_first(there, earned.account_id, posting) if there else _post(session, person_id, posting)


def hold_account(session: Session, account_id: int) -> int:
    """Let nobody else move credit of a person's account until the transaction ends. Gives the person's id."""
    account = select(ACCOUNT.c.person_id).where(ACCOUNT.c.id == account_id).with_for_update()
    return int(session.execute(account).scalar_one())


def _post(session: Session, person_id: int, posting: Posting) -> CreditTransfer:
    """Add one row to the end of the person's chain. Nothing is locked but the person's own account."""
    if problem := why_not_post(
        posting.amount, posting.reference, posting.cause, posting.happened_at, posting.posted_at
    ):
        raise ValueError(problem)
    other = other_end(posting.entry_type, posting.unit)
    session.flush()
    connection = session.connection()
    day = posting.counts_on or local_date(posting.happened_at)
    for _ in range(TRIES):
        found = end_of_chain(connection, person_id, other, posting.reference, day)
        if found is None:
            _open_both(connection, person_id, other, posting.posted_at)
            continue
        if found.first_id is not None:
            first = session.scalars(select(CreditTransfer).where(col(CreditTransfer.id) == found.first_id)).one()
            return _the_first(first, found.account_id, posting)
        values = _row(found, posting)
        if add_to_chain(connection, values):
            return as_object(session, values)
    raise RuntimeError(f"no place in the chain of account {found and found.account_id} after {TRIES} tries")


def _row(found: Any, posting: Posting) -> dict[str, Any]:
    ends = (found.other_id, found.account_id)
    giver_id, taker_id = ends if MOVES[posting.entry_type].is_gain else ends[::-1]
    values = {
        "id": found.next_id,
        "account_id": found.account_id,
        "sequence": found.newest_sequence + 1,
        "giver_id": giver_id,
        "taker_id": taker_id,
        "entry_type": posting.entry_type,
        "earned_id": posting.earned_id,
        "credit_hundredths": posting.amount if posting.unit is Unit.CREDIT else None,
        "points": posting.amount if posting.unit is Unit.POINTS else None,
        "reference": posting.reference,
        "cause": dict(posting.cause),
        "rule_version": found.rule_version,  # that of the day of the deed
        "happened_at": posting.happened_at,
        "posted_at": posting.posted_at,
        "previous_digest": found.newest_digest,
    }
    return values | {"digest": digest_of(values)}


def _under(session: Session, reference: str) -> CreditTransfer | None:
    return session.scalars(select(CreditTransfer).where(col(CreditTransfer.reference) == reference)).one_or_none()


def _the_first(first: CreditTransfer, account_id: int, posting: Posting) -> CreditTransfer:
    """The row that has the reference already, when it says the same. Raises ValueError when it does not."""
    there = first.credit_hundredths if posting.unit is Unit.CREDIT else first.points
    said = (first.account_id, there, first.entry_type, first.earned_id)
    same_cause = canonical(first.cause) == canonical(posting.cause)
    if said != (account_id, posting.amount, posting.entry_type, posting.earned_id) or not same_cause:
        raise ValueError(f"reference {first.reference!r} was posted for something else, in transfer {first.id}")
    return first


def _open_both(connection: Connection, person_id: int, other: SystemAccount, now: datetime) -> None:
    """The first posting of all, or of this person."""
    _add_account(connection, now, kind=AccountKind.SYSTEM, code=other)
    _add_account(connection, now, kind=AccountKind.PERSON, person_id=person_id)


def _add_account(connection: Connection, now: datetime, **values: Any) -> None:
    add = ADD_ACCOUNT[connection.dialect.name]
    connection.execute(add.values(opened_at=now, newest_sequence=0, newest_digest=BEGINNING, **values))
