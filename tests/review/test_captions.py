"""The captions of a course on the testers' desk: what lies in the package, what is wrong with a line, who vouches."""

import pytest

from portal.review.checks import actions as checks
from portal.submissions.rules import Part
from portal.submissions.steps import State
from tests.browser import SignIn
from tests.captions.stories import film_parcel
from tests.review.course import Course, People

CAPTIONS = "02-dough/captions"


@pytest.fixture
def tested(course: Course, people: People, sign_in: SignIn) -> str:
    """The address on the testers' desk of a course with a film whose author used the caption desk."""
    course.upload(film_parcel())
    desk = f"/submissions/{course.id}/captions"
    author = sign_in(people.zz_author)
    author.open(desk).press("打开课程包")
    course.check()
    author.open(f"{desk}/{CAPTIONS}").press("保存这一页", {"words_1": "还没有放进课程包。"})
    course.reach(State.A11Y_CHECK)
    for name, part in (("blind_tester", Part.BLIND_TESTER), ("deaf_tester", Part.DEAF_TESTER)):
        course.does(checks.name_tester, "coordinator", getattr(people, name).id, part)
        course.does(checks.open_test, name)
    return f"/review/{course.id}/captions"


def test_testers_read_what_lies_in_the_package_and_flag_a_line(tested: str, people: People, sign_in: SignIn):
    deaf = sign_in(people.deaf_tester)
    page = deaf.open(tested).follow("第 2 课的字幕")
    assert page.says("这一课，我们用手和面。") and not page.says("还没有放进课程包。")
    wrong = page.press("告诉作者", {"line": "9", "words": "打 13812345678"}, expect=422)
    assert wrong.problems == {
        "哪一条：写编号，1 至 2。说的是全部，就写 0": "line",
        "哪里不对：里面像是有个人的号码。去掉号码": "words",
    }
    flagged = page.press("告诉作者", {"line": "2", "words": "没有写是谁倒的。"})
    assert flagged.says("没有写是谁倒的。 听障体验员")
    author = sign_in(people.zz_author).open(tested.replace("/review/", "/submissions/") + f"/{CAPTIONS}")
    assert author.says("没有写是谁倒的。")
    assert deaf.client.get(f"{tested}/02-dough/media", headers={"Range": "bytes=0-9"}).status_code == 206
    assert "我们用手和面" in deaf.client.get(f"{tested}/{CAPTIONS}/file").text
    deaf.open(f"{tested}/02-dough/descriptions", 404)


def test_only_a_deaf_tester_vouches_and_only_for_what_was_handed_in(tested: str, people: People, sign_in: SignIn):
    deaf, blind = sign_in(people.deaf_tester), sign_in(people.blind_tester)
    transcript = f"{tested}/02-dough/transcript"
    assert "我从头看过，确认这一份" not in blind.open(transcript).buttons
    blind.send(transcript + "/confirmation", {"revision": "1"}, 409)
    assert deaf.open(transcript).press("我从头看过，确认这一份").says("已确认 听障体验员确认的")
    assert "我从头看过，确认这一份" not in deaf.open(f"{tested}/{CAPTIONS}").buttons  # the desk has a newer one
    deaf.send(f"{tested}/{CAPTIONS}/confirmation", {"revision": "2"}, 409)


def test_who_has_no_part_in_it_reads_nothing(tested: str, people: People, sign_in: SignIn):
    sign_in(people.zz_author).open(tested, 404)
    sign_in(people.expert2).open(tested, 404)


def test_a_desk_that_nobody_used_says_where_captions_are(course: Course, people: People, sign_in: SignIn):
    course.reach(State.A11Y_CHECK)
    course.does(checks.name_tester, "coordinator", people.deaf_tester.id, Part.DEAF_TESTER)
    course.does(checks.open_test, "deaf_tester")
    page = sign_in(people.deaf_tester).open(f"/review/{course.id}/captions")
    assert page.says("作者没有用字幕台。") and page.follow("打开试学页面")
