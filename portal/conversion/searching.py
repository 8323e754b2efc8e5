"""What to learn next so that a college gives more: the smallest sets of open courses for each target. Pure, and bounded."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import combinations, islice

from portal.conversion.matching import Matcher, Outcome, worth
from portal.conversion.rules import Answer, Before, Evaluation, Verdict, evaluate
from portal.conversion.terms import COURSE, Agreement, Target

MOST_COURSES = 4  # in one set
MOST_TRIES = 200  # sets that are tried for one target
MOST_SETS = 3  # that are told
LEARNABLE = (Verdict.MISSING, Verdict.CREDIT, Verdict.ELSEWHERE)


@dataclass(frozen=True)
class OpenCourse:
    """A course that can be begun now."""

    course_id: int
    slug: str
    title: str
    title_en: str
    level: int
    credit_hundredths: int
    learning_minutes: int


@dataclass(frozen=True)
class Next:
    """A target that is not given now: why not, and the sets of courses after which it would be, or over which cap."""

    now: Answer
    sets: tuple[tuple[OpenCourse, ...], ...]
    after: Answer | None  # what would become of it after the first set

    @property
    def is_capped(self) -> bool:
        """Whether the rule would be met and a cap would keep it out."""
        return self.after is not None and self.after.verdict in (Verdict.WHOLE, Verdict.ONLINE)


def as_outcome(course: OpenCourse, today: date) -> Outcome:
    """A course as if it had been passed today, with full marks. Its id is below zero: it is in no books."""
    return Outcome(
        earned_id=-course.course_id,
        hundredths=course.credit_hundredths,
        happened_on=today,
        course_id=course.course_id,
        level=course.level,
        mark=100,
        title=course.title,
        title_en=course.title_en,
    )


def what_next(
    agreement: Agreement, outcomes: Sequence[Outcome], before: Before, courses: Mapping[int, OpenCourse], today: date
) -> list[Next]:
    """For each target that is not given now, what to learn. Nothing for those that are given, taken, or never given."""
    now = evaluate(agreement, outcomes, before, today)
    search = _Search(agreement, outcomes, before, courses, today)
    left = (Verdict.GIVEN, Verdict.TAKEN, Verdict.OVERLAP)
    return [search.next_for(answer) for answer in now.answers if answer.verdict not in left]


def sources_of(agreements: Iterable[Agreement]) -> set[int]:
    """The ids of all courses that any of their rules names."""
    targets = (target for one in agreements for target in one.targets)
    return {source.course_id for target in targets for source in target.rule.sources() if source.kind == COURSE}


@dataclass
class _Search:
    agreement: Agreement
    outcomes: Sequence[Outcome]
    before: Before
    courses: Mapping[int, OpenCourse]
    today: date

    def next_for(self, now: Answer) -> Next:
        """The smallest sets for one target, those with the least to learn in front."""
        if now.verdict not in LEARNABLE:
            return Next(now, (), None)
        found = list(islice(self._sets(now), MOST_TRIES))
        size = min((len(one) for one in found), default=0)
        smallest = sorted((one for one in found if len(one) == size), key=_effort)[:MOST_SETS]
        if not smallest:
            return Next(now, (), None)
        code = now.target.code
        after = next(one for one in self._after(smallest[0]).answers if one.target.code == code)
        return Next(now, tuple(smallest), after)

    def _sets(self, now: Answer) -> Iterator[tuple[OpenCourse, ...]]:
        useful = self._useful(now.target)
        tried = (chosen for size in range(1, MOST_COURSES + 1) for chosen in combinations(useful, size))
        size = MOST_COURSES
        for chosen in islice(tried, MOST_TRIES):
            if len(chosen) > size:
                return
            if self._is_enough(now, chosen):
                size = len(chosen)
                yield chosen

    def _useful(self, target: Target) -> list[OpenCourse]:
        """The open courses that the rule names, that are high enough and not learned yet; the shortest first."""
        has = {one.course_id for one in self.outcomes}
        ids = dict.fromkeys(one.course_id for one in target.rule.sources() if one.kind == COURSE)
        found = [self.courses[one] for one in ids if one in self.courses and one not in has]
        return sorted((one for one in found if one.level >= target.level), key=lambda one: _effort((one,)))

    def _is_enough(self, now: Answer, chosen: tuple[OpenCourse, ...]) -> bool:
        if now.verdict is Verdict.ELSEWHERE:
            answers = self._after(chosen).answers
            return any(one.target == now.target and one.verdict is Verdict.GIVEN for one in answers)
        ways = Matcher(self.agreement, now.target, self._with(chosen), self.today).ways()
        return any(worth(self.agreement, way) >= now.target.credit_hundredths for way in ways)

    def _with(self, chosen: tuple[OpenCourse, ...]) -> list[Outcome]:
        return [*self.outcomes, *(as_outcome(one, self.today) for one in chosen)]

    def _after(self, chosen: tuple[OpenCourse, ...]) -> Evaluation:
        return evaluate(self.agreement, self._with(chosen), self.before, self.today)


def _effort(chosen: tuple[OpenCourse, ...]) -> tuple[int, list[int]]:
    return sum(one.learning_minutes for one in chosen), [one.course_id for one in chosen]
