"""The numbers of the province: days, scores, limits. Read from provinces/NAME.toml, each block from its day on."""

import tomllib
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from portal.calendar import add_working_days, is_working_day
from portal.submissions.steps import State

FOLDER = Path(__file__).parent / "provinces"
SHORTEST_NOTICE = 5  # working days; the regulation's own floor, below every province's number


@dataclass(frozen=True)
class ProvinceRules:
    """What holds on a day. Scores are of 100; `working_days` is the term of each state, by its name;
    `rubric_weights` say what each item of the experts' rubric counts, `fix` how much may be a typing error,
    `captions` from where on the caption desk warns, `recognition` from where on a second officer decides, `sharing` for
    how many days a statement is shown, `conversion` what a new agreement with a college proposes, and for how many days
    a quote holds, `bank` what one order of statements may be, and from
    where on a second officer posts a badge."""

    valid_from: date
    round_limit: int
    revising_days: int
    extension_days: int
    panel_votes: int
    accept_score: int
    minor_score: int
    major_score: int
    score_gap: int
    expert_load: int
    notice_working_days: int
    validity_months: int
    p1_days: int
    hours_per_credit: int
    fewest_people: int
    package_bytes: int
    working_days: dict[str, int]
    rubric_weights: dict[str, int]
    fix: dict[str, int]
    captions: dict[str, int]
    recognition: dict[str, int]
    sharing: dict[str, int]
    conversion: dict[str, int]
    bank: dict[str, int]

    def due_on(self, state: State, today: date) -> date | None:
        """The day on whose end the term of a state is over; None for a state that waits for nobody."""
        if state is State.REVISING:
            return today + timedelta(days=self.revising_days)
        return self.term_from(today, state) if state in self.working_days else None

    def fix_due_on(self, today: date) -> date:
        """The day on whose end a fix is to be looked at: the same working day."""
        return today if is_working_day(today) else add_working_days(today, 1)

    def notice_end(self, today: date) -> date:
        """The day on whose end a public notice is over that begins now."""
        return add_working_days(today, self.notice_working_days)

    def term_from(self, today: date, term: str) -> date:
        """The day on whose end a term of `working_days` is over that begins now, by the term's name."""
        return add_working_days(today, self.working_days[term])


def rules_on(province: str, day: date, is_demo: bool) -> ProvinceRules:
    """The rules of a province on a day. Before the first block's day the first block holds."""
    blocks = read_rules(province, is_demo)
    return next((block for block in reversed(blocks) if block.valid_from <= day), blocks[0])


@cache
def read_rules(province: str, is_demo: bool) -> tuple[ProvinceRules, ...]:
    """Every block, earliest first. Raises ValueError when a real province's notice is shorter than it may be."""
    content: dict[str, Any] = tomllib.loads((FOLDER / f"{province}.toml").read_text("utf-8"))
    blocks = sorted((ProvinceRules(**block) for block in content["rules"]), key=lambda block: block.valid_from)
    if any(block.notice_working_days < SHORTEST_NOTICE for block in blocks):
        raise ValueError(f"{province}: a public notice takes at least {SHORTEST_NOTICE} working days")
    if any(sum(block.rubric_weights.values()) != 100 for block in blocks):
        raise ValueError(f"{province}: the weights of the rubric must be 100 together")
    if is_demo:
        blocks = [replace(block, **content.get("demo", {})) for block in blocks]
    return tuple(blocks)
