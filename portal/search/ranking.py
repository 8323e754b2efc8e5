"""What was found, in an order: one byte for each document of a list that is in order itself, the newest first.

The databases only say which passages have a word. What that is worth is decided here, so that both agree: each word of
a search counts the best place that it has in a document, a title more than the people, those more than the summary and
that more than the text. Documents that count the same stay in the order of the list.
"""

from collections.abc import Sequence

from portal.search.rules import PLACES, weight

NOTHING_TO_255 = bytes([0, *[255] * 255])
WEIGHTS = [weight(place) for place in range(PLACES)]
BLOCK = 128  # bytes of a set that are counted at once


def weigh(passages: Sequence[int], place_of: Sequence[int], size: int) -> bytes:
    """For each document of the list the best weight that one of these passages gives it; 0 for none.

    `place_of` says by a document's number where it is in the list, and -1 for one that is not.
    """
    best = bytearray(size + 1)  # the last for all that are not listed
    if len(place_of) <= (highest := max(passages, default=0) // PLACES):
        place_of = [*place_of, *[-1] * (highest + 1 - len(place_of))]
    for passage in passages:
        at, here = place_of[passage // PLACES], WEIGHTS[passage % PLACES]
        if here > best[at]:
            best[at] = here
    return bytes(best[:-1])


def all_of(found: Sequence[bytes]) -> bytes:
    """What every search found, the weights added. (Ten words of the highest weight still fit in a byte.)"""
    total, size = int.from_bytes(found[0], "little"), len(found[0])
    everywhere = int.from_bytes(found[0].translate(NOTHING_TO_255), "little")
    for one in found[1:]:
        total += int.from_bytes(one, "little")
        everywhere &= int.from_bytes(one.translate(NOTHING_TO_255), "little")
    return (total & everywhere).to_bytes(size, "little")


def either(one: bytes, other: bytes) -> bytes:
    """What either search found, with the higher weight."""
    return bytes(map(max, one, other))


def as_set(weights: bytes, wanted: int = 0) -> int:
    """The places that have a weight, or this one, as the bits of a number."""
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


def best_first(weights: bytes, chosen: int, first: int, count: int) -> list[int]:
    """The chosen places that have a weight, the heaviest first, so many of them after the first ones."""
    found: list[int] = []
    for wanted in sorted(set(weights) - {0}, reverse=True):
        same = as_set(weights, wanted) & chosen
        if first >= (here := same.bit_count()):
            first -= here
            continue
        found += members(same, first, count - len(found))
        first = 0
        if len(found) == count:
            break
    return found
