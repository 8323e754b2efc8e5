"""Searching the catalogue, as people read it."""

from urllib.parse import quote

import pytest
from sqlalchemy import Engine
from sqlmodel import Session

from portal.library.indexing import is_index_current, make_index, take_out_of_index
from portal.search import actions as index
from portal.search.queries import passages_with
from tests.browser import Browser, Page
from tests.cast import NOW
from tests.counting import counted_queries
from tests.shelf import OpenCourse, version_of


def titles(page: Page) -> list[str]:
    return [" ".join(heading.get_text().split()) for heading in page.html.select(".rows h3")]


def needs_sentence(page: Page) -> str:
    return " ".join(page.html.select_one("#results + p").get_text().split())  # type: ignore[union-attr]


@pytest.fixture
def three(open_course: OpenCourse) -> None:
    open_course(slug="massage", title="保健按摩基础", summary="学手法。", occupation="按摩师")
    open_course(slug="nvda", title="NVDA 读屏入门", summary="按键读网页。", occupation="客服", level=2)
    open_course(slug="braille", title="盲文校对", summary="读屏和摸读。", occupation="校对", level=3)


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("按摩", ["保健按摩基础"]),
        ("按", ["保健按摩基础", "NVDA 读屏入门"]),  # in the title first, then in the summary
        ("anmo", ["保健按摩基础"]),
        ("an mo", ["保健按摩基础"]),
        ("ANMO 基础", ["保健按摩基础"]),
        ("bjam", ["保健按摩基础"]),
        ("mangwen", ["盲文校对"]),
        ("盲文校對", ["盲文校对"]),
        ("nvda入门", ["NVDA 读屏入门"]),
        ("ｎｖｄａ", ["NVDA 读屏入门"]),
        ("读屏", ["NVDA 读屏入门", "盲文校对"]),
        ("按摩师", ["保健按摩基础"]),
        ("读屏 校对", ["盲文校对"]),
        ("% _ ' \" ) OR * : ^", []),
        ("按摩 没有这个", []),
    ],
)
@pytest.mark.usefixtures("three")
def test_what_is_found_and_in_which_order(visitor: Browser, words: str, found: list[str]) -> None:
    assert titles(visitor.open(f"/library?q={quote(words)}")) == found


@pytest.mark.usefixtures("three")
def test_words_are_marked_for_the_eye_and_the_line_stays_whole(visitor: Browser) -> None:
    page = visitor.open("/library?q=按摩")
    assert titles(page) == ["保健按摩基础"]
    assert [(mark.get_text(), mark["role"]) for mark in page.html.select("h3 mark")] == [("按摩", "none")]
    assert visitor.open("/library").html.select("mark") == []
    assert "<script>" not in visitor.open("/library?q=<script>alert(1)</script>").response.text


@pytest.mark.parametrize("language", ["zh-CN", "en"])
def test_found_cards_say_all_that_other_cards_say(visitor: Browser, open_course: OpenCourse, language: str) -> None:
    open_course(slug="one", title="面粉 <b>&", title_en="", plain_summary="面粉的 <i>", category="skilled", level=3)
    open_course(slug="two", title="面粉 [[words]]", title_en="", review={"rows": []}, credit_hundredths=100)
    visitor.client.cookies.set("language", language)
    plain, found = (visitor.open(f"/library{query}").html.select(".rows > li") for query in ("", f"?q={quote('面粉')}"))
    assert len(plain) == len(found) == 2
    assert all(row.select("mark") for row in found)
    assert [" ".join(row.get_text().split()) for row in plain] == [" ".join(row.get_text().split()) for row in found]
    sources = [row.select(".ways .quiet")[0].get_text() for row in found]
    assert len(set(sources)) == 2


@pytest.mark.usefixtures("three")
def test_words_that_look_like_a_slot_stay_what_was_typed(visitor: Browser) -> None:
    page = visitor.open("/library?q=[[level-1]] <b> 按摩")
    assert [field["value"] for field in page.html.select("[name=q]")] == ["[[level-1]] <b> 按摩"] * 2


def test_a_word_of_the_text_is_shown_in_its_place(visitor: Browser, dough: int) -> None:
    page = visitor.open("/library?q=面粉")
    assert "课里写着：" in page.html.select_one(".rows").get_text() or page.html.select("h3 mark, .rows p mark")  # type: ignore[union-attr]


