"""Who gets the pack of a course: learners before strangers, and also who finishes a course that was taken away."""

from collections.abc import Callable

import pytest
from sqlalchemy import Engine
from sqlmodel import Session

from portal.accounts.models import Person
from portal.formats import making
from portal.formats.rules import Kind
from portal.library.editions.actions import withdraw
from portal.library.models import CourseVersion
from tests.browser import Browser, SignIn
from tests.cast import NOW, Clock
from tests.offline.test_receipts import contents, do_jobs, learner

__all__ = ["do_jobs", "learner"]  # fixtures


def test_a_learner_gets_a_pack_though_strangers_have_filled_the_queue(
    learner: Browser, visitor: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("portal.formats.actions.MOST_WAITING", 2)
    monkeypatch.setattr("portal.offline.routes.MOST_WAITING", 2)
    for cells in (20, 24):
        visitor.open(f"/library/dough-by-hand/course.brf?cells={cells}", expect=202)
    visitor.open("/library/dough-by-hand/course.brf?cells=28", expect=429)
    assert learner.open("/learning/dough-by-hand/pack").says("正在准备")


def test_who_finishes_a_withdrawn_course_still_gets_its_pack_and_nobody_else(
    learner: Browser, visitor: Browser, dough: int, engine: Engine, do_jobs: Callable[[], int], clock: Clock,
    sign_in: SignIn, lin: Person,
) -> None:  # fmt: skip
    assert "没有做好时看这里" in learner.open("/learning/dough-by-hand/pack").links
    with Session(engine) as session, session.begin():
        assert withdraw(session, session.get_one(CourseVersion, dough), "理由。", None, NOW)
    waiting = learner.open("/learning/dough-by-hand/pack")
    assert waiting.says("正在准备") and "没有做好时看这里" not in waiting.links
    assert do_jobs() == 1
    page = learner.open("/learning/dough-by-hand/pack")
    page.press(next(words for words in page.buttons if words.startswith("要学习包")))
    assert "index.html" in contents(learner)
    assert visitor.client.get("/library/dough-by-hand/course.zip?version=1").status_code == 404
    clock.forward(days=91)
    learner = sign_in(lin)
    for door in ("/learning/dough-by-hand/pack", "/learning/dough-by-hand/pack/again"):
        assert learner.send(door, expect=409).says("这门课已经撤下，学完的期限到")
    assert learner.client.get("/learning/dough-by-hand/pack.zip").status_code == 409


def test_a_pack_that_could_not_be_made_is_told_and_tried_again_but_not_all_the_time(
    learner: Browser, dough: int, engine: Engine, do_jobs: Callable[[], int], clock: Clock,
    monkeypatch: pytest.MonkeyPatch, visitor: Browser, sign_in: SignIn, mei: Person,
) -> None:  # fmt: skip
    def refuse(_: object) -> bytes:
        raise making.not_possible(Kind.PACK, "试验。")

    page = learner.open("/learning/dough-by-hand/pack")
    with Session(engine) as session, session.begin():
        assert withdraw(session, session.get_one(CourseVersion, dough), "理由。", None, NOW)  # they finish it
    with monkeypatch.context() as broken:
        broken.setitem(making.MAKERS, Kind.PACK, refuse)
        do_jobs()
    page = learner.open("/learning/dough-by-hand/pack")
    assert page.title.startswith("离线学习包：用手和面，没有做好") and page.says("离线学习包做不了：试验。")
    assert page.says("刚试过。下午2点40分以后可以再试。") and "再做一次" not in page.buttons
    refused = learner.send("/learning/dough-by-hand/pack/again", expect=409)
    assert refused.says("刚试过。下午2点40分以后可以再试。") and do_jobs() == 0
    sign_in(mei).send("/learning/dough-by-hand/pack/again", expect=404)
    clock.forward(minutes=10)
    page = learner.open("/learning/dough-by-hand/pack").press("再做一次")
    assert page.title.startswith("离线学习包：用手和面，正在准备")
    learner.send("/learning/dough-by-hand/pack/again")  # twice is once
    assert do_jobs() == 1
    assert learner.open("/learning/dough-by-hand/pack").title.startswith("离线学习包：用手和面，可以带走")
