"""Every read of colleges and their members."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import or_
from sqlmodel import Session, col, select

from portal.accounts.models import Person
from portal.colleges.models import College, CollegeMember
from portal.db.rows import select_rows


def college_of(session: Session, person_id: int, today: date) -> College | None:
    """The live college for which somebody reads on a day (Asia/Shanghai); None when there is none."""
    wanted = (
        select(College)
        .join(CollegeMember, col(CollegeMember.college_id) == College.id)
        .where(
            CollegeMember.person_id == person_id,
            College.live,
            CollegeMember.valid_from <= today,
            or_(col(CollegeMember.valid_until).is_(None), col(CollegeMember.valid_until) >= today),
        )
        .order_by(col(CollegeMember.valid_from).desc(), col(CollegeMember.id).desc())
        .limit(1)
    )
    return session.exec(wanted).first()


def all_colleges(session: Session) -> Sequence[College]:
    """The colleges that are live, by their code."""
    return session.exec(select(College).where(College.live).order_by(College.code)).all()


def college_by_code(session: Session, code: str) -> College | None:
    """A college by its code, live or not."""
    return session.exec(select(College).where(College.code == code)).one_or_none()


def live_college(session: Session, college_id: int) -> College | None:
    """A college that is live."""
    return session.exec(select(College).where(College.id == college_id, College.live)).one_or_none()


def readers_of(session: Session, college_ids: Sequence[int], today: date) -> dict[int, list[Any]]:
    """Who reads for these colleges on a day or later, with their names, by the college; one query."""
    wanted = (
        select_rows(CollegeMember, Person.name, Person.identifier)
        .join(Person, col(Person.id) == CollegeMember.person_id)
        .where(
            col(CollegeMember.college_id).in_(college_ids),
            or_(col(CollegeMember.valid_until).is_(None), col(CollegeMember.valid_until) >= today),
        )
        .order_by(col(CollegeMember.valid_from), col(CollegeMember.id))
    )
    found: dict[int, list[Any]] = {college_id: [] for college_id in college_ids}
    for row in session.exec(wanted):
        found[row.CollegeMember.college_id].append(row)
    return found


def member_of(session: Session, college_id: int, person_id: int, today: date) -> CollegeMember | None:
    """The newest membership of a person in a college that has not ended."""
    wanted = select(CollegeMember).where(
        CollegeMember.college_id == college_id,
        CollegeMember.person_id == person_id,
        or_(col(CollegeMember.valid_until).is_(None), col(CollegeMember.valid_until) >= today),
    )
    return session.exec(wanted.order_by(col(CollegeMember.id).desc())).first()


def member_without_end(session: Session, person_id: int) -> CollegeMember | None:
    """The membership of a person that has no end yet."""
    wanted = select(CollegeMember).where(CollegeMember.person_id == person_id, col(CollegeMember.valid_until).is_(None))
    return session.exec(wanted).one_or_none()
