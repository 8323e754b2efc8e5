"""How many guesses are too many, and for whom."""

from datetime import timedelta

import pytest

from portal.signin.rules import WINDOW, delay_seconds, place_of, too_many, try_again_at
from portal.text import speaking
from tests.cast import NOW

MINUTE = timedelta(minutes=1)


def test_the_fifth_guess_is_the_last_until_the_first_is_a_quarter_of_an_hour_old():
    guesses = [NOW + n * MINUTE for n in range(5)]

    assert try_again_at(guesses[:4], 5, NOW + 4 * MINUTE) is None
    assert try_again_at(guesses, 5, NOW + 4 * MINUTE) == NOW + WINDOW
    assert try_again_at(guesses, 5, NOW + WINDOW) is None


def test_the_time_that_is_said_is_never_too_early():
    with speaking("zh-CN"):
        assert str(too_many(NOW + timedelta(seconds=1))) == "下午2点31分以后可以再试。"
        assert str(too_many(NOW)) == "下午2点30分以后可以再试。"


@pytest.mark.parametrize(("guesses", "seconds"), [(0, 0), (19, 0), (20, 1), (60, 3), (10_000, 5)])
def test_many_guesses_at_one_name_make_the_answer_slow_and_never_lock(guesses: int, seconds: int):
    assert delay_seconds(guesses) == seconds


@pytest.mark.parametrize(
    ("address", "place"),
    [
        ("203.0.113.7", "203.0.113.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("2001:db8:1:2:ffff::1", "2001:db8:1:2::/64"),
        ("testclient", "testclient"),
        ("", ""),
    ],
)
def test_a_household_is_one_place(address: str, place: str):
    assert place_of(address) == place
