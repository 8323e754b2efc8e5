"""Cells on pages: lines of so many cells, pages of so many lines, the page's number at the end of its first line."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from portal.formats.braille.signs import number
from portal.formats.braille.text import to_cells
from portal.formats.document.linear import Piece
from portal.formats.document.parts import plain

# Cells 0 to 63 as North American ASCII Braille, which embossers and displays take in a .brf file.
ASCII_CELLS = " A1B'K2L@CIF/MSP\"E3H9O6R^DJG>NTQ,*5<-U8V.%[$+X!&;:4\\0Z7(_?W]#Y)="
FIRST_CELL = 0x2800
HEADING_INDENT = {2: 4, 3: 2}  # of the levels of a heading; deeper ones like a paragraph
PARAGRAPH_INDENT = 2
RUNOVER = 2  # of the further lines of an item


@dataclass
class Page:
    """Lines of cells, each with spaces only inside."""

    number: int
    lines: list[str] = field(default_factory=list)


def lay_out(pieces: Iterable[Piece], cells: int, lines: int) -> list[Page]:
    """Pages of at most `lines` lines of at most `cells` cells. A heading is never the last line of its page."""
    pages: list[Page] = []
    room = 0
    for block, keeps_next in _blocks(pieces, cells):
        needed = min(len(block) + (2 if keeps_next else 0), lines - 1)
        for place, line in enumerate(block):
            if room <= 0 or (place == 0 and keeps_next and room < needed):
                pages.append(Page(len(pages) + 1, [_page_number(len(pages) + 1, cells)]))
                room = lines - 1
            before = pages[-1].lines
            if line or (len(before) > 1 and before[-1]):  # no page begins with an empty line, and none follows another
                before.append(line)
                room -= 1
    return pages


def _page_number(page: int, cells: int) -> str:
    return number(str(page)).rjust(cells)


def _blocks(pieces: Iterable[Piece], cells: int) -> Iterator[tuple[list[str], bool]]:
    """The lines of each piece, and whether what follows must stand on the same page."""
    for piece in pieces:
        said = to_cells(f"{piece.mark} {plain(piece.inlines)}".strip())
        if piece.kind in ("title", "lesson"):
            yield ["", *(line.strip().center(cells).rstrip() for line in broken(said, cells - 4, 0, 0)), ""], True
        elif piece.kind == "heading":
            indent = HEADING_INDENT.get(piece.depth, PARAGRAPH_INDENT)
            yield ["", *broken(said, cells, indent, indent)], True
        elif piece.kind == "item":
            indent = min(piece.depth * RUNOVER, cells // 4)
            yield broken(said, cells, indent, indent + RUNOVER), False
        else:
            yield broken(said, cells, PARAGRAPH_INDENT, 0), False


def broken(said: str, cells: int, first: int, further: int) -> list[str]:
    """Lines broken between words; a word that is longer than a line is broken where the line ends."""
    lines: list[str] = []
    line = " " * first
    for word in said.split(" "):
        if line.strip() and len(line) + len(word) > cells:
            lines.append(line.rstrip())
            line = " " * further
        while len(line) + len(word) > cells:
            room = cells - len(line)
            lines.append(line + word[:room])
            word, line = word[room:], " " * further
        line += word + " "
    return [*lines, line.rstrip()] if line.strip() else lines


def as_unicode(pages: Iterable[Page]) -> bytes:
    """For screens and displays that show Unicode: UTF-8, an empty cell for each space, an empty line between pages."""
    blank = chr(FIRST_CELL)
    texts = ["\r\n".join(line.replace(" ", blank) for line in page.lines) + "\r\n" for page in pages]
    return "\r\n".join(texts).encode()


def as_brf(pages: Iterable[Page]) -> bytes:
    """For embossers and note takers: ASCII, a form feed between pages."""
    texts = ["\r\n".join("".join(map(_ascii, line)) for line in page.lines) + "\r\n" for page in pages]
    return "\f".join(texts).encode("ascii")


def _ascii(cell: str) -> str:
    return " " if cell == " " else ASCII_CELLS[ord(cell) - FIRST_CELL]
