"""Blocks written as Markdown that reads back as the same words, whatever signs are among them."""

import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from urllib.parse import quote

from portal.bringing.office.blocks import Block, Form, Piece, is_empty, joined

_SIGNS = re.compile(r"([\\`*_\[\]{}<>|~])")
_ENTITY = re.compile(r"&(?=#|[A-Za-z])")
_BEGINNINGS = re.compile(r"^(?:([#+=>:-])|(\d{1,9})([.)]))")
_HYPHENS = re.compile(r"-{3,}")  # the reader of front matter finds its own in the first item of a text
_CLOSING = re.compile(r"(?<= )#+$")  # behind a heading they belong to its mark
_ADDRESS_SIGNS = ":/?#@!$&'+,;=%~-._"
_SPACES = re.compile(r"[ \t\r\f\v\u00a0\u2028\u2029\u0085]+")

PictureWords = Callable[[str], tuple[str, str]]  # the key of a picture → its words and its file


def escaped(text: str) -> str:
    """The text with a backslash before every sign that Markdown would take for its own."""
    plain = _ENTITY.sub(r"\\&", _SIGNS.sub(r"\\\1", text))
    return _HYPHENS.sub(lambda found: "-" + "\\-" * (len(found[0]) - 1), plain)


def write_blocks(blocks: list[Block], pictures: PictureWords) -> str:
    """The body of a lesson; its headings begin with `##` at level 1."""
    writer = _Writer(pictures)
    parts: list[str] = []
    open_items: list[_Item] = []
    for block in blocks:
        if block.form is not Form.ITEM:
            open_items = []
            parts.append(f"\n\n{writer.block(block)}")
            continue
        item, is_close = _placed(block, open_items)
        text = writer.inline(block.pieces, " " * item.inner)
        parts.append(f"{chr(10) if is_close else chr(10) * 2}{' ' * item.indent}{item.mark}{text}")
    return "".join(parts).strip("\n")


@dataclass(frozen=True)
class _Item:
    level: int
    number: int
    indent: int
    mark: str

    @property
    def inner(self) -> int:
        return self.indent + len(self.mark)


def _placed(block: Block, open_items: list[_Item]) -> tuple[_Item, bool]:
    """An item in its list, and whether it stands right under the line before. What follows by kind and number goes on
    with the list; what does not begins another one, which a blank line or the other sign after the number tells."""
    before: _Item | None = None
    while open_items and open_items[-1].level >= block.level:
        before = open_items.pop()
    sign = "."
    goes_on = before is not None and bool(before.number) == bool(block.number)
    if goes_on and before is not None and before.number:
        is_next = block.number == before.number + 1
        sign = before.mark.strip()[-1] if is_next else ")" if "." in before.mark else "."
        goes_on = is_next
    indent = open_items[-1].inner if open_items else 0
    item = _Item(block.level, block.number, indent, f"{block.number}{sign} " if block.number else "- ")
    is_first_inside = before is None and bool(open_items) and block.number < 2
    open_items.append(item)
    return item, goes_on or is_first_inside


def write_footnote(key: str, pieces: list[Piece], pictures: PictureWords) -> str:
    """What a mark in the text stands for."""
    return f"[^{key}]: {_Writer(pictures).inline([replace(p, text=p.text.replace(chr(10), ' ')) for p in pieces])}"


class _Writer:
    def __init__(self, pictures: PictureWords) -> None:
        self.pictures = pictures

    def block(self, block: Block) -> str:
        if block.form is Form.TABLE:
            return "\n".join(self._table(block))
        if block.form is Form.TEXT:
            return self.inline(block.pieces)
        words = [replace(p, text=p.text.replace("\n", " "), is_bold=False, is_stressed=False) for p in block.pieces]
        text = self.inline([p for p in words if not p.picture]).strip()
        text = _CLOSING.sub(lambda found: "\\#" * len(found[0]), text)
        shown = [self.inline([p]) for p in words if p.picture]
        return "\n\n".join([f"{'#' * min(block.level + 1, 4)} {text}", *shown] if text else shown)

    def _table(self, block: Block) -> Iterator[str]:
        columns = max(len(row) for row in block.rows)
        for number, row in enumerate(block.rows):
            cells = [self._cell(cell) for cell in row] + [""] * (columns - len(row))
            yield f"| {' | '.join(cells)} |"
            if number == 0:
                yield f"|{' --- |' * columns}"

    def _cell(self, pieces: list[Piece]) -> str:
        return self.inline([replace(piece, text=piece.text.replace("\n", " ")) for piece in pieces], begins=False)

    def inline(self, pieces: list[Piece], indent: str = "", begins: bool = True) -> str:
        """Pieces in one paragraph. `begins` when it stands at the beginning of a line, where more signs mean something."""
        parts = [self._piece(piece, before) for before, piece in _with_neighbours(_trimmed(joined(pieces)))]
        lines = [_SPACES.sub(" ", line).strip() for line in "".join(parts).split("\n")]
        lines = [_begun(line) if begins else line for line in lines if line]
        return f"\\\n{indent}".join(lines)

    def _piece(self, piece: Piece, neighbour: Piece | None) -> str:
        if piece.picture:
            words, file = self.pictures(piece.picture)
            return f"![{escaped(words)}](../{file})"
        if piece.footnote:
            return f"[^{piece.footnote}]"
        if piece.address:
            return f"[{escaped(' '.join(piece.text.split()))}]({_address(piece.address)})"
        beside_stress = neighbour is not None and (neighbour.is_bold or neighbour.is_stressed)
        if beside_stress or not (piece.is_bold or piece.is_stressed):
            return escaped(piece.text)
        return "\n".join(_stressed(line, "**" if piece.is_bold else "*") for line in piece.text.split("\n"))


def _trimmed(pieces: list[Piece]) -> list[Piece]:
    while pieces and is_empty(pieces[:1]):
        pieces = pieces[1:]
    while pieces and is_empty(pieces[-1:]):
        pieces = pieces[:-1]
    return pieces


def _with_neighbours(pieces: list[Piece]) -> Iterator[tuple[Piece | None, Piece]]:
    """Each piece with the one before it: stress that follows stress at once could not be told from it."""
    before: Piece | None = None
    for piece in pieces:
        yield before, piece
        plain = before is not None and (before.is_bold or before.is_stressed)
        before = replace(piece, is_bold=False, is_stressed=False) if plain else piece


def _stressed(text: str, mark: str) -> str:
    """Stress around words only: marks beside punctuation or a space would be read as plain signs."""
    start, end = 0, len(text)
    while start < end and _is_no_word(text[start]):
        start += 1
    while end > start and _is_no_word(text[end - 1]):
        end -= 1
    inner = text[start:end]
    if not inner:
        return escaped(text)
    return f"{escaped(text[:start])}{mark}{escaped(inner)}{mark}{escaped(text[end:])}"


def _is_no_word(sign: str) -> bool:
    return unicodedata.category(sign)[0] not in "LN"


def _begun(line: str) -> str:
    """A line whose first signs make no list, heading or rule of it."""
    return _BEGINNINGS.sub(lambda found: f"\\{found[1]}" if found[1] else f"{found[2]}\\{found[3]}", line)


def _address(address: str) -> str:
    return quote(address.strip(), safe=_ADDRESS_SIGNS)
