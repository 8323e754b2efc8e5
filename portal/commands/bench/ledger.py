"""Suite `ledger`: what a post costs against the bare database, and whether reading stays quick as the books grow.

Both databases in turn: books of a hundredth of the size, of a tenth and of all of it are read one after the other.
"""

import statistics
from collections.abc import Callable, Sequence
from time import perf_counter

from sqlalchemy import Engine
from sqlmodel import Session

from portal.commands.bench.clients import CLIENTS, post_at_once
from portal.commands.bench.figures import Figure, Report, at_least, at_most_times, shortened
from portal.commands.bench.place import Place
from portal.commands.bench.posting import bare, by_action, post_for
from portal.commands.bench.sizes import Books, books_on_postgresql, books_on_sqlite, rows_in
from portal.credits import queries
from portal.credits.rules import PAGE_SIZE, Unit
from portal.db import READING

READERS = 200  # people who are read one after the other
POSTERS = 2000  # people for whom is posted: others than those who are read


def measure(place: Place, report: Report) -> None:
    """All figures of the credit bank, first on SQLite, then on PostgreSQL."""
    with books_on_sqlite(place) as books:
        measure_reading(place, report, books, "SQLite")
        measure_posting(place, report, books[-1])
    with books_on_postgresql(place, report.say) as books:
        if books:
            measure_reading(place, report, books, "PostgreSQL")
            measure_many(place, report, books[-1])


def fill(place: Place, say: Callable[[str], None]) -> None:
    """Make the books where they stay: in the folder, and on the PostgreSQL that was named."""
    with books_on_sqlite(place) as books:
        say(f"SQLite: books of {', '.join(str(one.transfers) for one in books)} transfers.")
    if place.database_url:
        with books_on_postgresql(place, say) as books:
            say(f"PostgreSQL: books of {', '.join(str(one.transfers) for one in books)} transfers.")


def measure_reading(place: Place, report: Report, books: list[Books], name: str) -> None:
    """Balance, page and whole statement of one person after the other, in books of every size in turns."""
    for one in books:
        if one.rate:
            report.add(Figure(f"{name}: rows put in, {one.transfers} transfers", shortened(one.rate), "rows/s"))
    asked = {"balance": (balance, 1.5), "page of entries": (page_of_entries, 3.0), "statement": (statement, 3.0)}
    for what, (ask, goal) in asked.items():
        taken: dict[int, list[float]] = {one.transfers: [] for one in books}
        for turn in range(place.rounds):
            for one in books:
                taken[one.transfers] += milliseconds(one.engine, ask, spread(one.people, READERS, turn))
        small, *larger = [(size, statistics.median(times)) for size, times in taken.items()]
        report.add(Figure(f"{name}: {what} of one person, {small[0]} transfers", shortened(small[1]), "ms"))
        for size, middle in larger:
            words = f"{name}: {what} of one person, {size} transfers"
            report.add(at_most_times(goal, words, middle, "ms", (f"{small[0]} transfers", small[1])))
    report.add(
        Figure(f"{name}: disk for a transfer, indexes included", shortened(disk_bytes(books[-1].engine)), "bytes")
    )


def spread(people: list[int], count: int, turn: int = 0) -> list[int]:
    """So many people from everywhere in the books, others at every turn where there are enough."""
    step = max(1, len(people) // count)
    return people[turn * 7 % step :: step][:count]


def balance(session: Session, person_id: int) -> None:
    queries.balance(session, person_id)


def page_of_entries(session: Session, person_id: int) -> None:
    queries.entries(session, person_id, Unit.CREDIT, None, 0, PAGE_SIZE)


def statement(session: Session, person_id: int) -> None:
    queries.entries(session, person_id)


def milliseconds(engine: Engine, ask: Callable[[Session, int], None], people: Sequence[int]) -> list[float]:
    """How long each of these people is read, in a transaction of its own. The first tenth warms up only."""
    taken = []
    for person_id in people:
        began = perf_counter()
        with Session(engine.execution_options(**READING)) as session:
            ask(session, person_id)
        taken.append((perf_counter() - began) * 1000)
    return taken[len(people) // 10 :]


def disk_bytes(engine: Engine) -> float:
    """What the table of transfers and its indexes take on the disk, for each row."""
    with engine.connect() as connection:
        if engine.dialect.name == "postgresql":
            size = connection.exec_driver_sql("SELECT pg_total_relation_size('credit_transfer')").scalar_one()
        else:  # the file; people and accounts, which it holds too, are few beside their entries
            pages, each = (connection.exec_driver_sql(f"PRAGMA {n}").scalar_one() for n in ("page_count", "page_size"))
            size = pages * each
    return float(size) / max(1, rows_in(engine))


def measure_posting(place: Place, report: Report, books: Books) -> None:
    """One post after the other on SQLite, which writes each commit to the disk (synchronous=FULL), in turns."""
    people = spread(books.people, POSTERS, 1)
    rates: dict[str, list[float]] = {"action": [], "bare": []}
    for _ in range(place.rounds):
        for name, kind in (("bare", bare), ("action", by_action)):
            with kind(books.url, people) as post:
                post(people[0])
                rates[name].append(post_for(place.seconds, post, people))
    limit = ("a bare transaction of two statements", statistics.median(rates["bare"]))
    words = f"one credit posted by the action, SQLite with synchronous=FULL, {books.transfers} transfers"
    report.add(at_least(0.5, words, statistics.median(rates["action"]), "posts/s", limit))


def measure_many(place: Place, report: Report, books: Books) -> None:
    """Eight clients at once on PostgreSQL with fsync on."""
    people = spread(books.people, POSTERS, 1)
    rates: dict[str, list[float]] = {"action": [], "bare": []}
    for _ in range(place.rounds):
        for kind in ("bare", "action"):
            rates[kind].append(post_at_once(kind, books.url, place.seconds * 2, people))
    limit = (f"bare transactions from {CLIENTS} clients", statistics.median(rates["bare"]))
    words = f"credits posted by {CLIENTS} clients, PostgreSQL with fsync on, {books.transfers} transfers"
    report.add(at_least(0.4, words, statistics.median(rates["action"]), "posts/s", limit))