@pytest.mark.usefixtures("three")
def test_a_word_that_is_nowhere_gets_a_suggestion_and_is_never_changed(visitor: Browser) -> None:
    page = visitor.open("/library?q=安魔&level=1")
    assert page.title.startswith("课程，没有找到课程")
    assert page.html.select_one("#q")["value"] == "安魔"  # type: ignore[index]
    found = page.follow("您是不是要找：按摩")
    assert titles(found) == ["保健按摩基础"]
    assert "level=1" in found.path
    assert visitor.open("/library?q=卫星").says("没有找到课程")


@pytest.mark.usefixtures("three")
def test_only_the_first_word_that_is_nowhere_gets_a_suggestion(visitor: Browser) -> None:
    page = visitor.open("/library?q=安魔 哄焙")
    assert page.says("您是不是要找：按摩 哄焙")


@pytest.mark.usefixtures("three")
def test_all_conditions_are_counted_beside_what_they_replace(visitor: Browser) -> None:
    page = visitor.open("/library?q=读屏&level=2")
    labels = [label.get_text() for label in page.html.select(".facets label")]
    assert "中级，1 门" in labels
    assert "高级，1 门" in labels  # would take the place of 中级
    assert "初级，0 门" in labels
    options = [option.get_text() for option in page.html.select(".facets option")]
    assert any(option.startswith("全省，1 门") for option in options)


def test_needs_are_said_with_what_they_leave_out_and_undone_by_one_link(
    visitor: Browser, open_course: OpenCourse
) -> None:
    open_course(slug="one", title="面粉的故事")
    visitor.client.cookies.set("needs", "ways=sign")
    page = visitor.open("/library")
    assert titles(page) == []
    assert needs_sentence(page) == "按您的学习需求，只列出能这样学完的课程：手语。 也显示不完全适合的 1 门"
    everything = page.follow("也显示不完全适合的 1 门")
    assert titles(everything) == ["面粉的故事"]
    assert needs_sentence(everything) == "这里没有按您的学习需求筛选。 按学习需求列出"
    assert titles(everything.follow("按学习需求列出")) == []
    visitor.client.cookies.set("needs", "ways=keyboard")
    assert needs_sentence(visitor.open("/library")).endswith("没有因此少列课程。")


@pytest.mark.parametrize(
    ("words", "most"),
    [
        ("面粉 故事", 5),  # kept pages' number, the library's, a query for each word, the cards
        ("中筋 故事", 5),  # as many where the cards do not show every word
    ],
)
def test_a_search_takes_as_many_queries_for_three_courses_as_for_one(
    visitor: Browser, engine: Engine, open_course: OpenCourse, words: str, most: int
) -> None:
    counted = []
    for slugs in (["one"], ["two", "three"]):
        for slug in slugs:
            open_course(slug=slug, title=f"面粉的故事 {slug}")
        visitor.open(f"/library?never={slugs[0]}")  # what all pages share is counted once for each publication
        with counted_queries(engine) as statements:
            found = visitor.open(f"/library?q={quote(words)}&never={len(slugs)}")
        counted.append(len(statements))
    assert len(titles(found)) == 3
    assert found.says("课里写着：") == ("中筋" in words)
    assert counted[1] <= counted[0] <= most


def test_what_is_superseded_or_withdrawn_is_not_found(
    visitor: Browser, engine: Engine, open_course: OpenCourse
) -> None:
    open_course(slug="one", title="面粉的故事", summary="旧版")
    version_id = open_course(slug="one", title="面粉新说", summary="新版")
    assert titles(visitor.open("/library?q=旧版")) == []
    assert titles(visitor.open("/library?q=新版&n=1")) == ["面粉新说"]
    with Session(engine) as session, session.begin():
        take_out_of_index(session, version_of(session, version_id), NOW)
    with engine.connect() as connection:
        assert passages_with(connection, [tuple("新版")]) == []


def test_a_database_that_has_courses_already_is_indexed_at_the_next_start(
    visitor: Browser, engine: Engine, open_course: OpenCourse
) -> None:
    for number in range(3):
        open_course(slug=f"course-{number}", title=f"面粉 {number}")
    with engine.begin() as connection:
        index.empty(connection)
    assert not is_index_current(engine)
    assert make_index(engine) == 3
    assert is_index_current(engine)
    assert visitor.open("/library?q=面粉").says("共 3 门课程")
