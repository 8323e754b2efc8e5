"""院校老师 reads for 第一学院. 林小雨 has asked it to take 《用手和面》, and shows it that credit."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from sqlalchemy import Engine
from sqlmodel import Session

from portal.accounts.models import Person
from portal.colleges.actions import add_member
from portal.colleges.models import College
from portal.sharing.actions import Wish, share
from portal.sharing.rules import Items
from tests.browser import Browser, SignIn
from tests.cast import NOW
from tests.colleges.conftest import first_college, second_college
from tests.conversion.conftest import TODAY, agreement, applied, courses, earned, session

__all__ = [
    "agreement", "applied", "courses", "earned", "first_college", "second_college", "session",
]  # fmt: skip

Call = Callable[..., Any]


@pytest.fixture
def shown(app: FastAPI, engine: Engine, lin: Person, earned: int, first_college: College) -> int:
    """The id of the share."""
    wish = Wish("林小雨", days=30, most_days=365, college_id=first_college.id)
    with Session(engine) as session, session.begin():
        return share(session, app.state.vault, lin.id, Items((earned,)), wish, NOW).id


@pytest.fixture
def reader(sign_in: SignIn, engine: Engine, first_college: College, college_reader: Person) -> Browser:
    with Session(engine) as session, session.begin():
        add_member(session, first_college, college_reader.id, TODAY, NOW)
    return sign_in(college_reader)


@pytest.fixture
def make(reader: Browser) -> Callable[[str], str]:
    """`make("share-1")` makes a token as the reader does, and gives it."""

    def make(subject: str, days: str = "30") -> str:
        shown = reader.open("/college/interface").press("做令牌", {"subject": subject, "days": days})
        assert shown.heading == "新的令牌"
        return re.sub(r"\s", "", shown.html.main.code.get_text())  # type: ignore[union-attr]

    return make


@pytest.fixture
def call(app: FastAPI) -> Call:
    """`call("GET", "/credits", token)` as a college's program does: no cookies, no browser's headers."""

    def call(method: str, path: str, token: str = "", **more: Any) -> Any:
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        return TestClient(app).request(method, f"/api/v1{path}", headers=headers, **more)

    return call
