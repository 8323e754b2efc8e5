"""What changed between two versions, and the public page that says so."""

from dataclasses import replace

import pytest
from sqlalchemy import Engine
from sqlmodel import Session

from portal.library.editions.actions import note_change
from portal.library.editions.rules import LessonContent, VersionContent, carried, changes
from portal.library.models import CourseVersion
from portal.library.packages import PackageLesson, read_package
from tests.browser import Browser
from tests.counting import counted_queries
from tests.shelf import MINIMAL, OpenCourse


def lesson(number: int, **values: object) -> LessonContent:
    html, question = f"<p>第 {number} 课</p>", [{"number": 1, "text": "几？"}]
    media = {"media": "a.mp4", "captions": "a.vtt", "descriptions": "", "transcript": "a.md", "sign": "", "poster": ""}
    digests = {"a.mp4": "1" * 64, "a.vtt": "2" * 64, "a.md": "3" * 64}
    first = LessonContent(number, f"0{number}-x", "和面", "video", 10, html, media, [], [], question, digests)
    return replace(first, **values)  # type: ignore[arg-type]


OLD = VersionContent(1, {"title": "和面"}, {"questions": []}, {}, (lesson(1), lesson(2)))
OTHER_CAPTIONS = {**lesson(1).digests, "a.vtt": "9" * 64}
CHANGED: tuple[tuple[tuple[LessonContent, ...], list[str]], ...] = (
    ((lesson(1), lesson(2)), []),
    ((lesson(1, html="<p>新</p>"), lesson(2)), ["第 1 课《和面》改了：正文。"]),
    ((lesson(1, digests=OTHER_CAPTIONS), lesson(2)), ["第 1 课《和面》改了：字幕。"]),
    ((lesson(1), lesson(2, minutes=20, title="揉面")), ["第 2 课《揉面》改了：标题、学习时间。"]),
    ((lesson(1),), ["原来的第 2 课《和面》去掉了。"]),
    ((lesson(2), lesson(1)), ["课的顺序改了。"]),
    ((lesson(1), lesson(2), lesson(3)), ["第 3 课《和面》是新加的。"]),
)


@pytest.mark.parametrize(("lessons", "said"), CHANGED)
def test_each_kind_of_change_is_said(lessons: tuple[LessonContent, ...], said: list[str]) -> None:
    assert [str(one) for one in changes(OLD, replace(OLD, id=2, lessons=lessons))] == said


def test_the_course_and_its_assessment_are_compared_too() -> None:
    new = replace(OLD, facts={"title": "揉面"}, assessment={"questions": [1]})
    assert [str(one) for one in changes(OLD, new)] == ["名称改了。", "考核的题目改了。"]


def test_equal_content_is_carried_whatever_its_captions_and_its_name_are() -> None:
    renamed = lesson(1, id=11, slug="05-y", digests=OTHER_CAPTIONS)
    new = VersionContent(2, lessons=(renamed, lesson(2, id=12, questions=[]), lesson(3, id=13)))
    assert carried(OLD, new) == {11: 1}
    assert carried(OLD, new, is_fix=True) == {11: 1, 12: 2}


def changed(number: int, old: str, new: str) -> tuple[PackageLesson, ...]:
    """The lessons of the minimal course, with other words in one of them."""
    lessons = list(read_package(MINIMAL).lessons)
    body = lessons[number - 1].body
    assert old in body
    lessons[number - 1] = replace(lessons[number - 1], body=body.replace(old, new))
    return tuple(lessons)


def test_everybody_reads_what_changed(visitor: Browser, open_course: OpenCourse, engine: Engine) -> None:
    open_course()
    assert visitor.open("/library/dough-by-hand/changes?first").says("第一次开放。")
    with Session(engine) as session, session.begin():
        second = session.get_one(CourseVersion, open_course(lessons=changed(1, "先准备好三样东西", "先洗手")))
        note_change(session, second, "先洗手，再和面。")
    page = visitor.open("/library/dough-by-hand").follow("改动记录")
    assert page.heading == "改动记录：用手和面"
    assert [one.get_text() for one in page.html.select("main h2")] == ["第 2 版 现在的", "第 1 版"]
    assert page.says("先洗手，再和面。")
    assert page.html.select("main li")[-1].get_text() == "第 1 课《认识面粉和工具》改了：正文。"


def test_changes_of_what_is_not_there(visitor: Browser, dough: int) -> None:
    visitor.open("/library/nothing/changes", expect=404)


def test_the_page_takes_as_many_queries_for_three_versions_as_for_two(
    visitor: Browser, open_course: OpenCourse, engine: Engine
) -> None:
    counted = []
    for title in ("一", "二", "三"):
        open_course(title=title)
        with counted_queries(engine) as statements:
            visitor.open(f"/library/dough-by-hand/changes?{title}")
        # The kept pages ask for the library's number once a second, whatever the page.
        counted.append(len([one for one in statements if "library_state" not in one]))
    assert counted[1] == counted[2]
