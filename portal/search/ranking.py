"""What was found, in an order: one byte for each document of a list that is in order itself, the newest first.

The databases only say which passages have a word. What that is worth is decided here, so that both agree: each word of
a search counts the best place that it has in a document, a title more than the people, those more than the summary and
that more than the text. Documents that count the same stay in the order of the list.
"""

from collections.abc import Sequence

from portal.search.few import MOST, Few, all_of_few, best_of_few, set_of_few, spread, weigh_few
from portal.search.rules import MOST_TERMS, PLACES, TEXT, TEXT_WEIGHT, weight

NOTHING_TO_255 = bytes([0, *[255] * 255])
WEIGHTS = [weight(place) for place in range(PLACES)]
HEAVIEST = max(WEIGHTS) * MOST_TERMS
MOST_TRIED = 300  # places one by one, until sets are quicker
BLOCK = 128  # bytes of a set that are counted at once
Weights = bytes | Few


def weigh(passages: Sequence[int], place_of: Sequence[int], size: int) -> Weights:
    """For each document of the list the best weight that one of these passages gives it; 0 for none.

    Where the passages are few, only the places that have a weight (few.py). `place_of` says by a document's number
    where it is in the list, and -1 for one that is not.
    """
    if len(passages) <= MOST:
        return weigh_few(passages, place_of)
    best = bytearray(size + 1)  # the last for all that are not listed
    if len(place_of) <= (highest := max(passages, default=0) // PLACES):
        place_of = [*place_of, *[-1] * (highest + 1 - len(place_of))]
    # Most passages are of texts, and those all weigh the same: a word may be in hundreds of thousands of them.
    places, least = PLACES, TEXT_WEIGHT
    for passage in passages:
        best[place_of[passage // places]] = least
    for passage in [passage for passage in passages if passage % PLACES < TEXT]:
        at, here = place_of[passage // PLACES], WEIGHTS[passage % PLACES]
        if here > best[at]:
            best[at] = here
    return bytes(best[:-1])


def is_nothing(weights: Weights) -> bool:
    """Whether no document has a weight."""
    return not weights if isinstance(weights, dict) else weights == bytes(len(weights))


def all_of(found: Sequence[Weights]) -> Weights:
    """What every search found, the weights added. (Ten words of the highest weight still fit in a byte.)"""
    if len(found) == 1:
        return found[0]
    many = [one for one in found if not isinstance(one, dict)]
    if len(many) < len(found):
        return all_of_few(found)
    total, size = int.from_bytes(many[0], "little"), len(many[0])
    everywhere = int.from_bytes(many[0].translate(NOTHING_TO_255), "little")
    for one in many[1:]:
        total += int.from_bytes(one, "little")
        everywhere &= int.from_bytes(one.translate(NOTHING_TO_255), "little")
    return (total & everywhere).to_bytes(size, "little")


def either(one: Weights, other: Weights, size: int) -> bytes:
    """What either search found, with the higher weight: the greater of each two bytes, all of them at once."""
    one, other = (spread(each, size) if isinstance(each, dict) else each for each in (one, other))
    highest, lowest = (int.from_bytes(bytes([bit]) * size, "little") for bit in (0x80, 1))
    mine, theirs = int.from_bytes(one, "little"), int.from_bytes(other, "little")
    # The highest bit of each byte says whether mine is not less: by itself where it differs, else by the seven below.
    below = ((mine | highest) - (theirs & ~highest)) & ~(mine ^ theirs)
    is_mine = (((mine & ~theirs) | below) & highest) >> 7
    chosen = is_mine * 0xFF
    return ((mine & chosen) | (theirs & ~chosen & lowest * 0xFF)).to_bytes(size, "little")


def as_set(weights: Weights, wanted: int = 0) -> int:
    """The places that have a weight, or this one, as the bits of a number."""
    if isinstance(weights, dict):
        return set_of_few({place: here for place, here in weights.items() if wanted in (0, here)})
    table = bytearray(b"0" if wanted else b"1") * 256
    table[wanted] = ord("1" if wanted else "0")
    return int(weights.translate(bytes(table))[::-1] or b"0", 2)


def members(chosen: int, first: int, count: int) -> list[int]:
    """The bits of a set in order, so many of them after the first ones."""
    found: list[int] = []
    numbers = chosen.to_bytes(chosen.bit_length() // 8 + 1, "little")
    for start in range(0, len(numbers), BLOCK):
        block = int.from_bytes(numbers[start : start + BLOCK], "little")
        if first >= (here := block.bit_count()):
            first -= here
            continue
        while block and len(found) < count:
            lowest = block & -block
            if first:
                first -= 1
            else:
                found.append(start * 8 + lowest.bit_length() - 1)
            block ^= lowest
        if len(found) == count:
            break
    return found


def best_first(weights: Weights, chosen: int, first: int, count: int) -> list[int]:
    """The chosen places that have a weight, the heaviest first, so many of them after the first ones."""
    if isinstance(weights, dict):
        return best_of_few(weights, chosen, first, count)
    found: list[int] = []
    bits = chosen.to_bytes(len(weights) // 8 + 1, "little")
    for wanted in range(HEAVIEST, 0, -1):
        if wanted not in weights:
            continue
        missing = count - len(found)
        near = _near(weights, wanted, bits, first + missing) if first + missing < MOST_TRIED else None
        if near is not None:
            found += near[first:]
            first = max(0, first - len(near))
        else:
            same = as_set(weights, wanted) & chosen
            found += members(same, first, missing)
            first = max(0, first - same.bit_count())
        if len(found) == count:
            break
    return found


def _near(weights: bytes, wanted: int, bits: bytes, count: int) -> list[int] | None:
    """The first chosen places that have this weight; None when they are not found soon. A first page needs no sets."""
    found: list[int] = []
    place = weights.find(wanted)
    for _ in range(MOST_TRIED):
        if place < 0 or len(found) == count:
            return found
        if bits[place >> 3] >> (place & 7) & 1:
            found.append(place)
        place = weights.find(wanted, place + 1)
    return None
