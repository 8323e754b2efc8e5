"""Braille in the size of one's own display: from the learning needs, unless an address names another."""

import pytest
from sqlalchemy import Engine

from portal.accounts.models import Person
from portal.formats.rules import LENGTHS, USUAL_SIZE, WIDTHS
from portal.web.needs import BRAILLE_CELLS, BRAILLE_LINES
from tests.browser import Browser, SignIn
from tests.formats.test_forms import DoJobs, do_jobs, prepared

__all__ = ["do_jobs", "prepared"]  # fixtures
COURSE = "/library/dough-by-hand"
OWN = "/library/dough-by-hand/course.brf?cells=20&lines=10"


def choose(browser: Browser, cells: str, lines: str) -> None:
    browser.open("/settings/needs").press("保存需求", {"cells": cells, "lines": lines})


def widths(content: bytes) -> int:
    return max(len(line) for line in content.decode().replace("\f", "").splitlines())


def test_the_needs_offer_the_sizes_that_are_made() -> None:
    assert (WIDTHS, LENGTHS) == (BRAILLE_CELLS, BRAILLE_LINES)
    assert USUAL_SIZE == (40, 25)


def test_a_chosen_size_is_the_default_and_said_and_an_address_wins(
    visitor: Browser, prepared: int, do_jobs: DoJobs
) -> None:
    assert visitor.open(f"{COURSE}/take-away").says("平常是每行 40 方，每页 25 行。")
    choose(visitor, "20", "10")
    assert visitor.open("/settings/needs/saved").says("每行 20 方；每页 10 行")
    page = visitor.open(f"{COURSE}/take-away?own")
    assert page.says("盲文按您的学习需求排：每行 20 方，每页 10 行。")
    assert (page.typed("cells"), page.typed("lines")) == ("20", "10")
    link = next(words for words in page.links if "BRF 文件" in words and "每行 20 方" in words)
    assert page.links[link].endswith(OWN) and "还没有做" in link
    assert visitor.open(f"{COURSE}/course.brf", expect=202).says("每行 20 方")
    do_jobs()
    given = visitor.client.get(f"{COURSE}/course.brf")
    assert given.url.query == b"cells=20&lines=10" and widths(given.content) == 20
    assert any("每行 20 方" in words and "还没有做" not in words for words in visitor.open(COURSE).links)
    assert widths(visitor.client.get(f"{COURSE}/course.brf?cells=40&lines=25").content) == 40


def test_nobody_else_is_given_that_size(visitor: Browser, prepared: int, sign_in: SignIn, lin: Person) -> None:
    choose(sign_in(lin), "20", "")
    answer = sign_in(lin).client.get(f"{COURSE}/course.brf", follow_redirects=False)
    assert (answer.status_code, answer.headers["cache-control"]) == (303, "private, no-store")
    assert answer.headers["location"].endswith("/course.brf?cells=20&lines=25")
    assert visitor.client.get(f"{COURSE}/course.brf", follow_redirects=False).status_code == 200
    assert sign_in(lin).client.get(f"{COURSE}/course.txt", follow_redirects=False).status_code == 200


@pytest.mark.parametrize("cookie", ["cells=13&lines=9", "cells=%3Cscript&lines=-1", "cells=40&lines=25"])
def test_what_no_device_has_changes_nothing(visitor: Browser, prepared: int, engine: Engine, cookie: str) -> None:
    visitor.client.cookies.set("needs", cookie)
    assert visitor.client.get(f"{COURSE}/course.brf", follow_redirects=False).status_code == 200
