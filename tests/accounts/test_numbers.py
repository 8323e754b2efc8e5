"""Card and identity numbers: what people type, and what is said about each part that is wrong."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum.iso7064 import mod_11_2

from portal.accounts.numbers import Number, make_citizen, read_number, what_is_wrong

TODAY = date(2026, 10, 12)
CARD = "99010119900101001913"
births = st.dates(date(1900, 1, 1), date(2026, 10, 12)).map(lambda day: f"{day:%Y%m%d}")
citizens = st.builds(
    make_citizen,
    st.from_regex(r"9901[0-9]{2}", fullmatch=True),
    births,
    st.from_regex(r"[0-9]{3}", fullmatch=True),
)
tails = st.from_regex(r"([1-7][1-4](B[1-9][0-9]?)?)?", fullmatch=True)


def test_the_standards_own_sample_fits():
    assert mod_11_2.is_valid("11010519491231002X")
    assert what_is_wrong("11010519491231002X", TODAY) is None


@pytest.mark.parametrize(
    "typed",
    [
        CARD,
        " 990101 19900101 0019 13 ",
        "990101-19900101-0019-13",
        "９９０１０１１９９００１０１００１９１３",
        "9901 0119 9001 0100 1913\u3000",
        "990101\u00a019900101\u20110019\u201313",
    ],
)
def test_spaces_hyphens_and_wide_digits_do_no_harm(typed: str):
    assert read_number(typed) == Number("990101199001010019", "13")


def test_a_small_x_is_an_x_and_a_new_issue_is_the_same_person():
    citizen = next(
        one for serial in range(999) if (one := make_citizen("990101", "19900101", f"{serial:03d}")).endswith("X")
    )

    assert read_number(citizen.lower()) == Number(citizen)
    assert read_number(citizen.lower() + "21b12") == Number(citizen, "21B12", card_version=12)


@given(citizens, tails)
def test_every_number_that_is_right_is_taken_and_shown_masked(citizen: str, tail: str):
    number = read_number(citizen + tail)

    assert number is not None
    assert (number.text, number.kind) == (citizen + tail, "card" if tail else "identity_number")
    assert number.masked == f"{citizen[:4]}{'*' * 10}{citizen[14:]}"


@given(citizens, tails, st.integers(0, 17), st.sampled_from("0123456789X"))
def test_one_wrong_character_is_always_found(citizen: str, tail: str, place: int, other: str):
    changed = citizen[:place] + other + citizen[place + 1 :]

    assert changed == citizen or read_number(changed + tail) is None


@given(citizens, st.integers(0, 16))
def test_two_neighbours_that_changed_places_are_found(citizen: str, place: int):
    swapped = citizen[:place] + citizen[place + 1] + citizen[place] + citizen[place + 2 :]

    assert swapped == citizen or read_number(swapped) is None


@given(st.text(max_size=40))
def test_anything_typed_is_either_read_or_answered_in_words(typed: str):
    problem = what_is_wrong(typed, TODAY)

    assert (problem is None) == (read_number(typed) is not None)
    assert problem is None or "%(" not in str(problem)


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("990101", "只有 6 位。身份证号 18 位，残疾人证号 20 位或更多。"),
        ("9901O1199001010019", "第 5 位是“O”，这里要用数字。"),
        ("9901011990０1010019九", "第 19 位是残疾类别，只能是 1 至 7。现在是“九”。"),
        ("99010119900101001A", "第 18 位是“A”，这里要用数字或 X。"),
        ("990101199013010019", "第 7 至 14 位是出生日期，19901301 不是一个日期。看看有没有写错。"),
        ("990101189901010012", "第 7 至 14 位是出生日期，18990101 不是一个日期。看看有没有写错。"),
        ("990101203001010013", "第 7 至 14 位是出生日期，20300101 不是一个日期。看看有没有写错。"),
        ("990101199001010018", "前 18 位对不上：最后一位是校验位，和前面的数字不符。逐位再看一遍。"),
        ("9901011990010100198", "第 19 位是残疾类别，只能是 1 至 7。现在是“8”。"),
        ("9901011990010100191", "只有 19 位，少了第 20 位残疾等级。"),
        ("99010119900101001915", "第 20 位是残疾等级，只能是 1 至 4。现在是“5”。"),
        (CARD + "B0", "第 20 位以后只能是补发标记，例如 B1。现在是“B0”。"),
        (CARD + "1", "第 20 位以后只能是补发标记，例如 B1。现在是“1”。"),
        ("٩٩٠١٠١١٩٩٠٠١٠١٠٠١٩", "第 1 位是“٩”，这里要用数字。"),
    ],
)
def test_the_answer_names_the_part_that_is_wrong(typed: str, said: str):
    assert str(what_is_wrong(typed, TODAY)) == said


def test_a_region_code_that_nobody_knows_is_nothing_to_reject():
    assert what_is_wrong(make_citizen("990199", "19900101", "001"), TODAY) is None
