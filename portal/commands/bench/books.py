"""Books of any size, put into the tables in bulk: what posting would leave there, chains and digests included.

Ten million entries take minutes, because neither SQLAlchemy nor `digest_of` sees each of them: rows go to the driver as
they are, and the canonical form is filled into a pattern. A test reads such books with the portal's own verification.
"""

import hashlib
import itertools
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Engine, func, insert, select
from sqlmodel import Session, col

from portal.accounts.models import Person
from portal.accounts.rules import PersonState
from portal.chain import BEGINNING, canonical
from portal.credits.models import CreditAccount, CreditTransfer
from portal.credits.rules import AccountKind, EntryType, SystemAccount
from portal.db import READING

ENTRIES_EACH = 50
ACCOUNTS_AT_ONCE = 2000  # whose rows are made and put in together
PROVINCE = "410000"
RULE_VERSION = "2026-1"
CAUSE = {"kind": "course_passed", "title": "保健按摩入门：力度与练习", "title_en": "", "mark": 85, "provider": "度量组"}
CAUSE_STORED = canonical(CAUSE).decode()
PATTERN = (
    '{"account_id":%d,"cause":'
    + CAUSE_STORED.replace("%", "%%")
    + ',"credit_hundredths":%d,"entry_type":"earn","giver_id":%d,"happened_at":"%s","id":%d,"points":null,'
    + '"posted_at":"%s","reference":"%s","rule_version":"' + RULE_VERSION + '","sequence":%d,"taker_id":%d}'
)  # fmt: skip
ACCOUNT_COLUMNS = ("id", "kind", "person_id", "opened_at", "newest_sequence", "newest_digest")
TRANSFER_COLUMNS = (
    "id", "account_id", "sequence", "giver_id", "taker_id", "entry_type", "credit_hundredths", "reference", "cause",
    "rule_version", "happened_at", "posted_at", "previous_digest", "digest",
)  # fmt: skip
Rows = list[tuple[Any, ...]]


