"""Every published course as a place in one list, the newest first, and every kind of course as a set of such places.

A set is a number with one bit for each course: two conditions at once are one AND, a count is one bit_count. So a page
of a hundred thousand courses knows all its counts in a millisecond, whatever was asked for. It is made from two indexes
and kept until the next publication (shelf.py).
"""

from array import array
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, cached_property
from typing import Any

from portal.library.rules import CATEGORIES, HOURS, HOURS_IN_MINUTES, LEVELS, WAYS, CatalogueFilter

CHOICES = {"level": LEVELS, "category": CATEGORIES, "hours": HOURS}  # of each of these, one


@dataclass(frozen=True)
class Stock:
    """The list (`ids`), where each version stands in it (`place_of`, -1 for nowhere), and the sets by name."""

    ids: "array[int]"
    place_of: "array[int]"
    sets: dict[str, int]

    @cached_property
    def everything(self) -> int:
        return (1 << len(self.ids)) - 1

    def chosen(self, wanted: CatalogueFilter, words: int, but: str = "") -> int:
        """What has the words and fits the conditions, leaving one kind of condition out."""
        found = words
        for kind, name in conditions(wanted):
            if kind != but:
                found &= self.sets.get(name, 0)
        return found

    def counts(self, wanted: CatalogueFilter, words: int) -> dict[str, int]:
        """How many courses fit ("total"), how many the choice of ways leaves out ("unfit"), and how many each choice gives.

        A way comes on top of what was chosen; a level, type, length or region in place of the one that was chosen.
        """
        fitting = self.chosen(wanted, words)
        found = {"total": fitting.bit_count()}
        found["unfit"] = self.chosen(wanted, words, but="access").bit_count() - found["total"]
        for way in WAYS:
            found[f"access-{way}"] = (fitting & self.sets.get(f"access-{way}", 0)).bit_count()
        for kind, sets in self.sets_by_kind.items():
            others = self.chosen(wanted, words, but=kind) if getattr(wanted, kind) else fitting
            found[f"{kind}-"] = others.bit_count()
            for name, members in sets:
                found[name] = (others & members).bit_count()
        return found

    @cached_property
    def sets_by_kind(self) -> dict[str, list[tuple[str, int]]]:
        """The sets of each kind of condition of which a course fits one."""
        return {
            kind: [(name, members) for name, members in self.sets.items() if name.startswith(f"{kind}-")]
            for kind in (*CHOICES, "region")
        }


def conditions(wanted: CatalogueFilter) -> list[tuple[str, str]]:
    """The conditions of a filter but its words, each with its kind and the name of its set."""
    found = [("access", f"access-{way}") for way in wanted.access]
    for kind in (*CHOICES, "region"):
        if value := getattr(wanted, kind):
            found.append((kind, f"{kind}-{value}"))
    return found


def make_stock(ids: Iterable[int], rows: Iterable[Any]) -> Stock:
    """A stock from the versions in order, and what each of them is: the columns of queries.COUNTED_ROWS."""
    listed = array("i", ids)
    place_of = array("i", [-1]) * (max(listed, default=0) + 1)
    for place, version_id in enumerate(listed):
        place_of[version_id] = place
    empty = b"0" * len(listed)
    places: dict[str, bytearray] = defaultdict(lambda: bytearray(empty))
    regions, categories, levels, lengths = (
        _Named(places, kind) for kind in ("region-%s", "category-%s", "level-%s", "hours-%s")
    )
    ways = [places[f"access-{way}"] for way in WAYS]
    here = ord("1")
    for version_id, region, category, level, minutes, *verdicts in rows:
        if version_id >= len(place_of) or (place := place_of[version_id]) < 0:
            continue  # opened since the list was read
        regions[region][place] = categories[category][place] = levels[level][place] = here
        lengths[hours(minutes)][place] = here
        for members, verdict in zip(ways, verdicts, strict=True):
            if verdict == "full":
                members[place] = here
    return Stock(listed, place_of, {name: int(members[::-1] or b"0", 2) for name, members in places.items()})


class _Named(dict[Any, bytearray]):
    """The places of one kind of condition by its value: looked up a hundred thousand times, named once."""

    def __init__(self, places: dict[str, bytearray], name: str) -> None:
        self.places, self.name = places, name

    def __missing__(self, value: Any) -> bytearray:
        self[value] = self.places[self.name % value]
        return self[value]


@cache
def hours(minutes: int) -> str:
    """Which of the lengths a course has."""
    return next((name for name, (least, most) in HOURS_IN_MINUTES.items() if least <= minutes <= most), "")
