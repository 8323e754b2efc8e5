"""The index in each database's own words: what a passage and a phrase are for FTS5, and for PostgreSQL."""

from collections.abc import Sequence
from itertools import pairwise

from portal.search.rules import INITIAL, NEARLY, SOUND, Phrase

GAP = "¶"  # between two runs on SQLite, so that no phrase reaches over it; no search can ask for it


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
    return " | ".join("(" + " <-> ".join(f"'{token}'" for token in tokens_of(phrase)) + ")" for phrase in phrases)
