"""Rule sets for tests: the first one with other values."""

from datetime import date
from typing import Any

from sqlmodel import Session, select

from portal.credits.rulebook.models import CreditRuleSet
from portal.credits.rulebook.queries import rules_of
from portal.credits.rulebook.rules import RuleSet


def add_rules(session: Session, version: str, valid_from: date, **values: Any) -> RuleSet:
    """A rule set more, committed; what is not named is as in the first one."""
    first = session.exec(select(CreditRuleSet).where(CreditRuleSet.version == "2026-1")).one()
    session.add(CreditRuleSet(version=version, valid_from=valid_from, rules=dict(first.rules) | values))
    session.commit()
    rules = rules_of(session, version)
    assert rules is not None
    return rules
