"""Fresh, migrated databases for tests: migrated once per run, then copied for each test."""

import fcntl
import itertools
import os
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
from psycopg import sql
from sqlalchemy import Engine, make_url
from sqlmodel import Session

from portal.accounts.actions import load_regions
from portal.db import connect, migrate
from tests.postgres import server_url

BACKENDS = ("sqlite", "postgresql")


class Databases:
    """Where a test run's databases come from. `shared` is the folder of all workers, `run` the run's process."""

    def __init__(self, shared: Path, run: int) -> None:
        self.shared = shared
        self.run = run
        self.prefix = prefix_of(run)
        self.numbers = itertools.count()

    @contextmanager
    def fresh(self, backend: str, folder: Path) -> Iterator[str]:
        """The URL of a migrated database that only this test sees. SQLite's lies in the given folder."""
        if backend == "sqlite":
            shutil.copyfile(self._sqlite_template(), folder / "portal.sqlite3")
            yield f"sqlite:///{folder}/portal.sqlite3"
            return
        server = server_url(self.shared, self.run)
        template = self._postgres_template(server)
        name = f"{self.prefix}{os.getpid()}_{next(self.numbers)}"
        _execute(server, "CREATE DATABASE {} TEMPLATE {} STRATEGY file_copy", name, template)
        try:
            yield url_of(server, name)
        finally:
            _execute(server, "DROP DATABASE {} WITH (FORCE)", name)

    @contextmanager
    def empty(self, backend: str, folder: Path) -> Iterator[str]:
        """The URL of a database without any table, for tests of the migrations themselves."""
        if backend == "sqlite":
            yield f"sqlite:///{folder}/empty.sqlite3"
            return
        server = server_url(self.shared, self.run)
        name = f"{self.prefix}{os.getpid()}_{next(self.numbers)}"
        _execute(server, "CREATE DATABASE {}", name)
        try:
            yield url_of(server, name)
        finally:
            _execute(server, "DROP DATABASE {} WITH (FORCE)", name)

    def _sqlite_template(self) -> Path:
        template = self.shared / "template.sqlite3"

        def make() -> None:
            _migrate(f"sqlite:///{template}")
            with sqlite3.connect(template) as connection:  # into the one file that is copied
                connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            connection.close()

        self._once("sqlite", make)
        return template

    def _postgres_template(self, server: str) -> str:
        template = f"{self.prefix}template"

        def make() -> None:
            _execute(server, "CREATE DATABASE {}", template)
            _migrate(url_of(server, template))

        self._once("postgresql", make)
        return template

    def _once(self, name: str, make: Callable[[], None]) -> None:
        """Run `make` in one worker only; the others wait for it."""
        made = self.shared / f"{name}.made"
        if made.exists():
            return
        with (self.shared / f"{name}.lock").open("a") as turn:
            fcntl.flock(turn, fcntl.LOCK_EX)
            if not made.exists():
                make()
                made.touch()


def drop_databases(server: str, run: int) -> None:
    """Remove what a run left on a server that is not its own."""
    with psycopg.connect(server, autocommit=True) as connection:
        found = connection.execute("SELECT datname FROM pg_database WHERE starts_with(datname, %s)", [prefix_of(run)])
        for (name,) in found.fetchall():
            _execute(server, "DROP DATABASE IF EXISTS {} WITH (FORCE)", name)


def prefix_of(run: int) -> str:
    """What the names of a run's databases begin with, so that runs on one server do not meet."""
    return f"portal_test_{run}_"


def url_of(server: str, name: str) -> str:
    """The server's URL with another database in it."""
    return make_url(server).set(database=name).render_as_string(hide_password=False)


def disposed(engine: Engine) -> Iterator[Engine]:
    """Yield an engine and close its connections afterwards: a database in use cannot be dropped or copied."""
    try:
        yield engine
    finally:
        engine.dispose()


def _migrate(url: str) -> None:
    """A database as every portal has it: the schema, and the region tree that all else refers to."""
    engine = connect(url)
    try:
        migrate(engine)
        with Session(engine) as session, session.begin():
            load_regions(session)
    finally:
        engine.dispose()


def _execute(server: str, statement: str, *names: str) -> None:
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(sql.SQL(statement).format(*map(sql.Identifier, names)))
