"""TOML that is changed in place: comments, unknown keys and the order of everything else survive.

The standard library's reader is the authority: a text is cut into statements by asking it what it can read, and each
change is read again and compared with what was meant.
"""

import json
import re
import tomllib
from dataclasses import dataclass
from typing import Any

Key = tuple[str | int, ...]
_HEADER = re.compile(r"^\s*\[(\[)?\s*([^\[\]]+?)\s*\]\]?\s*(#.*)?$")
_BARE = re.compile(r"[A-Za-z0-9_-]+")
_MOST_LINES = 400  # of one value; what is longer no author has written by hand


class Unreadable(Exception):
    """The text is no TOML, or is written in a way that cannot be changed in place."""


@dataclass
class Statement:
    """A header, a key with its value, or what stands between them; `key` is its place in the data."""

    text: str
    key: Key = ()
    is_header: bool = False
    is_item: bool = False  # a [[header]]


def read(text: str) -> dict[str, Any]:
    """The data. Raises Unreadable."""
    try:
        return tomllib.loads(text)
    except (ValueError, RecursionError) as error:
        raise Unreadable(str(error)) from error


def changed(text: str, key: Key, value: Any) -> str:
    """The text with one value set, or with it taken out when `value` is None. Raises Unreadable."""
    wanted = _with(read(text), key, value)
    parts = statements(text)
    place = next((n for n, part in enumerate(parts) if part.key == key and not part.is_header), None)
    if place is not None:
        parts[place].text = _statement(str(key[-1]), value, parts[place].text) if value is not None else ""
    elif value is not None:
        _insert(parts, key, value)
    return _proven(parts, wanted)


def added(text: str, table: str, item: dict[str, Any]) -> str:
    """The text with one more [[table]] after the last one. Raises Unreadable."""
    data = read(text)
    wanted = {**data, table: [*data.get(table, []), item]}
    parts = statements(text)
    own = [n for n, part in enumerate(parts) if part.key[:1] == (table,)]
    if own and not parts[own[0]].is_header:  # written as a list in one statement
        return changed(text, (table,), wanted[table])
    lines = [f"[[{table}]]\n", *(_statement(name, value) for name, value in item.items())]
    place = own[-1] + 1 if own else len(parts)
    before = "".join(part.text for part in parts[:place])
    gap = "" if not before or before.endswith("\n\n") else "\n" if before.endswith("\n") else "\n\n"
    follows = "\n" if place < len(parts) and parts[place].text.strip() else ""
    parts.insert(place, Statement(gap + "".join(lines) + follows))
    return _proven(parts, wanted)


def removed(text: str, table: str, number: int) -> str:
    """The text without the item of that number, from 0. Raises Unreadable."""
    data = read(text)
    items = list(data[table])
    del items[number]
    wanted = {**data, table: items} if items else {name: value for name, value in data.items() if name != table}
    parts = statements(text)
    own = [n for n, part in enumerate(parts) if part.key[:2] == (table, number)]
    if not own:
        return changed(text, (table,), items or None)
    del parts[own[0] : own[-1] + 1]
    return _proven(parts, wanted)


def moved(text: str, table: str, number: int, to: int) -> str:
    """The text with one item of a table at another place. Raises Unreadable."""
    data = read(text)
    items = list(data[table])
    items.insert(to, items.pop(number))
    parts = statements(text)
    spans = [[n for n, part in enumerate(parts) if part.key[:2] == (table, one)] for one in range(len(items))]
    if not all(spans):
        return changed(text, (table,), items)
    texts = ["".join(parts[n].text for n in range(span[0], span[-1] + 1)) for span in spans]
    texts.insert(to, texts.pop(number))
    texts = [one if one.endswith("\n") else f"{one}\n" for one in texts]
    for span, one in zip(reversed(spans), reversed(texts), strict=True):
        parts[span[0] : span[-1] + 1] = [Statement(one)]
    return _proven(parts, {**data, table: items})


