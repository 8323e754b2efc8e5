"""A figure: what was measured, against what in the same run, what it should be, and whether it is."""

import json
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path


@dataclass(frozen=True)
class Figure:
    """One line of the result. `ratio` is None where a value stands for itself; `met` is None where there is no goal."""

    figure: str
    value: float
    unit: str
    against: str = ""
    ratio: float | None = None
    goal: str = ""
    met: bool | None = None

    def __str__(self) -> str:
        said = f"{self.figure}: {self.value:g} {self.unit}"
        if self.against:
            said += f", against {self.against}"
        if self.ratio is not None:
            said += f", ratio {self.ratio:g}"
        if self.met is None:
            return said + "."
        return said + f". Goal {self.goal}: {'met' if self.met else 'NOT MET'}."


def at_least(goal: float, figure: str, value: float, unit: str, against: tuple[str, float]) -> Figure:
    """A rate that should reach a part of its limit's. `against` names the limit and gives its rate in the same unit."""
    ratio = value / against[1]
    limit = f"{against[0]}, {shortened(against[1]):g} {unit}"
    return Figure(figure, shortened(value), unit, limit, round(ratio, 3), f"at least {goal:g}", ratio >= goal)


def at_most_times(goal: float, figure: str, value: float, unit: str, against: tuple[str, float]) -> Figure:
    """A time that should stay below a multiple of another's."""
    ratio = value / against[1]
    limit = f"{against[0]}, {shortened(against[1]):g} {unit}"
    return Figure(figure, shortened(value), unit, limit, round(ratio, 3), f"at most {goal:g} times", ratio <= goal)


def at_most(goal: float, figure: str, value: float, unit: str) -> Figure:
    """A value that stands for itself and has a highest number."""
    return Figure(figure, shortened(value), unit, goal=f"at most {goal:g} {unit}", met=value <= goal)


def shortened(value: float) -> float:
    """Three digits say all that a measurement on a shared machine can say."""
    return float(f"{value:.3g}") if value < 1000 else round(value)


class Report:
    """Says each figure as soon as it is known, and keeps all of them for a file."""

    def __init__(self, say: Callable[[str], None]) -> None:
        self.say = say
        self.figures: list[Figure] = []

    def add(self, figure: Figure) -> None:
        self.figures.append(figure)
        self.say(str(figure))

    def close(self) -> None:
        """One line that counts."""
        judged = [figure.met for figure in self.figures if figure.met is not None]
        self.say(f"Figures: {len(self.figures)}. Goals: {len(judged)}, met: {sum(judged)}.")

    def write(self, path: Path) -> None:
        """All figures as a list of objects."""
        rows = [asdict(figure) for figure in self.figures]
        path.write_text(json.dumps(rows, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
