"""What an agreement says: its caps, its target courses, and what each is given for. Values in, values out. Pure."""

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from typing import Any

MOST_SOURCES = 12  # of one group; a page with one list stays readable, and a search stays short
ALL, ANY = 0, 1
COURSE, RECOGNISED = "course", "recognised"


@dataclass(frozen=True)
class Source:
    """One thing that counts: a course of the portal by its id, or what was recognised, by its family and least level.

    A family is that of the bank's table of values with a topic, “skill/中式面点”, or without one for any topic. Levels are
    those of courses: 1, 2, 3.
    """

    kind: str
    course_id: int = 0
    family: str = ""
    least_level: int = 0
    title: str = ""  # a copy: what the rule said when it was made
    title_en: str = ""


@dataclass(frozen=True)
class Group:
    """All (0), any (1) or so many of a list. In the list of a group that is no part itself, there may be groups."""

    take: int
    of: tuple["Source | Group", ...]

    @property
    def needed(self) -> int:
        """How many of its parts are needed."""
        return len(self.of) if self.take == ALL else min(self.take, len(self.of))

    def sources(self) -> Iterator[Source]:
        """Every source in it, in order."""
        for part in self.of:
            if isinstance(part, Source):
                yield part
            else:
                yield from part.sources()


@dataclass(frozen=True)
class Target:
    """A course of the programme that need not be taken any more, and for what."""

    code: str
    name: str
    name_en: str
    credit_hundredths: int  # of the programme
    level: int  # the least level of whatever counts for it: the base course 1, a core course more
    overlap_percent: int  # how much of its content is covered, as the college found it
    least_mark: int
    rule: Group


@dataclass(frozen=True)
class Terms:
    """The numbers of an agreement. Each is a term of this agreement, with its dates; the province only proposes."""

    programme: str
    programme_en: str
    programme_level: int
    total_hundredths: int
    whole_percent: int  # of the total, at most, for everything that is recognised
    online_percent: int  # of the total, at most, for what was learned online
    most_hundredths: int  # that one entry counts for, at most
    least_overlap: int  # percent of content, for a target to be given at all
    most_years: int  # since it was learned; 0: however long ago
    reuses: bool  # whether credit that was used at the same level may count again

    @property
    def whole_cap(self) -> int:
        return self.total_hundredths * self.whole_percent // 100

    @property
    def online_cap(self) -> int:
        return self.total_hundredths * self.online_percent // 100


@dataclass(frozen=True)
class Agreement:
    """One version of an agreement as the evaluator needs it."""

    id: int
    college_id: int
    programme_code: str
    terms: Terms
    targets: tuple[Target, ...]

    def target(self, code: str) -> Target | None:
        """The target course with a code."""
        return next((one for one in self.targets if one.code == code), None)


def part_of(data: Mapping[str, Any]) -> Source | Group:
    """A source or a group from what is kept of it."""
    if "of" in data:
        return Group(int(data["take"]), tuple(part_of(one) for one in data["of"]))
    return Source(**data)


def group_of(data: Mapping[str, Any]) -> Group:
    """A group from what is kept of it."""
    found = part_of(data)
    assert isinstance(found, Group)
    return found


def target_of(data: Mapping[str, Any]) -> Target:
    """A target from what is kept of it."""
    return Target(**{**data, "rule": group_of(data["rule"])})


def terms_of(data: Mapping[str, Any]) -> Terms:
    """Terms from what is kept of them."""
    return Terms(**data)


def as_data(kept: Terms | Target | Group) -> dict[str, Any]:
    """What is kept of terms, a target or a rule: plain values."""
    if isinstance(kept, Group):
        return {"take": kept.take, "of": [as_data(p) if isinstance(p, Group) else asdict(p) for p in kept.of]}
    if isinstance(kept, Target):
        plain = {name: value for name, value in vars(kept).items() if name != "rule"}
        return plain | {"rule": as_data(kept.rule)}
    return asdict(kept)
