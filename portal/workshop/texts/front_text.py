"""The front matter of a lesson, changed in place: every other line stays as its author wrote it."""

import json
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError
from ruamel.yaml.nodes import MappingNode, ScalarNode

from portal.library.packages.front_matter import read_front_matter
from portal.workshop.texts.toml_text import Unreadable


def split(text: str) -> tuple[str, str]:
    """The front matter with its two fences, and the body. Raises Unreadable."""
    if read_front_matter(text).problem:
        raise Unreadable("front matter")
    lines = text.split("\n")
    end = next(number for number, line in enumerate(lines[1:], 1) if line.rstrip() == "---")
    return "\n".join(lines[: end + 1]) + "\n", "\n".join(lines[end + 1 :])


def read(text: str) -> dict[str, Any]:
    """What the front matter says. Raises Unreadable."""
    front = read_front_matter(text)
    if front.problem:
        raise Unreadable("front matter")
    return front.data


def with_body(text: str, body: str) -> str:
    """The lesson with another text."""
    return split(text)[0] + body


def changed(text: str, key: str, value: Any) -> str:
    """The lesson with one thing in its front matter set, or taken out when `value` is None. Raises Unreadable."""
    wanted = {name: one for name, one in read(text).items() if name != key}
    if value is not None:
        wanted[key] = value
    front, body = split(text)
    lines = front.split("\n")[:-2]  # without the closing fence
    spans = _spans(lines[1:])
    if key in spans:
        start, end = spans[key]
        comment = _comment(lines[1 + start]) if end - start == 1 else ""
        lines[1 + start : 1 + end] = [f"{key}: {written(value)}{comment}"] if value is not None else []
    elif value is not None:
        lines.append(f"{key}: {written(value)}")
    new = "\n".join([*lines, "---", body])
    if read(new) != wanted:
        raise Unreadable("changed more than was meant")
    return new


def new(values: dict[str, Any], body: str) -> str:
    """A lesson from what it says of itself and its text."""
    lines = (f"{key}: {written(value)}\n" for key, value in values.items())
    return f"---\n{''.join(lines)}---\n\n{body}"


def written(value: Any) -> str:
    """A value as YAML, as plainly as it can be read back."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return str(value)
    if isinstance(value, list):
        return f"[{', '.join(written(one) for one in value)}]"
    if isinstance(value, dict):
        return f"{{ {', '.join(f'{key}: {_quoted(str(one))}' for key, one in value.items())} }}"
    text = str(value)
    return text if _is_plain(text) else _quoted(text)


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


def _is_plain(text: str) -> bool:
    try:
        node = YAML(typ="safe", pure=True).compose(f"k: {text}\nl: [{text}]")
        first, second = (pair[1] for pair in node.value)
        items = second.value
    except (YAMLError, ValueError, AttributeError, TypeError):
        return False
    nodes = [first, *items]
    is_text = all(isinstance(one, ScalarNode) and str(one.tag).endswith(":str") for one in nodes)
    return is_text and len(items) == 1 and all(one.value == text for one in nodes)


def _spans(lines: list[str]) -> dict[str, tuple[int, int]]:
    """The lines of each key: from its own up to the next key, without what stands above that one."""
    node = YAML(typ="safe", pure=True).compose("\n".join(lines))
    if not isinstance(node, MappingNode) or node.flow_style:
        raise Unreadable("front matter")
    starts = [(str(key.value), key.start_mark.line) for key, _ in node.value]
    if len({start for _, start in starts}) < len(starts):
        raise Unreadable("front matter")
    ends = [start for _, start in starts[1:]] + [len(lines)]
    spans = {}
    for (key, start), end in zip(starts, ends, strict=True):
        while end > start + 1 and (not lines[end - 1].strip() or lines[end - 1].lstrip().startswith("#")):
            end -= 1
        spans[key] = (start, end)
    return spans


def _comment(line: str) -> str:
    """What an author has said behind a value."""
    for place in (n for n, sign in enumerate(line) if sign == "#" and n and line[n - 1] in " \t"):
        try:
            short, whole = (YAML(typ="safe", pure=True).compose(part) for part in (line[:place], line))
        except YAMLError:
            continue
        if [(k.value, v.value) for k, v in short.value] == [(k.value, v.value) for k, v in whole.value]:
            return line[len(line[:place].rstrip()) :]
    return ""
