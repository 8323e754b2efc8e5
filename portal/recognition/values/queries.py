"""Which tables of values there are."""

from datetime import date

from sqlmodel import Session, col, select

from portal.recognition.values.models import RecognitionTable
from portal.recognition.values.rules import Table, holds_on, read_table


def all_tables(session: Session) -> list[Table]:
    """Every table, the one that begins last first; of two for the same day the later one first."""
    latest = (col(RecognitionTable.valid_from).desc(), col(RecognitionTable.id).desc())
    rows = session.exec(select(RecognitionTable).order_by(*latest))
    return [read_table(row.version, row.valid_from, row.kinds, row.changes) for row in rows]


def table_on(session: Session, day: date) -> Table:
    """The table that holds for an award of this day."""
    return holds_on(all_tables(session), day)
