"""The index in each database's own words: what a passage and a phrase are for FTS5, and for PostgreSQL."""

from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise

from portal.search.rules import INITIAL, NEARLY, PEOPLE, SOUND, SOUNDS, SUMMARY, TEXT, TITLE, Phrase

GAP = "¶"  # between two runs on SQLite, so that no phrase reaches over it; no search can ask for it
MARKS = {TITLE: "†", PEOPLE: "‡", SUMMARY: "§"}  # of tokens on PostgreSQL, by place; no search can ask for them
SHORT = TITLE  # the place of the row that has all that is short
WHOLE = 4  # characters or sounds of a short text that are one token on PostgreSQL: most words


def is_sound(token: str) -> bool:
    """Whether a token is a sound, and no character of a text."""
    return token[0] in (SOUND, INITIAL, NEARLY)


def pairs(run: Phrase) -> Phrase:
    """A run of characters as its pairs; sounds stay as they are. Pairs are so much rarer that phrases of them are quick."""
    return run if is_sound(run[0]) else tuple(one + other for one, other in pairwise(run))


def words_for_sqlite(runs: Sequence[Phrase]) -> str:
    """A passage as FTS5 takes it: each of its characters once, then its pairs and sounds in their order."""
    alone = dict.fromkeys(character for run in runs if not is_sound(run[0]) for character in run)
    return f" {GAP} ".join([" ".join(alone), *[" ".join(found) for run in runs if (found := pairs(run))]])


def search_for_sqlite(phrases: Sequence[Phrase]) -> str:
    """Any of these phrases, as FTS5 asks for them."""
    return " OR ".join('"' + " ".join(tokens_of(phrase)) + '"' for phrase in phrases)


def tokens_of(phrase: Phrase) -> Phrase:
    """What a phrase is looked for by: a character alone, or pairs one behind the other."""
    return phrase if len(phrase) == 1 else pairs(phrase)


def words_for_postgresql(passages: Mapping[int, Sequence[Phrase]]) -> dict[int, str]:
    """A document's rows as texts of tsvectors, by place: one for all that is short, one for each piece of its text.

    So most rows are so large that PostgreSQL keeps their words apart, and to find one by a token reads 50 bytes of it.
    """
    short = [word for place, runs in passages.items() if place < TEXT for word in _short(runs, MARKS.get(place, ""))]
    rows = {SHORT: short} | {place: _text(runs) for place, runs in passages.items() if place >= TEXT}
    return {place: " ".join(words) for place, words in rows.items() if words}


def _text(runs: Sequence[Phrase]) -> list[str]:
    """A long text: its characters, and its pairs with where they stand."""
    return [*_tokens({character for run in runs for character in run}), *_standing(runs, 2, "")]


def _short(runs: Sequence[Phrase], mark: str) -> list[str]:
    """A short text: all parts of up to four characters or sounds, those of four with where they stand."""
    parts = {
        mark + "".join(run[start : start + length])
        for run in runs
        for length in range(1, WHOLE)
        for start in range(len(run) - length + 1)
    }
    return [*_tokens(parts), *_standing(runs, WHOLE, mark)]


def _tokens(tokens: Iterable[str]) -> list[str]:
    return [f"'{token}'" for token in tokens]


def _standing(runs: Sequence[Phrase], length: int, mark: str) -> list[str]:
    """The parts of this length with the numbers of their places; between two runs is a gap."""
    places: dict[str, list[str]] = {}
    at = 1
    for run in runs:
        for start in range(len(run) - length + 1):
            places.setdefault(mark + "".join(run[start : start + length]), []).append(str(at + start))
        at += len(run) + 1
    return [f"'{token}':{','.join(numbers)}" for token, numbers in places.items()]


def search_for_postgresql(phrases: Sequence[Phrase], place: int) -> str:
    """Any of these phrases at a place of documents, as the text of a tsquery; empty where none can be there."""
    length, mark = (2, "") if place == TEXT else (WHOLE, MARKS.get(place, ""))
    possible = [phrase for phrase in phrases if is_sound(phrase[0]) == (place == SOUNDS)]
    return " | ".join(f"({_one_behind_the_other(phrase, length, mark)})" for phrase in possible)


def _one_behind_the_other(phrase: Phrase, length: int, mark: str) -> str:
    """A phrase as one token, or as tokens of this length each of which begins one later. Only those are looked up in a row."""
    starts = range(max(1, len(phrase) - length + 1))
    return " <-> ".join(_tokens(mark + "".join(phrase[start : start + length]) for start in starts))
