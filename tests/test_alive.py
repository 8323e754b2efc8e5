"""A restart of PostgreSQL costs nobody their page, and a connection that is well is not asked each time."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine

from portal.db import alive, connect
from tests.databases import Databases


@pytest.fixture
def pool(databases: Databases, tmp_path: Path) -> Iterator[Engine]:
    with databases.fresh("postgresql", tmp_path) as url:
        engine = connect(url)
        yield engine
        engine.dispose()


def number_of_process(pool: Engine) -> int:
    with pool.connect() as connection:
        return int(connection.exec_driver_sql("SELECT pg_backend_pid()").scalar_one())


def test_connections_that_the_server_closed_are_made_anew(pool: Engine) -> None:
    with pool.connect() as one, pool.connect() as two:  # both go back to the pool
        before = {int(each.exec_driver_sql("SELECT pg_backend_pid()").scalar_one()) for each in (one, two)}
    other = connect(pool.url.render_as_string(hide_password=False))
    with other.connect() as connection:
        for number in before:
            connection.exec_driver_sql(f"SELECT pg_terminate_backend({number}, 5000)")
    other.dispose()
    assert not {number_of_process(pool), number_of_process(pool)} & before


def test_a_connection_that_is_well_is_kept(pool: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    before = number_of_process(pool)
    with pool.begin() as connection:
        connection.exec_driver_sql("LISTEN something")
    other = connect(pool.url.render_as_string(hide_password=False))
    with other.begin() as connection:
        connection.exec_driver_sql("NOTIFY something")  # now there is something to be read
    other.dispose()
    assert number_of_process(pool) == before
    monkeypatch.setattr(alive, "SECONDS_TRUSTED", 0)  # as after a long silence
    assert number_of_process(pool) == before
