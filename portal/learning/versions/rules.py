"""What comes along when somebody moves over to a newer version of a course, and what has to be learned again. Pure."""

from collections.abc import Mapping, Set
from dataclasses import dataclass

from portal.library.editions.rules import LessonContent, VersionContent


@dataclass(frozen=True)
class Plan:
    """The newer version's lessons, as they stand for one learner before they decide."""

    carried: tuple[LessonContent, ...]  # learned already, and the same
    again: tuple[LessonContent, ...]  # learned already, and changed since
    fresh: tuple[LessonContent, ...]  # not learned yet
    receipts: Mapping[int, int]  # lesson of the newer version to the lesson whose answers count for it


def plan_of(old: VersionContent, new: VersionContent, pairs: Mapping[int, int], done: Set[int]) -> Plan:
    """`pairs` are the lessons that are equal, new to old; `done` the ids of the old lessons that are learned."""
    receipts = {new_id: old_id for new_id, old_id in pairs.items() if old_id in done}
    done_slugs = {lesson.slug for lesson in old.lessons if lesson.id in done}
    left = [lesson for lesson in new.lessons if lesson.id not in receipts]
    return Plan(
        carried=tuple(lesson for lesson in new.lessons if lesson.id in receipts),
        again=tuple(lesson for lesson in left if lesson.slug in done_slugs),
        fresh=tuple(lesson for lesson in left if lesson.slug not in done_slugs),
        receipts=receipts,
    )
