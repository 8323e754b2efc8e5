"""Whatever is posted, repeated, refused or lost in a crash, in whatever order: the books are right."""

import itertools
from collections import Counter
from dataclasses import dataclass
from datetime import datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine
from sqlmodel import Session, col, select

from portal.accounts.models import Person
from portal.credits.actions import open_account, post_earn, post_points
from portal.credits.models import CreditTransfer
from portal.credits.queries import Balance, balance
from portal.credits.verifying import verify
from tests.credits.stories import finished, holds, passed

RUN = itertools.count()  # a database sees many examples: each has references of its own


@dataclass(frozen=True)
class Deed:
    """One try to post. Deeds with the same thing and different contents are refused."""

    person: int
    is_credit: bool
    thing: int
    amount: int
    title: str


@dataclass(frozen=True)
class Transaction:
    """Several tries that are kept together, or lost together when the process dies before the commit."""

    deeds: tuple[Deed, ...]
    is_kept: bool


DEEDS = st.builds(
    Deed,
    person=st.integers(0, 1),
    is_credit=st.booleans(),
    thing=st.integers(0, 4),
    amount=st.one_of(st.integers(1, 3), st.sampled_from([0, -5, 2**31 - 1])),
    title=st.sampled_from(["面点", "“=1+1”, 客服", "盲\u3000文🙂"]),
)
TRANSACTIONS = st.lists(st.builds(Transaction, st.lists(DEEDS, max_size=4).map(tuple), st.booleans()), max_size=12)


def post(session: Session, people: list[int], run: int, deed: Deed, now: datetime) -> CreditTransfer:
    reference = f"run/{run}/thing/{deed.thing}"
    if deed.is_credit:
        return post_earn(session, people[deed.person], deed.amount, reference, passed(deed.title), now)
    return post_points(session, people[deed.person], deed.amount, reference, finished(title=deed.title), now)


def carry_out(
    engine: Engine, people: list[int], run: int, transaction: Transaction, books: dict[int, Deed], now: datetime
) -> dict[int, Deed]:
    """The books as they must be afterwards. What may not be posted is refused, and only that."""
    after = dict(books)
    with Session(engine) as session:
        for deed in transaction.deeds:
            may = deed.amount > 0 and after.get(deed.thing, deed) == deed
            if may:
                row = post(session, people, run, deed, now)
                assert (row.credit_hundredths if deed.is_credit else row.points) == deed.amount
                after[deed.thing] = deed
            else:
                with pytest.raises(ValueError):
                    post(session, people, run, deed, now)
        if transaction.is_kept:
            session.commit()
    return after if transaction.is_kept else books


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
@given(transactions=TRANSACTIONS, is_opened=st.booleans())
def test_the_books_are_right_after_anything(
    engine: Engine, xiaohe: Person, now: datetime, transactions: list[Transaction], is_opened: bool
):
    run = next(RUN)
    with Session(engine) as session:
        people = [add_person(session, now), add_person(session, now)]
        if is_opened:
            open_account(session, people[0], now)
        session.commit()
    books: dict[int, Deed] = {}
    for number, transaction in enumerate(transactions):
        books = carry_out(engine, people, run, transaction, books, now + timedelta(seconds=number))

    with Session(engine) as session:
        for index, person_id in enumerate(people):
            assert balance(session, person_id) == expected(books, index)
        assert posted(session, run) == Counter(f"run/{run}/thing/{thing}" for thing in books)
        assert verify(session) == []


def add_person(session: Session, now: datetime) -> int:
    person = Person(name="某人", region_code="410100", password_hash="", created_at=now)
    session.add(person)
    session.flush()
    return person.id


def expected(books: dict[int, Deed], person: int) -> Balance:
    theirs = [deed for deed in books.values() if deed.person == person]
    return holds(
        sum(deed.amount for deed in theirs if deed.is_credit), sum(deed.amount for deed in theirs if not deed.is_credit)
    )


def posted(session: Session, run: int) -> Counter[str]:
    """References of this run and how often each stands in the books."""
    wanted = select(CreditTransfer.reference).where(col(CreditTransfer.reference).startswith(f"run/{run}/"))
    return Counter(session.exec(wanted))
