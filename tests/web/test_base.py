"""The frame of every page, and the pages that say no."""

from types import SimpleNamespace

import pytest

from portal.text import message
from portal.web.needs import Needs
from tests.web.rendering import environment, page, rendered, words

ERRORS = {"hours": message("学时：写数字，例如 12"), "kind": message("培训类型：选一个")}


def test_page_has_one_heading_which_begins_its_title() -> None:
    html = page()
    assert [words(h1) for h1 in html.find_all("h1")] == ["我的学分"]
    assert words(html.title) == "我的学分 – 无碍学堂"


def test_title_carries_the_state_of_the_page() -> None:
    assert (
        words(page(head='{% set title_state = "第 1 页，共 4 页" %}').title) == "我的学分，第 1 页，共 4 页 – 无碍学堂"
    )


def test_first_mistake_is_said_on_arrival() -> None:
    html = page(errors=ERRORS)
    assert words(html.title) == "错误：我的学分，有 2 处要改。学时：写数字，例如 12 – 无碍学堂"
    assert words(html.h2) == "有 2 处要改"
    assert not html.find(role="alert")
    one_in_english = page(errors={"hours": message("x")}, language="en")
    assert words(one_in_english.title) == "Error: 我的学分, 1 thing to change. x – Barrier-free Learning"


def test_page_may_say_what_must_be_typed_again() -> None:
    html = page(errors=ERRORS, head='{% set error_note = "密码要重新填。" %}')
    assert "密码要重新填。" in words(html.select_one("#error-summary"))


def test_needs_are_on_the_page_when_it_arrives() -> None:
    html = page(needs=Needs(text="200", theme="dark"))
    assert html.html and html.html.attrs == {"lang": "zh-CN", "data-text": "200", "data-theme": "dark"}


def test_skip_link_comes_first_and_leads_to_main() -> None:
    first = page().a
    assert first and (words(first), first["href"]) == ("跳到正文", "#main")


def test_current_section_is_told_in_words() -> None:
    link = page(head='{% set section = "library" %}', path="/library/dough").select_one("[aria-current]")
    assert link and (words(link), link["aria-current"]) == ("当前栏目：课程", "true")


def test_trail_begins_at_home_and_ends_as_text() -> None:
    head = '{% block trail %}{% from "components/links.html" import crumb %}{{ crumb("课程", "/library") }}{{ crumb("面点") }}{% endblock %}'
    trail = page(head=head).select_one("nav.trail")
    assert trail and [words(item) for item in trail.find_all("li")] == ["首页", "课程", "面点"]
    assert len(trail.find_all("a")) == 2
    assert not page().select_one("nav.trail")


def test_language_switch_says_the_other_language_in_itself_and_leads_back() -> None:
    form = page(path="/credits").select_one("header form")
    assert form and form.button and (words(form.button), form.button["lang"]) == ("English", "en")
    assert form.select_one("input[name=to]")["value"] == "/credits"  # type: ignore[index]
    back = page(language="en").select_one("header form button")
    assert back and (words(back), back["lang"]) == ("中文", "zh-CN")


def test_header_knows_who_has_signed_in() -> None:
    assert "周晓禾的账户" in words(page(person=SimpleNamespace(name="周晓禾")).header)
    assert "登录" in words(page().header)


def test_one_status_region_empty_at_load() -> None:
    (status,) = page().select("[role=status]")
    assert words(status) == ""


REFUSALS = ("conflict", "forbidden", "invalid", "not_found", "refused", "too_big", "too_many")


@pytest.mark.parametrize("language", ["zh-CN", "en"])
@pytest.mark.parametrize("name", REFUSALS)
def test_refusal_says_what_to_do_next(name: str, language: str) -> None:
    source = environment.loader.get_source(environment, f"errors/{name}.html")[0]  # type: ignore[union-attr]
    html = rendered(
        source, language=language, reason=message("还有 2 课没学。"), way_on=(message("接着学"), "/learning")
    )
    assert words(html.title).startswith(words(html.h1))
    assert html.select("main a.go")


def test_refusal_is_heard_on_arrival_with_its_reason() -> None:
    html = rendered('{% extends "errors/refused.html" %}', reason=message("还有 2 课没学。"), way_on=None)
    assert words(html.title) == "现在不能做，还有 2 课没学。 – 无碍学堂"


def test_our_own_failure_needs_nothing_but_words() -> None:
    html = environment.get_template("errors/server_error.html").render(language="zh-CN")
    assert "这不是您的错" in html


@pytest.mark.parametrize("name", ["help", "privacy", "accessibility"])
def test_statements_speak_both_languages(name: str) -> None:
    chinese, english = (rendered(f'{{% extends "statements/{name}.html" %}}', language=one) for one in ("zh-CN", "en"))
    assert words(chinese.title).startswith(words(chinese.h1))
    assert not [character for character in words(english.main) if "\u4e00" <= character <= "\u9fff"]
