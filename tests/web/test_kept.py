"""Kept pages: whatever a browser sends, a person's page is kept for nobody, and no reader gets another's language."""

import pytest

from portal.accounts.models import Person
from tests.browser import Browser
from tests.cast import SignIn


@pytest.mark.parametrize("odd", ['x={"a":"b"}', "a b", "x=é"])
def test_a_persons_page_is_not_kept_for_others(
    sign_in: SignIn, lin: Person, visitor: Browser, dough: int, odd: str
) -> None:
    client = sign_in(lin).client
    address = "/library/dough-by-hand?odd=" + str(len(odd))
    mine = "; ".join(f"{name}={value}" for name, value in client.cookies.items())
    cookie = f"{odd}; {mine}".encode()
    client.cookies.clear()
    assert "/account" in client.get(address, headers={b"Cookie": cookie}).text
    assert "/account" not in visitor.client.get(address).text


def test_a_header_sent_twice_keeps_no_page_in_the_wrong_language(visitor: Browser, dough: int) -> None:
    twice = [("Accept-Language", "en"), ("Accept-Language", "zh-CN")]
    visitor.client.get("/library/dough-by-hand", headers=twice)
    assert '<html lang="zh-CN"' in visitor.client.get("/library/dough-by-hand", headers={"Accept-Language": "zh"}).text
