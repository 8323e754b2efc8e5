"""A Word file (docx) read into blocks, in the order in which it is read, with everything that is not kept noted."""

import re
from typing import Any

from portal.bringing.office.blocks import Block, Form, Piece, Text, is_empty, joined
from portal.bringing.office.gathering import Gathered, child, kind_of, value, words_of
from portal.bringing.office.opening import Parts
from portal.bringing.office.word_drawings import Drawings
from portal.bringing.office.word_numbers import Label, Numbers, read_numbers
from portal.bringing.office.word_runs import Runs
from portal.bringing.office.word_styles import Styles, read_styles
from portal.bringing.office.word_tables import read_table

_THROUGH = {"sdt", "sdtContent", "customXml", "smartTag", "ins", "moveTo"}
_NEXT_TO_WORDS = re.compile(r"[0-9A-Za-z.]$")


def read_word(parts: Parts, gathered: Gathered) -> Text:
    """Read the whole file. Raises Refused when it is broken."""
    return _Word(parts, gathered).read()


class _Word:
    def __init__(self, parts: Parts, gathered: Gathered) -> None:
        self.parts, self.gathered = parts, gathered
        self.links = parts.links(parts.main)
        self.styles: Styles = read_styles(self._beside("styles"))
        self.numbers: Numbers = read_numbers(self._beside("numbering"))
        self.drawings = Drawings(parts, self.links, gathered, self._box)
        self.runs = Runs(gathered, self.styles, self.links, self.drawings.read)
        self.text = Text()

    def _beside(self, kind: str) -> Any | None:
        found = next((link.target for link in self.links.values() if link.kind == kind and not link.is_outside), None)
        return self.parts.xml(found) if found else None

    def read(self) -> Text:
        body = child(self.parts.xml(self.parts.main), "body")
        for one in body if body is not None else ():
            self.text.blocks += self._blocks(one)
        self._footnotes()
        self.gathered.place = ""
        self._comments()
        self._margins()
        return self.text

    def _blocks(self, one: Any) -> list[Block]:
        kind = kind_of(one)
        if kind == "p":
            return self._paragraph(one)
        if kind == "tbl":
            return read_table(one, self._cell, self.gathered)
        if kind in _THROUGH:
            return [block for inner in one for block in self._blocks(inner)]
        if kind == "altChunk":
            self.gathered.note("embedded")
        elif kind not in ("sectPr", "sdtPr") and (words := words_of(one)):
            self.gathered.note("equation" if kind.startswith("oMath") else "unknown", words)
        return []

    def _paragraph(self, paragraph: Any) -> list[Block]:
        own = child(paragraph, "pPr")
        style = value(child(own, "pStyle"))
        was_contents = self.runs.is_contents
        pieces = joined(self.runs.read(paragraph, style))
        boxes, self.drawings.boxes = self.drawings.boxes, []
        if is_empty(pieces):
            if not boxes and not was_contents:
                self.gathered.note_once("empty-paragraphs")
            return boxes
        if self.styles.is_contents(style) or was_contents or self.runs.is_contents:
            self.gathered.note("contents", "".join(piece.text for piece in pieces))
            return boxes
        block = self._block(pieces, style, own)
        if block is None:
            return boxes
        if block.form is Form.HEADING:
            self.gathered.place = block.text[:60]
        self.gathered.near = block.text[-60:] or self.gathered.near
        return [block, *boxes]

    def _block(self, pieces: list[Piece], style: str, own: Any | None) -> Block | None:
        number_id, depth = self.styles.numbering(style, own)
        label = self.numbers.next(number_id, depth) if number_id else None
        level = self.styles.heading_level(style, own)
        if self.styles.name(style) in ("title", "标题") and not level:
            if not self.text.title and not self.text.blocks:
                self.text.title = " ".join("".join(piece.text for piece in pieces).split())
                return Block(Form.HEADING, pieces, 0) if any(piece.picture for piece in pieces) else None
            level = 1
        if level:
            self.gathered.kept["headings"] += 1
            return Block(Form.HEADING, _labelled(pieces, label), level)
        if label and label.is_plain:
            self.gathered.kept["items"] += 1
            return Block(Form.ITEM, pieces, depth, label.number)
        return Block(Form.TEXT, _labelled(pieces, label))

    def _box(self, content: Any) -> list[Block]:
        """The blocks of a box, without mixing its fields and boxes with those around it."""
        outer, self.drawings.boxes = self.drawings.boxes, []
        style = self.runs.style
        blocks = [block for one in content for block in self._blocks(one)]
        self.drawings.boxes, self.runs.style = outer, style
        return blocks

    def _cell(self, cell: Any) -> list[Block]:
        place = self.gathered.place
        blocks = [block for one in cell if kind_of(one) != "tcPr" for block in self._blocks(one)]
        self.gathered.place = place
        return blocks

    def _footnotes(self) -> None:
        """What the marks stand for; notes that no mark leads to are told."""
        body_runs = self.runs
        for kind in ("footnote", "endnote"):
            root = self._beside(f"{kind}s")
            found = next((link.target for link in self.links.values() if link.kind == f"{kind}s"), "")
            self.runs = Runs(self.gathered, self.styles, self.parts.links(found), self.drawings.read)
            for one in root if root is not None else ():
                if kind_of(one) == kind and value(one, "type") in ("", "normal"):
                    self._footnote(one, body_runs.marks.get((kind, value(one, "id"))))
        self.runs = body_runs

    def _footnote(self, note: Any, key: str | None) -> None:
        blocks = [block for one in note for block in self._blocks(one)]
        if key is None:
            self.gathered.note("note-alone", words_of(note))
            return
        self.gathered.kept["footnotes"] += 1
        pieces: list[Piece] = []
        for block in blocks:
            pieces += [Piece(" "), *(piece for piece in block.all_pieces if not piece.footnote)]
        self.text.footnotes[key] = pieces

    def _comments(self) -> None:
        root = self._beside("comments")
        for one in root if root is not None else ():
            if words := words_of(one):
                self.gathered.note("comment", words)

    def _margins(self) -> None:
        """What stands above and below every page."""
        seen: set[str] = set()
        for link in self.links.values():
            if link.kind in ("header", "footer") and not link.is_outside:
                root = self.parts.xml(link.target)
                words = words_of(root) if root is not None else ""
                if words and words not in seen:
                    seen.add(words)
                    self.gathered.note("margin", words)


def _labelled(pieces: list[Piece], label: Label | None) -> list[Piece]:
    """With the number that Word writes before it."""
    if label is None or not label.text:
        return pieces
    return [Piece(label.text + (" " if _NEXT_TO_WORDS.search(label.text) else "")), *pieces]
