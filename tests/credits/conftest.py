"""The cast of the credit bank: Xiaohe learns, and so does Shan."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime

import pytest
from sqlalchemy import Engine
from sqlmodel import Session

from portal.accounts.models import Person, Region
from tests.counting import sent_statements

NOON = datetime(2026, 11, 18, 4, 0, tzinfo=UTC)  # 18 November 2026, noon in 郑州


@pytest.fixture
def now() -> datetime:
    return NOON


@pytest.fixture
def add_person(session: Session) -> Callable[[str], Person]:
    """Somebody new, committed."""

    def add(name: str) -> Person:
        if session.get(Region, "410100") is None:
            session.add(Region(code="410100", name="郑州市", name_en="Zhengzhou", level="prefecture"))
            session.flush()
        person = Person(name=name, region_code="410100", password_hash="", created_at=NOON)
        session.add(person)
        session.commit()
        return person

    return add


@pytest.fixture
def xiaohe(add_person: Callable[[str], Person]) -> Person:
    return add_person("周晓禾")


@pytest.fixture
def shan(add_person: Callable[[str], Person]) -> Person:
    return add_person("陈山")


@pytest.fixture
def statements(engine: Engine) -> Iterator[list[str]]:
    """Every statement that reaches the database, as it is said."""
    with sent_statements(engine) as said:
        yield said
