"""Somebody with the keys to the database changes the books. Each change is found and the row is named."""

import json
import tracemalloc
from datetime import datetime
from typing import Any

import pytest
from sqlalchemy import text
from sqlmodel import Session

from portal.accounts.models import Person
from portal.credits.actions import post_earn, post_points
from portal.credits.checking import Fault
from portal.credits.models import CreditTransfer
from portal.credits.rules import digest_of, record_number
from portal.credits.verifying import verify
from portal.db import triggers
from portal.text.codes import group
from tests.credits.stories import add_many, finished, passed

ALL = CreditTransfer.__table__.c.keys()  # type: ignore[attr-defined]


@pytest.fixture
def books(session: Session, xiaohe: Person, shan: Person, now: datetime) -> dict[int, CreditTransfer]:
    """Five entries of Xiaohe's by their sequence, one of Shan's beside, and a database that has lost its guards."""
    transfers = [post_earn(session, xiaohe.id, 100 * n, f"course/{n}", passed(mark=60 + n), now) for n in (1, 2, 3, 4)]
    transfers.append(post_points(session, xiaohe.id, 5, "lesson/1", finished(), now))
    post_earn(session, shan.id, 100, "course/1/shan", passed(), now)
    session.commit()
    drop_guards(session)
    assert verify(session) == []
    return {transfer.sequence: transfer for transfer in transfers}


def drop_guards(session: Session) -> None:
    """Take the append-only triggers away, as somebody who owns the database can."""
    dialect = session.get_bind().dialect.name
    for statement in triggers.trigger_statements("credit_transfer", dialect):
        if statement.startswith("DROP TRIGGER"):
            session.execute(text(statement))
    session.commit()


def found(session: Session) -> list[tuple[Fault, int, str]]:
    session.commit()
    return [(problem.fault, problem.sequence, problem.record) for problem in verify(session)]


def spoken(transfer: CreditTransfer) -> str:
    return group(record_number(transfer.id))


def change(session: Session, transfer_id: int, **values: Any) -> None:
    assignments = ", ".join(f"{name} = :{name}" for name in values)
    session.execute(text(f"UPDATE credit_transfer SET {assignments} WHERE id = :row"), {"row": transfer_id, **values})


CHANGES: list[dict[str, Any]] = [
    {"credit_hundredths": 9900},
    {"reference": "course/99"},
    {"cause": json.dumps(passed(mark=100))},
    {"cause": json.dumps(passed(mark=62.0))},
    {"rule_version": "2019-1"},
    {"happened_at": "2020-01-01 00:00:00.000000"},
    {"posted_at": "2030-01-01 00:00:00.000000"},
    {"entry_type": "gift"},
    {"digest": "0" * 64},
    {"id": 77},
]


@pytest.mark.parametrize("sequence", [1, 2, 4])
@pytest.mark.parametrize("values", CHANGES, ids=lambda values: next(iter(values)))
def test_a_changed_row(session: Session, books: dict[int, CreditTransfer], values: dict[str, Any], sequence: int):
    transfer_id = books[sequence].id
    change(session, transfer_id, **values)
    session.expire_all()

    assert found(session) == [(Fault.CHANGED, sequence, group(record_number(values.get("id", transfer_id))))]


def test_the_newest_row_changed(session: Session, books: dict[int, CreditTransfer]):
    change(session, books[5].id, points=500)

    assert found(session) == [(Fault.CHANGED, 5, spoken(books[5]))]


@pytest.mark.parametrize("sequence", [2, 5])
def test_a_row_changed_together_with_its_digest(session: Session, books: dict[int, CreditTransfer], sequence: int):
    row = {name: getattr(books[sequence], name) for name in ALL} | {"rule_version": "2019-1"}
    change(session, row["id"], rule_version="2019-1", digest=digest_of(row))
    session.expire_all()

    assert found(session) == [(Fault.CHANGED, sequence, spoken(books[sequence]))]


@pytest.mark.parametrize("sequence", [1, 3, 5], ids=["first", "middle", "last"])
def test_a_row_taken_out(session: Session, books: dict[int, CreditTransfer], sequence: int):
    session.execute(text("DELETE FROM credit_transfer WHERE id = :row"), {"row": books[sequence].id})

    assert found(session) == [(Fault.MISSING, sequence, "")]


