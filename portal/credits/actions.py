"""Every write of the credit bank. Transfers are only added; each posting is one row, made once by its reference."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Table, bindparam, func, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import make_transient_to_detached
from sqlmodel import Session, col

from portal.chain import BEGINNING, canonical
from portal.credits.models import CreditAccount, CreditTransfer
from portal.credits.rules import (
    RULE_VERSION,
    AccountKind,
    EntryType,
    SystemAccount,
    Unit,
    digest_of,
    why_not_post,
)

TRIES = 100  # others who post to the same account at the same moment, each of whom takes one place in its chain

ACCOUNT: Table = CreditAccount.__table__  # type: ignore[attr-defined]
TRANSFER: Table = CreditTransfer.__table__  # type: ignore[attr-defined]
GIVER = ACCOUNT.alias("giver")

# The next id is read first, because the digest covers it. On SQLite only one transaction writes at a time.
NEXT_ID = {
    "sqlite": select(func.coalesce(func.max(TRANSFER.c.id), 0) + 1).scalar_subquery(),
    "postgresql": func.nextval(func.pg_get_serial_sequence("credit_transfer", "id")),
}
BEGIN_POSTING = {
    dialect: select(
        ACCOUNT.c.id.label("account_id"),
        ACCOUNT.c.newest_sequence,
        ACCOUNT.c.newest_digest,
        GIVER.c.id.label("giver_id"),
        TRANSFER.c.id.label("first_id"),
        next_id.label("next_id"),
    )
    .select_from(ACCOUNT)
    .join(GIVER, GIVER.c.code == bindparam("giver"))
    .outerjoin(TRANSFER, TRANSFER.c.reference == bindparam("reference"))
    .where(ACCOUNT.c.person_id == bindparam("person_id"))
    for dialect, next_id in NEXT_ID.items()
}
# Whoever comes second, to the reference or to the place in the chain, adds nothing, gets nothing back and looks again.
INSERTS: dict[str, Any] = {"sqlite": sqlite.insert, "postgresql": postgresql.insert}
ADD_ACCOUNT = {dialect: insert(ACCOUNT).on_conflict_do_nothing() for dialect, insert in INSERTS.items()}
ADD_TRANSFER = {
    dialect: insert(TRANSFER).on_conflict_do_nothing().returning(TRANSFER.c.id) for dialect, insert in INSERTS.items()
}
MOVE_END = (
    update(ACCOUNT)
    .where(ACCOUNT.c.id == bindparam("account_id"), ACCOUNT.c.newest_sequence == bindparam("sequence") - 1)
    .values(newest_sequence=bindparam("sequence"), newest_digest=bindparam("digest"))
)


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
) -> CreditTransfer:
    """Post credit that a person has earned, once for each reference; called again, it returns the first row.

    `happened_at` is the moment of the deed, `now` when it is left out. The caller has checked that the person's
    identity is verified. Raises ValueError for an amount, reference or cause that cannot stand in the books, and for
    a reference that was used for something else.
    """
    return _post(session, person_id, (Unit.CREDIT, credit_hundredths), reference, cause, (happened_at or now, now))


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
    return _post(session, person_id, (Unit.POINTS, points), reference, cause, (happened_at or now, now))


def _post(
    session: Session,
    person_id: int,
    amount: tuple[Unit, int],
    reference: str,
    cause: Mapping[str, Any],
    moments: tuple[datetime, datetime],
) -> CreditTransfer:
    """Add one row to the end of the person's chain. Nothing is locked but the person's own account."""
    unit, number = amount
    if problem := why_not_post(number, reference, cause, *moments):
        raise ValueError(problem)
    giver = SystemAccount.COURSES if unit is Unit.CREDIT else SystemAccount.POINTS
    session.flush()
    connection = session.connection()
    dialect = connection.dialect.name
    asked = {"person_id": person_id, "giver": giver, "reference": reference}
    for _ in range(TRIES):
        found = connection.execute(BEGIN_POSTING[dialect], asked).first()
        if found is None:
            _open_both(connection, person_id, giver, moments[1])
            continue
        if found.first_id is not None:
            return _the_first(session, found.first_id, found.account_id, amount, cause)
        values = _row(found, amount, reference, cause, moments)
        if connection.execute(ADD_TRANSFER[dialect], values).first():
            _move_end(connection, values)
            return _as_object(session, values)
    raise RuntimeError(f"no place in the chain of account {found and found.account_id} after {TRIES} tries")


def _row(
    found: Any, amount: tuple[Unit, int], reference: str, cause: Mapping[str, Any], moments: tuple[datetime, datetime]
) -> dict[str, Any]:
    unit, number = amount
    values = {
        "id": found.next_id,
        "account_id": found.account_id,
        "sequence": found.newest_sequence + 1,
        "giver_id": found.giver_id,
        "taker_id": found.account_id,
        "entry_type": EntryType.EARN,
        "credit_hundredths": number if unit is Unit.CREDIT else None,
        "points": number if unit is Unit.POINTS else None,
        "reference": reference,
        "cause": dict(cause),
        "rule_version": RULE_VERSION,
        "happened_at": moments[0],
        "posted_at": moments[1],
        "previous_digest": found.newest_digest,
    }
    return values | {"digest": digest_of(values)}


def _move_end(connection: Connection, values: Mapping[str, Any]) -> None:
    """Let the account remember its newest row. Fails when the account and its chain had parted before."""
    end = {name: values[name] for name in ("account_id", "sequence", "digest")}
    if connection.execute(MOVE_END, end).rowcount != 1:
        raise RuntimeError(f"account {end['account_id']} does not end at {end['sequence'] - 1}: verify the ledger")


def _as_object(session: Session, values: dict[str, Any]) -> CreditTransfer:
    """The row that was just added, as an object of the session, without asking the database for it again."""
    transfer = CreditTransfer(**values)
    make_transient_to_detached(transfer)
    session.add(transfer)
    return transfer


def _the_first(
    session: Session, transfer_id: int, account_id: int, amount: tuple[Unit, int], cause: Mapping[str, Any]
) -> CreditTransfer:
    """The row that has the reference already, when it says the same. Raises ValueError when it does not."""
    first = session.scalars(select(CreditTransfer).where(col(CreditTransfer.id) == transfer_id)).one()
    unit, number = amount
    there = first.credit_hundredths if unit is Unit.CREDIT else first.points
    same_cause = canonical(first.cause) == canonical(cause)
    if (first.account_id, there, first.entry_type) != (account_id, number, EntryType.EARN) or not same_cause:
        raise ValueError(f"reference {first.reference!r} was posted for something else, in transfer {first.id}")
    return first


def _open_both(connection: Connection, person_id: int, giver: SystemAccount, now: datetime) -> None:
    """The first posting of all, or of this person."""
    _add_account(connection, now, kind=AccountKind.SYSTEM, code=giver)
    _add_account(connection, now, kind=AccountKind.PERSON, person_id=person_id)


def _add_account(connection: Connection, now: datetime, **values: Any) -> None:
    add = ADD_ACCOUNT[connection.dialect.name]
    connection.execute(add.values(opened_at=now, newest_sequence=0, newest_digest=BEGINNING, **values))
