"""Lessons made of blocks: one for each heading of the first level, or one for the file."""

import re
from dataclasses import dataclass

from portal.bringing.office.blocks import Block, Form, Piece, Text
from portal.bringing.office.gathering import Gathered
from portal.bringing.office.markdown import write_blocks, write_footnote
from portal.bringing.office.mending import in_steps
from portal.bringing.office.outcome import Lesson, Note, Picture
from portal.library.packages.limits import LESSONS, MARKDOWN_BYTES

TITLE_CHARACTERS = 25
FEWEST_MINUTES, MOST_MINUTES, SIGNS_A_MINUTE = 5, 600, 100
_FULL = re.compile(r"[一-鿿]")


@dataclass(frozen=True)
class _Part:
    """A lesson before it is written."""

    title: str
    blocks: list[Block]


def make_lessons(
    text: Text, name: str, is_word: bool, gathered: Gathered, pictures: dict[str, Picture]
) -> tuple[Lesson, ...]:
    """The lessons of a file, in its order. `name` is what the file is called, for one that has no title."""
    parts = _parts(text, name, is_word, gathered)
    return tuple(_lesson(part, text.footnotes, gathered, pictures) for part in parts)


def _parts(text: Text, name: str, is_word: bool, gathered: Gathered) -> list[_Part]:
    blocks = text.blocks
    top = min((block.level for block in blocks if block.form is Form.HEADING), default=0)
    chapters = [number for number, block in enumerate(blocks) if block.form is Form.HEADING and block.level == top]
    if not is_word or len(chapters) < 2:
        return [_whole(text, name, chapters)]
    if len(chapters) >= LESSONS:
        gathered.note_once("many-lessons")
        return [_Part(text.title or name, blocks)]
    ends = [*chapters[1:], len(blocks)]
    parts = [_chapter(blocks[begin:end], name) for begin, end in zip(chapters, ends, strict=True)]
    before = blocks[: chapters[0]]
    if before or text.title:
        parts.insert(0, _Part(text.title or name, before or [Block(Form.TEXT, [Piece(text.title)])]))
    return parts


def _whole(text: Text, name: str, chapters: list[int]) -> _Part:
    """The file as one lesson, whose title is its own, or its first heading."""
    if not text.title and text.is_titled and chapters[:1] == [0]:
        return _chapter(text.blocks, name)
    return _Part(text.title or name, text.blocks)


def _chapter(blocks: list[Block], name: str) -> _Part:
    """A heading and what follows it, as a lesson. Pictures and marks in the heading go into the text."""
    head, *rest = blocks
    beside = [piece for piece in head.pieces if piece.picture or piece.footnote or piece.address]
    title = " ".join(head.text.split())
    return _Part(title or name, [Block(Form.TEXT, beside), *rest] if beside else rest)


def _lesson(part: _Part, footnotes: dict[str, list[Piece]], gathered: Gathered, pictures: dict[str, Picture]) -> Lesson:
    def shown(key: str) -> tuple[str, str]:
        return pictures[key].words, pictures[key].name

    title, blocks = part.title, in_steps(part.blocks, gathered)
    if len(title) > TITLE_CHARACTERS:
        gathered.notes.append(Note("title-cut", "", title))
        blocks = [Block(Form.TEXT, [Piece(title)]), *blocks]
        title = title[: TITLE_CHARACTERS - 1] + "…"
    pieces = [piece for block in blocks for piece in block.all_pieces]
    marks = dict.fromkeys(piece.footnote for piece in pieces if piece.footnote)
    body = write_blocks(blocks, shown)
    notes = [write_footnote(key, footnotes.get(key, []), shown) for key in marks]
    written = "\n\n".join(one for one in [body, *notes] if one) + "\n"
    if len(written.encode()) > MARKDOWN_BYTES:
        gathered.notes.append(Note("long-lesson", "", title))
    minutes = min(MOST_MINUTES, max(FEWEST_MINUTES, -(-len(_FULL.findall(written)) // SIGNS_A_MINUTE)))
    return Lesson(title, written, minutes)
