"""What a draft would have changed: the past year's passes, reckoned once more by its rules. Pure."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from portal.credits.rulebook.reckoning import Counted, reckon
from portal.credits.rulebook.rules import RuleSet
from portal.rulemaking.rules import FEWEST_PEOPLE

KINDS = ("more", "less", "same")


@dataclass(frozen=True)
class Pass:
    """A course that somebody passed, and what was posted of it then. Amounts are hundredths of a credit."""

    course_id: int
    day: date
    mark: int
    announced: int
    posted: int
    provider: str


@dataclass(frozen=True)
class Outcome:
    """What a pass would have come to, and which rule says so: a cap, `pass_mark`, `group`, or nothing."""

    done: Pass
    would: int
    rule: str


@dataclass
class Tally:
    """Counts over many people, in little memory."""

    people: Counter[str] = field(default_factory=Counter)
    entries: Counter[str] = field(default_factory=Counter)
    sums: Counter[str] = field(default_factory=Counter)  # hundredths more, and less
    rules: dict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))

    def add(self, outcomes: Sequence[Outcome]) -> None:
        """Count one person."""
        if not outcomes:
            return
        whole = sum(one.would - one.done.posted for one in outcomes)
        kind = kind_of(whole)
        self.people[kind] += 1
        self.sums[kind] += abs(whole)
        seen = set()
        for one in outcomes:
            change = kind_of(one.would - one.done.posted)
            self.entries[change] += 1
            if change != "same":
                seen.add((change, one.rule))
        for change, rule in seen:
            self.rules[change][rule] += 1

    def told(self) -> dict[str, Any]:
        """As it is kept and shown: what only a few people would meet is not said, neither are its sums."""
        hidden = {kind for kind in KINDS if 0 < self.people[kind] < FEWEST_PEOPLE}
        shown = [
            {"kind": kind, "people": self.people[kind], "credit_hundredths": self.sums[kind]}
            for kind in KINDS
            if kind not in hidden
        ]
        reasons = [
            {"kind": kind, "rule": rule, "people": count}
            for kind in ("less", "more")
            for rule, count in self.rules[kind].most_common(3)
            if count >= FEWEST_PEOPLE
        ]
        entries = {} if hidden else {kind: self.entries[kind] for kind in KINDS}
        return {"shown": shown, "hidden": sorted(hidden), "reasons": reasons, "entries": entries}


def kind_of(change: int) -> str:
    """More, less or the same."""
    return "more" if change > 0 else "less" if change < 0 else "same"


def replay(rules: RuleSet, passes: Iterable[Pass]) -> list[Outcome]:
    """What one person's passes would have come to, in the order in which they happened."""
    counted: list[Counted] = []
    held: dict[str, int] = {}  # group to the place of what counts in it
    outcomes: list[Outcome] = []
    for one in sorted(passes, key=lambda one: one.day):
        if one.mark < rules.pass_mark:
            outcomes.append(Outcome(one, 0, "pass_mark"))
            continue
        new = Counted(one.day, one.announced, "courses", one.provider)
        group = rules.group_of(one.course_id)
        before = outcomes[held[group.name]] if group and group.name in held else None
        others = without(counted, before)
        done = reckon(rules, new, others)
        if group and before:
            if one.mark <= before.done.mark or done.posted < before.would:
                outcomes.append(Outcome(one, 0, "group"))
                continue
            outcomes[held[group.name]] = Outcome(before.done, 0, "group")
            counted[:] = others
        if group:
            held[group.name] = len(outcomes)
        outcomes.append(Outcome(one, done.posted, done.limit.name if done.left and done.limit else ""))
        counted.append(Counted(one.day, done.posted, "courses", one.provider))
    return outcomes


def without(counted: list[Counted], before: Outcome | None) -> list[Counted]:
    """What counts already, but for what gives way."""
    if before is None:
        return list(counted)
    gone = Counted(before.done.day, before.would, "courses", before.done.provider)
    place = counted.index(gone)
    return counted[:place] + counted[place + 1 :]


def pass_from(cause: Mapping[str, Any], course_id: int, day: date, posted: int) -> Pass:
    """A pass as its entry tells it."""
    announced = cause.get("sum", {}).get("announced", posted)
    return Pass(course_id, day, int(cause.get("mark", 100)), announced, posted, str(cause.get("provider", "")))
