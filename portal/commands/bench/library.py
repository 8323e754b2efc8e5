"""Suite `library`: what a search costs against the plain catalogue, and whether it misses anything."""

import itertools
import re
from collections.abc import Callable
from urllib.parse import quote
from urllib.request import Request, urlopen

from sqlalchemy import Engine, text

from portal.commands.bench.figures import Figure, Report, at_most_times
from portal.commands.bench.load import Target, get, in_turns
from portal.commands.bench.pages import ALL_PAGES, catalogue_pages
from portal.commands.bench.place import Place
from portal.commands.bench.servers import portal_server

WORDS = ("入门", "保健按摩", "盲", "收", "听不见也能做", "网店 美工", "course", "读屏软件", "温度 检查")


def measure(place: Place, report: Report) -> None:
    """Time and recall of the search."""
    place.fill_shelf()
    with portal_server(place.settings) as server:
        targets = {
            "search": Target(server.port, searches()),
            "anew": Target(server.port, catalogue_pages(place.courses, ALL_PAGES)),
        }
        rounds = in_turns(targets, place.rounds, place.seconds * 2, connections=1)
        found = {words: found_by_page(server.port, words) for words in WORDS}
    p95 = {name: sorted(one.p95 for one in results)[len(results) // 2] for name, results in rounds.items()}
    limit = ("the catalogue page made anew at p95", p95["anew"])
    report.add(at_most_times(3, f"search, first 20 ranked of {place.courses}, p95", p95["search"], "ms", limit))
    there = {words: found_by_substring(place.engine, words) for words in WORDS}
    right = sum(found[words] == there[words] for words in WORDS)
    words = f"searches that count what a search by substring counts, of {len(WORDS)}, from one character to six"
    report.add(Figure(words, right, "searches", goal=f"{len(WORDS)} searches", met=right == len(WORDS)))


def searches() -> Callable[[], bytes]:
    """Searches in turn at addresses that were never asked for."""
    numbers = itertools.count()
    return lambda: get(f"/library?q={quote(WORDS[(number := next(numbers)) % len(WORDS)])}&never={number}")


def found_by_page(port: int, words: str) -> int:
    """How many courses the page says there are."""
    asked = Request(f"http://127.0.0.1:{port}/library?q={quote(words)}", headers={"accept-language": "zh-CN"})
    with urlopen(asked) as answer:
        said = re.search(r"共 (\d+) 门课程", answer.read().decode())
    return int(said[1]) if said else 0


def found_by_substring(engine: Engine, words: str) -> int:
    """How many published courses have every word somewhere in their text, by the plainest way there is."""
    terms = words.lower().split()
    having = " AND ".join(f"instr(search_text, :term{number}) > 0" for number in range(len(terms)))
    statement = text(f"SELECT count(*) FROM course_version WHERE state = 'published' AND {having}")
    with engine.connect() as connection:
        values = {f"term{number}": term for number, term in enumerate(terms)}
        return int(connection.execute(statement, values).scalar_one())
