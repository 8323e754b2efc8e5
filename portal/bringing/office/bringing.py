"""A file in, everything that was in it out."""

import posixpath
import re
from collections.abc import Mapping, Set
from dataclasses import replace

from portal.bringing.office.blocks import Block, Form, Piece, Text, is_empty
from portal.bringing.office.gathering import Gathered, kind_of
from portal.bringing.office.making import make_lessons
from portal.bringing.office.markdown import escaped
from portal.bringing.office.mending import mend, pictures_alone, without_pictures
from portal.bringing.office.opening import OTHER, TOO_MUCH, UNSAFE, Parts, open_parts
from portal.bringing.office.outcome import Brought, Note, Picture
from portal.bringing.office.picture_words import good_words, long_words
from portal.bringing.office.pictures import make_picture
from portal.bringing.office.slides import read_slides
from portal.bringing.office.word import read_word
from portal.errors import Refused

MOST_PICTURES = 500
_ENDING = re.compile(r"\.(docx|pptx|dotx|potx|ppsx)$", re.IGNORECASE)


def bring(file_name: str, content: bytes, *, prefix: str = "picture", make_headings: bool = False) -> Brought:
    """Make lessons of a Word file or of slides. `prefix` begins the names of its pictures; with `make_headings` short
    bold lines become headings. Raises Refused with what to do when it cannot be opened."""
    parts = open_parts(content)
    gathered = Gathered()
    try:
        return _brought(parts, gathered, _name(file_name), prefix, make_headings)
    except RecursionError:  # boxes in boxes in boxes
        raise Refused(UNSAFE) from None


def _name(file_name: str) -> str:
    """What the file is called, for a lesson without a title."""
    return _ENDING.sub("", re.split(r"[/\\]", file_name)[-1]).strip() or "01"


def _brought(parts: Parts, gathered: Gathered, name: str, prefix: str, make_headings: bool) -> Brought:
    root = kind_of(parts.xml(parts.main)) if parts.has(parts.main) else ""
    if root not in ("document", "presentation"):
        raise Refused(OTHER)
    text = read_word(parts, gathered) if root == "document" else read_slides(parts, gathered)
    pictures, lost = _pictures(parts, gathered, prefix)
    _with_long_words(text, gathered)
    blocks = [without_pictures(block, lost) for block in text.blocks]
    text.blocks = mend([block for block in blocks if not is_empty(block.all_pieces)], gathered, make_headings)
    for key in pictures_alone(text.blocks):
        gathered.notes.append(Note("picture-of-text", gathered.pictures[key].place))
    lessons = make_lessons(text, name, root == "document", gathered, pictures)
    named = tuple({picture.name: picture for picture in pictures.values()}.values())
    return Brought(lessons, named, tuple(gathered.notes), dict(gathered.kept))


def _pictures(parts: Parts, gathered: Gathered, prefix: str) -> tuple[dict[str, Picture], set[str]]:
    """The pictures by their keys, each content once, and the keys of those that cannot be kept."""
    by_part: dict[str, Picture | str] = {}
    for key, shown in gathered.pictures.items():
        if shown.part in by_part and not (isinstance(have := by_part[shown.part], Picture) and not have.words):
            continue
        if len(by_part) > MOST_PICTURES:
            raise Refused(TOO_MUCH)
        by_part[shown.part] = _picture(parts, gathered, key, f"{prefix}-{len(by_part) + 1:02}", by_part.get(shown.part))
    kept: dict[str, Picture] = {}
    lost: set[str] = set()
    for key, shown in gathered.pictures.items():
        found = by_part[shown.part]
        if isinstance(found, Picture):
            kept[key] = found
        else:
            lost.add(key)
            gathered.notes.append(Note(found, shown.place, shown.words))
    return kept, lost


def _picture(parts: Parts, gathered: Gathered, key: str, stem: str, before: Picture | str | None) -> Picture | str:
    shown = gathered.pictures[key]
    if isinstance(before, Picture):  # shown once more: its words may be better there
        return replace(
            before, words=good_words(shown.words, posixpath.basename(shown.part)), was=before.was or shown.words
        )
    made = make_picture(parts.read(shown.part) or b"")
    if isinstance(made, str):
        return made
    gathered.notes += [Note(rule, shown.place, shown.words) for rule in made.rules]
    words = good_words(shown.words, posixpath.basename(shown.part))
    return Picture(f"media/{stem}{made.ending}", made.content, words, shown.words, shown.place, shown.near)


def _with_long_words(text: Text, gathered: Gathered) -> None:
    """Put a description that is too long for a picture's words into the text after it."""
    blocks: list[Block] = []
    for block in text.blocks:
        blocks.append(block)
        for piece in block.all_pieces:
            if piece.picture and (words := long_words(gathered.pictures[piece.picture].words)):
                gathered.notes.append(Note("long-words", gathered.pictures[piece.picture].place, words))
                blocks.append(Block(Form.TEXT, [Piece(words)]))
    text.blocks = blocks


def with_words(body: str, words: Mapping[str, str], left_out: Set[str] = frozenset()) -> str:
    """A lesson with the words that somebody wrote for its pictures, by their file; and without those that tell nothing."""

    def said(found: re.Match[str]) -> str:
        name = found[2]
        if name in left_out:
            return ""
        return f"![{escaped(' '.join(words[name].split()))}](../{name})" if name in words else found[0]

    return _PICTURE.sub(said, body)


_PICTURE = re.compile(r"!\[((?:\\.|[^\]\\])*)\]\(\.\./(media/[^)\s]+)\)")
