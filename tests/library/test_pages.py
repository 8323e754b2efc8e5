"""The catalogue, a course and a lesson, as people read them."""

import time
from pathlib import Path

from sqlalchemy import Engine

from portal.accounts.models import Person
from portal.commands.courses import put_on_shelf
from portal.settings import Settings
from tests.browser import Browser, Page, SignIn, words
from tests.counting import counted_queries
from tests.shelf import OpenCourse

COURSES = Path(__file__).parent.parent.parent / "courses"


def course_titles(page: Page) -> list[str]:
    return [" ".join(heading.get_text().split()) for heading in page.html.select(".rows h3")]


def test_an_empty_library_says_so_and_leads_on(visitor: Browser) -> None:
    page = visitor.open("/library")
    assert page.title == "课程，没有找到课程 – 无碍学堂"
    assert page.says("没有找到课程")


def test_the_count_is_the_first_thing_said(visitor: Browser, open_course: OpenCourse) -> None:
    for number in range(1, 4):
        open_course(slug=f"course-{number}", title=f"课程 {number}")
    page = visitor.open("/library")
    assert page.title == "课程，共 3 门课程 – 无碍学堂"
    assert page.html.select_one("#results").get_text() == "共 3 门课程"  # type: ignore[union-attr]


def test_search_finds_two_characters_and_mixed_words(visitor: Browser, open_course: OpenCourse) -> None:
    open_course(slug="massage", title="保健按摩基础")
    open_course(slug="nvda", title="NVDA 读屏入门")
    assert course_titles(visitor.open("/library?q=按摩")) == ["保健按摩基础"]
    assert course_titles(visitor.open("/library?q=入门")) == ["NVDA 读屏入门"]
    assert course_titles(visitor.open("/library?q=ｎｖｄａ 入门")) == ["NVDA 读屏入门"]
    assert course_titles(visitor.open("/library?q=%25")) == []


def test_a_title_that_matches_comes_before_a_text_that_does(visitor: Browser, open_course: OpenCourse) -> None:
    open_course(slug="one", title="面粉的故事")
    open_course(slug="two", title="别的课")
    assert course_titles(visitor.open("/library?q=面粉")) == ["面粉的故事", "别的课"]


def test_a_search_without_result_says_what_to_leave_out(visitor: Browser, open_course: OpenCourse) -> None:
    open_course(slug="one", title="面粉的故事")
    page = visitor.open("/library?q=面粉&level=3")
    assert page.says("没有找到课程")
    assert "去掉初级，有 1 门" not in page.links
    assert "去掉高级，有 1 门" in page.links
    assert course_titles(page.follow("去掉高级，有 1 门")) == ["面粉的故事"]


def test_pages_are_stable_and_say_where_one_is(visitor: Browser, open_course: OpenCourse) -> None:
    for number in range(1, 24):
        open_course(slug=f"course-{number:02}", title=f"课程 {number:02}")
    first, second = visitor.open("/library"), visitor.open("/library?page=2")
    assert second.title == "课程，共 23 门，第 2 页，共 2 页 – 无碍学堂"
    assert len(course_titles(first)) == 20
    assert len(set(course_titles(first) + course_titles(second))) == 23
    assert visitor.open("/library?page=99").path == "/library?page=2"


def test_the_needs_profile_filters_and_says_how_to_see_everything(visitor: Browser, open_course: OpenCourse) -> None:
    open_course(slug="one", title="面粉的故事")
    visitor.client.cookies.set("needs", "ways=sign")
    page = visitor.open("/library")
    assert course_titles(page) == []
    everything = visitor.open("/library?access=all")
    assert course_titles(everything) == ["面粉的故事"]


def test_the_course_says_all_five_ways_and_who_reviewed_it(visitor: Browser, dough: int) -> None:
    page = visitor.open("/library/dough-by-hand")
    assert page.heading == "用手和面"
    assert [term.get_text() for term in page.html.select(".facts dt")] == ["只听", "只看", "只用键盘", "点显", "手语"]
    assert page.says("没有经过评审")
    assert page.says("1.5 学分")


def test_a_card_says_whose_word_the_ways_are(visitor: Browser, open_course: OpenCourse) -> None:
    open_course(slug="declared", title="甲")
    rows = [{"term": "评审", "text": "专家同意。", "values": {}}]
    open_course(slug="tried", title="乙", review={"rows": rows})
    for path in ("/library", "/library?q=面"):
        cards = visitor.open(path).html.select(".course")
        said = {words(card.h3): words(card.select(".ways li")[-1]) for card in cards}
        assert said == {"甲": "来源：提交方声明", "乙": "来源：体验员试学"}
    visitor.client.cookies.set("language", "en")
    assert visitor.open("/library").says("Source: declared by the provider")


