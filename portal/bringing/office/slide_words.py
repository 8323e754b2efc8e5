"""The paragraphs of a shape on a slide."""

from dataclasses import replace
from typing import Any

from portal.bringing.office.blocks import Block, Form, Piece, is_empty, joined
from portal.bringing.office.gathering import Gathered, child, kind_of, value, words_of
from portal.bringing.office.opening import Link
from portal.bringing.office.word_runs import SYMBOL_FONTS, is_good_address

_BULLETS = {"buChar", "buBlip"}


def read_paragraphs(content: Any, is_listed: bool, links: dict[str, Link], gathered: Gathered) -> list[Block]:
    """The paragraphs of a body of text; with `is_listed` they are items unless they say otherwise, if there are several."""
    blocks = []
    counts: dict[int, int] = {}
    paragraphs = [one for one in content if kind_of(one) == "p"]
    is_listed = is_listed and sum(bool(words_of(one)) for one in paragraphs) > 1
    for one in paragraphs:
        pieces = joined(_pieces(one, links, gathered))
        if is_empty(pieces):
            continue
        own = child(one, "pPr")
        level = value(own, "lvl")
        depth = int(level) if level.isdigit() and int(level) < 9 else 0
        marks = {kind_of(mark) for mark in own} if own is not None else set()
        for deeper in [one for one in counts if one > depth]:
            del counts[deeper]
        if "buAutoNum" in marks:
            start = value(child(own, "buAutoNum"), "startAt")
            counts[depth] = counts.get(depth, int(start) - 1 if start.isdigit() and 0 < int(start) < 9999 else 0) + 1
            blocks.append(Block(Form.ITEM, pieces, depth, counts[depth]))
        elif marks & _BULLETS or (is_listed and "buNone" not in marks):
            blocks.append(Block(Form.ITEM, pieces, depth))
        else:
            blocks.append(Block(Form.TEXT, pieces))
        gathered.kept["items"] += blocks[-1].form is Form.ITEM
    return blocks


def _pieces(paragraph: Any, links: dict[str, Link], gathered: Gathered) -> list[Piece]:
    pieces: list[Piece] = []
    for one in paragraph:
        kind = kind_of(one)
        if kind in ("r", "fld"):
            pieces += _run(one, links, gathered)
        elif kind == "br":
            pieces.append(Piece("\n"))
        elif kind == "AlternateContent" or kind == "m":
            chosen = child(one, "Choice")
            gathered.note("equation", words_of(one if chosen is None else chosen))
        elif kind not in ("pPr", "endParaRPr") and (words := words_of(one)):
            gathered.note("unknown", words)
    return pieces


def _run(run: Any, links: dict[str, Link], gathered: Gathered) -> list[Piece]:
    look = child(run, "rPr")
    text = words_of_run(run)
    if not text or look is None:
        return [Piece(text)] if text else []
    font = value(child(look, "latin"), "typeface") or value(child(look, "sym"), "typeface")
    if SYMBOL_FONTS.match(font):
        gathered.note("symbol-font", text)
        return []
    if value(look, "strike") not in ("", "noStrike"):
        gathered.note("struck", text)
    piece = Piece(text, value(look, "b") in ("1", "true"), value(look, "i") in ("1", "true"))
    click = child(look, "hlinkClick")
    link = links.get(value(click, "id")) if click is not None else None
    if link is None:
        return [piece]
    if not link.is_outside or not is_good_address(link.target):
        gathered.note(
            "link-lost" if link.is_outside else "link-inside", f"{text} {link.target if link.is_outside else ''}"
        )
        return [piece]
    return [replace(piece, address=link.target)]


def words_of_run(run: Any) -> str:
    """The words of one run, as they stand."""
    return "".join(one.text or "" for one in run if kind_of(one) == "t").replace("\v", "\n")
