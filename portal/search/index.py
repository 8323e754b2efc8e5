"""The index in each database's own words: what a passage and a phrase are for FTS5, and for PostgreSQL."""

from collections.abc import Sequence
from itertools import pairwise

from portal.search.rules import INITIAL, NEARLY, SOUND, Phrase

GAP = "¶"  # between two runs on SQLite, so that no phrase reaches over it; no search can ask for it


def is_sound(token: str) -> bool:
    """Whether a token is a sound, and no character of a text."""
    return token[0] in (SOUND, INITIAL, NEARLY)


def words_for_sqlite(runs: Sequence[Phrase]) -> str:
    """A passage as FTS5 takes it."""
    return f" {GAP} ".join(" ".join(run) for run in runs)


def search_for_sqlite(phrases: Sequence[Phrase]) -> str:
    """Any of these phrases, as FTS5 asks for them."""
    return " OR ".join('"' + " ".join(phrase) + '"' for phrase in phrases)


def words_for_postgresql(runs: Sequence[Phrase]) -> str:
    """A passage as the text of a tsvector: its characters, its pairs with where they stand, its sounds with where."""
    alone: set[str] = set()
    places: dict[str, list[int]] = {}
    at = 1
    for run in runs:
        if is_sound(run[0]):
            for number, token in enumerate(run):
                places.setdefault(token, []).append(at + number)
        else:
            alone.update(run)
            for number, (one, other) in enumerate(pairwise(run)):
                places.setdefault(one + other, []).append(at + number)
        at += len(run) + 1
    standing = [f"'{token}':{','.join(map(str, numbers))}" for token, numbers in places.items()]
    return " ".join([*[f"'{token}'" for token in alone], *standing])


def search_for_postgresql(phrases: Sequence[Phrase]) -> str:
    """Any of these phrases, as the text of a tsquery."""
    return " | ".join(f"({_phrase_for_postgresql(phrase)})" for phrase in phrases)


def _phrase_for_postgresql(phrase: Phrase) -> str:
    is_whole = len(phrase) == 1 or is_sound(phrase[0])
    tokens = phrase if is_whole else [one + other for one, other in pairwise(phrase)]
    return " <-> ".join(f"'{token}'" for token in tokens)
