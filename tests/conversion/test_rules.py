"""The evaluator: whatever somebody has and whatever is agreed, no cap is broken, nothing counts twice, each no is explained."""

from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from portal.conversion.matching import Lack, Matcher, Missing, Outcome, Use, may_use, why_not_source, worth
from portal.conversion.rules import Before, Evaluation, Verdict, evaluate
from portal.conversion.terms import (
    COURSE,
    RECOGNISED,
    Agreement,
    Group,
    Source,
    Target,
    Terms,
    as_data,
    group_of,
    target_of,
    terms_of,
)

TODAY = date(2026, 10, 12)
LAST_YEAR = date(2025, 10, 12)
TERMS = Terms("护理", "Nursing", 2, 10_000, 50, 25, 800, 80, 0, False)


def course(number: int) -> Source:
    return Source(COURSE, course_id=number, title=f"课程{number}")


def target(code: str, *of: Source | Group, take: int = 0, **more: int) -> Target:
    numbers = {"credit_hundredths": 200, "level": 1, "overlap_percent": 90, "least_mark": 60} | more
    return Target(code, f"课{code}", f"Course {code}", rule=Group(take, of), **numbers)


def agreement(*targets: Target, **terms: int | bool) -> Agreement:
    return Agreement(1, 1, "nursing", Terms(**vars(TERMS) | terms), targets)


def outcome(number: int, course_id: int | None = None, hundredths: int = 200, **more: object) -> Outcome:
    return Outcome(number, hundredths, LAST_YEAR, course_id or number, mark=80, **more)  # type: ignore[arg-type]


def verdicts(found: Evaluation) -> list[Verdict]:
    return [one.verdict for one in found.answers]


def test_all_any_and_some_of_a_list() -> None:
    either = target("B", course(3), course(4), take=1)
    some = target("C", course(5), Group(1, (course(6), course(7))), course(8), take=2)
    terms = agreement(target("A", course(1), course(2)), either, some)
    assert verdicts(evaluate(terms, [outcome(1), outcome(4), outcome(7)], Before(), TODAY)) == [
        Verdict.MISSING,
        Verdict.GIVEN,
        Verdict.MISSING,
    ]
    found = evaluate(terms, [outcome(n) for n in (1, 2, 4, 7, 8)], Before(), TODAY)
    assert verdicts(found) == [Verdict.GIVEN] * 3
    assert [[one.earned_id for one in answer.uses] for answer in found.answers] == [[1, 2], [4], [7, 8]]
    assert (found.hundredths, found.locked_hundredths) == (600, 1000)


def test_what_is_missing_is_named_with_why() -> None:
    rule = target("A", course(1), course(2), Group(1, (course(3), course(4))), take=2, level=2, least_mark=85)
    low, weak = outcome(1, level=1), outcome(3, level=2)
    missing = evaluate(agreement(rule), [low, weak], Before(), TODAY).answers[0].missing
    assert missing == Missing(
        2,
        (
            (course(1), Lack.LEVEL),
            (course(2), Lack.NONE),
            Missing(1, ((course(3), Lack.MARK), (course(4), Lack.NONE))),
        ),
    )


def test_an_outcome_that_two_targets_want_goes_where_more_is_given() -> None:
    """Taken in order, A would take 1, and B would go without."""
    found = evaluate(
        agreement(target("A", course(1), course(2), take=1), target("B", course(1))),
        [outcome(1), outcome(2)],
        Before(),
        TODAY,
    )
    assert [[one.earned_id for one in answer.uses] for answer in found.answers] == [[2], [1]]
    alone = evaluate(agreement(target("A", course(1)), target("B", course(1))), [outcome(1)], Before(), TODAY)
    assert verdicts(alone) == [Verdict.GIVEN, Verdict.ELSEWHERE]


def test_the_oldest_outcome_is_used_first() -> None:
    rule = target("A", Source(RECOGNISED, family="massage"))
    new, old = (
        Outcome(1, 200, date(2026, 1, 1), family="massage", is_online=False),
        Outcome(2, 200, date(2020, 1, 1), family="massage", is_online=False),
    )
    assert evaluate(agreement(rule), [new, old], Before(), TODAY).answers[0].uses == (old,)
    assert evaluate(agreement(rule, most_years=5), [new, old], Before(), TODAY).answers[0].uses == (new,)
    assert Matcher(agreement(rule, most_years=5), rule, [old], TODAY).missing().of == ((rule.rule.of[0], Lack.AGE),)


