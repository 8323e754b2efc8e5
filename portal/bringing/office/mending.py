"""What people do with signs and bold type where a heading or a list was meant, told and, where it is safe, mended."""

import re
from collections.abc import Iterator
from dataclasses import replace

from portal.bringing.office.blocks import Block, Form, Piece
from portal.bringing.office.gathering import Gathered
from portal.bringing.office.outcome import Note

_BULLET = re.compile(r"^\s*(?:[•●■◆▪‧∙○□◇▲△▶►➤➢➔❖✓✔★☆✦※·]|[-–—*+](?=\s))\s*")
_NUMBERED = re.compile(r"^(?:第[一二三四五六七八九十百\d]+[章节课部分步讲]|[一二三四五六七八九十]{1,3}[、．.])")
_ENDS_A_SENTENCE = re.compile(r"[。！？，；：.!?,;:…]$")
_GAPS = re.compile(r"\S[ \t\u00a0\u3000]{3,}\S|\S\t+\S")
_LONGEST_HEADING = 30
_FEW_WORDS = 20  # beside a picture; fewer do not say what is in it


def mend(blocks: list[Block], gathered: Gathered, make_headings: bool) -> list[Block]:
    """The same blocks, bullets that were typed as lists; short bold lines as headings when that was asked for."""
    level, place = 0, ""
    mended = []
    for block in blocks:
        if block.form is Form.HEADING:
            level, place = block.level, block.text[:60]
        if block.form is Form.TEXT:
            block = _with_list(block, place, gathered)
        if block.form is Form.TEXT and _is_like_heading(block):
            rule = "made-heading" if make_headings else "fake-heading"
            gathered.notes.append(Note(rule, place, " ".join(block.text.split())))
            if make_headings:
                block = Block(Form.HEADING, block.pieces, level + 1)
                gathered.kept["headings"] += 1
        if any(_GAPS.search(text) for text in _lines(block)):
            gathered.notes.append(Note("spaces", place, " ".join(block.text.split())))
        mended.append(block)
    return mended


def _lines(block: Block) -> list[str]:
    if block.form is Form.TABLE:
        return []
    return "".join(piece.text for piece in block.pieces).split("\n")


def _with_list(block: Block, place: str, gathered: Gathered) -> Block:
    """A paragraph that begins with a bullet somebody typed, as an item."""
    first = next((piece for piece in block.pieces if piece.text or piece.picture), None)
    found = _BULLET.match(first.text) if first else None
    if first is None or found is None or not _BULLET.sub("", block.text, count=1):
        return block
    gathered.notes.append(Note("typed-bullet", place, " ".join(block.text.split())))
    gathered.kept["items"] += 1
    rest = [replace(first, text=first.text[found.end() :]) if piece is first else piece for piece in block.pieces]
    return Block(Form.ITEM, rest)


def _is_like_heading(block: Block) -> bool:
    worded = [piece for piece in block.pieces if piece.text.strip()]
    text = block.text
    if not worded or any(piece.picture for piece in block.pieces) or len(text) > _LONGEST_HEADING or "\n" in text:
        return False
    if _ENDS_A_SENTENCE.search(text):
        return False
    return all(piece.is_bold for piece in worded) or bool(_NUMBERED.match(text))


def pictures_alone(blocks: list[Block]) -> Iterator[str]:
    """The pictures beside which nothing is said, by their keys: they may well be pictures of words."""
    section: list[Block] = []
    for block in [*blocks, Block(Form.HEADING)]:
        if block.form is Form.HEADING:
            if sum(len(one.text) for one in section) < _FEW_WORDS:
                yield from (piece.picture for one in section for piece in one.all_pieces if piece.picture)
            section = []
        else:
            section.append(block)


def in_steps(blocks: list[Block], gathered: Gathered) -> list[Block]:
    """Headings from level 1 on, with no level left out, and none deeper than a lesson has."""
    levels: list[int] = []
    stepped = []
    for block in blocks:
        if block.form is Form.HEADING:
            while levels and levels[-1] >= block.level:
                levels.pop()
            if levels and block.level > levels[-1] + 1:
                gathered.notes.append(Note("heading-skip", "", block.text))
            levels.append(block.level)
            if len(levels) > _DEEPEST_HEADING:
                gathered.notes.append(Note("deep-heading", "", block.text))
            block = Block(Form.HEADING, block.pieces, min(len(levels), _DEEPEST_HEADING))
        stepped.append(block)
    return stepped


_DEEPEST_HEADING = 3


def without_pictures(block: Block, lost: set[str]) -> Block:
    """The block without the pictures that could not be made."""

    def kept(pieces: list[Piece]) -> list[Piece]:
        return [piece for piece in pieces if piece.picture not in lost or not piece.picture]

    return replace(block, pieces=kept(block.pieces), rows=[[kept(cell) for cell in row] for row in block.rows])
