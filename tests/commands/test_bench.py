"""The bench judges rightly, and what it measures on is what the portal itself would have made."""

import json
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import Engine, func
from sqlmodel import Session, select

from portal.commands.bench.books import fill_books, people_in
from portal.commands.bench.figures import Report, at_least, at_most, at_most_times
from portal.commands.bench.first_visit import Parts
from portal.commands.bench.shelf import LESSONS, fill_shelf, slug_of
from portal.credits import queries as credits
from portal.credits import verifying
from portal.library.models import Lesson
from tests.browser import Browser

NOW = datetime(2026, 10, 12, 6, 30, tzinfo=UTC)


def test_a_goal_that_is_not_met_is_said_so(tmp_path: Path) -> None:
    said: list[str] = []
    report = Report(said.append)
    report.add(at_least(0.7, "a page", 600.0, "requests/s", ("the limit", 1000.0)))
    report.add(at_most_times(3, "a search", 2.0, "ms", ("a page", 1.0)))
    report.add(at_most(6, "a visit", 5, "requests"))
    report.close()
    assert said == [
        "a page: 600 requests/s, against the limit, 1000 requests/s, ratio 0.6. Goal at least 0.7: NOT MET.",
        "a search: 2 ms, against a page, 1 ms, ratio 2. Goal at most 3 times: met.",
        "a visit: 5 requests. Goal at most 6 requests: met.",
        "Figures: 3. Goals: 3, met: 2.",
    ]
    report.write(tmp_path / "figures.json")
    first, *_ = json.loads((tmp_path / "figures.json").read_text(encoding="utf-8"))
    assert first == {
        "figure": "a page",
        "value": 600.0,
        "unit": "requests/s",
        "against": "the limit, 1000 requests/s",
        "ratio": 0.6,
        "goal": "at least 0.7",
        "met": False,
    }


def test_the_books_it_makes_are_right(engine: Engine) -> None:
    fill_books(engine, 1000, NOW)
    people = people_in(engine)
    fill_books(engine, 1500, NOW)
    more = people_in(engine)[len(people) :]
    with Session(engine) as session:
        assert (len(people), len(more)) == (20, 10)
        assert credits.count_transfers(session) == 1500
        assert list(verifying.verify(session)) == []
        assert credits.balance_hundredths(session, more[0]) == credits.balance_hundredths(session, people[0]) > 0


def test_the_courses_it_makes_can_be_read(visitor: Browser, engine: Engine) -> None:
    fill_shelf(engine, 45, NOW)
    assert visitor.open("/library").title.startswith("课程，共 45 门，第 1 页，共 3 页")
    lesson = visitor.open(f"/library/{slug_of(7)}").follow("先看第 1 课")
    assert lesson.says("要点")
    with Session(engine) as session:
        assert session.exec(select(func.count()).select_from(Lesson)).one() == 45 * LESSONS


def test_it_counts_what_a_browser_would_fetch(visitor: Browser) -> None:
    parts = Parts()
    parts.feed(visitor.open("/library").response.text)
    names = {address.partition("?")[0]: kind for address, kind in parts.addresses.items()}
    assert names == {
        "/static/portal.css": "style",
        "/static/mark.svg": "link",
        "/static/htmx.min.js": "script",
        "/static/swap.js": "script",
    }
