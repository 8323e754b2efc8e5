"""Templates decide nothing, hide nothing and bring no code of their own."""

import re
from collections.abc import Iterator
from pathlib import Path

FORBIDDEN = {
    r"<script(?! src=)": "a script inside the page",
    r"<style": "a style sheet inside the page",
    r"<[a-z][^>{]*\sstyle=": "a style attribute",
    r"<[a-z][^>{]*\son[a-z]+=": "an event attribute",
    r"\|\s*safe\b": "the safe filter: only the Markdown renderer makes markup",
    r"\bhx-[a-z]": "plain hx- attributes: use the macro swap()",
    r"role=[\"']alert": "role=alert, which a screen reader reads twice on a loading page",
    r"autofocus": "autofocus, which hides the page's title from a screen reader",
    r"person\.roles|\.roles\b": "a decision about roles: let the route decide",
}
SWAP_MACRO = Path("components/page.html")


def problems(root: Path) -> Iterator[str]:
    """Every line of a template that breaks a rule, with its place."""
    folder = root / "templates"
    for path in sorted(folder.rglob("*.html")):
        name = path.relative_to(folder)
        source = path.read_text(encoding="utf-8")
        is_page = not name.name.startswith("_") and name.parts[0] != "components" and name.name != "base.html"
        if is_page and "{% set heading" not in source and 'extends "base.html"' in source:
            yield f"templates/{name}: a page sets its heading."
        yield from _lines(name, re.sub(r"\{#.*?#\}", _blank, source, flags=re.DOTALL))


def _lines(name: Path, source: str) -> Iterator[str]:
    for number, line in enumerate(source.splitlines(), start=1):
        for pattern, why in FORBIDDEN.items():
            if re.search(pattern, line) and not (name == SWAP_MACRO and "hx-" in pattern):
                yield f"templates/{name}:{number}: {why}."


def _blank(match: re.Match[str]) -> str:
    return "\n" * match[0].count("\n")
