"""The same books in several sizes, side by side on one database, so that small and large are read in turns."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from time import perf_counter
from typing import Any

from sqlalchemy import Engine, event
from sqlmodel import Session

from portal.accounts.actions import load_regions
from portal.commands.bench.books import fill_books, people_in
from portal.commands.bench.place import Place
from portal.commands.bench.postgres import server_for
from portal.credits.queries import count_transfers
from portal.db import READING, connect, migrate

SMALLEST = 10_000  # fewer rows than this say nothing


@dataclass(frozen=True)
class Books:
    """Books with so many transfers, and everybody whose they are. `rate` is of the rows put in now; None: they were there."""

    transfers: int
    url: str
    engine: Engine
    people: list[int]
    rate: float | None


def sizes(transfers: int) -> list[int]:
    """How many rows the books have: a hundredth, a tenth and all, where that is enough to say something."""
    return [size for size in (transfers // 100, transfers // 10) if size >= SMALLEST] + [transfers]


@contextmanager
def books_on_sqlite(place: Place) -> Iterator[list[Books]]:
    """Every size in a file of its own."""
    folder = place.folder / "books"
    folder.mkdir(exist_ok=True)
    with ExitStack() as ends:
        urls = [(size, f"sqlite:///{folder}/{size}.sqlite3") for size in sizes(place.transfers)]
        yield [filled(place, size, url, connect(url), ends) for size, url in urls]


@contextmanager
def books_on_postgresql(place: Place, say: Callable[[str], None]) -> Iterator[list[Books]]:
    """The largest where the database's address leads, the others in schemas beside it; none where there is no PostgreSQL."""
    with server_for(place.folder, place.database_url, say) as url, ExitStack() as ends:
        small = [(size, in_schema(url, f"books_{size}")) for size in sizes(place.transfers)[:-1] if url]
        engines = [*small, (place.transfers, connect(url))] if url else []
        yield [filled(place, size, url, engine, ends) for size, engine in engines]


def in_schema(url: str, schema: str) -> Engine:
    """An engine for tables in a schema of their own."""
    with connect(url).begin() as connection:
        connection.exec_driver_sql(f"CREATE SCHEMA IF NOT EXISTS {schema}")
    engine = connect(url)

    def look_there(connection: Any, _: Any) -> None:
        connection.execute(f"SET search_path TO {schema}")
        connection.commit()

    event.listen(engine, "connect", look_there)
    return engine


def filled(place: Place, size: int, url: str, engine: Engine, ends: ExitStack) -> Books:
    """Books of this size: what is there from before stays. Raises ValueError where they are much larger already."""
    ends.callback(engine.dispose)
    migrate(engine)
    with Session(engine) as session, session.begin():
        load_regions(session)
    began, before = perf_counter(), rows_in(engine)
    if before > 2 * size:
        raise ValueError(f"there are books of {before} transfers already, and not of {size}")
    fill_books(engine, size, place.now, place.each)
    added = rows_in(engine) - before
    rate = added / (perf_counter() - began) if added else None
    return Books(size, url, engine, people_in(engine), rate)


def rows_in(engine: Engine) -> int:
    with Session(engine.execution_options(**READING)) as session:
        return count_transfers(session)
