"""What a word found that only few documents have: a weight by place, instead of one byte for each document of the list.

Most words that people look for are such words, and a search is as few as the fewest of its words.
"""

from collections.abc import Mapping, Sequence

from portal.search.rules import PLACES, weight

MOST = 2000  # passages; from there on bytes are quicker
Few = dict[int, int]


def weigh_few(passages: Sequence[int], place_of: Sequence[int]) -> Few:
    """For each place that one of these passages is of, the best weight that one gives it."""
    best: Few = {}
    for passage in passages:
        document, here = passage // PLACES, weight(passage % PLACES)
        at = place_of[document] if document < len(place_of) else -1
        if at >= 0 and here > best.get(at, 0):
            best[at] = here
    return best


def all_of_few(found: Sequence[bytes | Few]) -> Few:
    """What every search found, the weights added; at least one of them found few."""
    base = min((one for one in found if isinstance(one, dict)), key=len)
    each = [[_at(one, place) for one in found] for place in base]
    return {place: sum(weights) for place, weights in zip(base, each, strict=True) if all(weights)}


def _at(weights: bytes | Few, place: int) -> int:
    return weights.get(place, 0) if isinstance(weights, dict) else weights[place]


def spread(few: Mapping[int, int], size: int) -> bytes:
    """The same as one byte for each place."""
    weights = bytearray(size)
    for place, here in few.items():
        weights[place] = here
    return bytes(weights)


def set_of_few(few: Mapping[int, int]) -> int:
    """The places that have a weight as the bits of a number."""
    bits = bytearray(max(few, default=0) // 8 + 1)
    for place in few:
        bits[place >> 3] |= 1 << (place & 7)
    return int.from_bytes(bits, "little")


def best_of_few(few: Mapping[int, int], chosen: int, first: int, count: int) -> list[int]:
    """The chosen places that have a weight, the heaviest first, so many of them after the first ones."""
    bits = chosen.to_bytes(max(chosen.bit_length(), max(few, default=0)) // 8 + 1, "little")
    places = [place for place in few if bits[place >> 3] >> (place & 7) & 1]
    return sorted(places, key=lambda place: (-few[place], place))[first : first + count]