def test_the_english_page_has_the_english_title(visitor: Browser, dough: int) -> None:
    visitor.client.cookies.set("language", "en")
    page = visitor.open("/library/dough-by-hand")
    assert page.heading == "Dough by hand"
    assert page.html.html["lang"] == "en"  # type: ignore[index]


def test_a_visitor_reads_a_lesson_and_its_answer(visitor: Browser, dough: int) -> None:
    page = visitor.open("/library/dough-by-hand").follow("先看第 1 课")
    assert page.path == "/library/dough-by-hand/01-flour"
    assert "第 1 课，共 2 课" in page.title
    assert page.says("看第 1 题的答案")


def test_what_is_not_there_is_not_found(visitor: Browser, dough: int) -> None:
    for path in ("/library/nothing", "/library/dough-by-hand/nothing", "/library/dough-by-hand/files/course.toml"):
        assert visitor.open(path, expect=404).heading


def test_a_page_takes_as_many_queries_for_three_courses_as_for_one(
    sign_in: SignIn, lin: Person, engine: Engine, open_course: OpenCourse
) -> None:
    browser, counted = sign_in(lin), []
    for slugs in (["one"], ["two", "three"]):
        for slug in slugs:
            open_course(slug=slug)
        for path in ("/", "/library", "/library/one", "/library/one/02-dough"):
            with counted_queries(engine) as statements:
                browser.open(path)
            counted.append(len(statements))
    assert all(
        three <= one for one, three in zip(counted[:4], counted[4:], strict=True)
    )  # what is remembered is not read
    assert (
        max(counted) <= 12
    )  # a course: what all pages share, what a learner has of it, and whether an agreement is live


def test_a_kept_page_is_new_after_a_publication(visitor: Browser, engine: Engine, open_course: OpenCourse) -> None:
    open_course(slug="one")
    first = visitor.open("/library")
    etag = first.response.headers["etag"]
    unchanged = visitor.client.get("/library", headers={"If-None-Match": etag})
    assert (unchanged.status_code, unchanged.content) == (304, b"")
    open_course(slug="two")
    time.sleep(1.1)  # the number of the newest publication is looked up once a second
    assert visitor.open("/library").says("共 2 门课程")


def test_kept_pages_never_mix_languages_or_people(
    visitor: Browser, sign_in: SignIn, lin: Person, open_course: OpenCourse
) -> None:
    open_course(slug="one")
    assert visitor.open("/library").html.html["lang"] == "zh-CN"  # type: ignore[index]
    english = visitor.open("/library", **{"Accept-Language": "en"})
    assert english.html.html["lang"] == "en"  # type: ignore[index]
    assert sign_in(lin).open("/library").response.text.count("林小雨") == 1
    assert "林小雨" not in visitor.open("/library").response.text


def test_needs_order_a_lesson_and_say_so(visitor: Browser, engine: Engine, settings: Settings) -> None:
    put_on_shelf(settings, engine, COURSES / "bakery-safety")
    address = "/library/bakery-safety/01-first-look"
    usual = visitor.open(address)
    visitor.client.cookies.set("needs", "media=transcript")
    transcript_first = visitor.open(address)
    visitor.client.cookies.set("needs", "media=sign")
    sign_first = visitor.open(address)
    assert headings(usual)[:2] == ["视频", "课文"]
    assert headings(transcript_first)[:2] == ["文字稿", "视频"]
    assert transcript_first.says("按您的学习需求，文字稿排在前面")
    assert sign_first.says("按您的学习需求，手语视频排在前面")
    assert sign_first.html.select_one("figure")["class"] == ["sign"]  # type: ignore[index]


def headings(page: Page) -> list[str]:
    return [heading.get_text().strip() for heading in page.html.select("main h2")]


def test_the_home_page_offers_only_ways_in_that_open(
    visitor: Browser, sign_in: SignIn, lin: Person, zz_author: Person, formal_checker: Person, auditor: Person
) -> None:
    def ways_in(browser: Browser) -> list[str]:
        page = browser.open("/")
        for link in page.html.select(".tile a"):
            browser.open(str(link["href"]))
        return [words(heading) for heading in page.html.select(".tile h3")]

    assert ways_in(visitor) == ["我想学习", "我想查学分", "我来交课程"]
    assert ways_in(sign_in(lin)) == ["我想学习", "我想查学分"]
    assert ways_in(sign_in(zz_author)) == ["我想学习", "我来交课程"]
    assert ways_in(sign_in(formal_checker)) == ["我想学习", "我来评审"]
    assert ways_in(sign_in(auditor)) == ["我想学习"]
