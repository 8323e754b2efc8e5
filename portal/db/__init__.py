"""The database: how to connect to either kind, and the column type for times."""

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, DateTime, Dialect, Engine, TypeDecorator, create_engine, event
from sqlmodel import SQLModel

from portal.db.alive import look_before_use
from portal.db.migrate import is_current, migrate

__all__ = ["READING", "UtcDateTime", "connect", "is_current", "migrate"]

SQLModel.metadata.naming_convention = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}

SQLITE_PRAGMAS = ("foreign_keys = ON", "journal_mode = WAL", "synchronous = FULL", "busy_timeout = 15000")
READING = {"portal_reading": True}  # execution option of an engine whose transactions only read


class UtcDateTime(TypeDecorator[datetime]):
    """A moment: aware and in UTC in Python, on both databases. A naive datetime is refused with ValueError."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is not None and value.tzinfo is None:
            raise ValueError(f"{value} has no time zone")
        return value and value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        return value and (value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC))


def connect(url: str) -> Engine:
    """An engine for SQLite or PostgreSQL that loses no write and waits for locks for seconds, not for ever."""
    if url.startswith("postgresql://"):
        url = url.replace("postgresql://", "postgresql+psycopg://", 1)
    if url.startswith("postgresql+psycopg://"):
        options = "-c lock_timeout=15s -c statement_timeout=60s -c idle_in_transaction_session_timeout=120s"
        engine = create_engine(url, hide_parameters=True, connect_args={"options": options})
        look_before_use(engine)
        return engine
    engine = create_engine(url, hide_parameters=True)  # values of people stay out of logs
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _prepare_sqlite(connection: Any, _: Any) -> None:
    connection.isolation_level = None  # SQLAlchemy says BEGIN itself; the driver's own way loses updates silently
    for pragma in SQLITE_PRAGMAS:
        connection.execute(f"PRAGMA {pragma}")


def _begin_sqlite(connection: Connection) -> None:
    reading = connection.get_execution_options().get("portal_reading")
    driver: Any = connection.connection.driver_connection  # past SQLAlchemy's bookkeeping, which this has no use for
    driver.execute("BEGIN" if reading else "BEGIN IMMEDIATE")
