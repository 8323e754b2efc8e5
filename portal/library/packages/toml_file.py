"""TOML with the line of every key, which the standard library's reader does not tell."""

import re
import tomllib
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from portal.library.packages.text_file import Problem

Path = tuple[str | int, ...]

_TABLE = re.compile(r"^\s*\[(\[)?\s*([A-Za-z0-9_.-]+)\s*\]")
_KEY = re.compile(r"^\s*([A-Za-z0-9_-]+)\s*=")
_ERROR_LINE = re.compile(r"at line (\d+)")
_MULTILINE = re.compile(r'"""|\'\'\'')


@dataclass(frozen=True)
class TomlFile:
    data: dict[str, Any] = field(default_factory=dict)
    lines: dict[Path, int] = field(default_factory=dict)
    problem: Problem | None = None

    def line(self, *path: str | int) -> int | None:
        """The line (from 1) of a key like ("question", 2, "answer"), else of the nearest table around it."""
        while path:
            if path in self.lines:
                return self.lines[path]
            path = path[:-1]
        return None


def read_toml(text: str) -> TomlFile:
    """Decimal numbers stay exact. Never raises: what is wrong is in `problem`."""
    try:
        return TomlFile(tomllib.loads(text, parse_float=_decimal), _lines(text))
    except (ValueError, RecursionError) as error:
        found = _ERROR_LINE.search(str(error))
        at_end = len(text.rstrip("\n").split("\n"))
        return TomlFile(lines=_lines(text), problem=Problem("toml", int(found.group(1)) if found else at_end))


def _decimal(text: str) -> Decimal | str:
    number = Decimal(text)
    return number if number.is_finite() else text  # nan and inf are told as wrong where a number is wanted


def _lines(text: str) -> dict[Path, int]:
    lines: dict[Path, int] = {}
    counts: dict[str, int] = {}
    table: Path = ()
    inside_string = False
    for number, line in enumerate(text.split("\n"), 1):
        quotes = len(_MULTILINE.findall(line))
        if not inside_string:
            if found := _TABLE.match(line):
                table = _table_path(found.group(2), bool(found.group(1)), counts)
                lines.setdefault(table[:1], number)
                lines.setdefault(table, number)
            elif found := _KEY.match(line):
                lines.setdefault((*table, found.group(1)), number)
        inside_string ^= quotes % 2 == 1
    return lines


def _table_path(name: str, is_item: bool, counts: dict[str, int]) -> Path:
    if not is_item:
        return tuple(name.split("."))
    counts[name] = counts.get(name, -1) + 1
    return (*name.split("."), counts[name])
