"""The library's numbers: asked once in a transaction, and never older than what the same transaction wrote."""

from sqlalchemy import Engine
from sqlmodel import Session

from portal.library.state import number_of, numbers_of, raise_number, raise_stock_number
from tests.counting import counted_queries


def test_a_transaction_asks_once_and_the_next_one_anew(engine: Engine) -> None:
    with Session(engine) as session, counted_queries(engine) as statements:
        first = [number_of(session) for _ in range(3)]
        assert len(statements) == 1
        session.commit()
        with Session(engine) as other, other.begin():
            raise_number(other)
        assert first == [number_of(session) - 1] * 3


def test_who_raises_the_number_sees_the_new_one(engine: Engine) -> None:
    with Session(engine) as session, session.begin():
        before = number_of(session)
        raise_number(session)
        assert number_of(session) == before + 1
        raise_number(session)
        assert number_of(session) == before + 2


def test_a_number_that_was_taken_back_is_not_remembered(engine: Engine) -> None:
    with Session(engine) as session, session.begin():
        before = number_of(session)
        with session.begin_nested() as savepoint:
            raise_number(session)
            assert number_of(session) == before + 1
            savepoint.rollback()
        assert number_of(session) == before
    with Session(engine) as session:
        raise_number(session)
        session.rollback()
        assert number_of(session) == before


def test_what_changes_a_page_leaves_the_stock_and_what_changes_the_stock_changes_pages(engine: Engine) -> None:
    with Session(engine) as session, session.begin():
        version, stock = numbers_of(session)
        raise_number(session)
        assert numbers_of(session) == (version + 1, stock)
        raise_stock_number(session)
        assert numbers_of(session) == (version + 2, stock + 1)
