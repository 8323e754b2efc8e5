"""A text on its way from a file to Markdown: blocks made of pieces."""

from dataclasses import dataclass, field, replace
from enum import StrEnum


@dataclass(frozen=True)
class Piece:
    """Words in one form; or a picture, or a mark of a footnote, by its key. A line break is the words "\\n"."""

    text: str = ""
    is_bold: bool = False
    is_stressed: bool = False
    address: str = ""
    picture: str = ""
    footnote: str = ""


class Form(StrEnum):
    """What a block is."""

    HEADING = "heading"
    TEXT = "text"
    ITEM = "item"
    TABLE = "table"


Row = list[list[Piece]]


@dataclass
class Block:
    """`level` of a heading counts from 1, of an item from 0; `number` is 0 for an item with a bullet."""

    form: Form
    pieces: list[Piece] = field(default_factory=list)
    level: int = 0
    number: int = 0
    rows: list[Row] = field(default_factory=list)

    @property
    def text(self) -> str:
        """Its words."""
        pieces = self.pieces or [piece for row in self.rows for cell in row for piece in cell]
        return "".join(piece.text for piece in pieces).strip()

    @property
    def all_pieces(self) -> list[Piece]:
        """Its pieces, those in cells too."""
        return self.pieces + [piece for row in self.rows for cell in row for piece in cell]


@dataclass
class Text:
    """A whole file as blocks. `footnotes` are by the key of their mark, `title` is what the file calls itself."""

    blocks: list[Block] = field(default_factory=list)
    footnotes: dict[str, list[Piece]] = field(default_factory=dict)
    title: str = ""
    is_titled: bool = True  # whether its first heading is somebody's title


def joined(pieces: list[Piece]) -> list[Piece]:
    """Pieces of one form put together: programs cut words into runs wherever the cursor once stood."""
    together: list[Piece] = []
    for piece in pieces:
        before = together[-1] if together else None
        if before and piece.text and before.text and replace(before, text="") == replace(piece, text=""):
            together[-1] = replace(before, text=before.text + piece.text)
        elif piece != Piece():
            together.append(piece)
    return together


def is_empty(pieces: list[Piece]) -> bool:
    """Whether there is nothing to read, see or follow."""
    return not any(piece.text.strip() or piece.picture or piece.footnote for piece in pieces)
