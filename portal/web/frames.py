"""A part of a page that is the same again and again but for some values: rendered once with a slot for each, then only filled."""

import re
from collections.abc import Mapping

from markupsafe import Markup, escape

SLOT = re.compile(r"\[\[([\w-]+)\]\]")


def slot(name: str) -> str:
    """What stands in a frame where a value belongs."""
    return f"[[{name}]]"


class Frame:
    """Rendered with slots. Nothing that somebody typed may be rendered into it, for it might look like a slot."""

    def __init__(self, html: str) -> None:
        self.pieces = SLOT.split(html)
        self.names = self.pieces[1::2]

    def filled(self, counts: Mapping[str, int], **values: str) -> Markup:
        """The frame with its slots filled: by these values, escaped, or else by a count, which is 0 where there is none."""
        said = {name: escape(value) for name, value in values.items()}
        pieces = self.pieces.copy()
        pieces[1::2] = [said[name] if name in said else str(counts.get(name, 0)) for name in self.names]
        return Markup("".join(pieces))
