"""liblouis through ctypes: a second opinion on the cells of Chinese words."""

import ctypes
from ctypes.util import find_library

TABLE = b"unicode.dis,zhcn-cbs.ctb"
BLANKS = "\u2800 "


class Louis:
    """The library of the system. Raises OSError where it is not installed (Debian: liblouis20, liblouis-data)."""

    def __init__(self) -> None:
        self.library = ctypes.CDLL(find_library("louis") or "liblouis.so.20")
        assert self.library.lou_charSize() == 4
        self.library.lou_setLogLevel(60000)

    def cells(self, text: str) -> str:
        """The text in Unicode braille, without blanks."""
        source = text.encode("utf-32-le")
        there, room = ctypes.c_int(len(text)), ctypes.c_int(len(text) * 8 + 64)
        out = ctypes.create_string_buffer(room.value * 4)
        done = self.library.lou_translateString(
            TABLE, source, ctypes.byref(there), out, ctypes.byref(room), None, None, 0
        )
        assert done, f"liblouis cannot translate {text}"
        cells = out.raw[: room.value * 4].decode("utf-32-le")
        return "".join(cell for cell in cells if cell not in BLANKS)
