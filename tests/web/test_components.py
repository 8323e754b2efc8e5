"""The macros that every page is made of: names, hints and errors reach the control; state is told in words."""

import gzip
import re
from pathlib import Path

import pytest
from bs4 import BeautifulSoup, Tag
from jinja2 import UndefinedError

from portal.text import message
from tests.web.rendering import rendered, words

ROOT = Path(__file__).parent.parent.parent
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
FORMS = (
    '{% from "components/forms.html" import field, password, textarea, select, choices, choice, date, file, '
    "error_summary, post_button, search %}"
)
WRONG = {"hours": message("学时：写数字，例如 12")}


def heard(html: BeautifulSoup, control: Tag) -> tuple[str, str]:
    """The name of a control, and what is said after it."""
    label = html.find("label", attrs={"for": control["id"]})
    ids = str(control.get("aria-describedby", "")).split()
    return words(label), " ".join(words(html.find(id=one)) for one in ids)


def test_field_is_heard_with_its_hint_and_its_error() -> None:
    html = rendered(FORMS + '{{ field("hours", "学时", "十二", errors, "45 分钟算 1 学时。") }}', errors=WRONG)
    control = html.input
    assert control is not None
    assert heard(html, control) == ("学时", "45 分钟算 1 学时。 错误：写数字，例如 12")
    assert (control["value"], control["aria-invalid"]) == ("十二", "true")


def test_field_without_hint_or_error_is_described_by_nothing() -> None:
    control = rendered(FORMS + '{{ field("hours", "学时") }}').input
    assert control is not None
    assert not control.has_attr("aria-describedby") and not control.has_attr("aria-invalid")


def test_what_was_typed_stays_text() -> None:
    html = rendered(FORMS + '{{ field("title", "课程名称", typed) }}', typed='<b>"电"</b>')
    assert html.input and html.input["value"] == '<b>"电"</b>'


def test_optional_field_says_so_in_its_label() -> None:
    html = rendered(FORMS + '{{ field("phone", "手机号", optional=true) }}')
    assert words(html.label) == "手机号（可以不填）"


def test_first_line_break_of_a_text_survives() -> None:
    html = rendered(FORMS + '{{ textarea("note", "意见", typed) }}', typed="\n第二行")
    assert html.textarea and html.textarea.get_text() == "\n\n第二行"  # a browser drops the first one


def test_password_is_never_shown_again() -> None:
    control = rendered(FORMS + '{{ password("password", "密码") }}').input
    assert control and (control["value"], control["autocomplete"]) == ("", "current-password")


RADIOS = '{{ choices("kind", "培训类型", {"1": "就业技能", "2": "岗位提升"}, chosen, errors, "选最接近的。") }}'


def test_hint_and_error_of_a_group_are_heard_where_tab_enters_it() -> None:
    html = rendered(FORMS + RADIOS, chosen="", errors={"kind": message("培训类型：选一个")})
    first, second = html.find_all("input")
    assert first["id"] == "kind"  # the error summary leads here
    assert heard(html, first) == ("就业技能", "选最接近的。 错误：选一个")
    assert heard(html, second) == ("岗位提升", "")
    assert words(html.legend) == "培训类型"


def test_a_group_with_an_answer_is_entered_at_the_answer() -> None:
    html = rendered(FORMS + RADIOS, chosen=2)
    first, second = html.find_all("input")
    assert (first.has_attr("checked"), second.has_attr("checked")) == (False, True)
    assert heard(html, second) == ("岗位提升", "选最接近的。")


def test_many_choices_are_ticked_by_their_values() -> None:
    html = rendered(
        FORMS
        + '{{ choices("media", "先给我", [(1, "字幕"), (2, "手语")], [2], many=true, hints={2: "有的课没有。"}) }}'
    )
    ticked = html.select("input[type=checkbox][checked]")
    assert [heard(html, one) for one in ticked] == [("手语", "有的课没有。")]


def test_date_is_three_named_fields_and_takes_a_date() -> None:
    html = rendered(
        FORMS + '{{ date("pilot", "试讲日期", {"year": 2026, "month": 9, "day": 8}, {}, "例如：2026年9月8日。") }}'
    )
    fields = [(words(label), html.find(id=label["for"])) for label in html.find_all("label")]
    assert [(name, field["name"], field["value"]) for name, field in fields] == [
        ("年", "pilot_year", "2026"), ("月", "pilot_month", "9"), ("日", "pilot_day", "8"),
    ]  # fmt: skip
    assert fields[0][1]["id"] == "pilot"


EVERY_CONTROL = FORMS + (
    "{{ error_summary(errors) }}"
    '{{ field("a", "甲", "", errors) }}{{ textarea("b", "乙", "", errors) }}{{ select("c", "丙", {"1": "一"}, "", errors) }}'
    '{{ choices("d", "丁", {"1": "一", "2": "二"}, "", errors) }}{{ choice("e", "戊", errors=errors) }}'
    '{{ date("f", "己", none, errors) }}{{ file("g", "庚", errors) }}{{ password("h", "辛", errors) }}'
)


