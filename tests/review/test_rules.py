"""Conflicts of interest, agreement and decisions: pure, as tables."""

from datetime import date
from itertools import product

import pytest

from portal.review.rules import (
    GivenReview,
    Opinion,
    Reviewer,
    Subject,
    allowed_outcomes,
    conflicts,
    do_agree,
    mildest_outcome,
    opinion_of,
    panel_outcome,
)
from portal.submissions.province import rules_on
from portal.submissions.rules import Outcome

RULES = rules_on("henan", date(2026, 11, 22), is_demo=False)
ACCEPT, MINOR, MAJOR, REJECT = Outcome
SUBJECT = Subject("410100", frozenset({1, 2}), frozenset({"林芳"}))


@pytest.mark.parametrize(
    ("region", "person_id", "name", "has_declared", "count"),
    [
        ("410000", 9, "罗文", False, 0),
        ("410300", 9, "罗文", False, 0),
        ("410100", 9, "罗文", False, 1),  # its own prefecture
        ("410102", 9, "罗文", False, 1),  # a county of it
        ("411000", 9, "罗文", False, 0),  # only looks alike
        ("410000", 1, "罗文", False, 1),  # made it
        ("410000", 2, "罗文", False, 1),  # recommended it
        ("410000", 9, "林芳", False, 1),  # named in it
        ("410000", 9, "林 芳（省残联）", False, 1),
        ("410000", 9, "林芳芳", False, 0),
        ("410000", 9, "罗文", True, 1),
        ("410102", 1, "林芳", True, 4),
    ],
)
def test_who_must_keep_away(region: str, person_id: int, name: str, has_declared: bool, count: int):
    assert len(conflicts(Reviewer(person_id, name, region), SUBJECT, has_declared)) == count


def review(score: int, verdict: Outcome = ACCEPT, *unmet: str) -> GivenReview:
    return GivenReview(score, verdict, frozenset(unmet))


@pytest.mark.parametrize(
    ("first", "second", "agree"),
    [
        (review(80), review(94), True),
        (review(80), review(95), False),  # 15 apart
        (review(80), review(80, MINOR), False),
        (review(80, ACCEPT, "rights"), review(80), False),
        (review(80, ACCEPT, "rights"), review(80, ACCEPT, "safety"), False),
        (review(80, MINOR, "rights"), review(85, MINOR, "rights"), True),
    ],
)
def test_two_agree_on_score_verdict_and_essentials(first: GivenReview, second: GivenReview, agree: bool):
    assert do_agree(first, second, RULES) is agree
    assert do_agree(second, first, RULES) is agree


def test_one_review_is_no_opinion():
    assert opinion_of([]) is None
    assert opinion_of([review(90)]) is None


def test_two_give_the_mean_to_the_tenth():
    assert opinion_of([review(80), review(85)]) == Opinion(825, ACCEPT, frozenset())


def test_three_give_the_median_the_middle_verdict_and_what_two_call_unmet():
    three = [review(60, MAJOR, "rights", "safety"), review(90), review(82, MINOR, "rights")]
    assert opinion_of(three) == Opinion(820, MINOR, frozenset({"rights"}))


@pytest.mark.parametrize(
    ("tenths", "unmet", "mildest"),
    [
        (1000, (), ACCEPT),
        (800, (), ACCEPT),
        (795, (), MINOR),
        (700, (), MINOR),
        (695, (), MAJOR),
        (600, (), MAJOR),
        (595, (), REJECT),
        (0, (), REJECT),
        (1000, ("rights",), MINOR),
        (650, ("rights",), MAJOR),
    ],
)
def test_the_score_bounds_what_a_panel_may_decide(tenths: int, unmet: tuple[str, ...], mildest: Outcome):
    opinion = Opinion(tenths, ACCEPT, frozenset(unmet))
    assert mildest_outcome(opinion, RULES) is mildest
    assert allowed_outcomes(opinion, RULES)[0] is mildest
    assert allowed_outcomes(opinion, RULES)[-1] is REJECT


@pytest.mark.parametrize(
    ("votes", "outcome"),
    [
        ((ACCEPT, ACCEPT, ACCEPT), ACCEPT),
        ((ACCEPT, ACCEPT, REJECT), ACCEPT),
        ((ACCEPT, MINOR, REJECT), MINOR),
        ((ACCEPT, REJECT, REJECT), REJECT),
        ((ACCEPT, ACCEPT, MINOR, MINOR), MINOR),  # two in the middle: the stricter
        ((), None),
    ],
)
def test_the_middle_vote_decides(votes: tuple[Outcome, ...], outcome: Outcome | None):
    assert panel_outcome(votes, Opinion(900, ACCEPT, frozenset()), RULES) is outcome


def test_no_panel_decides_milder_than_the_score_allows():
    for votes, tenths in product(product(Outcome, repeat=3), range(0, 1001, 5)):
        opinion = Opinion(tenths, ACCEPT, frozenset())
        outcome = panel_outcome(votes, opinion, RULES)
        assert outcome in allowed_outcomes(opinion, RULES)


def test_nothing_is_decided_without_the_experts():
    assert panel_outcome((ACCEPT, ACCEPT, ACCEPT), None, RULES) is None
