"""The report as its page and its table show it: places in order, small numbers hidden."""

import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from portal.accounts.rules import is_within
from portal.reach.rules import NEEDS_IN_WORDS, Counted, Need, hidden_places, hides_the_rest, in_total
from portal.text import Message, language, message
from portal.text.dates import format_date

PROVINCE = "0000"  # the end of a province's code
HIDDEN = message("人数少，不公布")
NOBODY = message("没有人")
TOTAL = message("合计")
COLUMNS = (message("地方"), message("学过的人"), message("学完的人"))


@dataclass(frozen=True)
class PlaceRow:
    """A line of the report. `inside` is the code of a prefecture that has a page of its own, else empty."""

    name: Message | str
    inside: str
    began: Message | str
    passed: Message | str


@dataclass(frozen=True)
class Report:
    """What is told of one place: its parts, all of it, and the counties in which nobody passed, by prefecture."""

    place: str
    rows: Sequence[PlaceRow]
    total: PlaceRow
    without: Sequence[tuple[str, Sequence[str]]]

    @property
    def without_count(self) -> int:
        return sum(len(names) for _, names in self.without)

    @property
    def without_rows(self) -> list[tuple[str, Message]]:
        """Each prefecture with the names of its counties, as facts of a list."""
        return [(prefecture, listed(names)) for prefecture, names in self.without]


def report(places: Sequence[Any], figures: Sequence[Any], need: Need, region_code: str, fewest: int) -> Report | None:
    """The report of a province or a prefecture for one kind of need, from all places and all figures of a day.

    None when the region is neither.
    """
    counted = {(row.region_code, row.need): Counted(row.began, row.passed) for row in figures}
    of_need = {place.code: counted.get((place.code, need), Counted()) for place in places}
    of_all = {place.code: counted.get((place.code, Need.ALL), Counted()) for place in places}
    prefectures = {place.code: place for place in places if place.level == "prefecture"}
    groups = {one: [place for place in places if is_within(place.code, one)] for one in prefectures}
    whole = Table(
        {code: in_total(of_need[place.code] for place in group) for code, group in groups.items()},
        {code: in_total(of_all[place.code] for place in group) for code, group in groups.items()},
        fewest,
    )
    if region_code.endswith(PROVINCE):
        rows = [whole.row(code, title_of(place), inside=code) for code, place in prefectures.items()]
        return Report(str(message("全省")), rows, whole.total(), counties_without(places, of_need, region_code))
    if region_code not in groups:
        return None
    group = [place.code for place in groups[region_code]]
    parts = Table({code: of_need[code] for code in group}, {code: of_all[code] for code in group}, fewest)
    total = whole.row(region_code, TOTAL)
    rows = [covered(parts.row(place.code, part_name(place)), total) for place in groups[region_code]]
    name = title_of(prefectures[region_code])
    return Report(name, rows, total, counties_without(places, of_need, region_code))


def covered(row: PlaceRow, total: PlaceRow) -> PlaceRow:
    """A part of a place. Where the whole tells no number, the part tells none: together they would give it away."""
    began = HIDDEN if total.began is HIDDEN and row.began != NOBODY else row.began
    passed = HIDDEN if total.passed is HIDDEN and row.passed != NOBODY else row.passed
    return replace(row, began=began, passed=passed)


def as_csv(title: Message, told: Report) -> str:
    """The report in the reader's language as a table for a spreadsheet: what it counts, the columns, the places."""
    written = io.StringIO(newline="")
    table = csv.writer(written)
    table.writerow([str(title)])
    table.writerow([str(column) for column in COLUMNS])
    for row in [*told.rows, told.total]:
        table.writerow([str(row.name), str(row.began), str(row.passed)])
    return "\ufeff" + written.getvalue()


@dataclass(frozen=True)
class Table:
    """The parts of one place: those with the need, and everybody, to see what may be told."""

    need: Mapping[str, Counted]
    everybody: Mapping[str, Counted]
    fewest: int

    def row(self, code: str, name: Message | str, inside: str = "") -> PlaceRow:
        return PlaceRow(name, inside, self.told(code, "began"), self.told(code, "passed"))

    def told(self, code: str, what: str) -> Message | str:
        """A number of people, or that it is not told."""
        counts = {one: getattr(counted, what) for one, counted in self.need.items()}
        rest = hides_the_rest(counts[code], getattr(self.everybody[code], what), self.fewest)
        return HIDDEN if rest or code in hidden_places(counts, self.fewest) else people(counts[code])

    def total(self) -> PlaceRow:
        """All parts together, by the same rules."""
        whole = Table({"": in_total(self.need.values())}, {"": in_total(self.everybody.values())}, self.fewest)
        return whole.row("", TOTAL)


def counties_without(
    places: Sequence[Any], of_need: Mapping[str, Counted], region_code: str
) -> list[tuple[str, Sequence[str]]]:
    """The counties in which nobody passed, by the prefecture that they belong to."""
    inside = [place for place in places if is_within(place.code, region_code)]
    found: list[tuple[str, Sequence[str]]] = []
    for prefecture in (place for place in inside if place.level == "prefecture"):
        counties = [place for place in inside if place.parent_code == prefecture.code]
        if names := [title_of(place) for place in counties if not of_need[place.code].passed]:
            found.append((title_of(prefecture), names))
    return found


def listed(names: Sequence[str]) -> Message:
    """Names in a row, with the comma of the reader's language."""
    return message("%(names)s。", names=str(message("、")).join(names))


def people(count: int) -> Message:
    """“12 人”, “没有人”."""
    return message("%(count)s 人", count=count) if count else NOBODY


def part_name(place: Any) -> Message | str:
    """A county's name; for the prefecture itself, those who named no county."""
    return message("没有填县区的") if place.level == "prefecture" else title_of(place)


def until(day: date) -> Message:
    """The months that a report counts."""
    return message("%(year)s年1月1日至%(day)s", year=day.year, day=format_date(day))


def headline(place: str, day: date, need: Need) -> Message:
    """What a report counts, in one line."""
    return message("%(place)s，%(when)s，%(need)s", place=place, when=until(day), need=NEEDS_IN_WORDS[need])


def title_of(place: Any) -> str:
    """A place's name in the reader's language."""
    return str(place.name_en if language() == "en" else place.name)
