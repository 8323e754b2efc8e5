"""What a word that is nowhere may have been meant to be: a part of a title that sounds like it, or is spelt nearly so."""

from collections import Counter
from collections.abc import Iterable
from functools import lru_cache
from itertools import islice, product

from portal.search.rules import NEARLY, SOUND, Phrase
from portal.search.sounds import alike, readings, splits
from portal.search.tokens import kinds, normalise

MOST_SOUNDS = 8
SHORTEST = 2
LONGEST = 12  # characters; the work grows with the square, and nobody mistypes more as one word
MOST_PAIRS = 10_000  # of characters that are remembered: those of one word and of all titles that it is held against
SOUNDS_ALIKE = 0.3  # of a wrong character
MOST_WRONG = 0.34  # of a word's characters


def places_to_look(word: str) -> tuple[Phrase, ...]:
    """The phrases by which titles are found that may hold what was meant."""
    if not SHORTEST <= len(word) <= LONGEST:
        return ()
    if word.isascii():
        begun = next((splits(word[:end]) for end in range(len(word), 1, -1) if splits(word[:end])), [])
        sounds = [tuple(SOUND + syllable for syllable in split) for split in begun[:2]]
        parts = [tuple(word[:3]), tuple(word[-3:]), tuple(word[:2])] if len(word) > SHORTEST else []
        return (*sounds, *parts)
    ways = [readings(character)[:2] or ("",) for character in word]
    said = [tuple(NEARLY + alike(syllable) for syllable in way) for way in islice(product(*ways), MOST_SOUNDS)]
    parts = [tuple(word[:2]), tuple(word[-2:])] if len(word) > SHORTEST else []
    return (*[phrase for phrase in said if NEARLY not in phrase], *parts)


def closest(word: str, titles: Iterable[str]) -> str | None:
    """The part of these titles that is nearest to a word: of equal ones the one that more titles have; None if none is near."""
    runs = [piece for title in titles for run in normalise(title).split() for piece in kinds(run)]
    times = Counter(part for run in runs for part in _parts(run, len(word)))
    near = []
    for part in {part for run in set(runs) if _may_hold(run, word) for part in _parts(run, len(word))}:
        wrong = distance(word, part)
        if 0 < wrong <= MOST_WRONG * len(word):
            near.append((wrong, -times[part], len(part), part))
    near += [one for run in set(runs) if not run.isascii() and word.isascii() for one in _by_sound(word, run, times)]
    return min(near)[-1] if near else None


def _may_hold(run: str, word: str) -> bool:
    """False when so many characters of the word are not in the run that no part of it can be near: cheap to know."""
    there = set(run)
    lost = sum(mine not in there and not any(_sound_alike(mine, theirs) for theirs in there) for mine in word)
    return lost <= MOST_WRONG * len(word)


def _parts(run: str, length: int) -> list[str]:
    """The parts of a run that may stand for a word of this length; a Latin word only whole."""
    if run.isascii():
        return [run]
    lengths = [size for size in (length, length - 1, length + 1) if size >= SHORTEST]
    return [run[start : start + size] for size in lengths for start in range(len(run) - size + 1)]


def _by_sound(word: str, run: str, times: Counter[str]) -> list[tuple[float, int, int, str]]:
    """Parts whose pinyin is nearly what was typed, with one letter wrong, too many or missing, or two changed over."""
    found, most = [], max(1.0, len(word) / 5)
    for size in range(2, 7):
        for start in range(len(run) - size + 1):
            part = run[start : start + size]
            said = "".join((readings(character) or ("",))[0] for character in part)
            if abs(len(said) - len(word)) > 1 or (Counter(word) - Counter(said)).total() > most:
                continue  # cheap to know, and nearly all
            if (wrong := _wrong_letters(word, said)) <= most:
                found.append((float(wrong), -times[part], len(part), part))
    return found


def _wrong_letters(word: str, said: str) -> float:
    if len(word) == len(said) and sorted(word) == sorted(said):
        differ = [number for number in range(len(word)) if word[number] != said[number]]
        if len(differ) == 2 and differ[1] == differ[0] + 1:
            return 1.0
    return distance(word, said)


def distance(one: str, other: str) -> float:
    """How many characters are wrong, missing or too many; one that sounds alike counts less."""
    row = [float(number) for number in range(len(other) + 1)]
    for number, mine in enumerate(one, start=1):
        above, row[0] = row[0], float(number)
        for place, theirs in enumerate(other, start=1):
            cost = 0.0 if mine == theirs else SOUNDS_ALIKE if _sound_alike(mine, theirs) else 1.0
            above, row[place] = row[place], min(above + cost, row[place] + 1, row[place - 1] + 1)
    return row[-1]


@lru_cache(MOST_PAIRS)
def _sound_alike(one: str, other: str) -> bool:
    return bool({alike(way) for way in readings(one)} & {alike(way) for way in readings(other)})
