"""Moving over to a newer version, and asking about a lesson, by keyboard only."""

import pytest

from tests.journeys.person import Person
from tests.pages.stories.living import NEWER
from tests.registration.test_pages import NEW, number_of

pytestmark = pytest.mark.browser


def test_a_learner_moves_over_and_asks(person: Person) -> None:
    person.come(f"/sign-in?next=/library/{NEWER}")
    person.fill("登录名或证号", number_of("19850607"))
    person.fill("密码", NEW["password"])
    person.press("登录")
    person.follow("看换到新版要学什么")
    assert person.heading == "换到第 2 版"
    person.press("换到第 2 版")
    assert person.heading == "您学的是第 2 版"
    person.follow("看我学到哪里")
    person.follow("接着学第 2 课")
    person.follow("这一课的问答")
    assert person.heading.startswith("问答：")
    person.press("提出问题")
    words, field = person.jump_to_problem()
    assert (words, field) == ("问题：写下您想问的", "问题")
    person.fill("问题", "怎样才算盆光？")
    person.press("提出问题")
    assert person.title.startswith("问答：") and "1 个问题" in person.title
