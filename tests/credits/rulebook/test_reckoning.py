"""The arithmetic of the caps: whatever the order, no period ever holds more than its cap, and nothing is lost."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.credits.rulebook.foreseeing import foreseen
from portal.credits.rulebook.reckoning import Counted, points_for, reckon
from portal.credits.rulebook.rules import Caps, PointsRule, RuleSet, term_of, year_of

RULES = RuleSet(
    "2026-1", date(2026, 1, 1), 45, 16, 60, 80, 1, (3, 9), True, Caps(None, None, None, {}),
    {"lesson_finished": PointsRule(5, 12)},
)  # fmt: skip
CAPS = Caps(year=600, term=400, provider_year=300, sources={"courses": 500})
DAY = date(2026, 11, 22)
DEEDS = st.lists(
    st.builds(
        Counted,
        st.dates(date(2025, 1, 1), date(2027, 12, 31)),
        st.integers(1, 400),
        st.sampled_from(("courses", "elsewhere")),
        st.sampled_from(("甲", "乙", "")),
    ),
    max_size=12,
)
SOME = st.none() | st.integers(0, 900)
ALL_CAPS = st.builds(
    Caps, SOME, SOME, SOME, st.dictionaries(st.sampled_from(("courses", "elsewhere")), st.integers(0, 900))
)


def rules(**caps: object) -> RuleSet:
    return replace(RULES, caps=replace(Caps(None, None, None, {}), **caps))  # type: ignore[arg-type]


def test_without_a_cap_everything_counts():
    done = reckon(RULES, Counted(DAY, 150, "courses", "甲"), [Counted(DAY, 10_000, "courses", "甲")])

    assert (done.posted, done.left, done.limit) == (150, 0, None)


@pytest.mark.parametrize(
    ("before", "posted", "left"),
    [(449, 150, 1 - 1), (450, 150, 0), (451, 149, 1), (599, 1, 149), (600, 0, 150), (700, 0, 150)],
)
def test_a_cap_to_the_hundredth(before: int, posted: int, left: int):
    done = reckon(rules(year=600), Counted(DAY, 150, "courses", ""), [Counted(DAY, before, "courses", "")])

    assert (done.posted, done.left) == (posted, left)


def test_the_tightest_cap_is_named():
    new, there = Counted(DAY, 150, "courses", "甲"), [Counted(DAY, 250, "courses", "甲")]

    done = reckon(replace(RULES, caps=CAPS), new, there)

    assert done.limit and (done.limit.name, done.limit.room, done.limit.end) == ("provider_year", 50, date(2027, 1, 1))
    assert reckon(replace(RULES, caps=CAPS), replace(new, provider="乙"), there).posted == 150


def test_the_day_of_completion_decides():
    there = [Counted(date(2026, 12, 31), 600, "courses", "")]

    assert reckon(rules(year=600), Counted(date(2026, 12, 31), 100, "courses", ""), there).posted == 0
    assert reckon(rules(year=600), Counted(date(2027, 1, 1), 100, "courses", ""), there).posted == 100


@given(deeds=DEEDS, caps=ALL_CAPS)
def test_no_period_holds_more_than_its_cap(deeds: list[Counted], caps: Caps):
    """In whatever order deeds come, also long after they were done, and with carrying over until nothing is left."""
    ruled, counted = replace(RULES, caps=caps), list[Counted]()
    waiting = list(deeds)
    for _ in range(len(deeds) * 4):
        if not waiting:
            break
        new = waiting.pop(0)
        done = reckon(ruled, new, counted)
        assert done.posted + done.left == new.amount and min(done.posted, done.left) >= 0
        if done.posted:
            counted.append(replace(new, amount=done.posted))
        if done.left and done.limit:
            assert done.limit.end > new.day
            waiting.append(replace(new, day=done.limit.end, amount=done.left))

    assert sum(one.amount for one in counted) + sum(one.amount for one in waiting) == sum(one.amount for one in deeds)
    for one in counted:
        year, term = year_of(ruled, one.day), term_of(ruled, one.day)
        in_year = [other for other in counted if year[0] <= other.day < year[1]]
        in_term = [other for other in counted if term[0] <= other.day < term[1]]
        assert caps.year is None or total(in_year) <= caps.year
        assert caps.term is None or total(in_term) <= caps.term
        by_provider = [other for other in in_year if other.provider == one.provider != ""]
        assert caps.provider_year is None or total(by_provider) <= caps.provider_year
        by_source = [other for other in in_year if other.source == one.source]
        assert one.source not in caps.sources or total(by_source) <= caps.sources[one.source]


def total(counted: list[Counted]) -> int:
    return sum(one.amount for one in counted)


@pytest.mark.parametrize(("today", "points"), [(0, 5), (5, 5), (10, 2), (12, 0), (99, 0)])
def test_points_end_with_the_day(today: int, points: int):
    assert points_for(RULES, "lesson_finished", today) == points
    assert points_for(RULES, "page_refreshed", today) == 0


def test_what_a_course_can_still_count_for_in_words():
    new = Counted(DAY, 150, "courses", "")
    said = [
        foreseen(reckon(ruled, new, [Counted(DAY, 550, "courses", "")]), ruled.carries)
        for ruled in (RULES, rules(year=2400), rules(year=600), replace(rules(year=600), carries=False))
    ]

    assert [" ".join(str(part) for part in parts) for parts in said] == [
        "学完能记 1.5 学分，现在没有上限。",
        "现在学完能记 1.5 学分。这一年已记 5.5 学分，上限 24 学分。",
        "现在学完最多还能记 0.5 学分。 这一年已记 5.5 学分，上限 6 学分。 未计入的 1 学分，2027年1月1日起再记。",
        "现在学完最多还能记 0.5 学分。 这一年已记 5.5 学分，上限 6 学分。 按当时的规则，超过的 1 学分不记。",
    ]
    assert str(foreseen(None, carries=False)[0]) == "这门课的学分已经算过，再学不再记。"
