"""Every form that can be wrong, as the page inventory lists them: what went wrong is heard first, each message leads to its
field, and everything typed is still there."""

from collections.abc import Iterator

import pytest

from tests.journeys.person import Person
from tests.pages.chrome import Chrome
from tests.pages.inventory import VISITS
from tests.pages.visit import FILE, Visit
from tests.pages.world import Served

pytestmark = pytest.mark.browser
WRONG = [visit for visit in VISITS if visit.status == 422 and "English" not in visit.name]
NOT_SHOWN_AGAIN = ("password", "current_password", "new_password", "key", "step")  # the last two are typed by nobody
PROBLEMS = """
return [...document.querySelectorAll("#error-summary li a")].map((link) => ({
  words: link.innerText.trim(), field: link.hash.slice(1),
  atField: document.getElementById(link.hash.slice(1) + "-error")?.innerText.trim() ?? "",
}));
"""
IS_CONTROL = "return document.getElementById(arguments[0])?.matches('input, select, textarea') ?? false"
TYPED = """
const typed = [...document.querySelectorAll("main [name]")].filter((one) => one.name === arguments[0])
  .filter((one) => !["radio", "checkbox"].includes(one.type) || one.checked).map((one) => one.value);
return [...new Set(typed)];  // several forms of a page may carry the same hidden value
"""


@pytest.fixture(scope="module")
def served_once(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """One portal for all of them: a wrong form changes nothing."""
    from tests.pages.world import served

    base = tmp_path_factory.getbasetemp()
    shared = base.parent if hasattr(request.config, "workerinput") else base
    with served(shared, tmp_path_factory.mktemp("wrong")) as portal:
        yield portal


@pytest.mark.parametrize("visit", WRONG, ids=str)
def test_a_wrong_form_says_what_and_where(visit: Visit, chrome: Chrome, served_once: Served):
    say_what_and_where(visit, chrome, served_once, scripts=True)
    if chrome.js("return document.scripts.length > 0"):  # else the page has nothing to switch off
        say_what_and_where(visit, chrome, served_once, scripts=False)


def say_what_and_where(visit: Visit, chrome: Chrome, served_once: Served, scripts: bool) -> None:
    """The title, the summary, the way to each field, the message there, and what was typed."""
    chrome.come(visit, served_once, scripts)
    person = Person(chrome, served_once, scripts)
    problems = chrome.js(PROBLEMS)
    assert problems
    assert person.title.startswith(f"错误：{person.heading}")
    assert f"有 {len(problems)} 处要改。{problems[0]['words']}" in person.title
    for problem in {problems[0]["field"]: problems[0], problems[-1]["field"]: problems[-1]}.values():
        leads_to_its_field(person, problem["words"], problem["field"])
    for problem in problems:
        assert chrome.js(IS_CONTROL, problem["field"]), f"#{problem['field']} is no control"
        said = problem["atField"].removeprefix("错误：")
        assert said
        assert said in problem["words"], f"the field says {said!r}, the summary {problem['words']!r}"
    for name, value in visit.fields(served_once.places).items():
        if name not in NOT_SHOWN_AGAIN and value is not FILE:
            expected = [value] if isinstance(value, str) else value
            assert chrome.js(TYPED, name) == expected, f"{name} was lost"


def leads_to_its_field(person: Person, words: str, field: str) -> None:
    """Tab to the message and press Enter: the field has focus."""
    person.chrome.js("document.activeElement.blur(); scrollTo(0, 0)")
    person.reach("link", words)
    person.chrome.press("Enter")
    person.chrome.wait_for(f"document.activeElement.id === '{field}'")
