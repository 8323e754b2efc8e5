"""Posts: one credit through the action, as a course that was passed does it, and the bare limit beside it."""

import itertools
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from random import getrandbits
from time import perf_counter
from typing import Any

from sqlalchemy import Engine
from sqlmodel import Session

from portal.chain import BEGINNING
from portal.commands.bench.books import CAUSE, CAUSE_STORED, RULE_VERSION
from portal.credits.actions import post_earn
from portal.credits.rules import EntryType, SystemAccount, digest_of
from portal.db import connect

COLUMNS = (
    "account_id", "sequence", "giver_id", "taker_id", "entry_type", "credit_hundredths", "reference", "cause",
    "rule_version", "happened_at", "posted_at", "previous_digest", "digest",
)  # fmt: skip
MOVE_END = "UPDATE credit_account SET newest_sequence = {0}, newest_digest = {0} WHERE id = {0}"
Post = Callable[[int], None]  # for the person of this number


def insert_statement(mark: str) -> str:
    return f"INSERT INTO credit_transfer ({', '.join(COLUMNS)}) VALUES ({', '.join([mark] * len(COLUMNS))})"


@contextmanager
def by_action(url: str, _: list[int]) -> Iterator[Post]:
    """The real thing: session, idempotency, chain, digest, commit."""
    engine = connect(url)
    begun = getrandbits(40)
    numbers = itertools.count()

    def post(person_id: int) -> None:
        with Session(engine) as session, session.begin():
            post_earn(session, person_id, 150, f"bench/{begun}/{next(numbers)}", CAUSE, datetime.now(UTC))

    yield post
    engine.dispose()


@contextmanager
def bare(url: str, people: list[int]) -> Iterator[Post]:
    """The limit: the driver alone puts in a row of the same table with the same indexes and moves the account's end.

    It asks nothing before, makes no digest and knows the sequence by heart: two statements in one transaction.
    """
    engine = connect(url)
    wrapped = engine.raw_connection()
    connection: Any = wrapped.driver_connection
    is_sqlite = engine.dialect.name == "sqlite"
    mark = "?" if is_sqlite else "%s"
    insert, move_end = insert_statement(mark), MOVE_END.format(mark)
    begin = "BEGIN IMMEDIATE" if is_sqlite else "BEGIN"
    accounts = account_ids(engine, people)
    giver_id = accounts.pop(None)
    if not is_sqlite:
        connection.autocommit = True
    begun, numbers, moment = getrandbits(40), itertools.count(), datetime.now(UTC)
    place = itertools.count(10**8 + begun % 10**6 * 1000)  # sequences that nobody else takes
    digest = digest_of({"previous_digest": BEGINNING})

    def post(person_id: int) -> None:
        account_id, sequence = accounts[person_id], next(place)
        row = (account_id, sequence, giver_id, account_id, EntryType.EARN.value, 150, f"bare/{begun}/{next(numbers)}")
        rest = (CAUSE_STORED, RULE_VERSION, str(moment), str(moment), digest, digest)
        connection.execute(begin)
        connection.execute(insert, row + rest)
        connection.execute(move_end, (sequence, digest, account_id))
        connection.execute("COMMIT")

    yield post
    wrapped.close()
    engine.dispose()


def account_ids(engine: Engine, people: list[int]) -> dict[int | None, int]:
    """Account by person, of these; under None the bank's own."""
    wanted = f"SELECT person_id, id FROM credit_account WHERE person_id IN ({', '.join(map(str, people))})"
    with engine.connect() as connection:
        found = connection.exec_driver_sql(f"{wanted} OR code = '{SystemAccount.COURSES}'").all()
    return {row[0]: row[1] for row in found}


def post_for(seconds: float, post: Post, people: list[int]) -> float:
    """Posts per second, one after the other, for one person after the other."""
    began = perf_counter()
    done = 0
    for person_id in itertools.cycle(people):
        post(person_id)
        done += 1
        if perf_counter() - began >= seconds:
            break
    return done / (perf_counter() - began)
