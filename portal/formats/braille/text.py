"""A stretch of text as cells, words separated by spaces."""

import re
import unicodedata

from portal.formats.braille.cells import character_cells
from portal.formats.braille.readings import read_word, words_of
from portal.formats.braille.signs import AS_WORDS, OPENING, PUNCTUATION, UNKNOWN, latin_word, number

_PARTS = re.compile(r"[\u3400-\u9fff\U00020000-\U0002ffff]+|[A-Za-z]+|[0-9]+(?:\.[0-9]+)*|\s+|.", re.S)
_LATIN = re.compile(r"[A-Za-z]+")


def to_cells(text: str) -> str:
    """The text in Unicode braille (U+2800 to U+283F) with plain spaces between words. A line break becomes a space."""
    cells = ""
    for part in _PARTS.findall(_plainer(text)):
        sign = PUNCTUATION.get(part)
        if sign is not None:
            cells = (cells if part in OPENING else cells.rstrip(" ")) + sign
        elif part.isspace():
            cells += " "
        else:
            cells += _word_cells(part) + " "
    return re.sub(" +", " ", cells).strip(" ")


def _plainer(text: str) -> str:
    """Full-width letters and digits as narrow ones, letters without their marks; Chinese punctuation stays."""
    plainer = ""
    for character in text:
        narrow = unicodedata.normalize("NFKD", character)
        is_marked = any(map(unicodedata.combining, narrow))
        base = "".join(one for one in narrow if not unicodedata.combining(one))
        is_plain = base.isascii() and base.isalnum()
        plainer += base if is_plain and (is_marked or len(base) == 1) and character not in AS_WORDS else character
    return plainer


def _word_cells(part: str) -> str:
    if part[0].isdigit() and part.isascii():
        return number(part)
    if _LATIN.fullmatch(part):
        return latin_word(part)
    if part in AS_WORDS or not _is_chinese(part[0]):
        return _chinese_cells(AS_WORDS.get(part, UNKNOWN))
    return _chinese_cells(part)


def _is_chinese(character: str) -> bool:
    return "\u3400" <= character <= "\u9fff" or character >= "\U00020000"


def _chinese_cells(text: str) -> str:
    return " ".join(word_cells(word) for word in words_of(text))


def word_cells(word: str) -> str:
    """One Chinese word. A character that nobody can read is said as 符号, so that a gap is felt."""
    return "".join(
        character_cells(character, syllable) if syllable else "".join(word_cells(UNKNOWN))
        for character, syllable in read_word(word)
    )
