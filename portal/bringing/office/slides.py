"""A deck of slides (pptx) read into blocks: each slide a heading, then its words in reading order, then what is said."""

from typing import Any

from portal.bringing.office.blocks import Block, Form, Piece, Text, is_empty, joined
from portal.bringing.office.gathering import Gathered, child, kind_of, value, words_of
from portal.bringing.office.opening import Link, Parts
from portal.bringing.office.slide_words import read_paragraphs
from portal.bringing.office.word_drawings import Drawings, described
from portal.bringing.office.word_tables import Cell, as_blocks
from portal.text import message, speaking

_TITLES = {"title", "ctrTitle"}
_EVERY_SLIDE = {"dt", "ftr", "sldNum", "hdr"}
_LISTED = {"body", "obj", ""}
_FILMS = {"videoFile", "audioFile", "quickTimeFile", "wavAudioFile", "media"}
SAID = message("讲解：")


def read_slides(parts: Parts, gathered: Gathered) -> Text:
    """Read all slides in the order of the show. Raises Refused when the file is broken."""
    links = parts.links(parts.main)
    show = parts.xml(parts.main)
    listed = child(show, "sldIdLst")
    text = Text()
    for number, row in enumerate(listed if listed is not None else (), 1):
        link = links.get(_relation(row))
        root = parts.xml(link.target) if link and not link.is_outside else None
        if link is None or root is None:
            continue
        gathered.place = f"第 {number} 页"
        slide = _Slide(parts, link.target, gathered, number)
        text.blocks += slide.read(root)
        text.is_titled = text.is_titled and (number > 1 or not is_empty(slide.title))
    gathered.place = ""
    _comments(parts, gathered)
    return text


def _relation(row: Any) -> str:
    """A slide's `id` is a number; the one with the space of relations leads to its part."""
    return next((str(content) for key, content in row.attrib.items() if key.endswith("}id")), "")


def _comments(parts: Parts, gathered: Gathered) -> None:
    for name in parts.all_of("ppt/comments/"):
        root = parts.xml(name)
        for one in root.iter() if root is not None else ():
            if kind_of(one) in ("text", "t") and (one.text or "").strip():
                gathered.note("comment", one.text)


