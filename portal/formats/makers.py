"""The makers of the forms: text, large print, braille, book, paper, sound."""

from portal.formats.braille import as_brf, as_unicode, lay_out
from portal.formats.document.linear import linear
from portal.formats.document.text import as_text
from portal.formats.epub.book import make_book
from portal.formats.making import MAKERS, Content, Making, maker
from portal.formats.print.page import large_print
from portal.formats.print.paper import as_pdf
from portal.formats.rules import NOT_CHECKED, Kind, braille_note
from portal.formats.sound.recording import record

__all__ = ["MAKERS"]


@maker(Kind.TEXT)
def make_text(making: Making) -> Content:
    return as_text(linear(making.document))


@maker(Kind.LARGE)
def make_large_print(making: Making) -> Content:
    return large_print(making.document, making.read_file).encode()


@maker(Kind.BRAILLE, Kind.BRF)
def make_braille(making: Making) -> Content:
    cells, lines = making.asked.size
    note = braille_note(making.asked.size, NOT_CHECKED)
    pages = lay_out(linear(making.document, note), cells, lines)
    return as_brf(pages) if making.asked.kind == Kind.BRF else as_unicode(pages)


@maker(Kind.EPUB)
def make_epub(making: Making) -> Content:
    return make_book(making)


@maker(Kind.PDF)
def make_pdf(making: Making) -> Content:
    return as_pdf(large_print(making.document, making.read_file))


@maker(Kind.SOUND)
def make_recording(making: Making) -> Content:
    return record(making)
