"""Recompute the books from outside: every digest, chain, amount, account and reference."""

from collections.abc import Iterator
from itertools import groupby

from sqlalchemy import RowMapping, func, select
from sqlmodel import Session

from portal.credits.checking import ChainCheck, Fault, Problem
from portal.credits.models import CreditAccount, CreditTransfer
from portal.credits.rules import AccountKind, record_number
from portal.text import message
from portal.text.codes import group

ACCOUNT = CreditAccount.__table__  # type: ignore[attr-defined]
TRANSFER = CreditTransfer.__table__  # type: ignore[attr-defined]
ROWS_AT_ONCE = 1000  # of a check of everything, which must fit into a small memory

# One statement, so that on PostgreSQL a posting in between cannot look like a fault.
ALL_CHAINS = (
    select(
        ACCOUNT.c.id.label("of_account"),
        ACCOUNT.c.newest_sequence,
        ACCOUNT.c.newest_digest,
        *TRANSFER.c,
    )
    .outerjoin(TRANSFER, TRANSFER.c.account_id == ACCOUNT.c.id)
    .order_by(ACCOUNT.c.id, TRANSFER.c.sequence, TRANSFER.c.id)
)
TRANSFER_NAMES = tuple(TRANSFER.c.keys())


def verify(session: Session) -> list[Problem]:
    """Recompute everything: digests, chains, their ends, amounts, accounts, references. Empty when all is well.

    Reads row by row, in little memory. A whole account that was taken out with all its rows does not show here:
    certificates point to their transfers, and seals over all accounts come with the credit bank's own issue.
    """
    own = select(ACCOUNT.c.id, ACCOUNT.c.code).where(ACCOUNT.c.kind == AccountKind.SYSTEM)
    system_codes = {number: code for number, code in session.execute(own)}
    rows = session.execute(ALL_CHAINS, execution_options={"yield_per": ROWS_AT_ONCE}).mappings()
    problems: list[Problem] = []
    for account_id, chain in groupby(rows, lambda row: row["of_account"]):
        problems += _check_chain(account_id, chain, system_codes)
    return problems + _without_account(session) + _posted_twice(session)


def _check_chain(account_id: int, chain: Iterator[RowMapping], system_codes: dict[int, str]) -> Iterator[Problem]:
    check: ChainCheck | None = None
    for row in chain:
        check = check or ChainCheck(account_id, row["newest_sequence"], row["newest_digest"], system_codes)
        if row["id"] is not None:
            yield from check.follow({name: row[name] for name in TRANSFER_NAMES})
    if check:
        yield from check.end()


def _without_account(session: Session) -> list[Problem]:
    """Transfers in the chain of an account that is not there: the account was taken out, or the row put in."""
    there = select(ACCOUNT.c.id)
    lost = select(TRANSFER.c.id, TRANSFER.c.account_id, TRANSFER.c.sequence).where(TRANSFER.c.account_id.not_in(there))
    problems = []
    for row in session.execute(lost.order_by(TRANSFER.c.id)):
        record = group(record_number(row.id))
        said = message("记录号 %(record)s：没有账户 %(account)s。", record=record, account=row.account_id)
        problems.append(Problem(Fault.BROKEN, row.account_id, row.sequence, record, said))
    return problems


def _posted_twice(session: Session) -> list[Problem]:
    """References that stand in two rows, which only a database without its constraint can hold."""
    twice = select(TRANSFER.c.reference).group_by(TRANSFER.c.reference).having(func.count() > 1)
    rows = select(TRANSFER.c.id, TRANSFER.c.account_id, TRANSFER.c.sequence).where(TRANSFER.c.reference.in_(twice))
    problems = []
    for row in session.execute(rows.order_by(TRANSFER.c.id)):
        record = group(record_number(row.id))
        said = message("记录号 %(record)s：同一件事记了两次。", record=record)
        problems.append(Problem(Fault.BROKEN, row.account_id, row.sequence, record, said))
    return problems
