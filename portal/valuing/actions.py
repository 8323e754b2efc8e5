"""Draft, hand over, confirm. Every step is one transaction with its audit row."""

from dataclasses import asdict
from datetime import date, datetime

from sqlmodel import Session

from portal import audit
from portal.accounts.rules import Actor
from portal.errors import Refused
from portal.recognition.values.models import RecognitionTable
from portal.recognition.values.queries import all_tables
from portal.recognition.values.rules import Change, Table, kinds_with
from portal.rulemaking.rules import STEPS, State, Step, next_version
from portal.text import Message, message
from portal.text.dates import local_date
from portal.valuing import queries
from portal.valuing.models import RecognitionValueDraft
from portal.valuing.rules import (
    LAST_ONE,
    MOST_CHANGES,
    Case,
    change_of,
    first_day,
    in_order,
    is_same,
    leaves_nothing,
    new_row,
    seen_of,
    why_not,
)


def begin(session: Session, officer: Actor, now: datetime) -> RecognitionValueDraft:
    """A new draft that says what the last table says."""
    newest = all_tables(session)[0]
    draft = RecognitionValueDraft(
        state=STEPS[None, Step.BEGIN],
        based_on=newest.version,
        valid_from=first_day(newest, local_date(now)),
        changes={},
        drafted_by_id=officer.person_id,
        writers=[officer.person_id],
        changed_at=now,
    )
    _record(session, officer, Step.BEGIN, draft, now)
    return draft


def base_of(session: Session, draft: RecognitionValueDraft) -> Table:
    """The table that a draft changes."""
    return next(table for table in all_tables(session) if table.version == draft.based_on)


def case_of(session: Session, draft: RecognitionValueDraft) -> Case:
    """What the rules need to know of a draft."""
    newest = all_tables(session)[0].version
    said = (draft.writers, draft.change_count, draft.based_on, newest)
    return Case(State(draft.state), draft.valid_from, *said)


def change_day(
    session: Session, officer: Actor, draft: RecognitionValueDraft, seen: int, valid_from: date, now: datetime
) -> bool:
    """Let it hold from another day on. False, and nothing is kept, when it was changed since the revision that the
    officer saw."""
    _next_state(session, draft, Step.CHANGE, officer, now)
    if draft.revision != seen:
        return False
    draft.valid_from = valid_from
    _changed(session, officer, draft, now)
    return True


def add_value(session: Session, officer: Actor, draft: RecognitionValueDraft, new: Change, now: datetime) -> None:
    """Add a value, which gets a key of its own. The same one again, come twice, is the first one."""
    _next_state(session, draft, Step.CHANGE, officer, now)
    if is_there(draft, new):
        return
    tables = all_tables(session)
    had = {row.key for table in tables for kind in table.kinds for row in kind.rows}
    _put(session, officer, draft, Change(**asdict(new) | {"row": new_row(new.kind, had | set(draft.changes))}), now)


def is_there(draft: RecognitionValueDraft, new: Change) -> bool:
    """Whether a new value was added just so before."""
    return any(is_same(new, kept) for kept in draft.changes.values())


def put_change(
    session: Session, officer: Actor, draft: RecognitionValueDraft, seen: int, change: Change, now: datetime
) -> bool:
    """Change or end a value, or rewrite one that is new. False, and nothing is kept, when somebody else has changed just
    this value since the officer saw it. Raises Refused when none of its kind would be left."""
    _next_state(session, draft, Step.CHANGE, officer, now)
    if seen_of(draft.changes.get(change.row)) != seen:
        return False
    _put(session, officer, draft, change, now)
    return True


def _put(session: Session, officer: Actor, draft: RecognitionValueDraft, change: Change, now: datetime) -> None:
    if change.row not in draft.changes and len(draft.changes) >= MOST_CHANGES:
        raise Refused(message("一份草稿最多改 %(count)s 个值。", count=MOST_CHANGES))
    changes = draft.changes | {change.row: asdict(change) | {"at": draft.revision + 1}}
    if leaves_nothing(base_of(session, draft), [change_of(kept) for kept in changes.values()], change.kind):
        raise Refused(LAST_ONE)
    draft.changes = changes
    _changed(session, officer, draft, now)


