"""Courses that count once: what is held already, and when a new pass takes its place. Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from portal.credits.rulebook.reckoning import Reckoned
from portal.credits.rulebook.rules import LeftReason, RuleSet


@dataclass(frozen=True)
class Held:
    """What a person has by one course: what stands in the account, and what waits for the next period, in hundredths."""

    course_id: int
    titles: Mapping[str, Any]  # title and title_en, as the cause has them
    mark: int
    live: int
    waiting: int
    is_movable: bool  # nothing of it is locked or converted
    gave_way: bool = False  # to another course of its group, or was rejected as its duplicate
    was_taken_back: bool = False  # by officers: it is never earned again

    @property
    def counts(self) -> bool:
        """Whether it stands for its group."""
        return self.live > 0 or self.waiting > 0


def rival_of(rules: RuleSet, course_id: int, held: Iterable[Held]) -> Held | None:
    """The best of what counts already in the group of a course; None when it has no group, or nothing counts in it."""
    group = rules.group_of(course_id)
    others = {one.id for one in group.courses} - {course_id} if group else set()
    counting = [one for one in held if one.course_id in others and one.counts]
    return max(counting, key=lambda one: (one.mark, one.live), default=None)


def why_not_instead(rival: Held, mark: int, done: Reckoned, carries: bool) -> LeftReason | None:
    """Why a pass cannot take the place of what its group holds; None when it can. `done` is what would count of it,
    reckoned as if the rival had never been."""
    if mark <= rival.mark:
        return LeftReason.NOT_BETTER
    if not rival.is_movable:
        return LeftReason.IN_USE
    whole = done.posted + (done.left if carries else 0)
    if done.posted < rival.live or whole < rival.live + rival.waiting:
        return LeftReason.LESS
    return None
