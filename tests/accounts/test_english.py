"""Every page of these rooms in English: nothing but names is left in Chinese."""

import re

import pytest

from portal.accounts.models import Person
from tests.browser import Browser, Page, SignIn, words
from tests.cast import PASSWORD

CHINESE = re.compile(r"[\u4e00-\u9fff]+")
ENGLISH = {"Accept-Language": "en"}
NAMES = {"林小雨", "新学员"}


def left_in_chinese(page: Page) -> set[str]:
    return set(CHINESE.findall(words(page.html.main))) - NAMES


@pytest.mark.parametrize("path", ["/register", "/settings/needs", "/settings/needs/saved", "/signed-out"])
def test_pages_for_everybody(visitor: Browser, path: str):
    assert left_in_chinese(visitor.open(path, **ENGLISH)) == set()


@pytest.mark.parametrize("path", ["/account", "/account/password", "/registered"])
def test_pages_of_somebody_who_is_signed_in(sign_in: SignIn, lin: Person, path: str):
    assert left_in_chinese(sign_in(lin).open(path, **ENGLISH)) == set()


def test_forms_with_everything_wrong(visitor: Browser, sign_in: SignIn, lin: Person):
    visitor.headers |= ENGLISH
    sign_in_lin = sign_in(lin)
    sign_in_lin.headers |= ENGLISH

    for again in (
        visitor.open("/register").press("Register", expect=422),
        visitor.open("/register").press("Register", {"number": "99010119900101001915"}, expect=422),
        sign_in_lin.open("/account/password").press("Change password", {"current_password": PASSWORD}, expect=422),
    ):
        assert again.title.startswith("Error: ")
        assert left_in_chinese(again) == set()
        for problem, field in again.problems.items():
            label = problem.split(": ")[0]
            assert words(again.html.find(id=f"{field}-error")) == f"Error: {problem.removeprefix(label + ': ')}"


def test_pages_of_an_administrator(sign_in: SignIn, administrator: Person, unverified_trainee: Person):
    desk = sign_in(administrator)

    assert left_in_chinese(desk.open("/people/verification", **ENGLISH)) == set()
    assert left_in_chinese(desk.open(f"/people/verification/{unverified_trainee.id}", **ENGLISH)) == set()
