"""The report as officials see it, over learners in the counties of 郑州 and 洛阳."""

from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

import pytest
from sqlalchemy import Engine
from sqlmodel import Session

from portal.accounts.models import Person
from portal.files import Files
from portal.jobs import enqueue, run_waiting
from portal.settings import Settings
from tests.browser import Browser, SignIn
from tests.counting import counted_queries
from tests.reach.people import add_learners

IN_NOVEMBER = datetime(2026, 11, 1, 2, tzinfo=UTC)
Count = Callable[[], int]


@pytest.fixture
def learners(engine: Engine, dough: int) -> Callable[..., None]:
    """`learners(6, "410102", passed=5, ways=["listen"])`: so many people of a county in the course."""
    return partial(add_learners, engine, dough)


@pytest.fixture
def count(engine: Engine, settings: Settings, tmp_path: Path) -> Count:
    """What the worker does by itself on 1 November."""

    def count() -> int:
        with Session(engine) as session, session.begin():
            enqueue(session, "count_reach", "a month", {"period": "2026-11"}, IN_NOVEMBER)
        return run_waiting(engine, Files(settings.files_url, tmp_path), settings, IN_NOVEMBER)

    return count


@pytest.fixture
def overseer(sign_in: SignIn, coordinator: Person) -> Browser:
    return sign_in(coordinator)


def rows(page: object) -> dict[str, list[str]]:
    """Each line of the table: its place, and its two numbers."""
    found = {}
    for row in page.html.select("tbody tr"):  # type: ignore[attr-defined]
        cells = [cell.get_text(" ", strip=True).split("： ")[-1] for cell in row.find_all("td")]
        found[row.th.get_text(strip=True)] = cells
    return found


def test_before_the_first_count(overseer: Browser) -> None:
    page = overseer.open("/reach")
    assert "还没有数。" in page.text
    overseer.open("/reach.csv", expect=404)


def test_people_by_place(overseer: Browser, learners: Callable[..., None], count: Count) -> None:
    learners(8, "410102", passed=6)
    learners(9, "410103", passed=7)
    learners(12, "410302", passed=9)
    learners(3, "411602")
    count()

    page = overseer.open("/reach")

    assert page.title.startswith("覆盖情况，全省，2026年1月1日至2026年10月31日，所有学员")
    assert rows(page)["洛阳市"] == ["人数少，不公布", "9 人"], "or the total would give 周口's 3 away"
    assert rows(page.follow("洛阳市"))["老城区"] == ["人数少，不公布", "9 人"], "or its parts would"
    assert rows(page)["周口市"] == ["人数少，不公布", "没有人"]
    assert rows(page)["开封市"] == ["没有人", "没有人"]
    assert rows(page)["合计"] == ["32 人", "22 人"]
    zhengzhou = page.follow("郑州市")
    assert rows(zhengzhou)["中原区"] == ["8 人", "6 人"]
    assert "没有人学完的县区，" in zhengzhou.text
    assert "中原区" not in zhengzhou.text.split("没有人学完的县区")[1]
    assert "金水区" in zhengzhou.text.split("没有人学完的县区")[1]


def test_by_need_and_only_who_agreed(overseer: Browser, learners: Callable[..., None], count: Count) -> None:
    learners(6, "410102", passed=6, ways=["listen"])
    learners(7, "410102", media=["sign"])
    learners(20, "410102", agree=False)
    count()

    assert rows(overseer.open("/reach"))["合计"] == ["13 人", "6 人"]
    assert rows(overseer.open("/reach").follow("用听的"))["合计"] == ["6 人", "6 人"]
    assert rows(overseer.open("/reach?need=sign"))["合计"] == ["7 人", "没有人"]


def test_a_month_is_counted_once(overseer: Browser, learners: Callable[..., None], count: Count) -> None:
    learners(6, "410102", at=datetime(2026, 11, 1, 0, tzinfo=UTC))  # 1 November in Shanghai: the next report's
    assert count() > 0
    learners(9, "410102")
    assert count() == 0

    assert rows(overseer.open("/reach"))["合计"] == ["没有人", "没有人"]


def test_the_table_to_take_away(overseer: Browser, learners: Callable[..., None], count: Count) -> None:
    learners(6, "410102", passed=5)
    count()

    table = overseer.client.get("/reach.csv?region=410100").content.decode("utf-8-sig").splitlines()

    assert table[:2] == ["郑州市，2026年1月1日至2026年10月31日，所有学员", "地方,学过的人,学完的人"]
    assert "中原区,6 人,5 人" in table
    assert table[-1] == "合计,6 人,5 人"


def test_a_prefecture_sees_its_own(
    sign_in: SignIn, zz_author: Person, learners: Callable[..., None], count: Count
) -> None:
    learners(6, "410102")
    count()
    author = sign_in(zz_author)

    assert author.open("/reach").title.startswith("覆盖情况，郑州市")
    for elsewhere in ("410300", "410000", "419001", "nowhere"):
        author.open(f"/reach?region={elsewhere}", expect=404)
    author.open("/reach?region=410102", expect=404)  # a county has no report of its own


def test_others_see_nothing(sign_in: SignIn, lin: Person, visitor: Browser, expert1: Person) -> None:
    for person in (lin, expert1):
        sign_in(person).open("/reach", expect=404)
    assert visitor.open("/reach").path.startswith("/sign-in")


def test_as_many_queries_for_many_places(
    overseer: Browser, engine: Engine, learners: Callable[..., None], count: Count
) -> None:
    learners(6, "410102")
    count()
    with counted_queries(engine) as few:
        overseer.open("/reach")
    learners(6, "410302")
    with counted_queries(engine) as many:
        overseer.open("/reach?need=listen")
    assert len(many) == len(few) == 4
