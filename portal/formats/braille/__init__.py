"""国家通用盲文 (GF 0019-2018) from Chinese text: words, readings, cells, pages. A machine's work until a person has checked it."""

from portal.formats.braille.pages import Page, as_brf, as_unicode, lay_out
from portal.formats.braille.text import to_cells

__all__ = ["Page", "as_brf", "as_unicode", "lay_out", "to_cells"]
