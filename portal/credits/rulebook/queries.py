"""Which rules hold on a day, and which held before."""

from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, func, select
from sqlmodel import Session

from portal.credits.rulebook.models import CreditRuleSet
from portal.credits.rulebook.rules import RuleSet, read_rule_set

RULES = CreditRuleSet.__table__  # type: ignore[attr-defined]
LATEST = (RULES.c.valid_from.desc(), RULES.c.id.desc())  # of two for the same day the later one holds


def version_on(day: Any) -> ColumnElement[str]:
    """The version that holds on a day, as a part of another query. Before the first day of all the first one holds."""
    holds = select(RULES.c.version).where(RULES.c.valid_from <= day).order_by(*LATEST).limit(1)
    first = select(RULES.c.version).order_by(RULES.c.valid_from, RULES.c.id).limit(1)
    return func.coalesce(holds.scalar_subquery(), first.scalar_subquery())


def rules_on(session: Session, day: date) -> RuleSet:
    """The rules that hold on a day."""
    return read(session.execute(select(RULES).where(RULES.c.version == version_on(day))).one())


def rules_of(session: Session, version: str) -> RuleSet | None:
    """The rules of a version, also of one that holds no more; None when there never was one."""
    row = session.execute(select(RULES).where(RULES.c.version == version)).first()
    return read(row) if row else None


def all_rules(session: Session) -> list[RuleSet]:
    """Every rule set there was, is and will be, the one that begins last first."""
    return [read(row) for row in session.execute(select(RULES).order_by(*LATEST))]


def read(row: Any) -> RuleSet:
    """A row as the rules that it holds."""
    return read_rule_set(row.version, row.valid_from, row.rules, row.reason)
