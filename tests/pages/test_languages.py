"""Every page of the inventory, in English: what stays Chinese says that it is Chinese, so that a voice can say it.

Left out: proper names of people, as in WCAG 3.1.2; what somebody types; what is not heard; the title and attributes,
in which no part can have a language of its own.
"""

import re
from dataclasses import replace

import pytest
from bs4 import BeautifulSoup
from bs4.element import NavigableString, PreformattedString
from sqlmodel import Session, select

from portal.accounts.models import Person
from tests.pages.checks.markup import fetch
from tests.pages.inventory import ENGLISH, VISITS
from tests.pages.world import Served

pytestmark = pytest.mark.browser
CHINESE = re.compile(r"[\u3400-\u9fff]+")


def unmarked(page: str, names: list[str]) -> list[str]:
    """Chinese words inside elements whose language is another one."""
    body = BeautifulSoup(page, "html.parser").body
    assert body is not None
    found = []
    for text in body.find_all(string=CHINESE):
        if isinstance(text, PreformattedString) or text.find_parent(["script", "textarea"]):
            continue
        if text.find_parent(attrs={"aria-hidden": "true"}):
            continue
        spoken = text.find_parent(lang=True)
        if spoken is not None and str(spoken["lang"]).startswith("zh"):
            continue
        left = without(names, text)
        if CHINESE.search(left):
            found.append(" ".join(left.split()))
    return found


def without(names: list[str], text: NavigableString) -> str:
    left = str(text)
    for name in names:
        left = left.replace(name, "")
    return left


@pytest.fixture(scope="module")
def names(world: Served) -> list[str]:
    with Session(world.app.state.engine) as session:
        return sorted(session.exec(select(Person.name)).all(), key=len, reverse=True)


def test_chinese_on_english_pages_is_marked(world: Served, names: list[str]) -> None:
    found = {}
    for visit in VISITS:
        page = fetch(replace(visit, cookies={**visit.cookies, **ENGLISH}), world).text
        if here := unmarked(page, names):
            found[visit.name] = here

    assert found == {}
