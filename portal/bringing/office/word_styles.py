"""What the styles of a Word file say of a paragraph: heading, title, list, bold."""

import re
from dataclasses import dataclass, field
from typing import Any

from portal.bringing.office.gathering import child, is_on, kind_of, value

_HEADING = re.compile(r"^(?:heading|标题)\s*([1-9])$")
_CONTENTS = re.compile(r"^(?:toc|目录)\s*(?:[1-9]|heading|标题)?$")
_DEEPEST = 20  # styles are based on styles; a circle of them must end


@dataclass(frozen=True)
class Style:
    """One style, as it stands."""

    name: str
    based_on: str
    own: Any


@dataclass
class Styles:
    """All styles by their ids. Asked for an unknown one, they know nothing of it."""

    by_id: dict[str, Style] = field(default_factory=dict)
    plain_size: int = 21  # half points: 五号

    def name(self, style: str) -> str:
        """Its name in small letters, as every language of Word writes it: heading 1."""
        return self.by_id[style].name if style in self.by_id else ""

    def is_contents(self, style: str) -> bool:
        """Whether it is a line of a table of contents."""
        return bool(_CONTENTS.match(self.name(style)))

    def heading_level(self, style: str, own: Any | None) -> int:
        """1 to 9; 0 for what is no heading."""
        level = value(child(own, "outlineLvl"))
        for one in self._line(style):
            if found := _HEADING.match(one.name):
                return int(found[1])
            level = level or value(child(one.own, "pPr", "outlineLvl"))
        return int(level) + 1 if level.isdigit() and int(level) < 9 else 0

    def numbering(self, style: str, own: Any | None) -> tuple[str, int]:
        """The list that a paragraph belongs to, and its level there; "" for none."""
        layers = [own, *(child(one.own, "pPr") for one in self._line(style))]
        found = [child(layer, "numPr") for layer in layers if layer is not None]
        of_list = [one for one in found if one is not None]
        number = next((value(child(one, "numId")) for one in of_list if child(one, "numId") is not None), "")
        level = next((value(child(one, "ilvl")) for one in of_list if child(one, "ilvl") is not None), "0")
        return ("" if number == "0" else number), int(level) if level.isdigit() else 0

    def says(self, style: str, switch: str) -> bool:
        """Whether a style turns a switch of its words on: b, i, vanish."""
        layers = (child(one.own, "rPr", switch) for one in self._line(style))
        return is_on(next((one for one in layers if one is not None), None))

    def size(self, style: str) -> int:
        """The size of its words in half points; 0 when it says nothing."""
        sizes = (value(child(one.own, "rPr", "sz")) for one in self._line(style))
        return next((int(size) for size in sizes if size.isdigit()), 0)

    def _line(self, style: str) -> list[Style]:
        line: list[Style] = []
        while style in self.by_id and len(line) < _DEEPEST:
            line.append(self.by_id[style])
            style = line[-1].based_on
        return line


def read_styles(root: Any | None) -> Styles:
    """The styles of a file; none of a file without them."""
    styles = Styles()
    for one in root if root is not None else ():
        if kind_of(one) == "style":
            name = value(child(one, "name")).strip().lower()
            styles.by_id[value(one, "styleId")] = Style(name, value(child(one, "basedOn")), one)
        elif kind_of(one) == "docDefaults":
            size = value(child(one, "rPrDefault", "rPr", "sz"))
            styles.plain_size = int(size) if size.isdigit() else styles.plain_size
    return styles
