"""Plain text: one paragraph a line, blank lines around headings. It opens on anything that shows letters."""

from collections.abc import Iterable

from portal.formats.document.linear import Piece
from portal.formats.document.parts import plain

MARK = "\ufeff"  # without it old Windows programs take UTF-8 for GBK


def as_text(pieces: Iterable[Piece]) -> bytes:
    """The pieces as UTF-8 with a byte order mark and the line ends of Windows, which every system reads."""
    lines: list[str] = []
    before = ""
    for piece in pieces:
        words = f"{piece.mark} {plain(piece.inlines)}".strip()
        if piece.kind == "lesson":
            lines += ["", ""]
        elif piece.kind == "heading" or (piece.kind != "item" and lines) or before in ("heading", "lesson", "title"):
            lines.append("")
        lines += [" " * 2 * piece.depth * (piece.kind == "item") + line for line in words.split("\n")]
        before = piece.kind
    return (MARK + "\r\n".join(lines) + "\r\n").encode()
