"""Working days: the State Council's calendar where it is published, Monday to Friday where it is not."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portal.calendar import add_working_days, is_published_year, is_working_day, working_days_left

DAYS = st.dates(date(2024, 1, 1), date(2032, 12, 31))


def test_spring_festival_2026_is_nine_days_off_with_two_days_made_up() -> None:
    """国务院办公厅: 2月15日（周日）至23日（周一）放假；2月14日（周六）、2月28日（周六）上班。"""
    off = [day for n in range(28) if not is_working_day(day := date(2026, 2, 1) + timedelta(n))]
    assert off == [date(2026, 2, n) for n in (1, 7, 8, *range(15, 24))]
    assert is_working_day(date(2026, 2, 28))


@pytest.mark.parametrize(
    ("day", "count", "due_on"),
    [
        (date(2026, 2, 13), 1, date(2026, 2, 14)),  # the Saturday is worked
        (date(2026, 2, 14), 1, date(2026, 2, 24)),  # over the whole Spring Festival
        (date(2026, 2, 13), 10, date(2026, 3, 5)),
        (date(2026, 3, 7), 1, date(2026, 3, 9)),  # day 0 may be a day off
        (date(2025, 12, 31), 1, date(2026, 1, 4)),  # New Year: 1–3 January off, Sunday 4 January worked
        (date(2026, 9, 30), 1, date(2026, 10, 8)),
        (date(2026, 5, 6), 0, date(2026, 5, 6)),
    ],
)
def test_a_term_ends_on_the_counted_working_day(day: date, count: int, due_on: date) -> None:
    assert add_working_days(day, count) == due_on


def test_a_year_not_published_yet_is_counted_monday_to_friday_and_says_so() -> None:
    assert [is_published_year(year) for year in (2025, 2026, 2049)] == [True, True, False]
    assert add_working_days(date(2049, 9, 30), 5) == date(2049, 10, 7)  # 国庆节 is not known


def test_a_negative_term_is_refused() -> None:
    with pytest.raises(ValueError, match="negative"):
        add_working_days(date(2026, 1, 5), -1)


@given(day=DAYS, count=st.integers(1, 60))
def test_what_was_added_is_what_is_left(day: date, count: int) -> None:
    due_on = add_working_days(day, count)
    assert is_working_day(due_on)
    assert working_days_left(day, due_on) == count
    assert working_days_left(due_on, due_on) == 0
    assert working_days_left(due_on, day) == -count


@settings(deadline=None)
@given(first=DAYS, second=DAYS, third=DAYS)
def test_counts_add_up_in_every_direction(first: date, second: date, third: date) -> None:
    whole = working_days_left(first, third)
    assert whole == working_days_left(first, second) + working_days_left(second, third)
