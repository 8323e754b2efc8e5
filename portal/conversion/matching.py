"""Which outcomes meet the rule of a target course, and what is missing of one that none meet. Pure."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from itertools import combinations, islice

from portal.conversion.terms import COURSE, Agreement, Group, Source, Target

MOST_WAYS = 40  # of meeting one rule that are looked at
MOST_STEPS = 20_000  # of looking for them


@dataclass(frozen=True)
class Use:
    """That an outcome was used before, or is locked for it: where, and at which level of education."""

    college_id: int
    programme_code: str
    programme_level: int


@dataclass(frozen=True)
class Outcome:
    """Something that was learned, as an agreement sees it: an earned entry, and how much of it can be used."""

    earned_id: int
    hundredths: int
    happened_on: date
    course_id: int | None = None
    family: str = ""
    level: int = 1
    mark: int | None = None  # None: it was recognised without one
    is_online: bool = True
    is_used: bool = False  # its credit is converted already; it can only count again
    uses: tuple[Use, ...] = ()
    title: str = ""
    title_en: str = ""


class Lack(StrEnum):
    """Why a source does not count."""

    NONE = "none"
    LEVEL = "level"
    MARK = "mark"
    AGE = "age"
    USED = "used"


@dataclass(frozen=True)
class Missing:
    """Of a list, so many more are needed; each part with why it does not count. A part may be a list again."""

    needed: int
    of: tuple["tuple[Source, Lack] | Missing", ...]


Way = tuple[Outcome, ...]


def why_not_source(agreement: Agreement, target: Target, source: Source, outcome: Outcome, today: date) -> Lack | None:
    """What keeps an outcome from being what a rule asks for; None when it is."""
    if not _is_it(source, outcome):
        return Lack.NONE
    if outcome.level < max(target.level, source.least_level):
        return Lack.LEVEL
    if outcome.mark is not None and outcome.mark < target.least_mark:
        return Lack.MARK
    if is_too_old(outcome.happened_on, agreement.terms.most_years, today):
        return Lack.AGE
    return None if may_use(agreement, outcome) else Lack.USED


def _is_it(source: Source, outcome: Outcome) -> bool:
    if source.kind == COURSE:
        return outcome.course_id == source.course_id
    whole_family = source.family and "/" not in source.family and outcome.family.startswith(f"{source.family}/")
    return bool(source.family) and (outcome.family == source.family or bool(whole_family))


def is_too_old(happened_on: date, most_years: int, today: date) -> bool:
    """Whether more years have passed than an agreement allows; 0 allows any number."""
    if not most_years:
        return False
    passed = today.year - happened_on.year - ((today.month, today.day) < (happened_on.month, happened_on.day))
    return passed >= most_years


def may_use(agreement: Agreement, outcome: Outcome) -> bool:
    """Whether an outcome may count here: once in a programme, and used credit at the same level only by agreement."""
    for use in outcome.uses:
        if (use.college_id, use.programme_code) == (agreement.college_id, agreement.programme_code):
            return False
        if use.programme_level == agreement.terms.programme_level and not agreement.terms.reuses:
            return False
    return not outcome.is_used or bool(outcome.uses)


def worth(agreement: Agreement, way: Iterable[Outcome]) -> int:
    """What a set of outcomes counts for: no entry for more than the agreement allows."""
    return sum(min(one.hundredths, agreement.terms.most_hundredths) for one in way)


def in_order(outcomes: Iterable[Outcome]) -> list[Outcome]:
    """The oldest first."""
    return sorted(outcomes, key=lambda one: (one.happened_on, one.earned_id))


def preference(way: Way) -> tuple[int, list[tuple[date, int]]]:
    """Of two ways the one with fewer outcomes comes first, then the one with older ones."""
    return len(way), [(one.happened_on, one.earned_id) for one in in_order(way)]


@dataclass
class Matcher:
    """One target of an agreement against what somebody has. Steps are counted, so that no rule takes for ever."""

    agreement: Agreement
    target: Target
    outcomes: Sequence[Outcome]
    today: date
    steps: int = 0

    def ways(self) -> list[Way]:
        """The sets of outcomes that meet the rule, whatever they are worth; the smallest and oldest first."""
        found = islice(self._meeting(self.target.rule, in_order(self.outcomes)), MOST_WAYS)
        return sorted({tuple(in_order(way)) for way in found}, key=preference)

    def _meeting(self, part: Source | Group, outcomes: Sequence[Outcome]) -> Iterator[frozenset[Outcome]]:
        """Each set that meets a part of the rule. No outcome stands for two sources."""
        if isinstance(part, Source):
            yield from (frozenset({one}) for one in outcomes if self._counts(part, one))
            return
        able = [one for one in part.of if any(True for _ in self._meeting(one, outcomes))]
        for chosen in combinations(able, part.needed):
            yield from self._together(chosen, outcomes)

    def _together(self, parts: Sequence[Source | Group], outcomes: Sequence[Outcome]) -> Iterator[frozenset[Outcome]]:
        if not parts:
            yield frozenset()
            return
        for first in self._meeting(parts[0], outcomes):
            left = [one for one in outcomes if one not in first]
            for rest in self._together(parts[1:], left):
                yield first | rest

    def _counts(self, source: Source, outcome: Outcome) -> bool:
        self.steps += 1
        if self.steps > MOST_STEPS:
            return False
        return why_not_source(self.agreement, self.target, source, outcome, self.today) is None

    def missing(self) -> Missing:
        """What is missing of the rule."""
        return self._missing(self.target.rule)

    def _missing(self, group: Group) -> Missing:
        parts: list[tuple[Source, Lack] | Missing] = []
        for part in group.of:
            if isinstance(part, Source):
                if lack := self.lack(part):
                    parts.append((part, lack))
            elif (inner := self._missing(part)).needed:
                parts.append(inner)
        return Missing(max(0, group.needed - (len(group.of) - len(parts))), tuple(parts))

    def lack(self, source: Source) -> Lack | None:
        """Why a source does not count, by the oldest outcome that comes near; None when it does."""
        oldest = in_order(self.outcomes)
        found = [why_not_source(self.agreement, self.target, source, one, self.today) for one in oldest]
        if None in found:
            return None
        return next((lack for lack in found if lack is not Lack.NONE), Lack.NONE)
