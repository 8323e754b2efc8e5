"""The English catalogue, read from portal/text/en/*.po once. No compiled files that could be stale."""

from functools import cache
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po

FOLDER = Path(__file__).parent / "en"


def read_catalogues() -> dict[str, Catalog]:
    """Every file of the English catalogue by its room's name."""
    catalogues = {}
    for path in sorted(FOLDER.glob("*.po")):
        with path.open("rb") as file:
            catalogues[path.stem] = read_po(file, locale="en")
    return catalogues


@cache
def english() -> dict[str | tuple[str, bool], str]:
    """Chinese source to English text; for counted messages (source, is plural) to its English form."""
    texts: dict[str | tuple[str, bool], str] = {}
    for catalogue in read_catalogues().values():
        for entry in catalogue:
            if not entry.id or not entry.string or entry.fuzzy:
                continue
            if isinstance(entry.id, (list, tuple)):
                texts[entry.id[0], False], texts[entry.id[0], True] = entry.string[0], entry.string[1]
            else:
                texts[entry.id] = str(entry.string)
    return texts
