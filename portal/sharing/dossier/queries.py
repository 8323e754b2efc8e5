"""Every read of a person's own lines."""

from sqlalchemy import func, select
from sqlmodel import Session, col

from portal.sharing.dossier.models import FileLine


def lines_of(session: Session, person_id: int) -> list[FileLine]:
    """All lines that a person wrote, what began last in front."""
    wanted = select(FileLine).where(col(FileLine.person_id) == person_id)
    return list(session.scalars(wanted.order_by(col(FileLine.year_from).desc(), col(FileLine.id).desc())))


def own_line(session: Session, person_id: int, line_id: int) -> FileLine | None:
    """A line of this person."""
    wanted = select(FileLine).where(col(FileLine.id) == line_id, col(FileLine.person_id) == person_id)
    return session.scalars(wanted).one_or_none()


def count_lines(session: Session, person_id: int) -> int:
    """How many lines a person wrote."""
    return session.scalar(select(func.count()).where(col(FileLine.person_id) == person_id)) or 0
