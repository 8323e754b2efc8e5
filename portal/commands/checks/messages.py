"""The English catalogue is complete: every message stands in exactly one file, none is stale, fuzzy or empty."""

import re
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Message
from babel.messages.extract import extract_from_dir

from portal.text.catalogue import read_catalogues

METHODS = [("portal/**.py", "python"), ("templates/**.html", "jinja2")]
KEYWORDS = {"_": None, "gettext": None, "ngettext": (1, 2), "message": None}
OPTIONS = {"templates/**.html": {"extensions": "jinja2.ext.i18n", "newstyle_gettext": "true", "trimmed": "true"}}
PLACEHOLDER = re.compile(r"%\((\w+)\)")


def problems(root: Path) -> Iterator[str]:
    """What is missing, stale, said twice, unfinished, or has other values than its source."""
    used = messages_used(root)
    translated: dict[str, str] = {}
    for room, catalogue in read_catalogues().items():
        for entry in catalogue:
            if not entry.id:
                continue
            source = _source(entry)
            place = f"portal/text/en/{room}.po: “{source[:40]}”"
            if source in translated:
                yield f"{place} stands in {translated[source]}.po too."
            if source not in used:
                yield f"{place} is not used any more."
            yield from (f"{place} {fault}" for fault in _faults(entry, source))
            translated[source] = room
    for source, first_place in used.items():
        if source not in translated:
            yield f"{first_place}: no English for “{source[:60]}”."


def _source(entry: Message) -> str:
    return entry.id if isinstance(entry.id, str) else str(entry.id[0])


def _faults(entry: Message, source: str) -> Iterator[str]:
    texts = [entry.string] if isinstance(entry.string, str) else list(entry.string or ())
    if entry.fuzzy or not all(texts):
        yield "is not finished."
    known = {*PLACEHOLDER.findall(source), "num"}
    if any(set(PLACEHOLDER.findall(text)) - known for text in texts):
        yield "names a value that its source does not have."


def messages_used(root: Path) -> dict[str, str]:
    """Every Chinese message of rules, routes and templates, with the first place that uses it."""
    used: dict[str, str] = {}
    found = extract_from_dir(root, METHODS, OPTIONS, KEYWORDS, directory_filter=_is_ours)
    for file, line, source, *_ in found:
        text = source if isinstance(source, str) else source[0]
        if text.strip():
            used.setdefault(text, f"{file}:{line}")
    return used


def _is_ours(folder: str) -> bool:
    name = Path(folder).name
    return not name.startswith(".") and name not in {"tests", "courses", "static", "var", "_bootstrap", "setup"}
