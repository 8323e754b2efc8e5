"""What is read for the report, and by it."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import case, func
from sqlmodel import Session, col, select

from portal.accounts.models import Consent, Person, Region
from portal.accounts.rules import Purpose
from portal.db.rows import select_rows
from portal.learning.models import Enrolment
from portal.reach.models import ReachFigure, ReachReport
from portal.reach.rules import Need

PEOPLE_AT_A_TIME = 2000


def learners(session: Session, begins: datetime, ends: datetime) -> Iterator[Any]:
    """Everybody who began or passed a course in [begins, ends) and agrees to be counted: place, needs, whether passed."""
    began_then = (col(Enrolment.enrolled_at) >= begins) & (col(Enrolment.enrolled_at) < ends)
    passed_then = (col(Enrolment.passed_at) >= begins) & (col(Enrolment.passed_at) < ends)
    people = (
        select_rows(Enrolment.person_id, func.max(case((passed_then, 1), else_=0)).label("passed"))
        .where(began_then | passed_then)
        .group_by(col(Enrolment.person_id))
        .subquery()
    )
    agreed = select(Consent.person_id).where(Consent.purpose == Purpose.STATISTICS, col(Consent.withdrawn_at).is_(None))
    wanted = (
        select_rows(Person.id, Person.region_code, Person.needs, people.c.passed)
        .join(people, people.c.person_id == Person.id)
        .where(col(Person.id).in_(agreed))
        .order_by(col(Person.id))
        .limit(PEOPLE_AT_A_TIME)
    )
    last = 0
    while rows := session.exec(wanted.where(col(Person.id) > last)).all():
        yield from rows
        last = rows[-1].id


def has_report(session: Session, last_day: date) -> bool:
    """Whether the months up to this day were counted."""
    return session.get(ReachReport, last_day) is not None


def report_days(session: Session, count: int) -> Sequence[date]:
    """The newest reports by the last day that they count, the newest first."""
    return session.exec(select(col(ReachReport.last_day)).order_by(col(ReachReport.last_day).desc()).limit(count)).all()


def places(session: Session) -> Sequence[Any]:
    """Every place in use, prefectures and counties, in the order of their codes."""
    wanted = select_rows(Region.code, Region.name, Region.name_en, Region.level, Region.parent_code)
    return session.exec(
        wanted.where(Region.level != "province", col(Region.valid_to).is_(None)).order_by(Region.code)
    ).all()


def figures(session: Session, last_day: date, need: Need) -> Sequence[Any]:
    """The counts of one report for one kind of need and, to compare, for everybody."""
    wanted = select_rows(ReachFigure.region_code, ReachFigure.need, ReachFigure.began, ReachFigure.passed)
    return session.exec(
        wanted.where(ReachFigure.last_day == last_day, col(ReachFigure.need).in_({need, Need.ALL}))
    ).all()
