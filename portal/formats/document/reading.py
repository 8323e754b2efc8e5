"""The HTML of a lesson, which our own renderer made and cleaned, read back into a document."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import unquote, urlsplit

from portal.formats.document.parts import Block, Heading, Inline, Inlines, Listing, Paragraph, Picture, Table, Words

HEADINGS = {f"h{level}": level for level in range(2, 7)}
AROUND = {"div", "section", "li", "blockquote"}
WEIGHTS = {"strong": "strong", "em": "em", "code": "code"}
FILES = "/files/"


@dataclass(frozen=True)
class _Manner:
    """How the words are said where we are."""

    language: str = ""
    weight: str = ""
    link: str = ""
    role: str = ""


def read_html(html: str) -> tuple[Block, ...]:
    """The blocks of one text. What the renderer adds for narrow pages and for returning from notes is left out."""
    from lxml.html import fragment_fromstring  # large: only the worker loads it

    if not html.strip():
        return ()
    return tuple(_blocks(fragment_fromstring(html, create_parent="div"), _Manner()))


def _blocks(element: Any, manner: _Manner) -> Iterator[Block]:
    """The blocks inside an element; words that stand between blocks are paragraphs of their own."""
    loose: list[Inline] = list(_said(element.text, manner))
    for child in element:
        if _is_block(child):
            yield from _paragraph(loose, manner.role)
            loose = []
            yield from _block(child, manner)
        else:
            loose += _inlines(child, manner)
        loose += _said(child.tail, manner)
    yield from _paragraph(loose, manner.role)


def _is_block(element: Any) -> bool:
    return element.tag in (*HEADINGS, *AROUND, "p", "ul", "ol", "table", "pre", "hr")


def _block(element: Any, manner: _Manner) -> Iterator[Block]:
    manner = replace(manner, language=element.get("lang", manner.language))
    if element.tag in HEADINGS:
        yield Heading(HEADINGS[element.tag], _tidy(_inside(element, manner)), element.get("id", ""))
    elif element.tag in ("p", "pre"):
        yield from _paragraph(list(_inside(element, manner)), "code" if element.tag == "pre" else manner.role)
    elif element.tag in ("ul", "ol"):
        items = tuple(tuple(_blocks(item, manner)) for item in element if item.tag == "li")
        start = element.get("start", "1")
        first = int(start) if start.isdecimal() else 1
        yield Listing(items, first if element.tag == "ol" else None)
    elif element.tag == "table":
        yield _table(element, manner)
    elif element.tag in AROUND:
        yield from _blocks(element, replace(manner, role="quote") if element.tag == "blockquote" else manner)


def _table(element: Any, manner: _Manner) -> Table:
    rows = [tuple(_tidy(_inside(cell, manner)) for cell in row) for row in element.iter("tr")]
    return Table(rows[0] if rows else (), tuple(rows[1:]))


def _paragraph(inlines: list[Inline], role: str) -> Iterator[Block]:
    tidy = tuple(inlines) if role == "code" else _tidy(inlines)
    if tidy:
        yield Paragraph(tidy, role)


def _inside(element: Any, manner: _Manner) -> Iterator[Inline]:
    yield from _said(element.text, manner)
    for child in element:
        yield from _inlines(child, manner)
        yield from _said(child.tail, manner)


def _inlines(element: Any, manner: _Manner) -> Iterator[Inline]:
    marks = (element.get("class") or "").split()
    if "cell-label" in marks or "note" in marks:  # the column's name in each cell; the way back from a note
        return
    if element.tag == "img":
        yield Picture(element.get("alt", ""), file_of(element.get("src", "")))
    elif element.tag == "br":
        yield Words("\n")
    else:
        language = element.get("lang", manner.language)
        weight, link = WEIGHTS.get(element.tag, manner.weight), element.get("href", manner.link)
        yield from _inside(element, replace(manner, language=language, weight=weight, link=link))


def _said(text: str | None, manner: _Manner) -> Iterator[Inline]:
    if text:
        yield Words(text, manner.language, manner.weight, manner.link)


def _tidy(inlines: Any) -> Inlines:
    """White space as a browser shows it: one space at most, none at the ends."""
    tidy: list[Inline] = []
    ends_in_space = True
    for inline in inlines:
        if isinstance(inline, Picture):
            tidy.append(inline)
            ends_in_space = False
            continue
        text = inline.text if inline.text == "\n" else _single_spaced(inline.text)
        text = text.lstrip(" ") if ends_in_space else text
        if text:
            tidy.append(replace(inline, text=text))
            ends_in_space = text[-1] in " \n"
    while tidy and isinstance(last := tidy[-1], Words):
        if text := last.text.rstrip():
            tidy[-1] = replace(last, text=text)
            break
        tidy.pop()
    return tuple(tidy)


def _single_spaced(text: str) -> str:
    """Every stretch of white space as one space; a line break between Chinese characters is none at all."""
    joined = "".join(
        "" if part == "\n" and _is_wide(before) and _is_wide(after) else part
        for before, part, after in zip("a" + text, text, text[1:] + "a", strict=False)
    )
    words = joined.split()
    return " " * joined[:1].isspace() + " ".join(words) + " " * (bool(words) and joined[-1:].isspace())


def _is_wide(character: str) -> bool:
    return "\u2e80" <= character <= "\u9fff" or "\uff00" <= character <= "\uffef"


def file_of(address: str) -> str:
    """The name in the package of a file that a page of the portal shows; empty for any other address."""
    _, found, name = unquote(urlsplit(address).path).partition(FILES)
    return name if found else ""
