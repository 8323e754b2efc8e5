"""Card and identity numbers: read as people type them, checked part by part, shown masked.

A disability card number is the 18 characters of the identity number (GB 11643-1999), one digit for the category, one
for the level, and after a new issue B1, B2 … . The check character follows ISO 7064 MOD 11-2.
"""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date

from stdnum.iso7064 import mod_11_2

from portal.text import Message, message

CITIZEN_PURPOSE = "citizen"  # what a blind index is made for
NUMBER_PURPOSE = "number"
DEMO_PREFIX = "9901"  # a region that does not exist: nobody real has such a number
SEPARATORS = re.compile(r"[\s\-‐-―−·.]+")
NUMBER = re.compile(r"(\d{17}[\dX])(?:([1-7])([1-4])(?:B([1-9]\d?))?)?", re.ASCII)


@dataclass(frozen=True)
class Number:
    """A number that has been checked."""

    citizen: str  # the 18 characters that stay the same on every card of a person
    tail: str = ""  # category, level and version of a card; empty for an identity number
    card_version: int = 0

    @property
    def text(self) -> str:
        return self.citizen + self.tail

    @property
    def kind(self) -> str:
        return "card" if self.tail else "identity_number"

    @property
    def masked(self) -> str:
        """Enough for its owner to recognise, without category and level: 9901**********0019."""
        return f"{self.citizen[:4]}{'*' * 10}{self.citizen[-4:]}"


def clean(typed: str) -> str:
    """What was typed with full-width characters narrowed, spaces and hyphens dropped, and x as X."""
    return SEPARATORS.sub("", unicodedata.normalize("NFKC", typed)).upper()


def read_number(typed: str) -> Number | None:
    """The number that was typed, or None when `what_is_wrong` has something to say about it."""
    match = NUMBER.fullmatch(clean(typed))
    if not match or what_is_wrong(typed, date.max):
        return None
    citizen = match[1]
    return Number(citizen, clean(typed)[18:], int(match[4] or 0))


def make_citizen(region: str, birth: str, serial: str) -> str:
    """The 18 characters for a region code, a birth date and a serial, with their check character."""
    body = region + birth + serial
    return body + mod_11_2.calc_check_digit(body)


def what_is_wrong(typed: str, today: date) -> Message | None:
    """Which part of a typed card or identity number is wrong, in words; None when all is well.

    An unknown region code is nothing to reject: codes are retired, people keep their numbers.
    """
    text = clean(typed)
    return _wrong_citizen(text, today) or _wrong_tail(text[18:])


def _wrong_citizen(text: str, today: date) -> Message | None:
    for place, character in enumerate(text[:17], start=1):
        if not ("0" <= character <= "9"):
            return message("第 %(place)s 位是“%(character)s”，这里要用数字。", place=place, character=character)
    if len(text) < 18:
        return message("只有 %(count)s 位。身份证号 18 位，残疾人证号 20 位或更多。", count=len(text))
    if not ("0" <= text[17] <= "9" or text[17] == "X"):
        return message("第 18 位是“%(character)s”，这里要用数字或 X。", character=text[17])
    born = _birth_date(text)
    if born is None or born.year < 1900 or born > today:
        return message("第 7 至 14 位是出生日期，%(digits)s 不是一个日期。看看有没有写错。", digits=text[6:14])
    if not mod_11_2.is_valid(text[:18]):
        return message("前 18 位对不上：最后一位是校验位，和前面的数字不符。逐位再看一遍。")
    return None


def _wrong_tail(tail: str) -> Message | None:
    if not tail:
        return None
    if not ("1" <= tail[0] <= "7"):
        return message("第 19 位是残疾类别，只能是 1 至 7。现在是“%(character)s”。", character=tail[0])
    if len(tail) == 1:
        return message("只有 19 位，少了第 20 位残疾等级。")
    if not ("1" <= tail[1] <= "4"):
        return message("第 20 位是残疾等级，只能是 1 至 4。现在是“%(character)s”。", character=tail[1])
    if tail[2:] and not re.fullmatch(r"B[1-9]\d?", tail[2:], re.ASCII):
        return message("第 20 位以后只能是补发标记，例如 B1。现在是“%(rest)s”。", rest=tail[2:12])
    return None


def _birth_date(text: str) -> date | None:
    try:
        return date(int(text[6:10]), int(text[10:12]), int(text[12:14]))
    except ValueError:
        return None
