"""Draft, hand over, confirm. Every step is one transaction with its audit row."""

from datetime import date, datetime
from typing import Any

from sqlmodel import Session

from portal import audit
from portal.accounts.rules import Actor
from portal.credits.rulebook.models import CreditRuleSet
from portal.errors import Refused
from portal.rulemaking import queries
from portal.rulemaking.models import CreditRuleDraft
from portal.rulemaking.rules import STEPS, Case, State, Step, next_version, why_not
from portal.text import message
from portal.text.dates import local_date

CHANGED_MEANWHILE = message("别人刚改过这份草稿。您写的还在下面。先看现在的草稿，再决定要不要存。")


def begin(session: Session, officer: Actor, valid_from: date, now: datetime) -> CreditRuleDraft:
    """A new draft that says what holds now."""
    holds = queries.row_on(session, local_date(now))
    draft = CreditRuleDraft(
        state=STEPS[None, Step.BEGIN],
        based_on=holds.version,
        valid_from=valid_from,
        rules=dict(holds.rules),
        drafted_by_id=officer.person_id,
        writers=[officer.person_id],
        changed_at=now,
    )
    session.add(draft)
    session.flush()
    _record(session, officer, Step.BEGIN, draft, now)
    return draft


def change(
    session: Session,
    officer: Actor,
    draft: CreditRuleDraft,
    seen: int,
    valid_from: date,
    rules: dict[str, Any],
    reason: str,
    now: datetime,
) -> bool:
    """Keep what an officer has written into a draft. False, and nothing is kept, when somebody else has changed it since
    the revision that the officer saw."""
    state = _next_state(session, draft, Step.CHANGE, officer, now)
    if draft.revision != seen:
        return False
    draft.state, draft.valid_from, draft.rules, draft.reason = state, valid_from, rules, reason
    draft.revision += 1
    draft.drafted_by_id, draft.changed_at = officer.person_id, now
    draft.writers = sorted({*draft.writers, officer.person_id})
    draft.decided_by_id = draft.decided_at = None
    _record(session, officer, Step.CHANGE, draft, now)
    return True


def hand_over(session: Session, officer: Actor, draft: CreditRuleDraft, seen: int, now: datetime) -> None:
    """Give a draft to a second officer. Raises Refused when it is not whole, or was changed meanwhile."""
    _step(session, officer, draft, Step.HAND_OVER, seen, now)
    draft.drafted_by_id, draft.rejection = officer.person_id, ""
    draft.writers = sorted({*draft.writers, officer.person_id})
    draft.decided_by_id = draft.decided_at = None
    _record(session, officer, Step.HAND_OVER, draft, now)


def confirm(session: Session, officer: Actor, draft: CreditRuleDraft, seen: int, now: datetime) -> CreditRuleSet:
    """Make the draft the rules from its day on: a rule set that is only ever added, with a number that the portal gives.

    Raises Refused for everybody who wrote in it, and when it was changed meanwhile.
    """
    _step(session, officer, draft, Step.CONFIRM, seen, now)
    rule_set = CreditRuleSet(
        version=next_version(draft.valid_from, queries.versions_held(session)),
        valid_from=draft.valid_from,
        rules=dict(draft.rules),
        reason=draft.reason,
        drafted_by_id=draft.drafted_by_id,
        confirmed_by_id=officer.person_id,
        confirmed_at=now,
    )
    session.add(rule_set)
    session.flush()
    draft.decided_by_id, draft.decided_at, draft.rule_set_id = officer.person_id, now, rule_set.id
    draft.state = State.CONFIRMED
    _record(session, officer, Step.CONFIRM, draft, now)
    return rule_set


def reject(session: Session, officer: Actor, draft: CreditRuleDraft, seen: int, words: str, now: datetime) -> None:
    """Give a draft back with a reason. Raises Refused for everybody who wrote in it."""
    _step(session, officer, draft, Step.REJECT, seen, now)
    draft.decided_by_id, draft.decided_at, draft.rejection = officer.person_id, now, words
    draft.revision += 1
    _record(session, officer, Step.REJECT, draft, now)


def discard(session: Session, officer: Actor, draft: CreditRuleDraft, seen: int, now: datetime) -> None:
    """Leave a draft for good; it stays on the list."""
    _step(session, officer, draft, Step.DISCARD, seen, now)
    _record(session, officer, Step.DISCARD, draft, now)


def _step(session: Session, officer: Actor, draft: CreditRuleDraft, step: Step, seen: int, now: datetime) -> None:
    state = _next_state(session, draft, step, officer, now)
    if draft.revision != seen:
        raise Refused(message("别人刚改过这份草稿。先看现在的草稿，再决定。"))
    if state is not State.CONFIRMED:  # that comes with its rule set
        draft.state = state


def _next_state(session: Session, draft: CreditRuleDraft, step: Step, officer: Actor, now: datetime) -> State:
    """Where a step leads, when it may be gone now. Whoever comes second at the same moment waits here."""
    session.refresh(draft, with_for_update=True)
    case = case_of(draft)
    if problem := why_not(step, case, officer.person_id, local_date(now)):
        raise Refused(problem)
    return STEPS[case.state, step]


def case_of(draft: CreditRuleDraft) -> Case:
    """What the rules need to know of a draft."""
    return Case(State(draft.state), draft.valid_from, draft.writers, bool(draft.reason))


def _record(session: Session, officer: Actor, step: Step, draft: CreditRuleDraft, now: datetime) -> None:
    session.add(draft)
    session.flush()
    name = f"{step}.credit_rule_draft"
    audit.record(session, officer.person_id, name, "credit_rule_draft", draft.id, now, revision=draft.revision)
