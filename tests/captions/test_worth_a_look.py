"""What is worth another look is told at the field where it is mended."""

from collections.abc import Callable

from portal.accounts.models import Person
from tests.browser import Browser, SignIn, words
from tests.captions.stories import VTT
from tests.captions.test_pages import opened, text


def test_what_is_worth_a_look_is_told_at_its_field_and_a_reader_hears_that_there_is_nothing(
    author: Browser, work: Callable[[], int], sign_in: SignIn, zz_approver: Person
):
    desk = opened(author, work, VTT + "\n00:05.000 --> 01:05.000\n林师傅：倒水。\n")
    page = author.open(text(desk))
    assert words(page.html.find(id="start_3-hint")) == "看一看：和前一条叠在一起。"
    assert words(page.html.find(id="end_3-hint")).startswith("看一看：超过了结尾")
    assert page.links["第 3 条：和前一条叠在一起。"].endswith("#start_3")
    approver = sign_in(zz_approver)
    assert approver.open(text(desk)).links["第 3 条：和前一条叠在一起。"].endswith("#line-3")
    assert approver.open(text(desk, "descriptions")).says("共 0 条 一条也没有。")