def take_back(
    session: Session, officer: Actor, draft: RecognitionValueDraft, row: str, seen: int, now: datetime
) -> bool:
    """Let a value stay as it was; a new one goes. False when somebody else has changed just this value meanwhile. One
    that is not changed is back already. Raises Refused when none of its kind would be left."""
    _next_state(session, draft, Step.CHANGE, officer, now)
    kept = draft.changes.get(row)
    if kept is None:
        return True
    if seen_of(kept) != seen:
        return False
    changes = {name: change for name, change in draft.changes.items() if name != row}
    if leaves_nothing(base_of(session, draft), [change_of(one) for one in changes.values()], str(kept["kind"])):
        raise Refused(LAST_ONE)
    draft.changes = changes
    _changed(session, officer, draft, now)
    return True


def _changed(session: Session, officer: Actor, draft: RecognitionValueDraft, now: datetime) -> None:
    draft.revision += 1
    draft.change_count = len(draft.changes)
    draft.drafted_by_id, draft.changed_at = officer.person_id, now
    draft.writers = sorted({*draft.writers, officer.person_id})
    draft.decided_by_id = draft.decided_at = None
    _record(session, officer, Step.CHANGE, draft, now)


def hand_over(session: Session, officer: Actor, draft: RecognitionValueDraft, seen: int, now: datetime) -> None:
    """Give a draft to a second officer. Raises Refused when it changes nothing, or was changed meanwhile."""
    draft.state = _step(session, officer, draft, Step.HAND_OVER, seen, now)
    draft.drafted_by_id, draft.rejection = officer.person_id, ""
    draft.writers = sorted({*draft.writers, officer.person_id})
    draft.decided_by_id = draft.decided_at = None
    _record(session, officer, Step.HAND_OVER, draft, now)


def confirm(session: Session, officer: Actor, draft: RecognitionValueDraft, seen: int, now: datetime) -> Table:
    """Make the draft the table from its day on: one that is only ever added, with a number that the portal gives.

    Raises Refused for everybody who wrote in it, when another table was made meanwhile, and when it was changed.
    """
    queries.hold_tables(session)
    state = _step(session, officer, draft, Step.CONFIRM, seen, now)
    tables, base = all_tables(session), base_of(session, draft)
    changes = in_order(base, draft.changes.values())
    row = RecognitionTable(
        version=next_version(draft.valid_from, [table.version for table in tables]),
        valid_from=draft.valid_from,
        kinds=kinds_with(base, changes),
        changes=[asdict(change) for change in changes],
        drafted_by_id=draft.drafted_by_id,
        confirmed_by_id=officer.person_id,
        confirmed_at=now,
    )
    session.add(row)
    session.flush()
    draft.decided_by_id, draft.decided_at, draft.table_id, draft.state = officer.person_id, now, row.id, state
    _record(session, officer, Step.CONFIRM, draft, now)
    return all_tables(session)[0]


def reject(
    session: Session, officer: Actor, draft: RecognitionValueDraft, seen: int, words: str, now: datetime
) -> None:
    """Give a draft back with a reason. Raises Refused for everybody who wrote in it."""
    draft.state = _step(session, officer, draft, Step.REJECT, seen, now)
    draft.decided_by_id, draft.decided_at, draft.rejection = officer.person_id, now, words
    draft.revision += 1
    _record(session, officer, Step.REJECT, draft, now)


def discard(session: Session, officer: Actor, draft: RecognitionValueDraft, seen: int, now: datetime) -> None:
    """Leave a draft for good; it stays on the list."""
    draft.state = _step(session, officer, draft, Step.DISCARD, seen, now)
    _record(session, officer, Step.DISCARD, draft, now)


def _step(
    session: Session, officer: Actor, draft: RecognitionValueDraft, step: Step, seen: int, now: datetime
) -> State:
    state = _next_state(session, draft, step, officer, now)
    if draft.revision != seen:
        raise Refused(message("别人刚改过这份草稿。先看现在的草稿，再决定。"))
    return state


def _next_state(session: Session, draft: RecognitionValueDraft, step: Step, officer: Actor, now: datetime) -> State:
    """Where a step leads, when it may be gone now. Whoever comes second at the same moment waits here."""
    session.refresh(draft, with_for_update=True)
    if problem := problem_with(session, draft, step, officer.person_id, now):
        raise Refused(problem)
    return STEPS[State(draft.state), step]


def problem_with(
    session: Session, draft: RecognitionValueDraft, step: Step, officer_id: int, now: datetime
) -> Message | None:
    """What keeps an officer from a step; None when nothing does."""
    return why_not(step, case_of(session, draft), officer_id, local_date(now))


def _record(session: Session, officer: Actor, step: Step, draft: RecognitionValueDraft, now: datetime) -> None:
    session.add(draft)
    session.flush()
    name = f"{step}.recognition_value_draft"
    audit.record(session, officer.person_id, name, "recognition_value_draft", draft.id, now, revision=draft.revision)