def test_several_rows_taken_out(session: Session, books: dict[int, CreditTransfer]):
    session.execute(text("DELETE FROM credit_transfer WHERE sequence IN (2, 3, 5)"))
    session.commit()

    assert [str(problem.said) for problem in verify(session)] == [
        f"账户 {books[1].account_id} 第 2 至 3 笔：不见了。",
        f"账户 {books[1].account_id} 第 5 笔：不见了。",
    ]


def test_all_rows_taken_out(session: Session, books: dict[int, CreditTransfer]):
    session.execute(text("DELETE FROM credit_transfer"))

    assert found(session) == [(Fault.MISSING, 1, ""), (Fault.MISSING, 1, "")]


def test_a_row_taken_out_stays_found_after_the_next_posting(
    session: Session, books: dict[int, CreditTransfer], xiaohe: Person, now: datetime
):
    session.execute(text("DELETE FROM credit_transfer WHERE id = :row"), {"row": books[5].id})
    session.commit()
    post_earn(session, xiaohe.id, 100, "course/9", passed(), now)

    assert found(session) == [(Fault.MISSING, 5, "")]


def test_a_row_put_in_with_a_fitting_digest(session: Session, books: dict[int, CreditTransfer]):
    last = books[5]
    forged = {name: getattr(last, name) for name in ALL} | {
        "id": 99,
        "sequence": 6,
        "points": 5000,
        "reference": "lesson/2",
        "previous_digest": last.digest,
    }
    session.add(CreditTransfer(**forged | {"digest": digest_of(forged)}))

    assert found(session) == [(Fault.ADDED, 6, group(record_number(99)))]


def test_a_row_put_into_an_account_that_is_not_there(session: Session, books: dict[int, CreditTransfer]):
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text("ALTER TABLE credit_transfer DROP CONSTRAINT fk_credit_transfer_account_id"))
        session.execute(text("ALTER TABLE credit_transfer DROP CONSTRAINT fk_credit_transfer_giver_id"))
    else:
        session.execute(text("CREATE TABLE loose AS SELECT * FROM credit_transfer"))
        session.execute(text("DROP TABLE credit_transfer"))
        session.execute(text("ALTER TABLE loose RENAME TO credit_transfer"))
    change(session, books[5].id, account_id=999, giver_id=999)

    assert found(session) == [(Fault.MISSING, 5, ""), (Fault.BROKEN, 5, spoken(books[5]))]


@pytest.mark.parametrize(("one", "other"), [(2, 3), (1, 4)])
def test_two_rows_swapped(session: Session, books: dict[int, CreditTransfer], one: int, other: int):
    here, there = books[one].id, books[other].id
    change(session, here, sequence=1000)
    change(session, there, sequence=one)
    change(session, here, sequence=other)

    problems = found(session)

    named = {(sequence, record) for _, sequence, record in problems}
    assert named == {(one, group(record_number(there))), (other, group(record_number(here)))}
    assert {fault for fault, _, _ in problems} == {Fault.MOVED}


def test_the_ends_of_two_chains_swapped(session: Session, books: dict[int, CreditTransfer]):
    session.execute(text("UPDATE credit_account SET newest_digest = 'x' WHERE person_id IS NOT NULL"))

    assert {fault for fault, _, _ in found(session)} == {Fault.CHANGED}


def test_the_same_thing_posted_twice_without_the_constraint(session: Session, books: dict[int, CreditTransfer]):
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text("ALTER TABLE credit_transfer DROP CONSTRAINT uq_credit_transfer_reference"))
    else:  # SQLite cannot take a constraint away, but a table can be put in the place of another
        session.execute(text("CREATE TABLE loose AS SELECT * FROM credit_transfer"))
        session.execute(text("DROP TABLE credit_transfer"))
        session.execute(text("ALTER TABLE loose RENAME TO credit_transfer"))
    change(session, books[2].id, reference="course/1")

    assert set(found(session)) == {
        (Fault.CHANGED, 2, spoken(books[2])),
        (Fault.BROKEN, 1, spoken(books[1])),
        (Fault.BROKEN, 2, spoken(books[2])),
    }


def test_a_check_of_many_rows_needs_little_memory(session: Session, xiaohe: Person, now: datetime):
    add_many(session, xiaohe.id, 20_000, now)
    tracemalloc.start()

    problems = verify(session)

    _, peak_bytes = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert problems == []
    assert peak_bytes < 8_000_000  # all rows at once take some 60 MB