class _Slide:
    def __init__(self, parts: Parts, name: str, gathered: Gathered, number: int) -> None:
        self.parts, self.gathered, self.number = parts, gathered, number
        self.links: dict[str, Link] = parts.links(name)
        self.drawings = Drawings(parts, self.links, gathered, lambda content: [])
        self.title: list[Piece] = []

    def read(self, root: Any) -> list[Block]:
        tree = child(root, "cSld", "spTree")
        if value(root, "show") in ("0", "false"):
            self.gathered.note("hidden-slide", f"{words_of(root)} {self._said_words()}")
            return []
        blocks = [block for one in (tree if tree is not None else ()) for block in self._shape(one)]
        if _holds(child(root, "cSld", "bg"), {"blip"}):
            self.gathered.note("background")
        if _holds(child(root, "timing"), {"anim", "animEffect", "animMotion", "set"}):
            self.gathered.note("animation")
        return [self._heading(), *blocks, *self._said()]

    def _heading(self) -> Block:
        self.gathered.kept["slides"] += 1
        if is_empty(self.title):
            self.gathered.note("no-title")
            with speaking("zh-CN"):
                return Block(Form.HEADING, [Piece(str(message("第 %(number)s 页", number=self.number)))], 1)
        return Block(Form.HEADING, self.title, 1)

    def _shape(self, shape: Any) -> list[Block]:
        kind = kind_of(shape)
        readers = {"sp": self._words, "graphicFrame": self._frame, "pic": self._picture}
        if kind in readers:
            return readers[kind](shape)
        if kind == "AlternateContent":
            shape = child(shape, "Choice")
        if kind in ("grpSp", "AlternateContent"):
            return [block for one in (shape if shape is not None else ()) for block in self._shape(one)]
        if kind == "cxnSp":
            self.gathered.note("shape", described(shape)[0])
        elif kind == "contentPart":
            self.gathered.note("ink")
        elif kind not in ("nvGrpSpPr", "grpSpPr", "extLst") and (words := words_of(shape)):
            self.gathered.note("unknown", words)
        return []

    def _words(self, shape: Any) -> list[Block]:
        holder = next((one for one in shape.iter() if kind_of(one) == "ph"), None)
        role = value(holder, "type") if holder is not None else None
        content = child(shape, "txBody")
        blocks = read_paragraphs(content, role in _LISTED, self.links, self.gathered) if content is not None else []
        shown = self._filling(shape)
        if role in _TITLES and is_empty(self.title):
            self._title(blocks)
            return shown
        if role in _EVERY_SLIDE:
            self.gathered.note("every-slide", " ".join(block.text for block in blocks))
            return shown
        if not blocks and not shown and holder is None:
            self.gathered.note("shape", described(shape)[0])
        if blocks:
            self.gathered.near = blocks[-1].text[-60:]
        return [*shown, *blocks]

    def _filling(self, shape: Any) -> list[Block]:
        """The picture that fills a shape."""
        blip = child(shape, "spPr", "blipFill", "blip")
        pieces = self.drawings.picture(blip, *described(shape)) if blip is not None else []
        return [Block(Form.TEXT, pieces)] if pieces else []

    def _title(self, blocks: list[Block]) -> None:
        self.title = joined([piece for block in blocks for piece in (Piece(" "), *block.pieces)])
        said = " ".join("".join(piece.text for piece in self.title).split())[:60]
        self.gathered.place = f"第 {self.number} 页：{said}" if said else f"第 {self.number} 页"

    def _picture(self, shape: Any) -> list[Block]:
        words, is_decoration = described(shape)
        if _holds(shape, _FILMS):
            self.gathered.note("film", words)
            return []
        pieces = self.drawings.picture(child(shape, "blipFill", "blip"), words, is_decoration)
        return [Block(Form.TEXT, pieces)] if pieces else []

    def _frame(self, frame: Any) -> list[Block]:
        table = child(frame, "graphic", "graphicData", "tbl")
        if table is not None:
            return self._table(table)
        if _holds(frame, {"oleObj"}):
            program = next(value(one, "progId") for one in frame.iter() if kind_of(one) == "oleObj")
            self.gathered.note("embedded", f"{described(frame)[0]} {program} {words_of(frame)}")
            return []
        before = len(self.gathered.notes)
        self.drawings.read(frame)
        if len(self.gathered.notes) == before:
            self.gathered.note("unknown", f"{described(frame)[0]} {words_of(frame)}")
        return []

    def _table(self, table: Any) -> list[Block]:
        rows = [[self._cell(cell) for cell in row if kind_of(cell) == "tc"] for row in table if kind_of(row) == "tr"]
        rows = [[cell for cell in row if cell.width] for row in rows]
        has_head = value(child(table, "tblPr"), "firstRow") in ("1", "true")
        return as_blocks(rows, has_head, self.gathered)

    def _cell(self, cell: Any) -> Cell:
        """A cell; width 0 when one to its left covers it."""
        content = child(cell, "txBody")
        blocks = read_paragraphs(content, False, self.links, self.gathered) if content is not None else []
        if value(cell, "hMerge") in ("1", "true"):
            if any(block.text for block in blocks):
                self.gathered.note("merged", " ".join(block.text for block in blocks))
            return Cell([], 0)
        span = value(cell, "gridSpan")
        width = min(int(span), 60) if span.isdigit() and span != "0" else 1
        return Cell(blocks, width, value(cell, "vMerge") in ("1", "true"))

    def _notes_part(self) -> tuple[str, Any | None]:
        link = next((link for link in self.links.values() if link.kind == "notesSlide" and not link.is_outside), None)
        return (link.target, self.parts.xml(link.target)) if link else ("", None)

    def _said_words(self) -> str:
        root = self._notes_part()[1]
        return words_of(root) if root is not None else ""

    def _said(self) -> list[Block]:
        """What the speaker says to the slide, as text."""
        name, root = self._notes_part()
        tree = child(root, "cSld", "spTree")
        blocks: list[Block] = []
        for shape in tree if tree is not None else ():
            holder = next((one for one in shape.iter() if kind_of(one) == "ph"), None)
            content = child(shape, "txBody")
            role = value(holder, "type") if holder is not None else ""
            if content is None or role in ("sldNum", "sldImg", "hdr", "dt", "ftr"):
                continue
            blocks += read_paragraphs(content, False, self.parts.links(name), self.gathered)
        if blocks:
            self.gathered.kept["said"] += 1
            with speaking("zh-CN"):
                said = Piece(str(SAID))
            blocks[0] = Block(blocks[0].form, [said, *blocks[0].pieces], blocks[0].level, blocks[0].number)
        return blocks


def _holds(element: Any | None, kinds: set[str]) -> bool:
    return element is not None and any(kind_of(one) in kinds for one in element.iter())
