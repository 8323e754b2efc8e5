"""How far the trainees of the world are, and what lies in their accounts."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from sqlmodel import Session

from portal.credits.actions import post_earn, post_points
from tests.assessment.test_pages import RIGHT, order_answers
from tests.browser import Browser, Page
from tests.credits.stories import finished, passed
from tests.pages.world import World

MANY_ENTRIES = 23


def trainees_learn(world: World) -> None:
    """周晓禾 is at every stage of learning; 周全 has passed before anybody has checked who she is."""
    trainee = world.sign_in("trainee")
    begin(trainee, "dough-begun")
    learn_first(trainee, "dough-begun")
    for slug in ("dough-ready", "dough-open", "dough-one", "dough-failed", "dough-passed"):
        learn_both(trainee, slug)
    for slug in ("dough-open", "dough-one"):
        page = trainee.open(f"/learning/{slug}/assessment").press("开始考核")
        page.press("存下来，去检查", {"q1": "1"})
    take(trainee, "dough-failed", {"q1": "1"})
    take(trainee, "dough-passed", RIGHT)
    begin(trainee, "dough-left").press("放下这门课")
    begin(trainee, "bakery-safety")
    many_entries(world)
    world.note("entry", newest(trainee.open("/credits"), "/credits/entries/"))
    certificate = newest(trainee.open("/certificates"), "/certificates/")
    world.note("certificate", certificate)
    world.note("code", code_of(trainee.open(certificate)))
    unverified = world.sign_in_named("周全")
    learn_both(unverified, "dough-passed")
    take(unverified, "dough-passed", RIGHT)


def begin(trainee: Browser, slug: str) -> Page:
    return trainee.open(f"/library/{slug}").press("报名学这门课")


def learn_first(trainee: Browser, slug: str) -> None:
    trainee.open(f"/library/{slug}/01-flour").press("提交答案", {"q1": "2"})


def learn_both(trainee: Browser, slug: str) -> None:
    begin(trainee, slug)
    learn_first(trainee, slug)
    trainee.open(f"/library/{slug}/02-dough").press("提交答案", {"q1": ["1", "2", "3"], "q2": "软软的"})


def take(trainee: Browser, slug: str, answers: Mapping[str, Any]) -> None:
    """Take the assessment; the right answers include the order of the steps."""
    page = trainee.open(f"/learning/{slug}/assessment").press("开始考核")
    right = order_answers(page) | {"q5": "1"} if answers is RIGHT else {}
    page.press("存下来，去检查", {**answers, **right}).press("交卷")


def many_entries(world: World) -> None:
    """More entries than a page holds, over two years, and points beside them."""
    person = world.person("trainee")
    with Session(world.engine) as session, session.begin():
        for number in range(MANY_ENTRIES):
            moment = world.clock.now - timedelta(days=10 * number)
            post_earn(session, person.id, 50, f"many/{number}", passed(mark=60 + number), moment, moment)
        post_points(session, person.id, 10, "lesson/many", finished(), world.clock.now)


def newest(page: Page, beginning: str) -> str:
    """The first link of a page that begins so."""
    return next(address for address in page.links.values() if address.startswith(beginning))


def code_of(page: Page) -> str:
    """The code of a certificate, as its link says it."""
    return next(address for address in page.links.values() if "/verify/" in address).rsplit("/", 1)[1]
