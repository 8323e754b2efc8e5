"""What a search means: its words, the tokens that each is looked for by, and what a place of a text weighs."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from portal.search.sounds import alike, readings, splits
from portal.search.tokens import kinds, normalise

MOST_TERMS = 10
LONGEST_TERM = 40
FEWEST_INITIALS, MOST_INITIALS = 2, 8

# A document has up to 1024 passages; the number of one is document * 1024 + place, so that it says both.
PLACES = 1024
TITLE, PEOPLE, SUMMARY, SOUNDS, TEXT = range(5)  # from TEXT on: the text, cut where it is too long for one passage
WEIGHTS = {TITLE: 16, SOUNDS: 12, PEOPLE: 6, SUMMARY: 3}
TEXT_WEIGHT = 1
LONGEST_PASSAGE = 8000  # characters: a tsvector counts positions to 16383
MOST_TIMES = 250  # and keeps 256 positions of one token
SOUND, INITIAL, NEARLY = "·", "‹", "≈"  # marks of tokens that are no characters of the text
WINDOW = 4  # how far a second reading of a character reaches to both sides

Phrase = tuple[str, ...]


@dataclass(frozen=True)
class Term:
    """One word of a search. A passage has it when it has one of the phrases."""

    text: str

    @property
    def phrases(self) -> tuple[Phrase, ...]:
        return (tuple(self.text), *sound_phrases(self.text))


@dataclass(frozen=True)
class Query:
    """All words must occur somewhere in a document. Or: what was typed is pinyin with spaces, and sounds like a part of it."""

    terms: tuple[Term, ...]

    @cached_property
    def spaced_sounds(self) -> tuple[Phrase, ...]:
        if len(self.terms) < 2 or not all(splits(term.text) for term in self.terms):
            return ()
        return sound_phrases("".join(term.text for term in self.terms))

    @property
    def may_be_sounds(self) -> bool:
        """Whether pinyin is looked for, so that the answer can say so."""
        return any(len(term.phrases) > 1 for term in self.terms)


def read_query(words: str) -> Query:
    """The words of a search, each once, at most ten of them."""
    pieces = [piece[:LONGEST_TERM] for run in normalise(words).split() for piece in kinds(run)]
    return Query(tuple(Term(piece) for piece in dict.fromkeys(pieces))[:MOST_TERMS])


def sound_phrases(letters: str) -> tuple[Phrase, ...]:
    """Letters as pinyin: syllable by syllable, and as the first letters of syllables."""
    if not (letters.isascii() and letters.isalpha()):
        return ()
    syllables = [tuple(SOUND + one for one in split) for split in splits(letters)]
    is_short = FEWEST_INITIALS <= len(letters) <= MOST_INITIALS
    return (*syllables, *([tuple(INITIAL + letter for letter in letters)] if is_short else []))


def weight(place: int) -> int:
    """What a word at this place of a document counts."""
    return WEIGHTS.get(place, TEXT_WEIGHT)


def passages(title: Iterable[str], people: Iterable[str], summary: Iterable[str], text: str) -> dict[int, list[Phrase]]:
    """A document's passages by place: each a list of runs of tokens, with gaps between them."""
    named, working = [normalise(part) for part in title], [normalise(part) for part in people]
    found = {
        TITLE: _characters(named),
        PEOPLE: _characters(working),
        SUMMARY: _characters([normalise(part) for part in summary]),
        SOUNDS: [run for part in (*named, *working[:1]) for words in part.split() for run in sound_runs(words)],
    }
    for number, piece in enumerate(cut(normalise(text))[: PLACES - TEXT]):
        found[TEXT + number] = _characters([piece])
    return {place: runs for place, runs in found.items() if runs}


def _characters(parts: Sequence[str]) -> list[Phrase]:
    return [tuple(run) for part in parts for run in part.split()]


def cut(text: str) -> list[str]:
    """A text in pieces that one passage can hold, each beginning with the end of the one before."""
    pieces, start = [], 0
    while start < len(text):
        end = start + _fitting(text[start : start + LONGEST_PASSAGE])
        pieces.append(text[start:end])
        start = end - LONGEST_TERM if end < len(text) else end
    return pieces


def _fitting(text: str) -> int:
    """How much of a text has no pair of characters too often."""
    if max(Counter(text).values()) <= MOST_TIMES:  # quick, and true of most lessons
        return len(text)
    times: Counter[tuple[str, str]] = Counter()
    for number, pair in enumerate(pairwise(text)):
        times[pair] += 1
        if times[pair] > MOST_TIMES:
            return number + 1
    return len(text)


def sound_runs(words: str) -> list[Phrase]:
    """How a run of characters sounds, by syllables, first letters and syllables that are taken for each other.

    A character that can be read in several ways makes one more run for each, as far as its neighbours.
    """
    ways = [readings(character) for character in words]
    runs: list[Phrase] = []
    usual: list[str] = []
    for number, ways_here in enumerate([*ways, ()]):
        if ways_here:
            usual.append(ways_here[0])
            continue
        if usual:
            runs += [tuple(mark + form for form in forms) for mark, forms in _marked(usual)]
            runs += _other_readings(ways[number - len(usual) : number], usual)
        usual = []
    return list(dict.fromkeys(runs))


def _marked(syllables: Sequence[str]) -> list[tuple[str, list[str]]]:
    initials = [syllable[0] for syllable in syllables]
    return [(SOUND, list(syllables)), (INITIAL, initials), (NEARLY, [alike(one) for one in syllables])]


def _other_readings(ways: Sequence[tuple[str, ...]], usual: Sequence[str]) -> list[Phrase]:
    found: list[Phrase] = []
    for number, ways_here in enumerate(ways):
        first, last = max(0, number - WINDOW), number + WINDOW + 1
        for other in ways_here[1:]:
            changed = [*usual[first:number], other, *usual[number + 1 : last]]
            found += [tuple(mark + form for form in forms) for mark, forms in _marked(changed)]
    return found
