"""Books of any size, put into the tables in bulk: what posting would leave there, chains and digests included.

Ten million entries take minutes, because neither SQLAlchemy nor `digest_of` sees each of them: rows go to the driver as
they are, and the canonical form is filled into a pattern. A test reads such books with the portal's own verification.
"""

import hashlib
import json
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

ENTRIES_EACH = 50
ACCOUNTS_AT_ONCE = 2000  # whose rows are made and put in together
PROVINCE = "410000"
RULE_VERSION = "2026-1"
CAUSE = {"kind": "course_passed", "title": "保健按摩入门：力度与练习", "title_en": "", "mark": 85, "provider": "度量组"}
PATTERN = (
    '{"account_id":%d,"cause":'
    + canonical(CAUSE).decode().replace("%", "%%")
    + ',"credit_hundredths":%d,"entry_type":"earn","giver_id":%d,"happened_at":"%s","id":%d,"points":null,'
    + '"posted_at":"%s","reference":"%s","rule_version":"' + RULE_VERSION + '","sequence":%d,"taker_id":%d}'
)  # fmt: skip
ACCOUNT_COLUMNS = ("id", "kind", "person_id", "opened_at", "newest_sequence", "newest_digest")
TRANSFER_COLUMNS = (
    "id", "account_id", "sequence", "giver_id", "taker_id", "entry_type", "credit_hundredths", "reference", "cause",
    "rule_version", "happened_at", "posted_at", "previous_digest", "digest",
)  # fmt: skip
Rows = list[tuple[Any, ...]]


def fill_books(engine: Engine, transfers: int, now: datetime, each: int = ENTRIES_EACH) -> list[int]:
    """Add people with so many entries each until there are so many transfers. Returns the ids of those people, in order."""
    with Session(engine) as session, session.begin():
        giver_id = giver(session, now)
        there = session.scalar(select(func.count()).select_from(CreditTransfer)) or 0
        first_id = (session.scalar(select(func.max(col(CreditTransfer.id)))) or 0) + 1
        first_person = (session.scalar(select(func.max(col(Person.id)))) or 0) + 1
        first_account = (session.scalar(select(func.max(col(CreditAccount.id)))) or 0) + 1
    people = range(first_person, first_person + max(0, transfers - there) // each)
    moments = [now - timedelta(days=20 * (each - 1 - place)) for place in range(each)]
    for start in range(0, len(people), ACCOUNTS_AT_ONCE):
        some = people[start : start + ACCOUNTS_AT_ONCE]
        with Session(engine) as session, session.begin():
            add_people(session, some, now)
        accounts: Rows = []
        rows: Rows = []
        for place, person_id in enumerate(some, start):
            account_id = first_account + place
            rows += entries(account_id, giver_id, first_id + place * each, moments, engine.dialect.name)
            accounts.append((account_id, AccountKind.PERSON.value, person_id, rows[-1][10], each, rows[-1][-1]))
        put_in(engine, accounts, rows)
    with Session(engine) as session, session.begin():
        set_sequences(session)
    with engine.begin() as connection:
        connection.exec_driver_sql("ANALYZE")
    return list(people)


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


def entries(
    account_id: int, giver_id: int, first_id: int, moments: list[datetime], dialect: str
) -> Iterator[tuple[Any, ...]]:
    """The chain of one account, one entry for each moment, as the driver of this database takes rows."""
    digest, cause = BEGINNING, json.dumps(CAUSE)
    for place, moment in enumerate(moments):
        number, sequence, amount = first_id + place, place + 1, 25 + place % 8 * 25
        reference, said = f"bench/{number:010d}", moment.isoformat(timespec="microseconds")
        content = PATTERN % (account_id, amount, giver_id, said, number, said, reference, sequence, account_id)
        previous, digest = digest, hashlib.sha256(f"{digest}\n{content}".encode()).hexdigest()
        stored = said if dialect == "postgresql" else f"{said[:10]} {said[11:26]}"
        ends = (account_id, sequence, giver_id, account_id, EntryType.EARN.value, amount)
        yield (number, *ends, reference, cause, RULE_VERSION, stored, stored, previous, digest)


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
                for row in rows:
                    copy.write_row(row)
    connection.commit()


def set_sequences(session: Session) -> None:
    """PostgreSQL counts on from what was put in with its id."""
    if session.get_bind().dialect.name != "postgresql":
        return
    for table in ("person", "credit_account", "credit_transfer"):
        highest = f"(SELECT coalesce(max(id), 1) FROM {table})"
        session.connection().exec_driver_sql(f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), {highest})")
