"""Suite `library`: what a search costs against the plain catalogue, and whether it misses anything, on both databases."""

import itertools
import re
from collections.abc import Callable
from dataclasses import replace
from random import Random
from urllib.parse import quote
from urllib.request import Request, urlopen

from sqlalchemy import Engine, text

from portal.commands.bench import texts
from portal.commands.bench.figures import Figure, Report, at_most_times
from portal.commands.bench.load import Round, Target, get, in_turns
from portal.commands.bench.pages import ALL_PAGES, catalogue_pages
from portal.commands.bench.place import Place, Shelf
from portal.commands.bench.servers import portal_server

# From one character to six, one word and two, in a few courses and in nearly all.
WORDS = ("入门", "保健按摩", "盲", "收", "听不见也能做", "网店 美工", "读屏软件", "温度 检查", texts.rare_word(7))
DIFFERENT = 1500  # searches before one is asked again: more than a process remembers


def measure(place: Place, report: Report) -> None:
    """Time and recall of the search on SQLite, then on PostgreSQL."""
    for shelf in place.shelves(report.say):
        measure_on(place, report, shelf)


def measure_on(place: Place, report: Report, shelf: Shelf) -> None:
    """The figures of one database."""
    engine, database = shelf.engine, shelf.database
    with portal_server(shelf.settings) as server:
        targets = {
            "search": Target(server.port, asked(usual_searches())),
            "narrowed": Target(server.port, asked(usual_searches(), "&access=listen&level=1")),
            "everywhere": Target(server.port, asked(texts.common_searches())),
            "anew": Target(server.port, catalogue_pages(place.courses, ALL_PAGES)),
        }
        rounds = in_turns(targets, place.rounds, place.seconds * 2, connections=1)
        found = {words: found_by_page(server.port, words) for words in WORDS}
    p95 = {name: middle_p95(results) for name, results in rounds.items()}
    of = f"of {place.courses} courses on {database}, first time asked, p95"
    limit = ("the catalogue page made anew at p95", p95["anew"])
    report.add(at_most_times(3, f"search, first 20 ranked {of}", p95["search"], "ms", limit))
    report.add(at_most_times(3, f"search with two conditions and all counts {of}", p95["narrowed"], "ms", limit))
    said = f"search for words that are in many or nearly all {of}"
    report.add(replace(at_most_times(3, said, p95["everywhere"], "ms", limit), goal="", met=None))
    there = {words: found_by_substring(engine, words) for words in WORDS}
    right = sum(found[words] == there[words] for words in WORDS)
    words = (
        f"searches that count what a search by substring counts, of {len(WORDS)}, from one character to six, {database}"
    )
    report.add(Figure(words, right, "searches", goal=f"{len(WORDS)} searches", met=right == len(WORDS)))


def middle_p95(rounds: list[Round]) -> float:
    """The middle one of the rounds' p95."""
    return sorted(one.p95 for one in rounds)[len(rounds) // 2]


def usual_searches() -> list[str]:
    """What people look for: a trade, a trade and more, a thing that few courses are about.

    Each is asked once in a long while; the names of trades in them come again and again, as they do with people.
    """
    random = Random(13)
    trades = [f"{trade} {depth}" for trade in texts.TRADES for depth in texts.DEPTHS]
    rare = [texts.rare_word(number) for number in range(40, texts.RARE, 7)]
    both = [f"{random.choice(texts.TRADES)} {texts.rare_word(random.randrange(texts.RARE))}" for _ in range(500)]
    searches = [*trades, *rare, *both]
    random.shuffle(searches)
    return searches[:DIFFERENT]


def asked(searches: list[str], more: str = "") -> Callable[[], bytes]:
    """These searches in turn, each at an address that was never asked for."""
    numbers = itertools.count()
    return lambda: get(f"/library?q={quote(searches[(number := next(numbers)) % len(searches)])}{more}&never={number}")


def found_by_page(port: int, words: str) -> int:
    """How many courses the page says there are."""
    request = Request(f"http://127.0.0.1:{port}/library?q={quote(words)}", headers={"accept-language": "zh-CN"})
    with urlopen(request) as answer:
        said = re.search(r"共 (\d+) 门课程", answer.read().decode())
    return int(said[1]) if said else 0


def found_by_substring(engine: Engine, words: str) -> int:
    """How many published courses have every word somewhere in their texts, by the plainest way there is."""
    part = "instr" if engine.dialect.name == "sqlite" else "strpos"
    whole = "search_text || ' ' || plain_summary || ' ' || occupation || ' ' || audience || ' ' || provider"
    terms = words.lower().split()
    having = " AND ".join(f"{part}({whole}, :term{number}) > 0" for number in range(len(terms)))
    statement = text(f"SELECT count(*) FROM course_version WHERE state = 'published' AND {having}")
    with engine.connect() as connection:
        values = {f"term{number}": term for number, term in enumerate(terms)}
        return int(connection.execute(statement, values).scalar_one())
