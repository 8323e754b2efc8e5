"""How much of a course's credit counts: the arithmetic of the caps. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from portal.credits.rulebook.rules import RuleSet, term_of, year_of


@dataclass(frozen=True)
class Counted:
    """Credit that counts already: on which day, how much in hundredths, from where and by whom."""

    day: date
    amount: int
    source: str
    provider: str


@dataclass(frozen=True)
class Limit:
    """One cap as it stands on a day. `name` is year, term, provider_year or a source; `end` the next period's first day."""

    name: str
    before: int
    most: int
    end: date

    @property
    def room(self) -> int:
        """What still counts, in hundredths."""
        return max(0, self.most - self.before)


@dataclass(frozen=True)
class Reckoned:
    """What counts now and what is left out, in hundredths; `limit` is the tightest cap, None when there is none."""

    posted: int
    left: int
    limit: Limit | None


def reckon(rules: RuleSet, new: Counted, counted: Sequence[Counted]) -> Reckoned:
    """How much of new credit counts beside what counts already."""
    found = limits(rules, new, counted)
    if not found:
        return Reckoned(new.amount, 0, None)
    tightest = min(found, key=lambda limit: (limit.room, -limit.end.toordinal()))
    posted = min(new.amount, tightest.room)
    return Reckoned(posted, new.amount - posted, tightest)


def limits(rules: RuleSet, new: Counted, counted: Sequence[Counted]) -> list[Limit]:
    """Every cap that holds for new credit, as it stands on its day."""
    caps, year, term = rules.caps, year_of(rules, new.day), term_of(rules, new.day)
    in_year = [one for one in counted if year[0] <= one.day < year[1]]
    in_term = [one for one in counted if term[0] <= one.day < term[1]]
    same_provider = [one for one in in_year if one.provider == new.provider]
    same_source = [one for one in in_year if one.source == new.source]
    asked = (
        ("year", caps.year, in_year, year),
        ("term", caps.term, in_term, term),
        ("provider_year", caps.provider_year if new.provider else None, same_provider, year),
        (new.source, caps.sources.get(new.source), same_source, year),
    )
    return [Limit(name, _sum(held), most, period[1]) for name, most, held, period in asked if most is not None]


def _sum(counted: Iterable[Counted]) -> int:
    return sum(one.amount for one in counted)


def points_for(rules: RuleSet, action: str, earned_today: int) -> int:
    """What a deed earns after so much was earned by its kind on that day; 0 when nothing."""
    rule = rules.points.get(action)
    return max(0, min(rule.points, rule.most_a_day - earned_today)) if rule else 0