def test_caps_are_filled_and_explained() -> None:
    online = [target(f"{n}", course(n)) for n in range(1, 4)]
    away = [target(f"r{n}", Source(RECOGNISED, family=f"f{n}")) for n in range(3)]
    has = [outcome(n) for n in range(1, 4)]
    has += [Outcome(10 + n, 200, LAST_YEAR, family=f"f{n}", is_online=False) for n in range(3)]
    found = evaluate(agreement(*online, *away, total_hundredths=1600), has, Before(), TODAY)
    assert (found.whole, found.online) == (800, 400)
    given, over = Verdict.GIVEN, Verdict.WHOLE
    assert verdicts(found) == [given, given, over, given, given, over]
    full = evaluate(agreement(*online, total_hundredths=1600), has, Before(200, 200, frozenset({"1"})), TODAY)
    assert verdicts(full) == [Verdict.TAKEN, Verdict.GIVEN, Verdict.ONLINE]


def test_no_entry_counts_for_more_than_agreed_and_content_must_overlap() -> None:
    big = target("A", course(1), credit_hundredths=900)
    [answer] = evaluate(agreement(big), [outcome(1, hundredths=1200)], Before(), TODAY).answers
    assert (answer.verdict, answer.has_hundredths) == (Verdict.CREDIT, 800)
    thin = target("A", course(1), overlap_percent=79)
    assert verdicts(evaluate(agreement(thin), [outcome(1)], Before(), TODAY)) == [Verdict.OVERLAP]


def test_used_credit_counts_again_only_where_it_may() -> None:
    here, same, other = Use(1, "nursing", 2), Use(2, "cooking", 2), Use(2, "cooking", 3)
    for use, by_default, by_agreement in ((here, False, False), (same, False, True), (other, True, True)):
        used = outcome(1, is_used=True, uses=(use,))
        assert may_use(agreement(), used) is by_default
        assert may_use(agreement(reuses=True), used) is by_agreement
    assert not may_use(agreement(reuses=True), outcome(1, is_used=True))


SOURCES = st.one_of(
    st.integers(1, 5).map(course),
    st.builds(Source, st.just(RECOGNISED), family=st.sampled_from("xy"), least_level=st.integers(0, 3)),
)
GROUPS = st.builds(Group, st.integers(0, 3), st.lists(SOURCES, min_size=1, max_size=4).map(tuple))
NESTED = st.builds(Group, st.integers(0, 3), st.lists(st.one_of(SOURCES, GROUPS), min_size=1, max_size=4).map(tuple))
TARGETS = st.builds(
    Target, st.text("ABCDE", min_size=1, max_size=1), st.just("课"), st.just("Course"), st.integers(50, 900),
    st.integers(1, 3), st.integers(70, 100), st.integers(60, 90), NESTED,
)  # fmt: skip
TERMS_OF_ALL = st.builds(
    Terms, st.just("护理"), st.just("Nursing"), st.integers(1, 3), st.integers(500, 4000), st.integers(0, 100),
    st.integers(0, 100), st.integers(100, 900), st.just(80), st.integers(0, 3), st.booleans(),
)  # fmt: skip
AGREEMENTS = st.builds(
    Agreement, st.just(1), st.just(1), st.just("nursing"), TERMS_OF_ALL,
    st.lists(TARGETS, max_size=4, unique_by=lambda one: one.code).map(tuple),
)  # fmt: skip
USES = st.lists(
    st.builds(Use, st.integers(1, 2), st.sampled_from(["nursing", "cooking"]), st.integers(1, 3)), max_size=2
)
OUTCOMES = st.lists(
    st.builds(
        Outcome, st.integers(1, 50), st.integers(10, 900), st.dates(date(2022, 1, 1), TODAY),
        st.one_of(st.none(), st.integers(1, 5)), st.sampled_from(["", "x", "y"]), st.integers(1, 3),
        st.one_of(st.none(), st.integers(50, 100)), st.booleans(), st.booleans(), USES.map(tuple),
    ),
    max_size=7, unique_by=lambda one: one.earned_id,
)  # fmt: skip
BEFORE = st.builds(Before, st.integers(0, 900), st.integers(0, 500), st.frozensets(st.sampled_from("ABC"), max_size=2))


