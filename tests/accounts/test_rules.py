"""Regions, roles, and what a password and a device are."""

from datetime import timedelta

import pytest

from portal.accounts.rules import (
    IDLE,
    LONGEST,
    ROLE_NAMES,
    SEEN_STEP,
    Role,
    device_name,
    is_over,
    is_within,
    normal_name,
    why_not_password,
)
from tests.cast import NOW


@pytest.mark.parametrize(
    ("place", "ancestor", "expected"),
    [
        ("410102", "410100", True),
        ("410100", "410100", True),
        ("410100", "410000", True),
        ("410300", "410100", False),
        ("411000", "410100", False),
        ("411002", "411000", True),
        ("419001", "410000", True),
        ("410000", "410100", False),
    ],
)
def test_a_region_lies_within_another(place: str, ancestor: str, expected: bool):
    assert is_within(place, ancestor) is expected


def test_a_sign_in_is_over_when_unused_or_old():
    assert not is_over(NOW, NOW, NOW + IDLE)
    assert is_over(NOW, NOW, NOW + IDLE + SEEN_STEP)
    assert is_over(NOW, NOW + LONGEST, NOW + LONGEST)
    assert not is_over(NOW, NOW + LONGEST, NOW + LONGEST - timedelta(seconds=1))


def test_every_role_has_a_name():
    assert set(ROLE_NAMES) == set(Role)


@pytest.mark.parametrize(
    ("password", "said"),
    [
        ("short", "至少 10 个字符。一句话也可以，可以有空格。"),
        ("a" * 201, "最多 200 个字符。"),
        ("aaaaaaaaaaaa", "这个密码太容易猜到。换一个。"),
        ("wuai-demo-2026", "这个密码太容易猜到。换一个。"),
        ("春天来了 花都开了 真好看", "None"),
    ],
)
def test_a_password_is_judged_by_its_length(password: str, said: str):
    assert str(why_not_password(password)) == said


@pytest.mark.parametrize(
    ("user_agent", "said"),
    [
        ("Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0", "Firefox, Linux"),
        ("Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/140.0 Safari/537.36 Edg/140.0", "Edge, Windows"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Version/18.0 Safari/604.1", "Safari, iPhone"),
        ("Mozilla/5.0 (Linux; Android 14) Chrome/120.0 Mobile MicroMessenger/8.0", "微信, Android"),
        ("curl/8", ""),
    ],
)
def test_a_device_is_named_in_plain_words(user_agent: str, said: str):
    assert device_name(user_agent) == said


def test_a_sign_in_name_is_small_and_narrow():
    assert normal_name(" ＬＩＮ ") == "lin"
