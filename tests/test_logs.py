"""Log lines: JSON, with what operates the portal and without what belongs to a person."""

import io
import json
import logging
from collections.abc import Iterator
from typing import Any

import pytest
import structlog
from fastapi import FastAPI, Request
from starlette.testclient import TestClient

from portal.logs import RequestLog, configure_logs
from portal.text.masking import masked

CARD = "99010119900101001913"
DIGEST = "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824"


@pytest.fixture
def lines() -> Iterator[io.StringIO]:
    stream = io.StringIO()
    before = logging.getLogger().handlers[:], logging.getLogger().level
    configure_logs(stream)
    yield stream
    structlog.reset_defaults()
    logging.getLogger().handlers, level = before
    logging.getLogger().setLevel(level)


def read(lines: io.StringIO) -> list[dict[str, Any]]:
    return [json.loads(line) for line in lines.getvalue().splitlines()]


@pytest.fixture
def client(lines: io.StringIO) -> TestClient:
    app = FastAPI()

    @app.get("/people/{card}")
    async def show_person(card: str, request: Request) -> str:
        structlog.get_logger().info("looked up", card=card, digest=DIGEST)
        return str(request.state.request_id)

    @app.post("/broken")
    async def break_down(request: Request) -> None:
        raise ValueError(f"invalid: {(await request.body()).decode()}")

    app.add_middleware(RequestLog)
    return TestClient(app, raise_server_exceptions=False)


def test_a_request_is_one_line_without_its_values(client: TestClient, lines: io.StringIO) -> None:
    response = client.get(f"/people/{CARD}?word=secret")
    said, request = read(lines)[0], read(lines)[-1]
    assert {name: request[name] for name in ("event", "level", "method", "route", "status")} == {
        "event": "request", "level": "info", "method": "GET", "route": "/people/{card}", "status": 200,
    }  # fmt: skip
    assert request["milliseconds"] >= 0
    assert request["request_id"] == said["request_id"] == response.headers["X-Request-ID"] == response.json()
    assert (said["card"], said["digest"]) == ("***", DIGEST)
    assert CARD not in lines.getvalue() and "secret" not in lines.getvalue() and "testclient" not in lines.getvalue()


def test_an_address_that_leads_nowhere_is_not_written_down(client: TestClient, lines: io.StringIO) -> None:
    client.get("/persons/wang-xiaoming")
    request = read(lines)[-1]
    assert (request["route"], request["status"]) == (None, 404)
    assert "xiaoming" not in lines.getvalue()


def test_an_exception_is_told_by_type_and_place_only(client: TestClient, lines: io.StringIO) -> None:
    assert client.post("/broken", content="王小明 was here").status_code == 500
    try:
        int("王小明")
    except ValueError:
        logging.getLogger("library").exception("it broke for %s", CARD)
    request, broken = read(lines)
    assert (request["event"], request["status"], request["level"]) == ("request", 500, "error")
    assert broken["event"] == "it broke for ***"
    assert broken["logger"] == "library"
    assert broken["exception"][0]["type"] == "builtins.ValueError"
    assert broken["exception"][0]["at"][-1].endswith("test_an_exception_is_told_by_type_and_place_only")
    assert "王小明" not in lines.getvalue()


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (f"card {CARD}.", "card ***."),
        ("990101199001010015X", "***"),
        ("phone13900001111!", "phone***!"),
        ("１３９００００１１１１", "***"),
        (13900001111, "***"),
        ({"a": [CARD, 1, None, True, 1.5]}, {"a": ["***", 1, None, True, 1.5]}),
        (f"{DIGEST} 307264185 2026-03-01", f"{DIGEST} 307264185 2026-03-01"),
        ("1" * 64, "***"),
    ],
)
def test_long_numbers_are_masked(value: Any, shown: Any) -> None:
    assert masked(value) == shown
