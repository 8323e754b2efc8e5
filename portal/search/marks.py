"""Where the words of a search stand in a text that is shown: by their characters, or by how they sound."""

from collections.abc import Iterable, Sequence
from itertools import chain

from portal.search.rules import MOST_INITIALS, Query
from portal.search.sounds import readings, splits
from portal.search.tokens import normalise

Span = tuple[int, int]
MOST_CHARACTERS = 8192
AROUND = 18  # characters before and after a word in an excerpt


def spans(text: str, query: Query) -> list[Span]:
    """The parts of a text to be marked, in order, none touching another."""
    return joined(spans_by_term(text, query))


def spans_by_term(text: str, query: Query) -> list[list[Span]]:
    """Where each word of a search stands in a text; at the end, where all of them together sound like a part of it."""
    plain, places = _aligned(text)
    each = [_occurrences(plain, term.text) or _sounding(plain, term.text) for term in query.terms]
    if len(query.terms) > 1 and query.spaced_sounds:
        each.append(_sounding(plain, "".join(term.text for term in query.terms)))
    return [[(places[first], places[last - 1] + 1) for first, last in found] for found in each]


def _aligned(text: str) -> tuple[str, Sequence[int]]:
    """The text as it is searched, with the place in the text that each of its characters comes from."""
    pieces = [PLAIN[character] for character in text]
    plain = "".join(pieces)
    if len(plain) == len(text):  # no piece is empty: each is one character
        return plain, range(len(text))
    return plain, [place for place, piece in enumerate(pieces) for _ in piece]


class _Plain(dict[str, str]):
    """A character as it is searched. The commonest of all texts are kept, and no more than so many."""

    def __missing__(self, character: str) -> str:
        if len(self) >= MOST_CHARACTERS:
            self.clear()
        self[character] = found = normalise(character) or " "
        return found


PLAIN = _Plain()


def _occurrences(plain: str, word: str) -> list[Span]:
    found, start = [], plain.find(word)
    while start >= 0:
        found.append((start, start + len(word)))
        start = plain.find(word, start + len(word))
    return found


def _sounding(plain: str, letters: str) -> list[Span]:
    """Where characters sound like these letters: by syllables, or else by their first letters."""
    if not (letters.isascii() and letters.isalpha()):
        return []
    said = [readings(character) for character in plain]
    initials = tuple(letters) if 1 < len(letters) <= MOST_INITIALS else ()
    for syllables in (*splits(letters), initials):
        found = [
            (start, start + len(syllables))
            for start in range(len(plain) - len(syllables) + 1)
            if syllables
            and all(_says(said[start + number], syllable, initials) for number, syllable in enumerate(syllables))
        ]
        if found:
            return found
    return []


def _says(ways: tuple[str, ...], wanted: str, initials: tuple[str, ...]) -> bool:
    return wanted in ways or (bool(initials) and len(wanted) == 1 and any(way[0] == wanted for way in ways))


def joined(each: Iterable[list[Span]]) -> list[Span]:
    """All these parts in order, those that touch as one."""
    parts: list[Span] = []
    for first, last in sorted(chain.from_iterable(each)):
        if parts and first <= parts[-1][1]:
            parts[-1] = (parts[-1][0], max(last, parts[-1][1]))
        else:
            parts.append((first, last))
    return parts


def excerpt(text: str, query: Query) -> str:
    """The surroundings of the first word that a long text has; empty when it has none."""
    for term in query.terms:
        for start in [place for place in (text.find(term.text),) if place >= 0] or _slowly(text, term.text):
            first, last = max(0, start - AROUND), start + len(term.text) + AROUND
            return ("…" if first else "") + text[first:last].strip() + ("…" if last < len(text) else "")
    return ""


def _slowly(text: str, word: str) -> list[int]:
    if word not in normalise(text):
        return []
    plain, places = _aligned(text)
    start = plain.find(word)
    return [places[start]] if start >= 0 else []
