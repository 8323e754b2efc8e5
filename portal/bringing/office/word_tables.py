"""Tables of Word files and slides as plain rows: merged cells are taken apart, and their words said in each."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from portal.bringing.office.blocks import Block, Form, Piece, Row, is_empty
from portal.bringing.office.gathering import Gathered, child, is_on, kind_of, value

ReadCell = Callable[[Any], list[Block]]
_WIDEST = 60
_INSIDE = {"sdt", "sdtContent", "ins", "customXml"}


@dataclass(frozen=True)
class Cell:
    """A cell as the file has it. `goes_down` when it only continues the one above."""

    blocks: list[Block]
    width: int = 1
    goes_down: bool = False


def read_table(table: Any, read_cell: ReadCell, gathered: Gathered) -> list[Block]:
    """A table of a Word file as one block; one of a single column, which only draws a box, as what is in it."""
    rows = [[_cell(cell, read_cell) for cell in _all(row, "tc")] for row in _all(table, "tr")]
    first = next(iter(_all(table, "tr")), None)
    has_head = first is not None and is_on(child(first, "trPr", "tblHeader"))
    return as_blocks(rows, has_head, gathered)


def _all(parent: Any, kind: str) -> list[Any]:
    found = []
    for one in parent:
        if kind_of(one) == kind:
            found.append(one)
        elif kind_of(one) in _INSIDE:
            found += _all(one, kind)
    return found


def _cell(cell: Any, read_cell: ReadCell) -> Cell:
    own = child(cell, "tcPr")
    span = value(child(own, "gridSpan"))
    merge = child(own, "vMerge")
    goes_down = merge is not None and value(merge) in ("", "continue")
    return Cell(read_cell(cell), min(int(span), _WIDEST) if span.isdigit() and span != "0" else 1, goes_down)


def as_blocks(rows: list[list[Cell]], has_head: bool, gathered: Gathered) -> list[Block]:
    """The rows as a table of Markdown, and what is to be said of it."""
    rows = [row for row in rows if row]
    if not any(not is_empty(block.all_pieces) for row in rows for cell in row for block in cell.blocks):
        return []
    if max(sum(cell.width for cell in row) for row in rows) == 1:
        gathered.note("box-table", _words(rows))
        return [block for row in rows for cell in row for block in cell.blocks]
    if any(cell.width > 1 or cell.goes_down for row in rows for cell in row):
        gathered.note("merged", _words(rows))
    if any(block.form is not Form.TEXT for row in rows for cell in row for block in cell.blocks):
        gathered.note("cell-form", _words(rows))
    if not has_head:
        gathered.note("table-head", _words(rows[:1]))
    gathered.kept["tables"] += 1
    return [Block(Form.TABLE, rows=_taken_apart(rows))]


def _taken_apart(rows: list[list[Cell]]) -> list[Row]:
    plain: list[Row] = []
    for row in rows:
        cells: Row = []
        for cell in row:
            above = plain[-1][len(cells)] if cell.goes_down and plain and len(cells) < len(plain[-1]) else []
            own = _pieces(cell.blocks)
            words = above if is_empty(own) else own
            cells += [words, *([[piece for piece in words if not piece.picture]] * (cell.width - 1))]
        plain.append(cells[:_WIDEST])
    return plain


def _pieces(blocks: list[Block]) -> list[Piece]:
    pieces: list[Piece] = []
    for block in blocks:
        pieces += ([Piece(" ")] if pieces else []) + block.all_pieces
    return pieces


def _words(rows: list[list[Cell]]) -> str:
    return " ".join(block.text for row in rows for cell in row for block in cell.blocks if block.text)
