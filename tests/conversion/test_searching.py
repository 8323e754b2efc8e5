"""The simulator: the smallest sets of open courses that would complete a target, caps explained, and always an end."""

from hypothesis import given, settings
from hypothesis import strategies as st

from portal.conversion.matching import Outcome
from portal.conversion.rules import Before, Verdict, evaluate
from portal.conversion.searching import MOST_COURSES, MOST_SETS, OpenCourse, as_outcome, sources_of, what_next
from portal.conversion.terms import RECOGNISED, Agreement, Group, Source
from tests.conversion.test_rules import AGREEMENTS, BEFORE, OUTCOMES, TODAY, agreement, course, outcome, target


def shelf(*ids: int, **more: int) -> dict[int, OpenCourse]:
    values = {"level": 1, "credit_hundredths": 200} | more
    return {one: OpenCourse(one, f"c{one}", f"课程{one}", "", learning_minutes=100 - one, **values) for one in ids}


def ids(sets: tuple[tuple[OpenCourse, ...], ...]) -> list[list[int]]:
    return [sorted(one.course_id for one in chosen) for chosen in sets]


def test_the_smallest_sets_and_the_shortest_first() -> None:
    rule = target("A", course(1), Group(0, (course(2), course(3))), course(4), take=2)
    [ahead] = what_next(agreement(rule), [outcome(1)], Before(), shelf(2, 3, 4), TODAY)
    assert ids(ahead.sets) == [[4]] and ahead.after and ahead.after.verdict is Verdict.GIVEN
    [ahead] = what_next(agreement(rule), [outcome(1)], Before(), shelf(2, 3), TODAY)
    assert ids(ahead.sets) == [[2, 3]]
    either = target("A", course(2), course(3), course(4), course(5), take=1)
    [ahead] = what_next(agreement(either), [], Before(), shelf(2, 3, 4, 5), TODAY)
    assert ids(ahead.sets) == [[5], [4], [3]], "the shortest first, three at most"


def test_what_cannot_be_learned_here_has_no_set() -> None:
    certificate = Source(RECOGNISED, family="skill")
    for rule, open_ids in (
        (target("A", certificate), [1]),
        (target("A", course(1), level=2), [1]),
        (target("A", course(9)), [1]),
    ):
        [ahead] = what_next(agreement(rule), [], Before(), shelf(*open_ids), TODAY)
        assert ahead.sets == () and ahead.now.missing is not None
    many = target("A", *[course(n) for n in range(1, MOST_COURSES + 2)])
    assert what_next(agreement(many), [], Before(), shelf(*range(1, 9)), TODAY)[0].sets == ()


def test_a_cap_that_would_keep_it_out_is_told() -> None:
    asked = agreement(target("A", course(1)), target("B", course(2)), online_percent=2)
    [ahead] = what_next(asked, [outcome(1)], Before(), shelf(1, 2), TODAY)
    assert ids(ahead.sets) == [[2]] and ahead.is_capped
    full = what_next(asked, [outcome(1), outcome(2)], Before(), shelf(1, 2), TODAY)
    assert [(one.now.verdict, one.sets) for one in full] == [(Verdict.ONLINE, ())]


def test_what_is_used_elsewhere_can_be_made_up_for() -> None:
    asked = agreement(target("A", course(1)), target("B", course(1), course(2), take=1))
    assert what_next(asked, [outcome(1), outcome(2)], Before(), shelf(1, 2), TODAY) == []
    [ahead] = what_next(asked, [outcome(1)], Before(), shelf(1, 2), TODAY)
    assert ahead.now.verdict is Verdict.ELSEWHERE and ids(ahead.sets) == [[2]]


@settings(max_examples=60, deadline=None)
@given(asked=AGREEMENTS, has=OUTCOMES, before=BEFORE, open_ids=st.sets(st.integers(1, 6)))
def test_every_set_does_what_it_says(asked: Agreement, has: list[Outcome], before: Before, open_ids: set[int]) -> None:
    courses = shelf(*open_ids, level=3, credit_hundredths=300)
    now = {one.target.code: one.verdict for one in evaluate(asked, has, before, TODAY).answers}
    for ahead in what_next(asked, has, before, courses, TODAY):
        assert now[ahead.now.target.code] is ahead.now.verdict and len(ahead.sets) <= MOST_SETS
        for chosen in ahead.sets:
            assert len(chosen) <= MOST_COURSES and {one.course_id for one in chosen} <= sources_of([asked])
            learned = [*has, *(as_outcome(one, TODAY) for one in chosen)]
            after = {one.target.code: one for one in evaluate(asked, learned, before, TODAY).answers}
            assert after[ahead.now.target.code].verdict not in (Verdict.MISSING, Verdict.CREDIT)
