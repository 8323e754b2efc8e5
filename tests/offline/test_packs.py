"""Who gets the pack of a course: learners before strangers, and also who finishes a course that was taken away."""

from collections.abc import Callable

import pytest
from sqlalchemy import Engine
from sqlmodel import Session

from portal.library.editions.actions import withdraw
from portal.library.models import CourseVersion
from tests.browser import Browser
from tests.cast import NOW
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
    learner: Browser, visitor: Browser, dough: int, engine: Engine, do_jobs: Callable[[], int]
) -> None:
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
