"""What is drawn in a Word file or on a slide, or embedded in it: pictures, boxes with words, charts, objects."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from portal.bringing.office.blocks import Block, Piece
from portal.bringing.office.gathering import Gathered, child, kind_of, value, words_of
from portal.bringing.office.opening import Link, Parts

ReadBox = Callable[[Any], list[Block]]
_SHAPES = {"wsp", "shape", "rect", "roundrect", "oval", "line", "polyline"}
_CHART_WORDS = {"t", "v"}


@dataclass
class Drawings:
    """Reads drawings; the paragraphs of boxes gather in `boxes`, to follow the paragraph that holds them."""

    parts: Parts
    links: dict[str, Link]
    gathered: Gathered
    read_box: ReadBox
    boxes: list[Block] = field(default_factory=list)

    def read(self, element: Any) -> list[Piece]:
        """The pictures among the words; everything else is noted."""
        if kind_of(element) == "AlternateContent":
            chosen = child(element, "Choice")
            chosen = chosen if chosen is not None else child(element, "Fallback")
            return [piece for one in (chosen if chosen is not None else ()) for piece in self.read(one)]
        if kind_of(element) == "object":
            return self._embedded(element)
        words, is_decoration = described(element)
        pieces: list[Piece] = []
        self._walk(element, words, is_decoration, pieces)
        return pieces

    def _walk(self, element: Any, words: str, is_decoration: bool, pieces: list[Piece]) -> None:
        kind = kind_of(element)
        if kind == "txbxContent":
            self._box(element)
            return
        if kind == "AlternateContent":
            pieces += self.read(element)
            return
        if kind == "pic":
            own, own_decoration = described(element)
            pieces += self.picture(child(element, "blipFill", "blip"), own or words, is_decoration or own_decoration)
            return
        if kind == "imagedata":
            pieces += self.picture(element, words, is_decoration)
            return
        if not self._other(element, kind, words):
            if kind in _SHAPES and not words_of(element) and not _holds_picture(element):
                self.gathered.note("shape", described(element)[0] or words)
            for one in element:
                self._walk(one, words, is_decoration, pieces)

    def _other(self, element: Any, kind: str, words: str) -> bool:
        """Note a chart, a diagram, words in art; False for everything else."""
        if kind == "chart" and value(element, "id"):
            self.gathered.note("chart", f"{words} {self._chart_words(value(element, 'id'))}")
        elif kind == "relIds":
            link = self.links.get(value(element, "dm"))
            root = self.parts.xml(link.target) if link and not link.is_outside else None
            self.gathered.note("smart-art", f"{words} {words_of(root) if root is not None else ''}")
        elif kind == "textpath":
            self.gathered.note("word-art", value(element, "string"))
        elif kind == "contentPart":
            self.gathered.note("ink", words)
        else:
            return False
        return True

    def _chart_words(self, link_id: str) -> str:
        link = self.links.get(link_id)
        root = self.parts.xml(link.target) if link and not link.is_outside else None
        found = [one.text or "" for one in root.iter() if kind_of(one) in _CHART_WORDS] if root is not None else []
        return " ".join(found)

    def picture(self, blip: Any | None, words: str, is_decoration: bool) -> list[Piece]:
        """One picture as a piece; none for what has no content here, or says that it is decoration."""
        link = self.links.get(value(blip, "embed") or value(blip, "id")) if blip is not None else None
        if blip is not None and (value(blip, "link") or (link and link.is_outside)):
            self.gathered.note("picture-outside", words)
            return []
        if link is None or not self.parts.has(link.target):
            self.gathered.note("picture-broken", words)
            return []
        if is_decoration:
            self.gathered.note("decoration", words)
            return []
        self.gathered.kept["pictures"] += 1
        return [Piece(picture=self.gathered.show(link.target, words))]

    def _box(self, content: Any) -> None:
        blocks = self.read_box(content)
        self.gathered.note("text-box", " ".join(block.text for block in blocks))
        self.boxes += blocks

    def _embedded(self, element: Any) -> list[Piece]:
        program = next((value(one, "ProgID") for one in element.iter() if kind_of(one) == "OLEObject"), "")
        words = f"{described(element)[0]} {words_of(element)}"
        is_equation = program.startswith(("Equation", "MathType"))
        self.gathered.note("equation" if is_equation else "embedded", f"{words} {'' if is_equation else program}")
        return []


def described(element: Any) -> tuple[str, bool]:
    """The words that a drawing has for those who do not see it, and whether it says that it is decoration."""
    for one in element.iter():
        kind = kind_of(one)
        if kind in ("docPr", "cNvPr"):
            decorative = any(kind_of(inner) == "decorative" and value(inner) == "1" for inner in one.iter())
            return (one.get("descr") or one.get("title") or "").strip(), decorative
        if kind == "shape" and (one.get("alt") or ""):
            return one.get("alt").strip(), False
    return "", False


def _holds_picture(element: Any) -> bool:
    return any(kind_of(one) in ("blip", "imagedata", "textpath") for one in element.iter())
