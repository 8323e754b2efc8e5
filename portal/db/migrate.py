"""Bring a database to the newest schema: the same migrations, constraints and triggers on both databases."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, inspect, text

from portal.db.triggers import make_triggers

MIGRATIONS = Path(__file__).parent / "migrations"
OWN, FOLLOWED = (re.compile(rf'^{name} = "(\d+)"', re.MULTILINE) for name in ("revision", "down_revision"))
LOCK = 990_1001  # any number of our own: two processes that start together must not migrate together


@cache
def newest_revision() -> str:
    """The number of the migration that no other follows. Numbers are given out before it is known which lands first."""
    told = [path.read_text(encoding="utf-8") for path in MIGRATIONS.glob("[0-9]*.py")]
    own = {found[1] for text in told if (found := OWN.search(text))}
    return max(own - {found[1] for text in told if (found := FOLLOWED.search(text))})


def is_current(engine: Engine) -> bool:
    """Whether the database has the newest schema. Cheap: Alembic is not even imported."""
    with engine.connect() as connection:
        if not inspect(connection).has_table("alembic_version"):
            return False
        return bool(connection.scalar(text("SELECT version_num FROM alembic_version")) == newest_revision())


def migrate(engine: Engine) -> bool:
    """Run the migrations that are missing, in one transaction. Returns whether there were any."""
    if is_current(engine):
        return False
    with engine.connect() as connection, unguarded(connection), connection.begin():
        if connection.dialect.name == "postgresql":
            connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": LOCK})
        run_migrations(connection)
        make_triggers(connection)
        if connection.dialect.name == "sqlite" and connection.execute(text("PRAGMA foreign_key_check")).first():
            raise RuntimeError("after the migrations a row points to one that is not there")
    return True


@contextmanager
def unguarded(connection: Connection) -> Iterator[None]:
    """On SQLite a changed table is copied and its old self dropped, which other tables point to meanwhile. The guard is
    taken off before the transaction begins, and all pointers are checked before it ends."""
    if connection.dialect.name != "sqlite":
        yield
        return
    driver: Any = connection.connection.driver_connection
    driver.execute("PRAGMA foreign_keys = OFF")
    try:
        yield
    finally:
        driver.execute("PRAGMA foreign_keys = ON")


def run_migrations(connection: Connection) -> None:
    """Let Alembic upgrade over this connection; the caller commits."""
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("path_separator", "newline")  # a folder's name may hold a space or a colon
    config.set_main_option("script_location", str(MIGRATIONS.parent / "alembic").replace("%", "%%"))
    config.set_main_option("version_locations", str(MIGRATIONS).replace("%", "%%"))
    config.attributes["connection"] = connection
    command.upgrade(config, "head")
