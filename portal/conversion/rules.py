"""What a college would give for what somebody has, and why not more. Pure: values in, answer out.

One outcome counts for one target course. Which outcome counts for which is chosen so that the college gives as much as
it may; of several ways that give the same, the one with fewer outcomes, then the oldest outcomes. The search is bounded.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from portal.conversion.matching import Matcher, Missing, Outcome, Way, in_order, worth
from portal.conversion.terms import Agreement, Target

MOST_STEPS = 4000  # of the search over all targets together


class Verdict(StrEnum):
    """What becomes of a target course."""

    GIVEN = "given"
    TAKEN = "taken"  # given before, or asked for
    OVERLAP = "overlap"
    MISSING = "missing"
    CREDIT = "credit"  # the rule is met, and the credit is less than the course is worth
    ELSEWHERE = "elsewhere"  # what would count is used for another target
    WHOLE = "whole"  # over the cap of everything
    ONLINE = "online"  # over the cap of what was learned online


@dataclass(frozen=True)
class Answer:
    """What becomes of one target: given for these outcomes, or why not."""

    target: Target
    verdict: Verdict
    uses: Way = ()
    missing: Missing | None = None
    has_hundredths: int = 0  # with CREDIT: what there is

    @property
    def is_online(self) -> bool:
        """Whether it counts for the cap of what was learned online: one outcome of that type is enough."""
        return any(one.is_online for one in self.uses)


@dataclass(frozen=True)
class Before:
    """What the college gave already under this programme, or was asked for: hundredths, and codes of target courses."""

    whole: int = 0
    online: int = 0
    codes: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Evaluation:
    """All targets of an agreement, and the two caps with what is in them."""

    agreement: Agreement
    answers: tuple[Answer, ...]
    before: Before

    @property
    def given(self) -> tuple[Answer, ...]:
        return tuple(one for one in self.answers if one.verdict is Verdict.GIVEN)

    @property
    def hundredths(self) -> int:
        """How much the college would give now, in its own credit."""
        return sum(one.target.credit_hundredths for one in self.given)

    @property
    def online_hundredths(self) -> int:
        """How much of that was learned online."""
        return sum(one.target.credit_hundredths for one in self.given if one.is_online)

    @property
    def locked_hundredths(self) -> int:
        """How much of the person's own credit would be locked for it."""
        return sum(one.hundredths for answer in self.given for one in answer.uses if not one.is_used)

    @property
    def whole(self) -> int:
        """What is in the cap of everything, with what would be given now."""
        return self.before.whole + self.hundredths

    @property
    def online(self) -> int:
        """What is in the cap of what was learned online, with what would be given now."""
        return self.before.online + self.online_hundredths


def evaluate(agreement: Agreement, outcomes: Sequence[Outcome], before: Before, today: date) -> Evaluation:
    """What the college would give for these outcomes on a day, and for each other target why not."""
    matchers = {one.code: Matcher(agreement, one, outcomes, today) for one in agreement.targets}
    met = {code: matcher.ways() for code, matcher in matchers.items()}
    enough = {
        one.code: [way for way in met[one.code] if worth(agreement, way) >= one.credit_hundredths]
        for one in agreement.targets
        if one.code not in before.codes and one.overlap_percent >= agreement.terms.least_overlap
    }
    chosen = Search(agreement, before, enough).best()

    def answer(target: Target) -> Answer:
        if target.code in chosen:
            return Answer(target, Verdict.GIVEN, chosen[target.code])
        if target.code in before.codes:
            return Answer(target, Verdict.TAKEN)
        if target.code not in enough:
            return Answer(target, Verdict.OVERLAP)
        if not met[target.code]:
            return Answer(target, Verdict.MISSING, missing=matchers[target.code].missing())
        if not enough[target.code]:
            most = max(worth(agreement, way) for way in met[target.code])
            return Answer(target, Verdict.CREDIT, has_hundredths=most)
        return Answer(target, _why_left(agreement, target, enough[target.code], before, chosen))

    return Evaluation(agreement, tuple(answer(one) for one in agreement.targets), before)


Chosen = dict[str, Way]


@dataclass
class Search:
    """Which outcomes for which target, so that the college gives as much as it may. Steps are counted."""

    agreement: Agreement
    before: Before
    ways: dict[str, list[Way]]
    steps: int = 0
    found: Chosen = field(default_factory=dict)
    rank: tuple[int, int, list[tuple[date, int]]] = (0, 0, [])

    def best(self) -> Chosen:
        """The best choice that was found."""
        self._try([one for one in self.agreement.targets if self.ways.get(one.code)], {})
        return self.found

    def _try(self, left: Sequence[Target], chosen: Chosen) -> None:
        self.steps += 1
        if not left:
            self._keep(chosen)
            return
        used = _ids(chosen)
        for way in self.ways[left[0].code]:
            if self.steps > MOST_STEPS:
                break
            more = chosen | {left[0].code: way}
            if used.isdisjoint(one.earned_id for one in way) and not over(self.agreement, self.before, more):
                self._try(left[1:], more)
        self._try(left[1:], chosen)

    def _keep(self, chosen: Chosen) -> None:
        uses = [(one.happened_on, one.earned_id) for one in in_order(one for way in chosen.values() for one in way)]
        rank = (-_sums(self.agreement, chosen)[0], len(uses), uses)
        if rank < self.rank:
            self.found, self.rank = chosen, rank


def _ids(chosen: Chosen) -> set[int]:
    return {one.earned_id for way in chosen.values() for one in way}


def _sums(agreement: Agreement, chosen: Chosen) -> tuple[int, int]:
    """How much a choice gives, and how much of it was learned online."""
    given = [(one.credit_hundredths, chosen[one.code]) for one in agreement.targets if one.code in chosen]
    return sum(amount for amount, _ in given), sum(amount for amount, way in given if any(o.is_online for o in way))


def over(agreement: Agreement, before: Before, chosen: Chosen) -> Verdict | None:
    """The cap that a choice is over, with what was given before; None when it is within both."""
    whole, online = _sums(agreement, chosen)
    if before.whole + whole > agreement.terms.whole_cap:
        return Verdict.WHOLE
    return Verdict.ONLINE if before.online + online > agreement.terms.online_cap else None


def _why_left(agreement: Agreement, target: Target, ways: Sequence[Way], before: Before, chosen: Chosen) -> Verdict:
    """Why a target is not given although its rule is met: what would count is used elsewhere, or a cap is full."""
    used = _ids(chosen)
    free = [way for way in ways if used.isdisjoint(one.earned_id for one in way)]
    found = [over(agreement, before, chosen | {target.code: way}) for way in free]
    return next((cap for cap in found if cap), Verdict.ELSEWHERE)