def fill_books(engine: Engine, transfers: int, now: datetime, each: int = ENTRIES_EACH) -> None:
    """Add people with so many entries each until there are so many transfers; what is there already stays, and counts."""
    with Session(engine) as session, session.begin():
        giver_id = giver(session, now)
        there = session.scalar(select(func.count()).select_from(CreditTransfer)) or 0
        first_id, first_person, first_account = (
            (session.scalar(select(func.max(col(table.id)))) or 0) + 1
            for table in (CreditTransfer, Person, CreditAccount)
        )
    people = range(first_person, first_person + max(0, transfers - there) // each)
    moments = [now - timedelta(days=20 * (each - 1 - place)) for place in range(each)]
    for start in range(0, len(people), ACCOUNTS_AT_ONCE):
        some = people[start : start + ACCOUNTS_AT_ONCE]
        with Session(engine) as session, session.begin():
            add_people(session, some, now)
        chains = Chains(range(first_account + start, first_account + start + len(some)), giver_id)
        rows = list(chains.entries(first_id + start * each, moments, engine.dialect.name))
        opened = as_stored(moments[0], engine.dialect.name)
        put_in(engine, list(chains.accounts(some, each, opened)), rows)
    with Session(engine) as session, session.begin():
        set_sequences(session)
    if people:
        tidy(engine)


def giver(session: Session, now: datetime) -> int:
    """The bank's own account that credit comes from."""
    by_code = select(col(CreditAccount.id)).where(col(CreditAccount.code) == SystemAccount.COURSES)
    if (found := session.scalar(by_code)) is not None:
        return found
    session.add(CreditAccount(kind=AccountKind.SYSTEM, code=SystemAccount.COURSES, opened_at=now))
    session.flush()
    return session.scalars(by_code).one()


def add_people(session: Session, ids: range, now: datetime) -> None:
    """Verified people without a way to sign in."""
    shared = {
        "region_code": PROVINCE,
        "password_hash": "-",
        "state": PersonState.ACTIVE,
        "created_at": now,
        "verified_at": now,
        "verification_method": "measurement",
    }
    if ids:
        session.execute(insert(Person), [{"id": number, "name": f"度量{number}", **shared} for number in ids])


class Chains:
    """Accounts whose chains grow side by side, as they do where many people learn: no account's entries lie together."""

    def __init__(self, accounts: range, giver_id: int) -> None:
        self.ids, self.giver_id = accounts, giver_id
        self.digests = [BEGINNING] * len(accounts)

    def entries(self, first_id: int, moments: list[datetime], dialect: str) -> Iterator[tuple[Any, ...]]:
        """One entry of each account for each moment, in the order of time, as the driver of this database takes rows."""
        numbers = itertools.count(first_id)
        for place, moment in enumerate(moments):
            sequence, amount, said = place + 1, 25 + place % 8 * 25, moment.isoformat(timespec="microseconds")
            stored = as_stored(moment, dialect)
            for index, account_id in enumerate(self.ids):
                number, previous = next(numbers), self.digests[index]
                reference = f"bench/{number:010d}"
                ends = (account_id, sequence, self.giver_id, account_id, EntryType.EARN.value, amount)
                content = PATTERN % (
                    account_id,
                    amount,
                    self.giver_id,
                    said,
                    number,
                    said,
                    reference,
                    sequence,
                    account_id,
                )
                digest = self.digests[index] = hashlib.sha256(f"{previous}\n{content}".encode()).hexdigest()
                yield (number, *ends, reference, CAUSE_STORED, RULE_VERSION, stored, stored, previous, digest)

    def accounts(self, people: range, each: int, opened: str) -> Iterator[tuple[Any, ...]]:
        """The rows of the accounts themselves, each with the end of its chain."""
        for account_id, person_id, digest in zip(self.ids, people, self.digests, strict=True):
            yield (account_id, AccountKind.PERSON.value, person_id, opened, each, digest)


def as_stored(moment: datetime, dialect: str) -> str:
    """A moment as the portal stores it in this database."""
    said = moment.isoformat(timespec="microseconds")
    return said if dialect == "postgresql" else f"{said[:10]} {said[11:26]}"


def put_in(engine: Engine, accounts: Rows, rows: Rows) -> None:
    """Rows into both tables, in one transaction, as fast as the database takes them. They refer to what is there."""
    wrapped = engine.raw_connection()
    connection: Any = wrapped.driver_connection
    tables = (("credit_account", ACCOUNT_COLUMNS, accounts), ("credit_transfer", TRANSFER_COLUMNS, rows))
    try:
        if engine.dialect.name == "sqlite":
            _put_into_sqlite(connection, tables)
        else:
            _copy_into_postgresql(connection, tables)
    finally:
        wrapped.close()


def _put_into_sqlite(connection: Any, tables: Any) -> None:
    connection.execute("PRAGMA foreign_keys = OFF")
    connection.execute("BEGIN IMMEDIATE")
    for table, columns, rows in tables:
        marks = ", ".join("?" * len(columns))
        connection.executemany(f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({marks})", rows)
    connection.execute("COMMIT")
    connection.execute("PRAGMA foreign_keys = ON")


def _copy_into_postgresql(connection: Any, tables: Any) -> None:
    with connection.cursor() as cursor:
        if connection.execute("SELECT rolsuper FROM pg_roles WHERE rolname = current_user").fetchone()[0]:
            cursor.execute("SET LOCAL session_replication_role = replica")  # else each row is looked up three times
        for table, columns, rows in tables:
            with cursor.copy(f"COPY {table} ({', '.join(columns)}) FROM STDIN") as copy:
                copy.write("".join("\t".join(map(str, row)) + "\n" for row in rows))  # no value has a tab or backslash
    connection.commit()


def tidy(engine: Engine) -> None:
    """What either database does by itself after a while: know its rows, and on PostgreSQL which pages all can see."""
    wrapped = engine.raw_connection()
    connection: Any = wrapped.driver_connection
    if engine.dialect.name == "sqlite":
        connection.execute("ANALYZE")
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    else:
        connection.autocommit = True
        connection.execute("SET statement_timeout = 0")
        connection.execute("VACUUM (ANALYZE)")
    wrapped.invalidate()  # with its settings
    wrapped.close()


def people_in(engine: Engine) -> list[int]:
    """Everybody who has an account, by their number."""
    with Session(engine.execution_options(**READING)) as session:
        number = col(CreditAccount.person_id)
        return [found for found in session.scalars(select(number).where(number.is_not(None)).order_by(number)) if found]


def set_sequences(session: Session) -> None:
    """PostgreSQL counts on from what was put in with its id."""
    if session.get_bind().dialect.name != "postgresql":
        return
    for table in ("person", "credit_account", "credit_transfer"):
        highest = f"(SELECT coalesce(max(id), 1) FROM {table})"
        session.connection().exec_driver_sql(f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), {highest})")
