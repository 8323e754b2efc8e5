"""Refusals are pages: what happened, and what to do next, in both languages; nothing of the inside is told."""

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from sqlalchemy.exc import IntegrityError, OperationalError
from starlette.exceptions import HTTPException

from portal.errors import NotFound, Refused, TooBig, TooMany
from portal.text import message
from tests.browser import SAME_ORIGIN, Browser

WHY = message("这个版本已经撤下，不能再开放。")
SECRET = "UNIQUE constraint failed: person.citizen_index 990101199001010019"
FAILURES: dict[int, Exception] = {
    404: NotFound(),
    405: HTTPException(405),
    409: Refused(WHY),
    413: TooBig(WHY),
    429: TooMany(WHY),
    500: ValueError(SECRET),
    503: OperationalError("SELECT 1", {}, Exception(SECRET)),
}
HEADINGS = {
    404: ("没有这个页面", "There is no such page"),
    405: ("没有这个页面", "There is no such page"),
    409: ("现在不能做", "This cannot be done now"),
    413: ("文件太大，没有收下", "The file is too large and was not accepted"),
    429: ("试的次数太多，先停一停", "Too many tries, please wait a while"),
    500: ("我们这边出错了", "Something went wrong on our side"),
    503: ("我们这边出错了", "Something went wrong on our side"),
}


@pytest.fixture
def failing(app: FastAPI) -> TestClient:
    """A portal with an address for each way to fail."""

    @app.get("/fails/{status}")
    async def fails(status: int) -> None:
        raise IntegrityError("INSERT", {}, Exception(SECRET)) if status == 4090 else FAILURES[status]

    return TestClient(app, raise_server_exceptions=False, headers=SAME_ORIGIN)


@pytest.mark.parametrize("language", ["zh-CN", "en"])
@pytest.mark.parametrize("status", FAILURES)
def test_each_failure_has_its_page(failing: TestClient, status: int, language: str) -> None:
    answer = failing.get(f"/fails/{status}", headers={"Accept-Language": language})
    page = Browser(failing).see(status, answer)
    assert page.heading == HEADINGS[status][language == "en"]
    assert page.title.startswith(page.heading)
    assert page.html.html["lang"] == language  # type: ignore[index]
    assert page.links, "a way on"
    assert "990101" not in answer.text


def test_two_writes_that_met_are_told_without_their_values(failing: TestClient) -> None:
    answer = failing.get("/fails/4090")
    assert answer.status_code == 409
    assert "990101" not in answer.text


@pytest.mark.parametrize("language", ["zh-CN", "en"])
def test_a_foreign_form_gets_a_page_too(visitor: Browser, language: str) -> None:
    headers = {"Sec-Fetch-Site": "cross-site", "Accept-Language": language}
    page = visitor.see(403, visitor.client.post("/sign-in", headers=headers))
    assert page.html.html["lang"] == language  # type: ignore[index]
    assert page.links


def test_a_mistake_in_a_form_is_said_first(visitor: Browser) -> None:
    page = visitor.open("/sign-in").press("登录", {"identifier": "", "password": ""}, expect=422)
    assert page.title.startswith("错误：")
    assert list(page.problems.values()) == ["identifier", "password"]


def test_an_address_that_is_no_number_is_not_found(visitor: Browser) -> None:
    assert visitor.open("/notices/abc", expect=404).heading == "没有这个页面"


def test_a_method_that_an_address_does_not_take(visitor: Browser) -> None:
    answer = visitor.client.post("/help", headers=SAME_ORIGIN)
    assert visitor.see(405, answer).heading == "没有这个页面"
