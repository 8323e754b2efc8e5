"""When a licence asks for attention, and what an officer may record."""

from datetime import date, timedelta

import pytest

from portal.holdings.forms import HoldingForm, WithdrawalForm
from portal.holdings.rules import is_over, time_left_words, warning

TODAY = date(2026, 10, 12)
GOOD = {"origin": "bought", "contract_number": "豫采 2026-7", "licence": "合同第 3 条"}


@pytest.mark.parametrize(
    ("days", "said"), [(91, None), (90, 90), (31, 90), (30, 30), (8, 30), (7, 7), (1, 7), (0, 7), (-1, 7)]
)
def test_an_end_is_warned_of_90_30_and_7_days_before(days: int, said: int | None):
    assert warning(TODAY + timedelta(days=days), TODAY) == said
    assert is_over(TODAY + timedelta(days=days), TODAY) == (days < 0)


def test_what_has_no_end_is_never_over():
    assert warning(None, TODAY) is None and not is_over(None, TODAY)


def test_the_last_day_is_said_in_words():
    words = [str(time_left_words(TODAY + timedelta(days=days), TODAY)) for days in (20, 0, -1)]
    assert words == ["授权还有 20 天到期", "授权今天到期", "授权已经到期"]


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"origin": "found"}, "origin"),
        ({"contract_number": ""}, "contract_number"),
        ({"licence": " "}, "licence"),
        ({"ends_year": "2027"}, "ends"),
        ({"ends_year": "2027", "ends_month": "2", "ends_day": "30"}, "ends"),
        ({"ends_year": "27", "ends_month": "2", "ends_day": "3"}, "ends"),
        ({"note": "打 13812345678"}, "note"),
        ({"note": "长" * 301}, "note"),
    ],
)
def test_each_mistake_is_told_at_its_field(typed: dict[str, str], field: str):
    assert list(HoldingForm(**(GOOD | typed)).errors()) == [field]


def test_what_is_right_is_taken():
    form = HoldingForm(**GOOD, ends_year="2027", ends_month="12", ends_day="31")
    assert form.errors() == {} and form.ends_on == date(2027, 12, 31)
    assert HoldingForm(**GOOD).ends_on is None


@pytest.mark.parametrize("reason", ["", "长" * 301, "找 13812345678"])
def test_a_withdrawal_needs_a_reason_that_all_may_read(reason: str):
    assert list(WithdrawalForm(reason=reason).errors()) == ["reason"]