def statements(text: str) -> list[Statement]:
    """The text in its statements; joined they are the text. Raises Unreadable."""
    lines = text.splitlines(keepends=True)
    found: list[Statement] = []
    table: Key = ()
    counts: dict[str, int] = {}
    place = 0
    while place < len(lines):
        line = lines[place]
        if not line.strip() or line.lstrip().startswith("#"):
            found.append(Statement(line))
            place += 1
        elif line.lstrip().startswith("["):
            table, is_item = _table(line, counts)
            found.append(Statement(line, table, True, is_item))
            place += 1
        else:
            end, name = _end(lines, place)
            found.append(Statement("".join(lines[place:end]), (*table, name)))
            place = end
    return found


def _table(line: str, counts: dict[str, int]) -> tuple[Key, bool]:
    match = _HEADER.match(line.rstrip("\r\n"))
    if match is None:
        raise Unreadable(line)
    names = tuple(_only_key(name) for name in match[2].split("."))
    is_item = bool(match[1])
    if is_item and len(names) == 1:
        counts[names[0]] = counts.get(names[0], -1) + 1
    if names[0] in counts:
        return (names[0], counts[names[0]], *names[1:]), is_item
    return names, is_item


def _only_key(name: str) -> str:
    return name.strip().strip("\"'")


def _end(lines: list[str], start: int) -> tuple[int, str]:
    """Where a key with its value ends, and its name."""
    for end in range(start + 1, min(len(lines), start + _MOST_LINES) + 1):
        try:
            data = tomllib.loads("".join(lines[start:end]))
        except (ValueError, RecursionError):
            continue
        return end, next(iter(data))
    raise Unreadable(lines[start])


def _insert(parts: list[Statement], key: Key, value: Any) -> None:
    """A key that is new: after the last of its table, and before the first header when it belongs to none."""
    line = Statement(_statement(str(key[-1]), value), key)
    if len(key) == 1:
        before = next((n for n, part in enumerate(parts) if part.is_header), len(parts))
        while before and not parts[before - 1].key:
            before -= 1  # what is said above a header belongs to it
    else:
        own = [n for n, part in enumerate(parts) if part.key[: len(key) - 1] == key[:-1]]
        if not own:
            if len(key) > 2 or isinstance(key[-1], int):
                raise Unreadable(str(key))
            head = "" if not parts or parts[-1].text.endswith("\n\n") else "\n"
            parts.append(Statement(f"{head}[{key[0]}]\n", key[:1], True))
            own = [len(parts) - 1]
        before = own[-1] + 1
    if before and not parts[before - 1].text.endswith("\n"):
        parts[before - 1].text += "\n"
    parts.insert(before, line)


def _statement(name: str, value: Any, old: str = "") -> str:
    shown = name if _BARE.fullmatch(name) else json.dumps(name, ensure_ascii=False)
    ending = "\r\n" if old.endswith("\r\n") else "\n" if old.endswith("\n") or not old else ""
    return f"{shown} = {written(value)}{_comment(old)}{ending}"


def _comment(old: str) -> str:
    """What an author has said behind a value."""
    body = old.rstrip("\r\n")
    last = body.rfind("\n") + 1
    for place in (n for n, sign in enumerate(body) if sign == "#" and n > last):
        try:
            if tomllib.loads(body[:place]) == tomllib.loads(body):
                return body[len(body[:place].rstrip()) :]
        except ValueError:
            continue
    return ""


def written(value: Any) -> str:
    """A value as TOML."""
    if isinstance(value, str):
        return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list):
        return f"[{', '.join(written(one) for one in value)}]"
    if isinstance(value, dict):
        pairs = (
            f"{name if _BARE.fullmatch(name) else json.dumps(name)} = {written(one)}" for name, one in value.items()
        )
        return f"{{ {', '.join(pairs)} }}"
    return str(value)


def _with(data: Any, key: Key, value: Any) -> Any:
    """A copy of the data in which one value is another."""
    first, rest = key[0], key[1:]
    if isinstance(data, list):
        return [_with(one, rest, value) if n == first else one for n, one in enumerate(data)]
    if rest:
        return {**data, first: _with(data.get(first, {}), rest, value)}
    if value is None:
        return {name: one for name, one in data.items() if name != first}
    return {**data, first: value}


def _proven(parts: list[Statement], wanted: dict[str, Any]) -> str:
    text = "".join(part.text for part in parts)
    if read(text) != wanted:
        raise Unreadable("changed more than was meant")
    return text
