"""林小雨 has earned credit twice, has a certificate, and wrote a line into the file."""

from collections.abc import Iterator

import pytest
from sqlalchemy import Engine
from sqlmodel import Session

from portal.accounts.models import Person
from portal.db import READING
from portal.sharing.dossier.actions import add_line
from tests.browser import Browser, SignIn
from tests.cast import NOW
from tests.certificates.conftest import give  # noqa: F401 - a fixture
from tests.colleges.conftest import first_college, second_college  # noqa: F401 - fixtures
from tests.credits.test_pages import earn

FORBIDDEN = ("残疾类别：", "9901", "视力", "听力", "一级", "二级", "410100")
WORK = {"kind": "work", "title": "面点师", "place": "郑州早餐店", "year_from": 2019, "year_to": 2022, "note": ""}


@pytest.fixture
def entries(engine: Engine, lin: Person) -> list[int]:
    """Two entries of half a credit, the older one first."""
    return earn(engine, lin, 2)


@pytest.fixture
def line(engine: Engine, lin: Person) -> int:
    with Session(engine) as session, session.begin():
        return add_line(session, lin.id, dict(WORK), NOW).id


@pytest.fixture
def learner(sign_in: SignIn, lin: Person) -> Browser:
    return sign_in(lin)


@pytest.fixture
def session(engine: Engine) -> Iterator[Session]:
    """A session that only looks: nobody waits for it."""
    with Session(engine.execution_options(**READING)) as session:
        yield session
