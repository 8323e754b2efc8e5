"""The database: how to connect, one session per request, the column type for times.

Routes are `async def` and call the database synchronously, on the event loop: hops to threads cost two to four
times the work of a short query (README, decisions). So one process runs one transaction at a time, like a
synchronous worker, and nothing slow may be awaited between a request's first query and its commit.
"""

from collections.abc import AsyncIterator
from datetime import UTC, datetime
from typing import Annotated, Any

from fastapi import Depends, Request
from sqlalchemy import Connection, DateTime, Dialect, Engine, TypeDecorator, create_engine, event
from sqlmodel import Session, SQLModel

from portal.db.migrate import is_current, migrate

__all__ = ["Db", "Now", "UtcDateTime", "connect", "is_current", "migrate"]

SQLModel.metadata.naming_convention = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}

SQLITE_PRAGMAS = ("foreign_keys = ON", "journal_mode = WAL", "synchronous = FULL", "busy_timeout = 15000")
READING = {"portal_reading": True}
SAFE_METHODS = ("GET", "HEAD", "OPTIONS")


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
        return create_engine(url, pool_pre_ping=True, connect_args={"options": options})
    engine = create_engine(url)
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _prepare_sqlite(connection: Any, _: Any) -> None:
    connection.isolation_level = None  # SQLAlchemy says BEGIN itself; the driver's own way loses updates silently
    for pragma in SQLITE_PRAGMAS:
        connection.execute(f"PRAGMA {pragma}")


def _begin_sqlite(connection: Connection) -> None:
    reading = connection.get_execution_options().get("portal_reading")
    connection.exec_driver_sql("BEGIN" if reading else "BEGIN IMMEDIATE")


async def open_session(request: Request) -> AsyncIterator[Session]:
    """One session per request: committed when the route returns, rolled back when it raises."""
    engine: Engine = request.app.state.engine
    if request.method in SAFE_METHODS:  # a page that only reads never waits for a writer
        engine = engine.execution_options(**READING)
    with Session(engine) as session, session.begin():
        yield session


# scope="function": commit before the response leaves. With the default scope a failed commit
# would come after the browser has already been told that all went well.
Db = Annotated[Session, Depends(open_session, scope="function")]


async def read_clock(request: Request) -> datetime:
    """The moment of this request, in UTC. Tests put another clock into the app's state."""
    now: datetime = request.app.state.clock()
    return now


Now = Annotated[datetime, Depends(read_clock)]
