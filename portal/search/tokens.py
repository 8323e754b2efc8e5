"""Text as it is searched: width, case and traditional characters do not matter, punctuation is a gap."""

import unicodedata
from functools import cache
from typing import Any


def normalise(text: str) -> str:
    """Runs of letters and digits with single spaces between them, in half width, lower case and simplified characters.

    Character by character, so that a part of a text is always found in the whole: what becomes of a character never
    depends on its neighbours, but for those that it is composed with.
    """
    folded = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold())
    return " ".join(folded.translate(_characters()).split())


class _Characters(dict[int, str]):
    """Each character's simplified form; a space for what is neither letter, mark nor digit. Filled as it is asked."""

    def __init__(self) -> None:
        from opencc import OpenCC

        self.converter: Any = OpenCC("t2s")

    def __missing__(self, code: int) -> str:
        character = chr(code)
        is_word = character.isalnum() or unicodedata.category(character)[0] == "M"
        self[code] = found = self.converter.convert(character) if is_word else " "
        return found


@cache
def _characters() -> _Characters:
    return _Characters()


def kinds(run: str) -> list[str]:
    """A run cut where letters and digits of ASCII meet other characters: “nvda入门” is “nvda” and “入门”."""
    pieces: list[str] = []
    for character in run:
        if pieces and pieces[-1][-1].isascii() == character.isascii():
            pieces[-1] += character
        else:
            pieces.append(character)
    return pieces
