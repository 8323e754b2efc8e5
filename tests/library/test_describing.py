"""A course in the words of schema.org: from the facts of its page, and never able to act in it."""

import json

from bs4 import BeautifulSoup
from sqlalchemy import Engine
from sqlmodel import Session

from portal.library.describing import as_script
from portal.library.models import LibraryState
from tests.browser import Browser
from tests.shelf import version_of


def described(browser: Browser) -> dict[str, object]:
    block = browser.open("/library/dough-by-hand").html.select_one('script[type="application/ld+json"]')
    assert block is not None
    return dict(json.loads(block.get_text()))


def test_the_page_and_the_file_say_the_same(visitor: Browser, dough: int) -> None:
    data = described(visitor)
    assert data == visitor.client.get("/library/dough-by-hand/course.jsonld").json()
    assert data["name"] == "用手和面"
    assert data["url"] == "http://testserver/library/dough-by-hand"
    assert data["accessMode"] == ["textual"]
    assert {"@type": "ItemList", "itemListElement": ["textual"]} in data["accessModeSufficient"]  # type: ignore[operator]
    assert data["accessibilityHazard"] == ["none"]
    assert "只听：能学完。" in str(data["accessibilitySummary"])
    assert visitor.client.get("/library/nothing/course.jsonld").status_code == 404


def test_it_is_said_whether_somebody_has_tried_the_course(visitor: Browser, engine: Engine, dough: int) -> None:
    assert "来源：提交方声明" in str(described(visitor)["accessibilitySummary"])
    assert visitor.open("/library/dough-by-hand").text.count("来源：提交方声明，还没有体验员试学。") == 5
    with Session(engine) as session, session.begin():
        version_of(session, dough).review = {"rows": []} | {"tried": True}
        session.get_one(LibraryState, 1).version += 1
    page = visitor.open("/library/dough-by-hand?again=1")
    assert page.text.count("来源：评审时体验员试学。") == 5


def test_no_text_of_a_course_ends_the_block() -> None:
    block = as_script({"name": "</script><script>alert(1)</script>&amp;<!--"})
    html = BeautifulSoup(f"<main>{block}</main>", "html.parser")
    assert len(html.select("script")) == 1
    assert json.loads(html.script.get_text()) == {"name": "</script><script>alert(1)</script>&amp;<!--"}  # type: ignore[union-attr]
