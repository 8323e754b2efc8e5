"""No file outgrows one sitting, and no function one look."""

import ast
from collections.abc import Iterator
from pathlib import Path

FILE_LINES, FUNCTION_LINES = 300, 40
CODE = ("portal", "tests", "courses")
LEFT_OUT = ("_bootstrap", "vendor", "migrations")


def problems(root: Path) -> Iterator[str]:
    """Every Python file and function that is too long, with its place."""
    for path in python_files(root):
        source = path.read_text(encoding="utf-8")
        name = path.relative_to(root)
        if (lines := len(source.splitlines())) > FILE_LINES:
            yield f"{name}: {lines} lines, at most {FILE_LINES}. The design is asking for another room."
        for node in ast.walk(ast.parse(source)):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                length = (node.end_lineno or node.lineno) - node.lineno + 1
                if length > FUNCTION_LINES:
                    yield f"{name}:{node.lineno}: {node.name} has {length} lines, at most {FUNCTION_LINES}."


def python_files(root: Path) -> Iterator[Path]:
    """Our own Python files, without what others wrote."""
    for folder in CODE:
        for path in sorted((root / folder).rglob("*.py")):
            if not set(path.relative_to(root).parts) & set(LEFT_OUT):
                yield path
