"""Which courses are recommended to whom, and why: every recommendation says its reason, and has no other.

What counts: what the person has learned here, what they chose in their learning needs, and how many others of their
county finished a course, where those are at least five. The disability card is not asked, and no rule could read it.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from portal.library.rules import LEVELS, WAYS
from portal.text import Message, inside, message

MOST = 3
FEWEST_PEOPLE = 5  # fewer could be recognised
# What a choice of media asks of a course: the way that it has to be learnable in whole.
WAY_OF_MEDIA = {
    "captions": "look",
    "sign": "sign",
    "description": "listen",
    "transcript": "braille",
    "braille": "braille",
}
CHOSEN: dict[str, Message] = {
    "captions": message("字幕"),
    "sign": message("手语视频"),
    "description": message("口述影像"),
    "transcript": message("文字稿"),
    "braille": message("点显排版"),
}
NEXT_LEVEL, SAME_TRADE, POPULAR, BY_NEEDS = 8, 4, 2, 1  # what a reason weighs


@dataclass(frozen=True)
class Learned:
    """A course that the person has finished, or is at."""

    course_id: int
    title: str  # in the language of who reads
    occupation: str
    level: int
    is_passed: bool


@dataclass(frozen=True)
class Candidate:
    """An open course that might be recommended."""

    course_id: int
    version_id: int
    slug: str
    title: str  # in the language of who reads
    occupation: str
    level: int
    ways: frozenset[str]  # in which it can be learned whole


@dataclass(frozen=True)
class Recommendation:
    """A course with every reason why it is shown, the heaviest first."""

    course: Candidate
    reasons: tuple[Message, ...]


def recommend(
    learned: Sequence[Learned],
    media: Sequence[str],
    ways: Sequence[str],
    finished_nearby: Mapping[int, int],
    candidates: Iterable[Candidate],
) -> list[Recommendation]:
    """At most three courses, the best reasons first; of equals the order of the candidates stays.

    `media` and `ways` are the learning needs, `finished_nearby` says by course how many of the county finished it.
    A course that is known to the person, or that cannot be learned in their ways, is never recommended.
    """
    known = {course.course_id for course in learned}
    found: list[tuple[int, Recommendation]] = []
    for course in {one.course_id: one for one in candidates}.values():
        if course.course_id in known or not set(ways) <= course.ways:
            continue
        reasons = [*_by_trade(course, learned), *_by_county(course, finished_nearby), *_by_needs(course, media)]
        if reasons:
            weight = sum(weight for weight, _ in reasons)
            found.append((weight, Recommendation(course, tuple(words for _, words in reasons))))
    return [one for _, one in sorted(found, key=lambda pair: -pair[0])][:MOST]


def _by_trade(course: Candidate, learned: Sequence[Learned]) -> list[tuple[int, Message]]:
    """The next level of a trade that was finished; or else more of a trade that the person is at."""
    same = sorted((one for one in learned if one.occupation == course.occupation), key=lambda one: not one.is_passed)
    below = [one for one in same if one.is_passed and one.level == course.level - 1]
    if below:
        level = LEVELS[str(course.level)]
        words = message("因为您学完了《%(title)s》，这是同一职业的%(level)s。", title=below[0].title, level=level)
        return [(NEXT_LEVEL, words)]
    for one in same:
        if one.is_passed and one.level == course.level:
            return [(SAME_TRADE, message("因为您学完了《%(title)s》，这是同一职业的课。", title=one.title))]
        if one.level == course.level:
            return [(SAME_TRADE, message("因为您在学《%(title)s》，这是同一职业的课。", title=one.title))]
    return []


def _by_county(course: Candidate, finished_nearby: Mapping[int, int]) -> list[tuple[int, Message]]:
    count = finished_nearby.get(course.course_id, 0)
    return [(POPULAR, message("同县有 %(count)s 人学完了这门课。", count=count))] if count >= FEWEST_PEOPLE else []


def _by_needs(course: Candidate, media: Sequence[str]) -> list[tuple[int, Message]]:
    for choice in media:
        way = WAY_OF_MEDIA.get(choice, "")
        if way in course.ways:
            words = message(
                "因为您选择了%(choice)s，这门课%(way)s能学完。", choice=inside(CHOSEN[choice]), way=inside(WAYS[way])
            )
            return [(BY_NEEDS, words)]
    return []
