"""Days: the last one counts, and the warnings begin when they should."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.validity.rules import State, is_urgent, months_later, state_on

LAST = date(2028, 10, 12)
WARN = (90, 30, 7)


@pytest.mark.parametrize(
    ("day", "months", "later"),
    [
        (date(2026, 10, 12), 24, date(2028, 10, 12)),
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2028, 2, 29), 12, date(2029, 2, 28)),
        (date(2026, 12, 1), 1, date(2027, 1, 1)),
    ],
)
def test_the_same_day_months_later(day: date, months: int, later: date) -> None:
    assert months_later(day, months) == later


@given(st.dates(date(2000, 1, 1), date(2100, 1, 1)), st.integers(1, 600))
def test_it_is_always_later_and_never_more_than_a_month_off(day: date, months: int) -> None:
    later = months_later(day, months)
    assert (later.year - day.year) * 12 + later.month - day.month == months
    assert later.day == day.day or (later + timedelta(days=1)).day == 1


@pytest.mark.parametrize(
    ("days_before", "state", "urgent"),
    [(91, State.VALID, False), (90, State.ENDING, False), (8, State.ENDING, False), (7, State.ENDING, True)]
    + [(0, State.ENDING, True), (-1, State.OVER, False)],
)
def test_on_any_day(days_before: int, state: State, urgent: bool) -> None:
    today = LAST - timedelta(days=days_before)
    assert (state_on(today, LAST, WARN), is_urgent(today, LAST, WARN)) == (state, urgent)


def test_without_warnings_it_is_valid_to_the_last_day() -> None:
    assert state_on(LAST, LAST, ()) is State.ENDING and state_on(LAST - timedelta(days=1), LAST, ()) is State.VALID