def meets(part: Source | Group, asked: Agreement, wanted: Target, left: tuple[Outcome, ...]) -> bool:
    """An independent reading of a rule: whether these outcomes meet it, each standing for one source at most."""
    return () in consumed(part, asked, wanted, left)


def consumed(
    part: Source | Group, asked: Agreement, wanted: Target, left: tuple[Outcome, ...]
) -> set[tuple[Outcome, ...]]:
    """What may be left of the outcomes once a part is met."""
    if isinstance(part, Source):
        fits = [one for one in left if why_not_source(asked, wanted, part, one, TODAY) is None]
        return {tuple(each for each in left if each != one) for one in fits}
    states = {(0, left)}
    for inner in part.of:
        more = {(met + 1, rest) for met, kept in states for rest in consumed(inner, asked, wanted, kept)}
        states |= more
    return {rest for met, rest in states if met == part.needed}


@settings(max_examples=150, deadline=None)
@given(asked=AGREEMENTS, has=OUTCOMES, before=BEFORE)
def test_whatever_is_agreed_and_whatever_somebody_has(asked: Agreement, has: list[Outcome], before: Before) -> None:
    found = evaluate(asked, has, before, TODAY)
    assert [one.target for one in found.answers] == list(asked.targets)
    used = [one for answer in found.given for one in answer.uses]
    assert len({one.earned_id for one in used}) == len(used), "an outcome counts twice"
    if found.given:
        assert found.whole <= asked.terms.whole_cap and found.online <= asked.terms.online_cap
    for answer in found.given:
        assert meets(answer.target.rule, asked, answer.target, answer.uses)
        assert all(one.level >= answer.target.level and may_use(asked, one) for one in answer.uses)
        assert worth(asked, answer.uses) >= answer.target.credit_hundredths
        assert answer.target.code not in before.codes and answer.target.overlap_percent >= asked.terms.least_overlap
    for answer in found.answers:
        assert (answer.verdict is Verdict.MISSING) == (answer.missing is not None)
        assert answer.missing is None or answer.missing.needed >= 0
    assert evaluate(asked, has[::-1], before, TODAY) == found, "the order of what somebody has changes nothing"


@settings(max_examples=80, deadline=None)
@given(asked=AGREEMENTS, has=OUTCOMES, before=BEFORE)
def test_more_outcomes_never_give_less(asked: Agreement, has: list[Outcome], before: Before) -> None:
    assert evaluate(asked, has, before, TODAY).hundredths >= evaluate(asked, has[1:], before, TODAY).hundredths


@given(asked=AGREEMENTS)
def test_what_is_kept_of_an_agreement_reads_the_same_again(asked: Agreement) -> None:
    assert terms_of(as_data(asked.terms)) == asked.terms
    assert [target_of(as_data(one)) for one in asked.targets] == list(asked.targets)
    assert all(group_of(as_data(one.rule)) == one.rule for one in asked.targets)


def test_a_rule_that_nobody_could_look_through_ends() -> None:
    """Twelve sources that the same twelve outcomes meet, and one that none does."""
    same = Source(RECOGNISED, family="x")
    wide = [target(f"{n}", *[same] * 11, Group(0, (same, course(99))), credit_hundredths=100) for n in range(12)]
    has = [Outcome(n, 100, LAST_YEAR, family="x", is_online=False) for n in range(1, 13)]
    assert all(answer.verdict is Verdict.MISSING for answer in evaluate(agreement(*wide), has, Before(), TODAY).answers)


def test_a_family_without_a_topic_takes_any() -> None:
    any_topic, one_topic = Source(RECOGNISED, family="skill"), Source(RECOGNISED, family="skill/中式面点")
    has = Outcome(1, 200, LAST_YEAR, family="skill/中式面点", is_online=False)
    other = Outcome(1, 200, LAST_YEAR, family="skills/茶艺", is_online=False)
    for source in (any_topic, one_topic):
        assert verdicts(evaluate(agreement(target("A", source)), [has], Before(), TODAY)) == [Verdict.GIVEN]
        assert verdicts(evaluate(agreement(target("A", source)), [other], Before(), TODAY)) == [Verdict.MISSING]
