"""Suite `ledger`: what a post costs against the bare database, and whether reading stays quick as the books grow."""

import statistics
from collections.abc import Callable
from time import perf_counter

from sqlalchemy import Engine
from sqlmodel import Session

from portal.commands.bench.books import fill_books
from portal.commands.bench.clients import CLIENTS, post_at_once
from portal.commands.bench.figures import Report, at_least, at_most_times
from portal.commands.bench.place import Place
from portal.commands.bench.postgres import server_for
from portal.commands.bench.posting import bare, by_action, post_for
from portal.credits import queries
from portal.credits.rules import PAGE_SIZE, Unit
from portal.db import READING, connect, migrate

FEWER = 10  # the small books have a tenth of the rows
TIMES = 200


def measure(place: Place, report: Report) -> None:
    """All figures of the credit bank."""
    measure_reading(place, report)
    measure_posting(place, report)
    measure_many(place, report)


def measure_reading(place: Place, report: Report) -> None:
    """Balance and statement of somebody with 50 entries, in small books and in large ones."""
    place.load_regions()
    asked = {"balance": balance, "page of entries": page_of_entries}
    person_id = fill_books(place.engine, place.transfers // FEWER, place.now)[0]
    small = {name: milliseconds(place.engine, ask, person_id) for name, ask in asked.items()}
    place.people = fill_books(place.engine, place.transfers, place.now)
    for name, goal in (("balance", 1.5), ("page of entries", 3.0)):
        large = milliseconds(place.engine, asked[name], person_id)
        limit = (f"{place.transfers // FEWER} transfers", small[name])
        report.add(at_most_times(goal, f"{name} of one person, {place.transfers} transfers", large, "ms", limit))


def balance(session: Session, person_id: int) -> None:
    queries.balance(session, person_id)


def page_of_entries(session: Session, person_id: int) -> None:
    queries.entries(session, person_id, Unit.CREDIT, None, 0, PAGE_SIZE)


def milliseconds(engine: Engine, ask: Callable[[Session, int], None], person_id: int) -> float:
    """The middle one of many readings, each in a transaction of its own."""
    taken = []
    for _ in range(TIMES):
        began = perf_counter()
        with Session(engine.execution_options(**READING)) as session:
            ask(session, person_id)
        taken.append((perf_counter() - began) * 1000)
    return statistics.median(taken[TIMES // 10 :])


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
    words = "one credit posted by the action, SQLite with synchronous=FULL"
    report.add(at_least(0.5, words, statistics.median(rates["action"]), "posts/s", limit))


def measure_many(place: Place, report: Report) -> None:
    """Eight clients at once on PostgreSQL with fsync on."""
    with server_for(place.folder, place.database_url, report.say) as url:
        if not url:
            return
        engine = connect(url)
        migrate(engine)
        place.load_regions(engine)
        people = fill_books(engine, 10_000, place.now)
        engine.dispose()
        rates: dict[str, list[float]] = {"action": [], "bare": []}
        for _ in range(3):
            for kind in ("bare", "action"):
                rates[kind].append(post_at_once(kind, url, place.seconds * 2, people))
    limit = (f"bare transactions from {CLIENTS} clients", statistics.median(rates["bare"]))
    words = f"credits posted by {CLIENTS} clients, PostgreSQL with fsync on"
    report.add(at_least(0.4, words, statistics.median(rates["action"]), "posts/s", limit))
