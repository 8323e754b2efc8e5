"""The numbers that Word writes itself before headings and items: they stand in no run, so they are counted here."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from portal.bringing.office.gathering import child, kind_of, value

_DIGITS = "〇一二三四五六七八九"
_PLAIN = re.compile(r"^[（(]?%\d(?:[.．]%\d)*[.．、)）]?$")
_MOST = 9999


@dataclass(frozen=True)
class Level:
    """How one level of a list is numbered."""

    form: str
    text: str
    start: int


@dataclass(frozen=True)
class Label:
    """What stands before a paragraph. `number` is 0 for a bullet; `is_plain` when a list of Markdown says the same."""

    text: str
    number: int
    is_plain: bool


@dataclass
class Numbers:
    """The lists of a file, and how far each has been counted."""

    levels: dict[str, dict[int, Level]] = field(default_factory=dict)
    list_of: dict[str, str] = field(default_factory=dict)  # a use of a list → the list
    anew: dict[tuple[str, int], int] = field(default_factory=dict)  # a use that begins anew, and with what
    counts: dict[str, dict[int, int]] = field(default_factory=dict)

    def next(self, number_id: str, level: int) -> Label | None:
        """Count one on, and say what stands before it; None when it is no list after all."""
        name = self.list_of.get(number_id)
        form = self.levels.get(name or "", {}).get(level)
        if name is None or form is None or form.form == "none":
            return None
        if form.form == "bullet":
            return Label("", 0, is_plain=True)
        counts = self.counts.setdefault(name, {})
        start = self.anew.pop((number_id, level), None)
        before = counts.get(level, form.start - 1) if start is None else start - 1
        counts[level] = min(before + 1, _MOST)
        for deeper in [one for one in counts if one > level]:
            del counts[deeper]
        is_plain = form.form == "decimal" and bool(_PLAIN.match(form.text.strip())) and counts[level] > 0
        return Label(self._text(name, form, counts), counts[level], is_plain)

    def _text(self, name: str, form: Level, counts: dict[int, int]) -> str:
        def one(found: re.Match[str]) -> str:
            level = int(found[1]) - 1
            shown = self.levels[name].get(level, form)
            return in_form(counts.get(level, shown.start), shown.form)

        return re.sub(r"%(\d)", one, form.text).strip()


def read_numbers(root: Any | None) -> Numbers:
    """The lists that a file defines."""
    numbers = Numbers()
    for one in root if root is not None else ():
        if kind_of(one) == "abstractNum":
            rows = [row for row in one if kind_of(row) == "lvl"]
            numbers.levels[value(one, "abstractNumId")] = {_whole(value(row, "ilvl")): _level(row) for row in rows}
        elif kind_of(one) == "num":
            number_id = value(one, "numId")
            numbers.list_of[number_id] = value(child(one, "abstractNumId"))
            for row in one:
                start = value(child(row, "startOverride"))
                if kind_of(row) == "lvlOverride" and start:
                    numbers.anew[(number_id, _whole(value(row, "ilvl")))] = _whole(start)
    return numbers


def _level(row: Any) -> Level:
    start = value(child(row, "start"))
    return Level(value(child(row, "numFmt")) or "decimal", value(child(row, "lvlText")), _whole(start or "1"))


def _whole(text: str) -> int:
    return min(int(text), _MOST) if text.isascii() and text.isdigit() else 0


def in_form(number: int, form: str) -> str:
    """A number as Word shows it: 3, 三, C, iii, ③."""
    write = next((write for begins, most, write in _FORMS if form.startswith(begins) and 0 < number <= most), str)
    return write(number)


def _letter(number: int) -> str:
    return chr(ord("A") + (number - 1) % 26) * ((number - 1) // 26 + 1)


def _chinese(number: int) -> str:
    tens, ones = divmod(number, 10)
    return ("" if tens == 0 else "十" if tens == 1 else f"{_DIGITS[tens]}十") + (_DIGITS[ones] if ones else "")


def _roman(number: int) -> str:
    signs = zip(
        (1000, 900, 500, 400, 100, 90, 50, 40, 10, 9, 5, 4, 1),
        ("M", "CM", "D", "CD", "C", "XC", "L", "XL", "X", "IX", "V", "IV", "I"),
        strict=True,
    )
    written = ""
    for worth, sign in signs:
        count, number = divmod(number, worth)
        written += sign * count
    return written


_COUNTED_IN_CHINESE = ("chinese", "japaneseCounting", "taiwanese", "ideographTraditional")
_FORMS: tuple[tuple[str | tuple[str, ...], int, Callable[[int], str]], ...] = (
    ("upperLetter", 234, _letter),
    ("lowerLetter", 234, lambda number: _letter(number).lower()),
    ("upperRoman", 3999, _roman),
    ("lowerRoman", 3999, lambda number: _roman(number).lower()),
    ("decimalEnclosedCircle", 20, lambda number: chr(ord("①") + number - 1)),
    (_COUNTED_IN_CHINESE, 99, _chinese),
    ("ideographDigital", _MOST, lambda number: "".join(_DIGITS[int(digit)] for digit in str(number))),
)
