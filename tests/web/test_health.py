"""What machines ask: is the process alive, can it do its work."""

from fastapi import FastAPI
from sqlalchemy import Engine, text

from portal.db import connect
from tests.browser import Browser


def test_a_portal_that_works_says_so(visitor: Browser) -> None:
    assert (visitor.client.get("/healthz").text, visitor.client.get("/readyz").text) == ("ok\n", "ready\n")


def test_an_old_schema_is_not_ready(visitor: Browser, engine: Engine) -> None:
    with engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '0001'"))
    answer = visitor.client.get("/readyz")
    assert (answer.status_code, answer.text) == (503, "not ready\n")
    assert visitor.client.get("/healthz").status_code == 200


def test_without_a_database_it_is_alive_and_not_ready(visitor: Browser, app: FastAPI) -> None:
    app.state.engine = connect("sqlite:////nowhere/at/all.sqlite3")
    assert visitor.client.get("/readyz").status_code == 503
    assert visitor.client.get("/healthz").status_code == 200
