"""Books of any size, put into the tables in bulk: what posting would leave there, chains and digests included."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Engine, func, insert, select
from sqlmodel import Session, col

from portal.accounts.models import Person
from portal.accounts.rules import PersonState
from portal.chain import BEGINNING
from portal.credits.models import CreditAccount, CreditTransfer
from portal.credits.rules import AccountKind, EntryType, SystemAccount, digest_of

ENTRIES_EACH = 50
PROVINCE = "410000"
RULE_VERSION = "2026-1"
CAUSE = {"kind": "course_passed", "title": "保健按摩入门：力度与练习", "title_en": "", "mark": 85, "provider": "度量组"}


def fill_books(engine: Engine, transfers: int, now: datetime) -> list[int]:
    """Add people with 50 entries each until there are so many transfers. Returns the ids of those people, in order."""
    with Session(engine) as session, session.begin():
        giver_id = giver(session, now)
        there = session.scalar(select(func.count()).select_from(CreditTransfer)) or 0
        first_person = (session.scalar(select(func.max(col(Person.id)))) or 0) + 1
        first_account = (session.scalar(select(func.max(col(CreditAccount.id)))) or 0) + 1
        people = range(first_person, first_person + max(0, transfers - there) // ENTRIES_EACH)
        add_people(session, people, now)
        for place, person_id in enumerate(people):
            account_id, first_id = first_account + place, there + 1 + place * ENTRIES_EACH
            rows = list(entries(account_id, giver_id, first_id, now))
            session.execute(insert(CreditAccount), [account_of(person_id, account_id, rows[-1], now)])
            session.execute(insert(CreditTransfer), rows)
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


def account_of(person_id: int, account_id: int, newest: dict[str, Any], now: datetime) -> dict[str, Any]:
    return {
        "id": account_id,
        "kind": AccountKind.PERSON,
        "person_id": person_id,
        "opened_at": now,
        "newest_sequence": newest["sequence"],
        "newest_digest": newest["digest"],
    }


def entries(account_id: int, giver_id: int, first_id: int, now: datetime) -> Iterator[dict[str, Any]]:
    """The chain of one account over the last years, the newest today."""
    digest = BEGINNING
    for place in range(ENTRIES_EACH):
        happened_at = now - timedelta(days=20 * (ENTRIES_EACH - 1 - place))
        row = {
            "id": first_id + place,
            "account_id": account_id,
            "sequence": place + 1,
            "giver_id": giver_id,
            "taker_id": account_id,
            "entry_type": EntryType.EARN,
            "credit_hundredths": 25 + place % 8 * 25,
            "points": None,
            "reference": f"bench/{first_id + place}",
            "cause": CAUSE,
            "rule_version": RULE_VERSION,
            "happened_at": happened_at,
            "posted_at": happened_at,
            "previous_digest": digest,
        }
        digest = digest_of(row)
        yield row | {"digest": digest}


def set_sequences(session: Session) -> None:
    """PostgreSQL counts on from what was put in with its id."""
    if session.get_bind().dialect.name != "postgresql":
        return
    for table in ("person", "credit_account", "credit_transfer"):
        highest = f"(SELECT coalesce(max(id), 1) FROM {table})"
        session.connection().exec_driver_sql(f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), {highest})")
