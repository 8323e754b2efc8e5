"""Suite `ledger`: what a post costs against the bare database, and whether reading stays quick as the books grow.

Both databases in turn: the books grow tenfold, and tenfold again where they are large, and are measured at each size.
"""

import statistics
from collections.abc import Callable, Sequence
from time import perf_counter

from sqlalchemy import Engine
from sqlmodel import Session

from portal.commands.bench.books import fill_books
from portal.commands.bench.clients import CLIENTS, post_at_once
from portal.commands.bench.figures import Figure, Report, at_least, at_most_times, shortened
from portal.commands.bench.place import Place
from portal.commands.bench.postgres import server_for
from portal.commands.bench.posting import bare, by_action, post_for
from portal.credits import queries
from portal.credits.rules import PAGE_SIZE, Unit
from portal.db import READING, connect, migrate

SMALLEST = 10_000  # fewer rows than this say nothing
TIMES = 200
POSTERS = 2000  # people for whom is posted: others than those who are read


def measure(place: Place, report: Report) -> None:
    """All figures of the credit bank, first on SQLite, then on PostgreSQL."""
    place.load_regions()
    place.people = measure_reading(place, report, place.engine, "SQLite")
    measure_posting(place, report)
    with server_for(place.folder, place.database_url, report.say) as url:
        if url:
            engine = connect(url)
            migrate(engine)
            place.load_regions(engine)
            people = measure_reading(place, report, engine, "PostgreSQL")
            engine.dispose()
            measure_many(place, report, url, people)


def sizes(transfers: int) -> list[int]:
    """How many rows the books have at each look, from a hundredth on."""
    return [size for size in (transfers // 100, transfers // 10) if size >= SMALLEST] + [transfers]


def measure_reading(place: Place, report: Report, engine: Engine, name: str) -> list[int]:
    """Balance, page and whole statement of one person after the other, as the books grow. Returns some people."""
    asked = {"balance": (balance, 1.5), "page of entries": (page_of_entries, 3.0), "statement": (statement, 3.0)}
    small: dict[str, float] = {}
    people: list[int] = []
    for size in sizes(place.transfers):
        began, before = perf_counter(), rows_in(engine)
        people += fill_books(engine, size, place.now, place.each)
        rate = (rows_in(engine) - before) / (perf_counter() - began)
        report.add(Figure(f"{name}: rows put in, {size} transfers", shortened(rate), "rows/s"))
        readers = people[:: max(1, len(people) // TIMES)][:TIMES]
        for what, (ask, goal) in asked.items():
            taken = milliseconds(engine, ask, readers)
            words = f"{name}: {what} of one person, {size} transfers"
            if what in small:
                limit = (f"{sizes(place.transfers)[0]} transfers", small[what])
                report.add(at_most_times(goal, words, taken, "ms", limit))
            else:
                small[what] = taken
                report.add(Figure(words, shortened(taken), "ms"))
    report.add(Figure(f"{name}: disk for a transfer, indexes included", shortened(disk_bytes(engine)), "bytes"))
    return people[:POSTERS]


def balance(session: Session, person_id: int) -> None:
    queries.balance(session, person_id)


def page_of_entries(session: Session, person_id: int) -> None:
    queries.entries(session, person_id, Unit.CREDIT, None, 0, PAGE_SIZE)


def statement(session: Session, person_id: int) -> None:
    queries.entries(session, person_id)


def rows_in(engine: Engine) -> int:
    with Session(engine.execution_options(**READING)) as session:
        return queries.count_transfers(session)


def milliseconds(engine: Engine, ask: Callable[[Session, int], None], people: Sequence[int]) -> float:
    """The middle one of many readings, of one person after the other, each in a transaction of its own."""
    taken = []
    for place in range(TIMES):
        began = perf_counter()
        with Session(engine.execution_options(**READING)) as session:
            ask(session, people[place % len(people)])
        taken.append((perf_counter() - began) * 1000)
    return statistics.median(taken[TIMES // 10 :])


def disk_bytes(engine: Engine) -> float:
    """What the table of transfers and its indexes take on the disk, for each row."""
    with engine.connect() as connection:
        if engine.dialect.name == "postgresql":
            size = connection.exec_driver_sql("SELECT pg_total_relation_size('credit_transfer')").scalar_one()
        else:  # the file; people and accounts, which it holds too, are few beside their entries
            pages, each = (connection.exec_driver_sql(f"PRAGMA {n}").scalar_one() for n in ("page_count", "page_size"))
            size = pages * each
    return float(size) / max(1, rows_in(engine))


def measure_posting(place: Place, report: Report) -> None:
    """One post after the other on SQLite, which writes each commit to the disk (synchronous=FULL), in turns."""
    url = place.settings.database_url
    rates: dict[str, list[float]] = {"action": [], "bare": []}
    for _ in range(place.rounds):
        for name, kind in (("bare", bare), ("action", by_action)):
            with kind(url) as post:
                post(place.people[0])
                rates[name].append(post_for(place.seconds, post, place.people))
    limit = ("a bare transaction of two statements", statistics.median(rates["bare"]))
    words = f"one credit posted by the action, SQLite with synchronous=FULL, {place.transfers} transfers"
    report.add(at_least(0.5, words, statistics.median(rates["action"]), "posts/s", limit))


def measure_many(place: Place, report: Report, url: str, people: list[int]) -> None:
    """Eight clients at once on PostgreSQL with fsync on."""
    rates: dict[str, list[float]] = {"action": [], "bare": []}
    for _ in range(3):
        for kind in ("bare", "action"):
            rates[kind].append(post_at_once(kind, url, place.seconds * 2, people))
    limit = (f"bare transactions from {CLIENTS} clients", statistics.median(rates["bare"]))
    words = f"credits posted by {CLIENTS} clients, PostgreSQL with fsync on, {place.transfers} transfers"
    report.add(at_least(0.4, words, statistics.median(rates["action"]), "posts/s", limit))
