"""The life of a draft, numbers of versions, what a form says, and what a draft would change: without a database."""

from dataclasses import replace
from datetime import date

import pytest

from portal.credits.rulebook.rules import Caps, Group, Member, read_rule_set
from portal.rulemaking.forms import RulesForm, as_typed, credit_of, listed
from portal.rulemaking.rules import STEPS, Case, State, Step, next_version, why_not
from portal.rulemaking.trial import Outcome, Pass, Tally, replay

TODAY = date(2026, 11, 18)
RULES = {
    "minutes_per_hour": 45, "hours_per_credit": 16, "pass_mark": 60, "required_percent": 80, "year_starts": 1,
    "term_starts": [3, 9], "carries": True, "caps": {"sources": {}},
    "points": {"lesson_finished": {"points": 5, "most_a_day": 50}},
}  # fmt: skip
COURSES = {"bread": {"id": 1, "title": "做面包", "title_en": ""}, "dough": {"id": 2, "title": "和面", "title_en": ""}}


@pytest.mark.parametrize("state", State)
@pytest.mark.parametrize("step", [step for step in Step if step is not Step.BEGIN])
def test_every_state_and_step(state: State, step: Step):
    case = Case(state, date(2026, 12, 1), writers=[1, 2], is_complete=True)

    assert (why_not(step, case, 3, TODAY) is None) == ((state, step) in STEPS)
    if step in (Step.CONFIRM, Step.REJECT):
        assert why_not(step, case, 2, TODAY) is not None  # who wrote in it


def test_nothing_begins_in_the_past_or_without_a_reason():
    case = Case(State.DRAFT, TODAY, writers=[1], is_complete=True)

    assert why_not(Step.HAND_OVER, case, 1, TODAY) and why_not(Step.HAND_OVER, case, 1, date(2026, 11, 17)) is None
    assert why_not(Step.HAND_OVER, replace(case, is_complete=False), 1, date(2026, 11, 1))
    assert why_not(Step.CONFIRM, replace(case, state=State.HANDED_OVER), 2, TODAY)


def test_the_portal_gives_the_numbers():
    assert next_version(date(2027, 1, 1), ["2026-1", "2026-2"]) == "2027-1"
    assert next_version(date(2026, 5, 1), ["2026-1", "2026-9", "2026-10"]) == "2026-11"


def test_a_form_says_again_what_it_read():
    typed = {"valid_year": "2027", "valid_month": "1", "valid_day": "1", "hours_per_credit": "18", "pass_mark": "65",
             "required_percent": "75", "year_starts": "3", "term_starts": "9,3", "cap_year": "42", "cap_term": "24.5",
             "cap_courses": "0.75", "cap_recognition": "10", "cap_transfer_in": "6",
             "carries": "no", "best_of": "yes", "points": "4", "points_most": "40",
             "groups": "面食：bread、dough\n\n", "months_employment": "60", "warn_days": "7、90、30"}  # fmt: skip
    form = RulesForm(**typed)

    assert form.errors(TODAY, COURSES) == {}
    told = form.told(COURSES)
    rules = read_rule_set("", date(2027, 1, 1), told)
    assert rules.caps == Caps(4200, 2450, None, {"courses": 75, "recognition": 1000, "transfer_in": 600})
    assert rules.groups == (Group("面食", (Member(1, "做面包"), Member(2, "和面"))),)
    assert (rules.term_starts, rules.best_of, rules.validity["employment"].warn_days) == ((3, 9), True, (90, 30, 7))
    again = as_typed(told, date(2027, 1, 1), "", 1, {1: "bread", 2: "dough"})
    assert again.errors(TODAY, COURSES) == {} and again.told(COURSES) == told


@pytest.mark.parametrize(
    ("name", "typed"),
    [
        ("valid_day", "32"), ("valid_year", "2020"), ("hours_per_credit", "0"), ("pass_mark", "101"), ("pass_mark", "٦٠"),
        ("year_starts", "13"), ("term_starts", "3、14"), ("cap_year", "-1"), ("cap_year", "1.234"), ("points", "5.5"),
        ("months_skilled", "601"), ("groups", "bread、dough"), ("groups", "面食：bread"), ("groups", "面食：bread、gone"),
        ("groups", "甲：bread、dough\n乙：bread、dough"), ("reason", "x" * 501),
        ("reason", "打 13812345678 找我"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said_at_its_field(name: str, typed: str):
    form = as_typed(RULES, date(2027, 1, 1), "", 1, {}).model_copy(update={name: typed})

    field = "valid" if name.startswith("valid_") else name
    assert list(form.errors(TODAY, COURSES)) == [field]


def test_amounts_and_lists():
    assert [credit_of(typed) for typed in ("", "1.5", "１", "x", "1000")] == [0, 150, None, None, None]
    assert listed("", 1, 12) == [] and listed("3、3", 1, 12) is None


def passed(course_id: int, day: int, mark: int = 80, announced: int = 150, posted: int = 150) -> Pass:
    return Pass(course_id, date(2026, 3, day), mark, announced, posted, "")


def told(outcomes: list[Outcome]) -> list[tuple[int, str]]:
    return [(one.would, one.rule) for one in outcomes]


def test_a_trial_against_a_sum_by_hand():
    group = [{"name": "面食", "courses": [{"id": 1, "title": ""}, {"id": 2, "title": ""}]}]
    rules = read_rule_set("", date(2027, 1, 1), RULES | {"caps": {"year": 400}, "pass_mark": 70, "groups": group})
    passes = [passed(4, 9, announced=300, posted=300), passed(1, 1), passed(3, 2, mark=65), passed(2, 5, mark=90)]

    found = replay(rules, passes)

    # 1 counts 1.5, then gives way to 2, which counts 1.5; 3 is below the mark; 4 finds room for 2.5 of its 3
    assert told(found) == [(0, "group"), (0, "pass_mark"), (150, ""), (250, "year")]
    tally = Tally()
    for _ in range(5):
        tally.add(found)
    for _ in range(4):
        tally.add(replay(rules, [passed(5, 1, posted=100)]))
    kept = tally.told()
    assert kept["shown"] == [
        {"kind": "less", "people": 5, "credit_hundredths": 5 * 350},
        {"kind": "same", "people": 0, "credit_hundredths": 0},
    ]
    assert (kept["hidden"], kept["entries"]) == (["more"], {})  # four people: neither they nor their sum
    assert {(one["kind"], one["rule"], one["people"]) for one in kept["reasons"]} == {
        ("less", "group", 5), ("less", "pass_mark", 5), ("less", "year", 5)
    }  # fmt: skip
