"""Which words a text has, and how each is read."""

import csv
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

from portal.formats.braille.cells import Syllable

GLOSSARY = (
    Path(__file__).parent / "readings.csv"
)  # words whose reading pypinyin gets wrong in our courses: add lines there


def words_of(text: str) -> list[str]:
    """The words of a stretch of Chinese characters; braille separates them."""
    import rjieba  # 5 MB of words: only the worker loads it

    _load_glossary()
    return list(rjieba.cut(text))


def read_word(word: str) -> Iterator[tuple[str, Syllable | None]]:
    """Each character with its syllable in this word; None where nobody knows one."""
    from pypinyin import Style, pinyin  # slow to import

    _load_glossary()
    told = [
        pinyin(word, style=style, strict=True, neutral_tone_with_five=True, errors=_unknown)
        for style in (Style.INITIALS, Style.FINALS, Style.TONE3)
    ]
    for character, (initial,), (final,), (whole,) in zip(word, *told, strict=True):
        is_known = bool(whole) and whole[-1:].isdigit() and bool(final)
        yield character, Syllable(initial, final, whole[-1]) if is_known else None


def _unknown(characters: str) -> Any:
    """One empty reading for each character, so that the lists stay as long as the word."""
    return [""] * len(characters)


@cache
def _load_glossary() -> None:
    from pypinyin import load_phrases_dict, load_single_dict

    with GLOSSARY.open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file))[1:]
    load_single_dict({ord(word): reading for word, reading in rows if len(word) == 1})
    load_phrases_dict({word: [[one] for one in reading.split()] for word, reading in rows if len(word) > 1})
