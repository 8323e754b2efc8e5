"""The YAML at the top of a lesson, with the line of every key."""

import re
from dataclasses import dataclass, field
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from portal.library.packages.limits import FRONT_MATTER_BYTES
from portal.library.packages.text_file import Problem
from portal.library.packages.toml_file import Path

_DEEPEST = 5
# Nesting that no author writes takes the reader seconds, and then more room than the stack has.
_NESTED = re.compile(r"(?:[-?:]\s+|[\[{]\s*){20}")
_MOST_BRACKETS = 100


@dataclass(frozen=True)
class FrontMatter:
    """`data` holds only texts, whole numbers, truths, lists and maps; `body` begins at line `body_line` of the file."""

    data: dict[str, Any] = field(default_factory=dict)
    lines: dict[Path, int] = field(default_factory=dict)
    body: str = ""
    body_line: int = 1
    problem: Problem | None = None

    def line(self, *path: str | int) -> int:
        """The line (from 1) of a key, else of the nearest one around it, else 1."""
        while path:
            if path in self.lines:
                return self.lines[path]
            path = path[:-1]
        return 1


def read_front_matter(text: str) -> FrontMatter:
    """Split a lesson and read its front matter. Never raises: what is wrong is in `problem`."""
    lines = text.split("\n")
    if lines[0].rstrip() != "---":
        return FrontMatter(body=text, problem=Problem("front-matter-missing", 1))
    end = next((number for number, line in enumerate(lines[1:], 1) if line.rstrip() == "---"), None)
    if end is None:
        return FrontMatter(body="", problem=Problem("front-matter-open", 1))
    data, places, problem = _read_yaml("\n".join(lines[1:end]))
    return FrontMatter(data, places, "\n".join(lines[end + 1 :]), end + 2, problem)


def _read_yaml(text: str) -> tuple[dict[str, Any], dict[Path, int], Problem | None]:
    if len(text) > FRONT_MATTER_BYTES:
        return {}, {}, Problem("front-matter-long", 1)
    if text.count("[") + text.count("{") > _MOST_BRACKETS or _NESTED.search(text):
        return {}, {}, Problem("yaml", 2)
    places: dict[Path, int] = {}
    try:
        node = YAML(typ="safe", pure=True).compose(text)
        if not isinstance(node, MappingNode):
            return {}, {}, Problem("yaml", 2)
        return _Reader(places).mapping(node, ()), places, None
    except MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        return {}, places, Problem("yaml", mark.line + 2 if mark else 2)
    # ruamel.yaml lets several kinds of error through for odd directives and escapes (found with hypothesis).
    except (YAMLError, ValueError, RecursionError, NotImplementedError, AssertionError, LookupError, TypeError):
        return {}, places, Problem("yaml", 2)


class _Reader:
    """Walks the composed nodes, which know their lines. An alias comes as a node seen before and is refused: a few
    of them can stand for millions of values."""

    def __init__(self, places: dict[Path, int]) -> None:
        self.places = places
        self.seen: set[int] = set()

    def mapping(self, node: MappingNode, path: Path) -> dict[str, Any]:
        values: dict[str, Any] = {}
        for key, value in node.value:
            if not isinstance(key, ScalarNode) or key.value in values:
                raise _marked(key)
            here = (*path, key.value)
            self.places[here] = key.start_mark.line + 2
            values[key.value] = self.value(value, here)
        return values

    def value(self, node: Node, path: Path) -> Any:
        if id(node) in self.seen or len(path) > _DEEPEST:
            raise _marked(node)
        self.seen.add(id(node))
        if isinstance(node, MappingNode):
            return self.mapping(node, path)
        if isinstance(node, SequenceNode):
            return [self.value(item, (*path, number)) for number, item in enumerate(node.value)]
        if isinstance(node, ScalarNode):
            return _scalar(node)
        raise _marked(node)


def _scalar(node: ScalarNode) -> Any:
    kind = str(node.tag).rsplit(":", 1)[-1]
    if kind == "bool":
        return node.value.lower() == "true"
    if kind == "int" and node.value.isascii() and node.value.isdigit() and len(node.value) < 10:
        return int(node.value)
    return None if kind == "null" else str(node.value)


def _marked(node: Node) -> MarkedYAMLError:
    return MarkedYAMLError(problem="not a plain map", problem_mark=node.start_mark)
