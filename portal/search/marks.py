"""Where the words of a search stand in a text that is shown: by their characters, or by how they sound."""

from functools import lru_cache

from portal.search.rules import MOST_INITIALS, Query
from portal.search.sounds import readings, splits
from portal.search.tokens import normalise

Span = tuple[int, int]
AROUND = 18  # characters before and after a word in an excerpt


def spans(text: str, query: Query) -> list[Span]:
    """The parts of a text to be marked, in order, none touching another."""
    plain, places = _aligned(text)
    found: list[Span] = []
    for term in query.terms:
        found += _occurrences(plain, term.text) or _sounding(plain, term.text)
    if len(query.terms) > 1 and query.spaced_sounds:
        found += _sounding(plain, "".join(term.text for term in query.terms))
    return _joined([(places[first], places[last - 1] + 1) for first, last in found])


def _aligned(text: str) -> tuple[str, list[int]]:
    """The text as it is searched, with the place in the text that each of its characters comes from."""
    plain, places = [], []
    for place, character in enumerate(text):
        for one in _plain(character):
            plain.append(one)
            places.append(place)
    return "".join(plain), places


@lru_cache(maxsize=8192)
def _plain(character: str) -> str:
    return normalise(character) or " "


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


def _joined(found: list[Span]) -> list[Span]:
    joined: list[Span] = []
    for first, last in sorted(found):
        if joined and first <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(last, joined[-1][1]))
        else:
            joined.append((first, last))
    return joined


def excerpt(text: str, query: Query) -> str:
    """The surroundings of the first word that a long text has; empty when it has none."""
    folded = text.casefold()
    for term in query.terms:
        for start in [place for place in (folded.find(term.text),) if place >= 0] or _slowly(text, term.text):
            first, last = max(0, start - AROUND), start + len(term.text) + AROUND
            return ("…" if first else "") + text[first:last].strip() + ("…" if last < len(text) else "")
    return ""


def _slowly(text: str, word: str) -> list[int]:
    if word not in normalise(text):
        return []
    plain, places = _aligned(text)
    start = plain.find(word)
    return [places[start]] if start >= 0 else []
