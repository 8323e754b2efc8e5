"""What a rule set says, and which period a day falls into. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any

SOURCES = ("courses", "recognition", "transfer_in")  # where credit that caps count may come from
ACTIONS = ("lesson_finished",)  # what may earn points
# What a course is about: the kinds of training of the library, which names them to a posting. Validity is set by these.
DOMAINS = ("employment", "advancement", "entrepreneurship", "skilled", "employer")


class CandidateState(StrEnum):
    """Where credit is that a cap left out."""

    WAITING = "waiting"
    POSTED = "posted"
    LEFT_OUT = "left_out"
    REJECTED = "rejected"  # a duplicate: another course of its group counts


class LeftReason(StrEnum):
    """Why credit does not count."""

    CAP = "cap"
    NOT_BETTER = "not_better"  # than the mark of the course that counts for the group
    LESS = "less"  # credit than that course has given: nobody loses by a good mark
    IN_USE = "in_use"  # that course's credit is locked or converted
    REPLACED = "replaced"  # it waited, and then a course of its group was passed with a better mark


def candidate_state(left_hundredths: int, carries: bool) -> CandidateState:
    """Where so much that is left goes. What waits stays waiting until nothing is left; what stays out stays out."""
    if not left_hundredths:
        return CandidateState.POSTED
    return CandidateState.WAITING if carries else CandidateState.LEFT_OUT


@dataclass(frozen=True)
class Caps:
    """The most that counts, in hundredths of a credit; None where there is no cap. `sources` and `provider_year` are
    of one year."""

    year: int | None
    term: int | None
    provider_year: int | None
    sources: Mapping[str, int]

    @property
    def is_empty(self) -> bool:
        """Whether everything counts."""
        return self.year is None and self.term is None and self.provider_year is None and not self.sources


@dataclass(frozen=True)
class PointsRule:
    """What one deed earns, and the most that such deeds earn in one day."""

    points: int
    most_a_day: int


@dataclass(frozen=True)
class Validity:
    """How long credit of one domain can be used, from the day of the deed, and how many days before its end a warning
    comes. What was learned stays in the file for ever."""

    months: int
    warn_days: tuple[int, ...]  # the longest first


@dataclass(frozen=True)
class Member:
    """A course of a group, with its title as it was when the group was made."""

    id: int
    title: str
    title_en: str = ""


@dataclass(frozen=True)
class Group:
    """Courses that prove the same thing: their credit counts once, that of the best mark."""

    name: str
    courses: tuple[Member, ...]


@dataclass(frozen=True)
class RuleSet:
    """The rules by which credit and points are earned, from a day on."""

    version: str
    valid_from: date
    minutes_per_hour: int
    hours_per_credit: int
    pass_mark: int
    required_percent: int
    year_starts: int
    term_starts: tuple[int, ...]
    carries: bool
    caps: Caps
    points: Mapping[str, PointsRule]
    validity: Mapping[str, Validity] = field(default_factory=dict)  # by domain; what is not named does not lapse
    best_of: bool = False  # whether a better mark of a retake takes the place of the one that earned the credit
    groups: tuple[Group, ...] = ()  # no course stands in two of them
    reason: str = ""  # why it was made, for everybody

    def usual_credit(self, learning_minutes: int) -> int:
        """What so much learning usually gives, in hundredths of a credit: rounded down, at least 0.01."""
        return max(1, learning_minutes * 100 // (self.minutes_per_hour * self.hours_per_credit))

    def group_of(self, course_id: int) -> Group | None:
        """The group whose courses count once with this one."""
        return next((group for group in self.groups if any(one.id == course_id for one in group.courses)), None)


def read_rule_set(version: str, valid_from: date, rules: Mapping[str, Any], reason: str = "") -> RuleSet:
    """A rule set as it is kept. Raises KeyError or TypeError for one that is not whole."""
    caps, points = rules["caps"], rules["points"]
    return RuleSet(
        version=version,
        valid_from=valid_from,
        minutes_per_hour=rules["minutes_per_hour"],
        hours_per_credit=rules["hours_per_credit"],
        pass_mark=rules["pass_mark"],
        required_percent=rules["required_percent"],
        year_starts=rules["year_starts"],
        term_starts=tuple(sorted(rules["term_starts"])),
        carries=rules["carries"],
        caps=Caps(caps.get("year"), caps.get("term"), caps.get("provider_year"), dict(caps.get("sources", {}))),
        points={action: PointsRule(**rule) for action, rule in points.items()},
        validity={domain: read_validity(said) for domain, said in rules.get("validity", {}).items()},
        best_of=rules.get("best_of", False),
        groups=tuple(
            Group(said["name"], tuple(Member(**one) for one in said["courses"])) for said in rules.get("groups", [])
        ),
        reason=reason,
    )


def read_validity(said: Mapping[str, Any]) -> Validity:
    """How long the credit of a domain can be used, as it is kept."""
    return Validity(said["months"], tuple(sorted(said["warn_days"], reverse=True)))


def year_of(rules: RuleSet, day: date) -> tuple[date, date]:
    """The year of caps in which a day falls: its first day, and the first of the next."""
    return period_of((rules.year_starts,), day)


def term_of(rules: RuleSet, day: date) -> tuple[date, date]:
    """The term in which a day falls; a year where the rule knows no terms."""
    return period_of(rules.term_starts or (rules.year_starts,), day)


def period_of(months: tuple[int, ...], day: date) -> tuple[date, date]:
    """The period in which a day falls, when one begins on the first day of each of these months."""
    starts = [date(year, month, 1) for year in (day.year - 1, day.year, day.year + 1) for month in sorted(months)]
    return max(start for start in starts if start <= day), min(start for start in starts if start > day)
