"""Which numbers of people a report tells."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.reach.rules import Need, hidden_places, hides_the_rest, last_day_before, needs_of

COUNTS = st.dictionaries(st.text("abcdefgh", min_size=1, max_size=2), st.integers(0, 30), max_size=8)


def test_kinds_of_need_come_from_what_people_chose() -> None:
    assert needs_of({"ways": ["listen"], "media": ["sign", "transcript"]}) == {Need.ALL, Need.LISTEN, Need.SIGN}
    assert needs_of({"text": "200"}) == needs_of(None) == {Need.ALL, Need.UNSAID}


def test_the_month_before() -> None:
    assert last_day_before("2026-03").isoformat() == "2026-02-28"
    assert last_day_before("2026-01").isoformat() == "2025-12-31"


@pytest.mark.parametrize(
    ("counts", "hidden"),
    [
        ({"a": 0, "b": 12}, set()),
        ({"a": 4, "b": 12, "c": 5}, {"a", "c"}),  # the total would give a away, so c goes too
        ({"a": 4, "b": 4, "c": 9}, {"a", "b"}),
        ({"a": 1, "b": 1, "c": 9}, {"a", "b", "c"}),  # 2 people in two places: one each
        ({"a": 3}, {"a"}),
    ],
)
def test_small_numbers_are_hidden_so_that_the_total_does_not_give_them_away(
    counts: dict[str, int], hidden: set[str]
) -> None:
    assert hidden_places(counts, fewest=5) == hidden


@given(COUNTS)
def test_nobody_can_work_out_a_small_number(counts: dict[str, int]) -> None:
    hidden = hidden_places(counts, fewest=5)

    assert {place for place, count in counts.items() if 0 < count < 5} <= hidden
    assert not hidden & {place for place, count in counts.items() if count == 0}
    others = sum(count for place, count in counts.items() if place in hidden)
    is_all_hidden = hidden == {place for place, count in counts.items() if count}
    assert not hidden or is_all_hidden or (len(hidden) > 1 and others >= 5)


@pytest.mark.parametrize(("need", "everybody", "hides"), [(10, 10, False), (8, 10, True), (5, 10, False), (0, 4, True)])
def test_those_without_a_need_are_protected_too(need: int, everybody: int, hides: bool) -> None:
    assert hides_the_rest(need, everybody, fewest=5) is hides
