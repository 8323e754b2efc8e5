"""Every read about drafts of the table of values, and the decisions on which one is tried."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import func
from sqlmodel import Session, col, select

from portal.accounts.models import Person
from portal.db.rows import select_rows
from portal.recognition.models import RecognitionApplication
from portal.recognition.rules import DECIDED
from portal.recognition.values.models import RecognitionTable
from portal.rulemaking.rules import State
from portal.valuing.models import RecognitionValueDraft

DRAFT = RecognitionValueDraft
MOST = 100


def drafts(session: Session) -> Sequence[RecognitionValueDraft]:
    """The newest drafts in whatever state, what waits first."""
    waiting = col(DRAFT.state).in_((State.DRAFT, State.HANDED_OVER))
    return session.exec(select(DRAFT).order_by(waiting.desc(), col(DRAFT.id).desc()).limit(MOST)).all()


def draft_of(session: Session, draft_id: int) -> RecognitionValueDraft | None:
    """One draft."""
    return session.get(DRAFT, draft_id)


def count_to_confirm(session: Session, officer_id: int) -> int:
    """How many drafts wait for this officer to confirm: those in which they wrote nothing."""
    waiting = session.exec(select(DRAFT.writers).where(DRAFT.state == State.HANDED_OVER))
    return sum(officer_id not in writers for writers in waiting)


def hold_tables(session: Session) -> None:
    """Hold every table until the transaction ends, so that two officers never make the next one at once."""
    session.exec(select(RecognitionTable.id).order_by(col(RecognitionTable.id)).with_for_update()).all()


def version_of(session: Session, table_id: int | None) -> str:
    """The number of a table; empty for none."""
    return session.get_one(RecognitionTable, table_id).version if table_id else ""


def name_of(session: Session, person_id: int | None) -> str:
    """An officer's name; empty for nobody."""
    return session.get_one(Person, person_id).name if person_id else ""


def decided_since(session: Session, since: datetime) -> Sequence[Any]:
    """The applications decided from a moment on, those alike together: kind, value, state, credit and how many."""
    one = RecognitionApplication
    alike = (one.kind, one.assessed_row, one.state, one.credit_hundredths)
    wanted = select_rows(*alike, func.count().label("count")).where(
        col(one.state).in_(DECIDED), col(one.decided_at) >= since
    )
    found: Sequence[Any] = session.exec(wanted.group_by(*alike)).all()
    return found