def test_every_error_leads_to_its_control_and_is_said_there() -> None:
    names = dict(zip("abcdefgh", "甲乙丙丁戊己庚辛", strict=True))
    html = rendered(EVERY_CONTROL, errors={name: message(f"{label}：改一改") for name, label in names.items()})
    links = html.select("#error-summary a")
    assert [words(link) for link in links] == [f"{label}：改一改" for label in names.values()]
    for link in links:
        control = html.find(id=str(link["href"]).removeprefix("#"))
        assert control and control.name in ("input", "textarea", "select")
        assert heard(html, control)[1] == "错误：改一改"
    ids = [element["id"] for element in html.find_all(id=True)]
    assert len(ids) == len(set(ids))


def test_a_hint_of_the_first_choice_and_of_its_group_are_two() -> None:
    html = rendered(FORMS + '{{ choices("kind", "类型", {"1": "一"}, "1", hint="选一个。", hints={"1": "最常用。"}) }}')
    assert html.input and heard(html, html.input) == ("一", "最常用。 选一个。")


def test_button_brings_its_own_form() -> None:
    html = rendered(FORMS + '{{ post_button("/withdrawals", "撤回这次提交", "grave", {"step": "withdraw"}) }}')
    assert html.form and (html.form["method"], html.form["action"]) == ("post", "/withdrawals")
    assert html.select_one("input[type=hidden][name=step]")


def test_search_keeps_the_filters_in_use() -> None:
    html = rendered(FORMS + '{{ search("/library", "找课程", "面", values={"access": ["listen", "sign"]}) }}')
    assert [(one["name"], one["value"]) for one in html.select("input")] == [
        ("access", "listen"), ("access", "sign"), ("q", "面"),
    ]  # fmt: skip


LISTS = '{% from "components/lists.html" import course_row, hours, credit, pages, table, cell %}'


def test_pages_are_words_and_the_ends_can_be_reached() -> None:
    html = rendered(LISTS + '{{ pages(7, 250, "/library?page=") }}')
    assert [words(item) for item in html.find_all("li")] == [
        "上一页", "第 1 页", "第 5 页", "第 6 页", "第 7 页（本页）", "第 8 页", "第 9 页", "第 250 页", "下一页",
    ]  # fmt: skip
    assert words(html.p) == "第 7 页，共 250 页"


def test_one_page_needs_no_pages() -> None:
    assert words(rendered(LISTS + '{{ pages(1, 1, "/library?page=") }}')) == ""


def test_course_in_another_language_is_marked_and_our_words_are_not() -> None:
    values = '"郑州市，初级", credit=credit("1"), hours=hours("8"), lang="en", summary_lang="en"'
    source = f'{{{{ course_row("/c", "First aid", "Stop bleeding.", {values}) }}}}'
    html = rendered(LISTS + source)
    assert [words(element) for element in html.find_all(lang="en")] == ["First aid", "Stop bleeding."]
    assert words(html.select_one(".credit")) == "8 学时 1 学分"
    in_english = rendered(LISTS + source, language="en")
    assert words(in_english.select_one(".credit")) == "8 learning hours 1 credit"


def test_cells_carry_their_label_for_where_the_table_is_a_list() -> None:
    html = rendered(
        LISTS
        + '{% call table("记录", [("变动", "number")]) %}<tr>{% call cell("变动", true) %}增加 1{% endcall %}</tr>{% endcall %}'
    )
    assert (words(html.caption), words(html.th), words(html.td)) == ("记录", "变动", "变动：增加 1")


MEDIA = '{% from "components/media.html" import transcript %}'


def test_lines_of_a_transcript_lead_to_their_place_also_without_scripts() -> None:
    line = {"seconds": 65.4, "speaker": "画面", "text": "一只大盆。", "kind": "seen"}
    html = rendered(MEDIA + '{{ transcript([line], source="/dough.mp4") }}', line=line)
    assert html.a and html.a["href"] == "/dough.mp4#t=65"
    assert (words(html.a), words(html.p)) == ("1 分 5 秒", "画面：一只大盆。")


SWAP = '{% from "components/page.html" import swap %}'


def test_swap_declares_where_focus_goes_or_what_is_said() -> None:
    html = rendered(SWAP + '<a href="/x" {{ swap("/x", "part", focus="results") }}>看</a>')
    assert html.a and (html.a["data-focus"], html.a["data-hx-select"]) == ("results", "#part")
    with pytest.raises(UndefinedError, match="swap_needs_focus_or_words"):
        rendered(SWAP + '{{ swap("/x", "part") }}')


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: str(path.relative_to(ROOT / "templates")))
def test_templates_write_no_swap_script_or_style_of_their_own(path: Path) -> None:
    source = re.sub(r"\{#.*?#\}", "", path.read_text(), flags=re.DOTALL)
    if path.name != "page.html":
        assert not re.search(r"\bhx-", source), "an htmx swap is written with the macro swap()"
    assert not re.search(r"<\w[^<>]*\s(on\w+|style)=|<style|<script(?! src=)", source), "no inline script or style"
    assert not re.search(r"\|\s*safe\b", source)
    assert "autofocus" not in source


def test_styles_and_scripts_stay_small() -> None:
    def wire_size(pattern: str) -> int:
        return sum(len(gzip.compress(path.read_bytes())) for path in (ROOT / "static").glob(pattern))

    assert wire_size("*.css") <= 12_000
    assert wire_size("*.js") <= 25_000
