"""Braille as it is handed in, BRF or Unicode, read line by line into pages."""

import re
from dataclasses import dataclass, field

from portal.formats.braille.pages import ASCII_CELLS, FIRST_CELL, Page
from portal.formats.braille.signs import number
from portal.text import Message, message

MOST_PROBLEMS = 20  # told at once; who has more has brought another file
BLANK = chr(FIRST_CELL)
CELLS = "".join(chr(FIRST_CELL + place) for place in range(1, 64))
# What embossers print alike: small letters as capitals, and the signs that lie 32 places higher.
ALIKE = dict(zip("abcdefghijklmnopqrstuvwxyz`{|}~", "ABCDEFGHIJKLMNOPQRSTUVWXYZ@[\\]^", strict=True))
OF_ASCII = {sign: CELLS[place - 1] for place, sign in enumerate(ASCII_CELLS) if place}
OF_ASCII |= {small: OF_ASCII[large] for small, large in ALIKE.items() if large in OF_ASCII}
STRANGE_ASCII = re.compile(f"[^ {re.escape(''.join(OF_ASCII))}]")
STRANGE_UNICODE = re.compile(f"[^ {CELLS}]")
NOT_READ = message("读不懂。要 BRF 文件，或者 UTF-8 的点字文本。")


@dataclass
class Brought:
    """The pages of a file, and what is wrong with it: page, line on it, and what."""

    pages: list[Page] = field(default_factory=list)
    problems: list[tuple[int, int, Message]] = field(default_factory=list)


def read_braille(raw: bytes, cells: int, lines: int) -> Brought:
    """Pages of at most so many lines of at most so many cells; everything else is a problem of its line."""
    is_brf = raw.isascii()
    try:
        text = raw.decode("ascii" if is_brf else "utf-8-sig")
    except UnicodeDecodeError:
        return Brought(problems=[(1, 1, NOT_READ)])
    text = text.rstrip("\x1a").replace("\r\n", "\n").replace("\r", "\n")
    strange, table = (STRANGE_ASCII, str.maketrans(OF_ASCII)) if is_brf else (STRANGE_UNICODE, {})
    brought = Brought()
    for place, rows in enumerate(_page_texts(text if is_brf else text.replace(BLANK, " "), is_brf, cells), 1):
        brought.problems += _problems(place, rows, strange, cells, lines)[: MOST_PROBLEMS - len(brought.problems)]
        if len(brought.problems) == MOST_PROBLEMS:
            break
        brought.pages.append(Page(place, [row.translate(table) for row in rows]))
    if not brought.problems and not any(map(str.strip, (row for page in brought.pages for row in page.lines))):
        brought.problems.append((1, 1, message("里面没有点字。")))
    return brought


def _page_texts(text: str, is_brf: bool, cells: int) -> list[list[str]]:
    """The lines of each page without what is empty at its end. Pages are divided by form feeds, or, as in our own
    Unicode files, by an empty line with the next page's number after it."""
    if is_brf or "\f" in text:
        pages = [[line.rstrip(" ") for line in page.split("\n")] for page in text.split("\f")]
    else:
        pages = [[]]
        for line in (line.rstrip(" ") for line in text.split("\n")):
            if pages[-1] and not pages[-1][-1] and line == number(str(len(pages) + 1)).rjust(cells):
                pages.append([])
            pages[-1].append(line)
    for rows in pages:
        while rows and not rows[-1]:
            rows.pop()
    while len(pages) > 1 and not pages[-1]:
        pages.pop()
    return pages


def _problems(
    page: int, rows: list[str], strange: re.Pattern[str], cells: int, lines: int
) -> list[tuple[int, int, Message]]:
    found = []
    if len(rows) > lines:
        found.append(
            (page, lines + 1, message("这一页有 %(count)s 行，最多 %(most)s 行。", count=len(rows), most=lines))
        )
    for place, row in enumerate(rows, 1):
        if odd := strange.search(row):
            code = f"U+{ord(odd[0]):04X}"  # the sign itself may be one that nobody sees
            found.append((page, place, message("有不是六点点字的字符，%(code)s。", code=code)))
        elif len(row) > cells:
            found.append((page, place, message("有 %(count)s 方，最多 %(most)s 方。", count=len(row), most=cells)))
        if len(found) >= MOST_PROBLEMS:
            break
    return found
