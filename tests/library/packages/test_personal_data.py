"""The guard for personal data. Identity numbers begin with 9901, a region that does not exist; the mobile
number is the well-known service number of a network, nobody's own."""

import pytest

from portal.text.personal_data import find_personal_data, mask_personal_data

IDENTITY = "990101199001010019"
WITH_X = "99010119900101010X"
CARD = IDENTITY + "13"
MOBILE = "13800138000"


def check_digit(seventeen: str) -> str:
    weights = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
    return "10X98765432"[sum(weight * int(digit) for weight, digit in zip(weights, seventeen, strict=True)) % 11]


def test_the_numbers_of_these_tests_have_their_check_digit() -> None:
    assert check_digit(IDENTITY[:17]) == IDENTITY[17]
    assert any(check_digit(f"99010119900101{number:03}") == "X" for number in range(100))


@pytest.mark.parametrize(
    ("text", "kind", "masked"),
    [
        (IDENTITY, "identity", "9901**********0019"),
        (f"证号：{IDENTITY}。", "identity", "9901**********0019"),
        ("９９０１０１１９９００１０１００１９", "identity", "9901**********0019"),
        ("990101 19900101 0019", "identity", "9901**********0019"),
        ("990101-19900101-0019", "identity", "9901**********0019"),
        ("990101\u200b199001010019", "identity", "9901**********0019"),
        (CARD, "card", "9901****************"),
        (f"{CARD}B1", "card", "9901****************"),
        (f"{IDENTITY} 13 B2", "card", "9901****************"),
        (MOBILE, "mobile", "138******00"),
        ("138 0013 8000", "mobile", "138******00"),
        ("138-0013-8000", "mobile", "138******00"),
        ("+86 13800138000", "mobile", "138******00"),
        ("电话１３８００１３８０００", "mobile", "138******00"),
        ("1. 13800138000", "mobile", "138******00"),
    ],
)
def test_numbers_are_found_as_people_write_them(text: str, kind: str, masked: str) -> None:
    found = find_personal_data(f"前面 {text} 后面")
    assert [(one.kind, one.masked) for one in found] == [(kind, masked)]
    assert masked in mask_personal_data(f"前面 {text} 后面")
    assert find_personal_data(mask_personal_data(f"前面 {text} 后面")) == []


def test_the_check_digit_may_be_an_x() -> None:
    number = next(f"99010119900101{n:03}X" for n in range(100) if check_digit(f"99010119900101{n:03}") == "X")
    assert [one.kind for one in find_personal_data(number)] == ["identity"]
    assert [one.kind for one in find_personal_data(number.lower())] == ["identity"]


@pytest.mark.parametrize(
    "text",
    [
        "990101199001010018",  # wrong check digit
        "990101199013010019",  # no such month
        "编号 3072 6418 5",
        "热线 12385，火警 119",
        "2026年3月1日 12 学时 1.5 学分",
        "ISBN 978-7-5675-1234-5",
        "12800138000",  # no mobile begins so
        "138001380001",  # twelve digits
        "1 3 8 0 0 1 3 8 0 0 0",  # a row of numbers
        "1760000000000",
        "138****8000",
        "面粉 500 克，水 250 克",
        "sha256:0f1e2d3c4b5a69788796a5b4c3d2e1f0",
    ],
)
def test_other_numbers_are_left_alone(text: str) -> None:
    assert find_personal_data(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "| 姓名 | 电话 |\n| --- | --- |\n| 林芳 | 0371-6590 1234 |",
        "序号,姓名,残疾证号\n1,林芳,99010119900101\n",
        "姓 名\t身份证号\n林芳\t990101199001\n",
    ],
)
def test_tables_of_names_and_numbers_are_found(text: str) -> None:
    assert "table" in [one.kind for one in find_personal_data(text)]


@pytest.mark.parametrize(
    "text", ["| 姓名 | 电话 |\n| --- | --- |\n| 写您的姓名 | 写电话 |", "填写姓名、电话、住址。", "姓名,学时\n林芳,12"]
)
def test_empty_forms_are_left_alone(text: str) -> None:
    assert find_personal_data(text) == []


def test_places_are_places_in_the_text() -> None:
    text = f"甲乙丙{MOBILE}丁，{IDENTITY}"
    assert [text[one.start : one.end] for one in find_personal_data(text)] == [MOBILE, IDENTITY]
    assert mask_personal_data(text) == "甲乙丙138******00丁，9901**********0019"


def test_two_numbers_side_by_side_are_two() -> None:
    assert [one.kind for one in find_personal_data(f"{MOBILE} {MOBILE}")] == ["mobile", "mobile"]
    assert [one.kind for one in find_personal_data(f"{IDENTITY}{IDENTITY}")][:1] == ["identity"]


def test_a_long_text_is_read_in_a_blink() -> None:
    assert find_personal_data("1 2 3 4 5 6 7 8 9 0 " * 5_000) == []
