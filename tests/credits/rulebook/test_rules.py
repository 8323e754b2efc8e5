"""Rule sets as data: which one holds, what it says, and that none is ever changed."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import delete, update
from sqlalchemy.exc import DatabaseError
from sqlmodel import Session

from portal.accounts.models import Person
from portal.credits.actions import post_earn
from portal.credits.rulebook.models import CreditRuleSet
from portal.credits.rulebook.queries import all_rules, rules_of, rules_on
from portal.credits.rulebook.rules import DOMAINS, Validity, period_of
from portal.credits.rulebook.sentences import DOMAIN_WORDS, parts, rule_in_words
from portal.learning.rules import PASS_MARK, REQUIRED_PERCENT
from portal.library.rules import CATEGORIES
from portal.submissions.province import rules_on as review_rules_on
from tests.credits.rulebook.stories import add_rules
from tests.credits.stories import passed

DAYS = st.dates(date(2000, 1, 1), date(2100, 1, 1))


def test_the_first_rule_set_says_what_the_portal_does(session: Session):
    rules = rules_on(session, date(2026, 11, 22))
    review = review_rules_on("henan", date(2026, 11, 22), is_demo=False)

    assert (rules.version, rules.valid_from) == ("2026-1", date(2026, 1, 1))
    assert (rules.pass_mark, rules.required_percent) == (PASS_MARK, REQUIRED_PERCENT)
    assert (rules.minutes_per_hour, rules.hours_per_credit) == (45, review.hours_per_credit)
    assert rules.caps.is_empty


def test_each_day_has_its_rules(session: Session):
    add_rules(session, "2027-1", date(2027, 1, 1), pass_mark=70)
    add_rules(session, "2027-2", date(2027, 1, 1), pass_mark=65)  # put right before it began

    assert rules_on(session, date(2020, 1, 1)).version == "2026-1"  # before the first day the first one holds
    assert rules_on(session, date(2026, 12, 31)).version == "2026-1"
    assert rules_on(session, date(2027, 1, 1)).version == "2027-2"
    assert [rules.version for rules in all_rules(session)] == ["2027-2", "2027-1", "2026-1"]
    assert rules_of(session, "2028-1") is None


def test_a_posting_names_the_rules_of_the_day_of_the_deed(session: Session, xiaohe: Person):
    add_rules(session, "2027-1", date(2027, 1, 1), pass_mark=70)
    new_year = datetime(2026, 12, 31, 16, tzinfo=UTC)  # midnight in Shanghai
    late = new_year + timedelta(days=9)

    before = post_earn(session, xiaohe.id, 100, "a", passed(), late, happened_at=new_year - timedelta(seconds=1))
    after = post_earn(session, xiaohe.id, 100, "b", passed(), late, happened_at=new_year)

    assert (before.rule_version, after.rule_version) == ("2026-1", "2027-1")
    said = [" ".join(str(said) for said in rule_in_words(rules_of(session, one.rule_version), "course_passed"))
            for one in (before, after)]  # fmt: skip
    assert [("60 分以上" in words, "70 分以上" in words) for words in said] == [(True, False), (False, True)]


@pytest.mark.parametrize("statement", [update(CreditRuleSet).values(reason="x"), delete(CreditRuleSet)])
def test_the_database_refuses_to_change_a_rule_set(session: Session, statement: object):
    with pytest.raises(DatabaseError, match="append-only"):
        session.execute(statement)  # type: ignore[call-overload]


def test_a_rule_set_with_caps_in_words(session: Session):
    caps = {"year": 2400, "term": 1200, "provider_year": 800, "sources": {"courses": 2000}}
    rules = add_rules(session, "2027-1", date(2027, 1, 1), caps=caps, carries=False, points={})

    said = [str(sentence) for _, sentences in parts(rules) for sentence in sentences]

    for sentence in (
        "一年最多记 24 学分。",
        "一学期最多记 12 学分。",
        "同一家培训机构的课，一年最多记 8 学分。",
        "来自本网的课程的，一年最多记 20 学分。",
        "超过上限的不记入学分，证书照发。",
        "积分记努力，永远不能换学分。",
    ):
        assert sentence in said
    assert not any("学完一课得" in sentence for sentence in said)


@given(day=DAYS, months=st.sets(st.integers(1, 12), min_size=1).map(tuple))
def test_every_day_is_in_one_period(day: date, months: tuple[int, ...]):
    start, end = period_of(months, day)

    assert start <= day < end
    assert start.day == end.day == 1
    assert {start.month, end.month} <= set(months)
    assert period_of(months, start) == period_of(months, end - timedelta(days=1)) == (start, end)


def test_how_long_credit_can_be_used_is_said_for_each_domain(session: Session):
    first = rules_on(session, date(2026, 11, 22))
    said = {"employment": {"months": 60, "warn_days": [7, 90, 30]}}
    rules = add_rules(session, "2027-1", date(2027, 1, 1), validity=said)

    assert (first.validity, rules.validity) == ({}, {"employment": Validity(60, (90, 30, 7))})
    words = [" ".join(str(said) for _, found in parts(one) for said in found) for one in (first, rules)]
    assert "学分一直有效，没有期限。" in words[0]
    assert "“就业技能”类课程的学分，从学完那天起 60 个月内可以用。到期前 90、30、7 天会提醒。" in words[1]
    assert (tuple(CATEGORIES), CATEGORIES) == (DOMAINS, DOMAIN_WORDS)  # the library names the domain of each course
