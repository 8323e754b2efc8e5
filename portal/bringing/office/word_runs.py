"""The words of a Word paragraph: runs as pieces, and whatever else stands among them."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any

from portal.bringing.office.blocks import Piece
from portal.bringing.office.gathering import Gathered, child, is_on, kind_of, value, words_of
from portal.bringing.office.opening import Link
from portal.bringing.office.word_styles import Styles
from portal.library.packages.markdown import split_address

SYMBOL_FONTS = re.compile(r"^(wingdings|webdings|symbol$|zapf ?dingbats|marlett|mt extra)", re.IGNORECASE)
_OUTSIDE = re.compile(r"^(?:https?://[^\s/]+|mailto:\S+@\S+|tel:\S+)", re.IGNORECASE)
_TO_LINK = re.compile(r"^\s*HYPERLINK\s+(?:\\l\s+)?\"([^\"]*)\"", re.IGNORECASE)
_OWN_SIGNS = re.compile("[\ue000-\uf8ff]+")  # mean something in one font only
_BLACK = re.compile(r"^(?:auto|0{6}|(?:[0-4][0-9a-f]){3}|)$", re.IGNORECASE)
_LONGEST_ADDRESS = 2000

_THROUGH = {"smartTag", "sdt", "sdtContent", "fldSimple", "customXml", "dir", "bdo", "ins", "moveTo", "rubyBase"}
_GONE = {"del", "moveFrom"}
_NOTHING = {
    "rPr", "pPr", "sdtPr", "sdtEndPr", "smartTagPr", "customXmlPr", "bookmarkStart", "bookmarkEnd", "proofErr", "permStart",
    "permEnd", "commentRangeStart", "commentRangeEnd", "commentReference", "annotationRef", "footnoteRef", "endnoteRef",
    "lastRenderedPageBreak", "softHyphen", "separator", "continuationSeparator", "pgNum", "moveFromRangeStart",
    "moveFromRangeEnd", "moveToRangeStart", "moveToRangeEnd", "rubyPr", "fldData",
}  # fmt: skip
_SIGNS = {"tab": " ", "ptab": " ", "cr": "\n", "noBreakHyphen": "-"}
_DRAWN = {"drawing", "pict", "object", "AlternateContent", "contentPart"}


@dataclass
class Field:
    """A field of Word: what it does, and whether its result is being read."""

    does: str = ""
    is_result: bool = False

    @property
    def address(self) -> str:
        found = _TO_LINK.match(self.does)
        return found[1] if found else ""


@dataclass
class Runs:
    """Reads paragraphs one after the other; fields may go over several. `draw` reads what is drawn or embedded."""

    gathered: Gathered
    styles: Styles
    links: dict[str, Link]
    draw: Callable[[Any], list[Piece]]
    fields: list[Field] = field(default_factory=list)
    marks: dict[tuple[str, str], str] = field(default_factory=dict)  # footnotes by their kind and id → their key
    style: str = ""  # of the paragraph

    def read(self, paragraph: Any, style: str) -> list[Piece]:
        """The pieces of a paragraph."""
        self.style = style
        return self._inside(paragraph, "")

    @property
    def is_contents(self) -> bool:
        """Whether what is read now is a table of contents."""
        return any(one.is_result and one.does.strip().upper().startswith("TOC") for one in self.fields)

    def _inside(self, parent: Any, address: str) -> list[Piece]:
        pieces: list[Piece] = []
        for one in parent:
            kind = kind_of(one)
            if kind == "r":
                pieces += self._run(one, address)
            elif kind == "hyperlink":
                pieces += self._inside(one, self._address(one))
            elif kind in _THROUGH:
                if kind in ("ins", "moveTo"):
                    self.gathered.note_once("tracked")
                pieces += self._inside(one, address)
            elif kind not in _NOTHING:
                pieces += self._beside(one, kind)
        return pieces

    def _beside(self, one: Any, kind: str) -> list[Piece]:
        """What is neither words nor a holder of words."""
        if kind in _DRAWN:
            return self.draw(one)
        rule = "deleted" if kind in _GONE else "equation" if kind.startswith("oMath") else "unknown"
        if words := words_of(one):
            self.gathered.note(rule, words)
        elif rule == "equation":
            self.gathered.note(rule)
        return []

    def _run(self, run: Any, address: str) -> list[Piece]:
        look = child(run, "rPr")
        address = address or next((one.address for one in self.fields if one.is_result and one.address), "")
        shape = self._shape(look, address)
        pieces: list[Piece] = []
        for one in run:
            pieces += self._in_run(one, kind_of(one), shape)
        if self._says(look, "vanish"):
            self._note_words("hidden", pieces)
            return [piece for piece in pieces if not piece.text]
        self._note_looks(look, shape, pieces)
        return self._without_symbols(look, pieces)

    def _in_run(self, one: Any, kind: str, shape: Piece) -> list[Piece]:
        if kind == "t":
            return [replace(shape, text=one.text or "")]
        if kind in _SIGNS:
            return [replace(shape, text=_SIGNS[kind])]
        if kind == "br":
            return [replace(shape, text="\n")] if value(one, "type") in ("", "textWrapping") else []
        if kind in ("footnoteReference", "endnoteReference"):
            key = self.marks.setdefault((kind[:-9], value(one, "id")), str(len(self.marks) + 1))
            return [Piece(footnote=key)]
        if kind in ("fldChar", "instrText"):
            self._field(one, kind)
        elif kind == "sym":
            self.gathered.note("symbol-font", f"{value(one, 'font')} {value(one, 'char')}")
        elif kind not in _NOTHING:
            return self._ruby(one, shape) if kind == "ruby" else self._beside(one, "del" if kind == "delText" else kind)
        return []

    def _field(self, one: Any, kind: str) -> None:
        if kind == "instrText":
            if self.fields and not self.fields[-1].is_result:
                self.fields[-1].does += one.text or ""
            return
        step = value(one, "fldCharType")
        if step == "begin":
            self.fields.append(Field())
        elif step == "separate" and self.fields:
            self.fields[-1].is_result = True
        elif step == "end" and self.fields:
            ended = self.fields.pop()
            if re.match(r"\s*EQ\s", ended.does, re.IGNORECASE):
                self.gathered.note("equation", ended.does)
            if ended.address and not is_good_address(ended.address):
                self.gathered.note("link-lost", ended.address)

    def _ruby(self, ruby: Any, shape: Piece) -> list[Piece]:
        """The word, and after it in brackets how it is read."""
        base, reading = child(ruby, "rubyBase"), child(ruby, "rt")
        pieces = self._inside(base, "") if base is not None else []
        if reading is not None and (words := words_of(reading)):
            pieces.append(replace(shape, text=f"（{words}）"))
            self.gathered.note("ruby", words_of(ruby))
        return pieces

    def _shape(self, look: Any | None, address: str) -> Piece:
        good = address if is_good_address(address) else ""
        return Piece(is_bold=self._says(look, "b"), is_stressed=self._says(look, "i"), address=good)

    def _says(self, look: Any | None, switch: str) -> bool:
        """Whether a run is bold, slanted or hidden: by itself, by its own style, by the paragraph's."""
        own = child(look, switch)
        if own is not None:
            return is_on(own)
        style = value(child(look, "rStyle"))
        return self.styles.says(style, switch) or self.styles.says(self.style, switch)

    def _address(self, link: Any) -> str:
        to = self.links.get(value(link, "id"))
        address = to.target if to else ""
        anchor = value(link, "anchor")
        if is_good_address(address):
            return f"{address}#{anchor}" if anchor and "#" not in address else address
        if address or anchor:
            words = words_of(link)
            self.gathered.note("link-inside" if anchor and not address else "link-lost", f"{words} {address}")
        return address

    def _note_looks(self, look: Any | None, shape: Piece, pieces: list[Piece]) -> None:
        """What only the eye is told: colour, strokes, small signs above the line."""
        if look is None:
            return
        colour = value(child(look, "color"))
        if not shape.address and (not _BLACK.match(colour) or is_on(child(look, "highlight"))):
            self._note_words("colour", pieces)
        if is_on(child(look, "strike")) or is_on(child(look, "dstrike")):
            self._note_words("struck", pieces)
        elif not shape.address and is_on(child(look, "u")):
            self._note_words("underlined", pieces)
        if value(child(look, "vertAlign")) in ("superscript", "subscript"):
            if not any(piece.footnote for piece in pieces):
                self._note_words("small-signs", pieces)

    def _without_symbols(self, look: Any | None, pieces: list[Piece]) -> list[Piece]:
        """Without the letters that are pictures in their font, and nonsense when they are read."""
        fonts = child(look, "rFonts")
        if fonts is not None and any(SYMBOL_FONTS.match(value(fonts, name)) for name in ("ascii", "hAnsi")):
            self._note_words("symbol-font", pieces)
            return [piece for piece in pieces if not piece.text.strip()]
        for piece in pieces:
            if _OWN_SIGNS.search(piece.text):
                self.gathered.note("symbol-font", piece.text)
        return [replace(piece, text=_OWN_SIGNS.sub("", piece.text)) for piece in pieces]

    def _note_words(self, rule: str, pieces: list[Piece]) -> None:
        if words := "".join(piece.text for piece in pieces).strip():
            self.gathered.note(rule, words)


def is_good_address(address: str) -> bool:
    """Whether an address leads somewhere that others can go, too."""
    return bool(_OUTSIDE.match(address)) and len(address) <= _LONGEST_ADDRESS and split_address(address) is not None
