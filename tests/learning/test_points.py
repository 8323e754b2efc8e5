"""Points are for answers: nothing is earned by looking, refreshing, skipping or leaving a page open, in any medium."""

import pytest
from sqlalchemy import Engine
from sqlmodel import Session

from portal.accounts.models import Person
from portal.credits.queries import balance
from tests.browser import Browser, SignIn
from tests.cast import Clock

CHECKPOINT = "/learning/dough-by-hand/01-flour/checkpoint"
LESSON = "/library/dough-by-hand/01-flour"


def points_of(engine: Engine, person: Person) -> int:
    with Session(engine) as session:
        return balance(session, person.id).points


def open_in_every_medium(browser: Browser) -> None:
    """The page again and again, its text for other readers, and any link of it that leads to a file."""
    page = browser.open(LESSON)
    for _ in range(3):
        browser.open(LESSON)
    for kind in ("txt", "brf", "html"):
        browser.client.get(f"{LESSON}.{kind}")
    for tag, name in (("source", "src"), ("track", "src"), ("img", "src")):
        for one in page.html.find_all(tag):
            for part in ("bytes=0-0", "bytes=-1"):  # the first second, and straight to the end
                browser.client.get(str(one[name]), headers={"Range": part})


@pytest.mark.parametrize("way", [{}, {"media": "off"}, {"questions": "one"}])
def test_only_a_right_answer_earns_and_only_once(
    engine: Engine, sign_in: SignIn, lin: Person, dough: int, clock: Clock, way: dict[str, str]
) -> None:
    browser = sign_in(lin)
    browser.client.post("/settings/needs", data=way)
    browser.open("/library/dough-by-hand").press("报名学这门课")
    open_in_every_medium(browser)
    clock.forward(minutes=20)  # left open
    open_in_every_medium(browser)
    browser.open("/learning/dough-by-hand/01-flour/done", 404)
    browser.send(CHECKPOINT, {"q1": "1"}, 422)
    assert points_of(engine, lin) == 0

    for device in (browser, sign_in(lin), browser):
        device.send(CHECKPOINT, {"q1": "2"})
        device.open("/learning/dough-by-hand/01-flour/done")

    assert points_of(engine, lin) == 5  # the same in every way of learning
