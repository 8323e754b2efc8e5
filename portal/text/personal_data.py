"""The guard for personal data: numbers of people in texts that others will read."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from stdnum.exceptions import ValidationError
from stdnum.iso7064 import mod_11_2

_GAP = r"[ \t\u00a0\u2000-\u200d\u2060\u3000\ufeff_·‐‑–—-]{0,2}"  # also what cannot be seen
_IDENTITY = re.compile(rf"(?=([0-9](?:{_GAP}[0-9]){{16}}{_GAP}[0-9X]))")
_CARD_REST = re.compile(rf"{_GAP}[1-7]{_GAP}[1-4](?![0-9])(?:{_GAP}B{_GAP}[1-9][0-9]?)?")
_MOBILE = re.compile(
    rf"(?<![0-9])(?<![0-9]-)(?:(?:\+|00)?86{_GAP})?(1{_GAP}[3-9](?:{_GAP}[0-9]){{9}})(?![0-9])(?!-[0-9])"
)
_MOST_GAPS_IN_MOBILE = 5  # “1 3 4 5 6 7 8 9 1 2 3” is a row of numbers, not a telephone

_NAME_HEAD = re.compile(r"姓\s*名|名字|学员(?!数|人数)")
_NUMBER_HEAD = re.compile(r"身份证|证件号|证号|残疾证|电话|手机|联系方式|银行卡|账号")
_CELLS = re.compile(r"[|,，\t;；]")
_LONG_NUMBER = re.compile(r"[0-9][0-9Xx -]{5,}")


@dataclass(frozen=True)
class Found:
    """Personal data at text[start:end]. `kind` is identity, card, mobile or table; `masked` may be shown to anybody."""

    kind: str
    start: int
    end: int
    masked: str


def find_personal_data(text: str) -> list[Found]:
    """Identity and disability card numbers, mobile numbers, and tables of names with numbers, in order of place.

    Finds them with full-width digits, and with spaces, hyphens or invisible characters between the digits.
    Sources: GB 11643-1999 (check digit by ISO 7064 MOD 11-2); the China Disabled Persons' Federation for the card's two
    digits and its suffix.
    """
    plain = _half_width(text)
    found = list(_identities(plain))
    taken = [(one.start, one.end) for one in found]
    found += [one for one in _mobiles(plain) if not any(start < one.end and one.start < end for start, end in taken)]
    found += _tables(plain)
    return sorted(found, key=lambda one: (one.start, one.end))


def mask_personal_data(text: str) -> str:
    """The same text with every number of a person masked."""
    for found in reversed([one for one in find_personal_data(text) if one.kind != "table"]):
        text = text[: found.start] + found.masked + text[found.end :]
    return text


def _half_width(text: str) -> str:
    """Each digit and letter as its plain form; as long as the text, so that places stay the same."""
    if text.isascii():
        return text.upper()
    return "".join(_plain(character) for character in text)


def _plain(character: str) -> str:
    if "\u3400" <= character <= "\u9fff":
        return character
    digit = unicodedata.digit(character, -1)
    if digit >= 0:
        return str(digit)
    folded = unicodedata.normalize("NFKC", character).upper()
    return folded if len(folded) == 1 else character


def _identities(plain: str) -> Iterator[Found]:
    passed = 0
    for match in _IDENTITY.finditer(plain):
        start, end = match.span(1)
        number = _compact(match.group(1))
        if start < passed or not _is_identity(number):
            continue
        rest = _CARD_REST.match(plain, end)
        passed = rest.end() if rest else end
        # The last characters of a card tell category and level of a disability: none of them is shown.
        masked = f"{number[:4]}{'*' * 16}" if rest else f"{number[:4]}{'*' * 10}{number[-4:]}"
        yield Found("card" if rest else "identity", start, passed, masked)


def _is_identity(number: str) -> bool:
    if number[0] == "0" or not ("1880" <= number[6:10] < "2100" and "01" <= number[10:12] <= "12"):
        return False
    try:
        mod_11_2.validate(number)
        date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    except (ValidationError, ValueError):
        return False
    return True


def _mobiles(plain: str) -> Iterator[Found]:
    for match in _MOBILE.finditer(plain):
        number = _compact(match.group(1))
        gaps = len(re.findall(r"[^0-9]+", match.group(1)))
        if gaps <= _MOST_GAPS_IN_MOBILE:
            yield Found("mobile", match.start(), match.end(), f"{number[:3]}******{number[-2:]}")


def _tables(plain: str) -> Iterator[Found]:
    """A line of column names with a name and a number, and a long number in one of the lines after it."""
    lines = plain.split("\n")
    place = 0
    for number, line in enumerate(lines):
        cells = _CELLS.split(line)
        named = any(_NAME_HEAD.search(cell) and len(cell) < 20 for cell in cells)
        numbered = any(_NUMBER_HEAD.search(cell) and len(cell) < 20 for cell in cells)
        if len(cells) > 1 and named and numbered and any(map(_LONG_NUMBER.search, lines[number + 1 : number + 5])):
            heads = "、".join(cell.strip() for cell in cells if cell.strip())
            yield Found("table", place, place + len(line), heads[:30])
        place += len(line) + 1


def _compact(text: str) -> str:
    return re.sub(r"[^0-9X]", "", text)
