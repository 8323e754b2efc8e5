import itertools
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.certificates.rules import (
    STEPS,
    CertificateState,
    Step,
    certificate_number,
    draw_code,
    id_of_number,
    read_code,
    why_not_code,
)
from portal.text.codes import group

CODE = draw_code(lambda limit: 4821_7390_5512_6047)
DIGITS = st.integers(0, 10**16 - 1)


def test_a_certificate_is_issued_once_and_ends_once():
    reached = {
        (state, step): STEPS.get((state, step)) for state, step in itertools.product([None, *CertificateState], Step)
    }

    assert {pair: state for pair, state in reached.items() if state} == {
        (None, Step.ISSUE): CertificateState.ISSUED,
        (CertificateState.ISSUED, Step.REPLACE): CertificateState.REPLACED,
        (CertificateState.ISSUED, Step.REVOKE): CertificateState.REVOKED,
    }


@pytest.mark.parametrize(
    "typed",
    [
        CODE,
        group(CODE),
        CODE[:4] + "-" + CODE[4:],
        f"  {group(CODE)}\n",
        group(CODE).replace(" ", "－"),
        group(CODE).replace(" ", " — "),
        group(CODE).replace(" ", "，"),
        "".join(chr(ord(digit) - ord("0") + ord("０")) for digit in CODE),
        "\u200b" + CODE,
    ],
)
def test_a_code_is_read_as_it_is_dictated(typed: str):
    assert read_code(typed) == CODE


@pytest.mark.parametrize(
    "typed", ["", "  ", CODE[:-1], CODE + "0", "x" + CODE, CODE[:-1] + "x", "四八二一", CODE[:8] + "ⅷ"]
)
def test_what_is_no_code_is_not_read(typed: str):
    assert read_code(typed) is None


@given(number=DIGITS, place=st.integers(0, 16), other=st.integers(1, 9))
def test_one_digit_misheard_is_noticed(number: int, place: int, other: int):
    code = draw_code(lambda limit: number)
    wrong = str((int(code[place]) + other) % 10)

    assert read_code(code) == code
    assert read_code(code[:place] + wrong + code[place + 1 :]) is None


@given(number=DIGITS, place=st.integers(0, 15))
def test_two_neighbours_exchanged_are_noticed(number: int, place: int):
    code = draw_code(lambda limit: number)
    swapped = code[:place] + code[place + 1] + code[place] + code[place + 2 :]

    assert read_code(swapped) == (code if swapped == code else None)


def test_codes_are_drawn_from_sixteen_digits():
    limits: list[int] = []

    code = draw_code(lambda limit: limits.append(limit) or 7)

    assert limits == [10**16]
    assert re.fullmatch(r"0{15}7\d", code)
    assert len({draw_code() for _ in range(1000)}) == 1000


@pytest.mark.parametrize(
    ("typed", "problem"),
    [
        (CODE, None),
        (" ", "验证码：填写证书上的 17 个数字"),
        ("第几号", "验证码：填写证书上的 17 个数字"),
        ("4821 7390", "验证码：应该有 17 个数字，这里有 8 个"),
        (CODE[:-1] + str((int(CODE[-1]) + 1) % 10), "验证码：有一处不对。对照证书，四个四个再看一遍"),
    ],
)
def test_a_wrong_code_hears_what_is_wrong(typed: str, problem: str | None):
    assert (str(why_not_code(typed)) if why_not_code(typed) else None) == problem


def test_a_number_leads_back_to_its_certificate():
    assert id_of_number(certificate_number(42)) == 42
    assert id_of_number(group(certificate_number(42))) == 42
    assert id_of_number("000000420") is None
