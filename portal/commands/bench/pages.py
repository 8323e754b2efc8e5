"""Suite `pages`: how many pages a second one process serves, against a bare route in the same turns."""

import itertools
from collections.abc import Callable

from portal.commands.bench.figures import Report, at_least, at_most
from portal.commands.bench.first_visit import measure_first_visit
from portal.commands.bench.load import Target, ask_times, get, in_turns, rate
from portal.commands.bench.people import signed_in_trainee
from portal.commands.bench.place import Place
from portal.commands.bench.servers import Server, bare_server, portal_server
from portal.commands.bench.shelf import LESSONS, SLUGS, slug_of
from portal.commands.bench.start import measure_second_start
from portal.library.rules import pages_in

BARE = "a bare route of 180 bytes"
LESSON_PAGE = f"/library/{slug_of(1)}/{SLUGS[1]}"
MIXED_REQUESTS = 10_000
SEEN_PAGES = 20  # what people who have signed in go through
ALL_PAGES = 150  # more than are kept, so that each is made anew; their cards are kept

# name of the target, the figure's words, the part of the bare route's rate that is asked for
GOALS = (
    ("kept", "catalogue page, signed out, kept", 0.70),
    ("unchanged", "catalogue page, signed out, 304", 0.70),
    ("anew", "catalogue page, signed out, made anew", 0.18),
    ("signed in", "catalogue page, signed in", 0.10),
    ("lesson", "lesson page, signed in", 0.10),
)


def measure(place: Place, report: Report) -> None:
    """The rates on both databases; all other figures of pages on SQLite, where they differ little."""
    for shelf in place.shelves(report.say):
        cookie = signed_in_trainee(shelf.engine, shelf.settings, version_id=1, now=place.now)
        with portal_server(shelf.settings) as server, bare_server(place.folder) as bare:
            measure_rates(place, report, shelf.database, server, bare, cookie)
            if shelf.database == "SQLite":
                measure_first_visit(report, server.port)
                measure_memory(report, server, place.courses, cookie)
    measure_second_start(place, report)


def measure_rates(place: Place, report: Report, database: str, server: Server, bare: Server, cookie: str) -> None:
    """Requests per second of each kind of page."""
    port = server.port
    etag = etag_of(port, "/library")
    targets = {
        "bare": Target(bare.port, always(get("/"))),
        "kept": Target(port, always(get("/library"))),
        "unchanged": Target(port, always(get("/library", if_none_match=etag)), status=304),
        "anew": Target(port, catalogue_pages(place.courses, ALL_PAGES)),
        "signed in": Target(port, catalogue_pages(place.courses, SEEN_PAGES, cookie=cookie)),
        "lesson": Target(port, always(get(LESSON_PAGE, cookie=cookie))),
    }
    measured = {name: rate(rounds) for name, rounds in in_turns(targets, place.rounds, place.seconds).items()}
    for name, words, goal in GOALS:
        figure = f"{words}, {place.courses} courses on {database}"
        report.add(at_least(goal, figure, measured[name], "requests/s", (BARE, measured["bare"])))


def measure_memory(report: Report, server: Server, courses: int, cookie: str) -> None:
    """What the process holds after many requests of all kinds, and how much of that came with the second half."""
    mixed = mixed_requests(courses, cookie)
    ask_times(MIXED_REQUESTS // 2, server.port, mixed, status=200)
    halfway = server.resident_megabytes
    ask_times(MIXED_REQUESTS // 2, server.port, mixed, status=200)
    at_end = server.resident_megabytes
    report.add(at_most(100, f"memory of the process after {MIXED_REQUESTS} mixed requests", at_end, "MB"))
    report.add(at_most(2, "memory that the second half of them added", at_end - halfway, "MB"))


def always(request: bytes) -> Callable[[], bytes]:
    return lambda: request


def catalogue_pages(courses: int, pages: int, **headers: str) -> Callable[[], bytes]:
    """The catalogue's pages in turn, each at an address that was never asked for, so that none is kept."""
    last = min(pages_in(courses), pages)
    numbers = itertools.count()
    return lambda: get(f"/library?page={(number := next(numbers)) % last + 1}&never={number}", **headers)


def mixed_requests(courses: int, cookie: str) -> Callable[[], bytes]:
    """Home, catalogue, searches, courses, lessons and own pages, signed in and out, over the whole shelf."""
    numbers = itertools.count()

    def next_request() -> bytes:
        number = next(numbers)
        slug = slug_of(number * 7 % courses + 1)
        paths = (
            "/",
            "/library",
            f"/library?q=%E5%85%A5%E9%97%A8&level={number % 3 + 1}",
            f"/library/{slug}",
            f"/library/{slug}/{SLUGS[number % LESSONS]}",
            "/credits",
            "/learning",
            "/help",
        )
        path = paths[number % len(paths)]
        is_theirs = path in ("/credits", "/learning") or number % 2
        return get(path, cookie=cookie) if is_theirs else get(path)

    return next_request


def etag_of(port: int, path: str) -> str:
    """The mark of a page as it is now."""
    import urllib.request

    with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}") as answer:
        return str(answer.headers["etag"])
