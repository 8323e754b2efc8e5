"""Numbers in addresses and forms that are larger than any database holds are of nothing, and no mistake of ours."""

import pytest

from portal.accounts.models import Person
from portal.accounts.rules import Role
from tests.browser import Browser
from tests.cast import MakePerson, SignIn

HUGE = "9" * 25


@pytest.mark.parametrize("address", [f"/notices/{HUGE}", f"/notices/1/objections/{HUGE}"])
def test_nothing_has_such_a_number(visitor: Browser, address: str) -> None:
    visitor.open(address, expect=404)


def test_no_entry_or_submission_has_such_a_number(sign_in: SignIn, lin: Person, make_person: MakePerson) -> None:
    sign_in(lin).open(f"/credits/entries/{HUGE}", expect=404)
    author = sign_in(make_person("甲", Role.SUBMITTER, region="410100", scope="410100"))
    author.open(f"/submissions/{HUGE}", expect=404)
    author.send(f"/submissions/{HUGE}/withdrawal", expect=404)


def test_a_page_of_endless_digits_is_the_first(visitor: Browser, dough: int) -> None:
    visitor.open("/library?page=" + "9" * 5000)


@pytest.mark.parametrize("address", ["/library/a%00b", "/library?q=a%00b", "/library?region=%00&q=%00", "/verify/%00"])
def test_a_text_that_no_column_holds_is_no_mistake_of_ours(visitor: Browser, dough: int, address: str) -> None:
    assert visitor.client.get(address).status_code < 500
