"""Whose statements an order is for, and the orders."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlmodel import Session, col, select

from portal.accounts.models import Person
from portal.accounts.queries import in_region
from portal.bank.statements.models import OrderedStatement, StatementOrder
from portal.credits.models import CreditAccount, CreditTransfer
from portal.credits.rules import year_bounds
from portal.db.rows import select_rows
from portal.jobs import Job, job_of
from portal.learning.models import Enrolment, EnrolmentState
from portal.library.models import CourseVersion

JOB = "make_statements"
NEWEST = 20


def people_with_credit(session: Session, region_code: str, officer_id: int, course: str, year: int | None) -> Any:
    """The ids of people of a region who have posted credit, in a year and with a course if they are named; never the
    officer's own."""
    wanted = (
        select(col(Person.id))
        .join(CreditAccount, col(CreditAccount.person_id) == Person.id)
        .where(in_region(region_code), Person.id != officer_id)
    )
    posted = select(CreditTransfer.id).where(
        CreditTransfer.account_id == CreditAccount.id, col(CreditTransfer.credit_hundredths).is_not(None)
    )
    if year:
        begins, ends = year_bounds(year)
        posted = posted.where(col(CreditTransfer.happened_at) >= begins, col(CreditTransfer.happened_at) < ends)
    wanted = wanted.where(posted.exists())
    if course:
        passed = (
            select(Enrolment.id)
            .join(CourseVersion, col(CourseVersion.id) == Enrolment.version_id)
            .where(Enrolment.person_id == Person.id, Enrolment.state == EnrolmentState.PASSED)
            .where(CourseVersion.title == course)
        )
        wanted = wanted.where(passed.exists())
    return wanted


def has_course(session: Session, title: str) -> bool:
    """Whether there is a course of this title."""
    return session.exec(select(CourseVersion.id).where(CourseVersion.title == title).limit(1)).first() is not None


def orders_of(session: Session, officer_id: int) -> Sequence[StatementOrder]:
    """An officer's newest orders."""
    wanted = select(StatementOrder).where(StatementOrder.officer_id == officer_id)
    return session.exec(wanted.order_by(col(StatementOrder.id).desc()).limit(NEWEST)).all()


def own_order(session: Session, order_id: int, officer_id: int) -> StatementOrder | None:
    """An order of this officer's own."""
    wanted = select(StatementOrder).where(StatementOrder.id == order_id, StatementOrder.officer_id == officer_id)
    return session.exec(wanted).first()


def people_of(session: Session, order_id: int) -> Sequence[Any]:
    """The ids and names of those whose statements were ordered."""
    wanted = select_rows(Person.id, Person.name).join(OrderedStatement, col(OrderedStatement.person_id) == Person.id)
    found: Sequence[Any] = session.exec(
        wanted.where(OrderedStatement.order_id == order_id).order_by(col(Person.id))
    ).all()
    return found


def job_of_order(session: Session, order: StatementOrder) -> Job | None:
    """The job that makes an order's file."""
    return job_of(session, reference_of(order.id))


def reference_of(order_id: int) -> str:
    """The job of one order."""
    return f"{JOB}/{order_id}"


def to_drop(session: Session, today: date) -> Sequence[StatementOrder]:
    """Orders whose file has been there long enough."""
    wanted = select(StatementOrder).where(
        StatementOrder.digest != "", col(StatementOrder.dropped_at).is_(None), StatementOrder.keep_until < today
    )
    return session.exec(wanted.order_by(col(StatementOrder.id)).limit(NEWEST)).all()


def is_kept_elsewhere(session: Session, order: StatementOrder) -> bool:
    """Whether another order that stands has the very same file."""
    wanted = select(StatementOrder.id).where(
        StatementOrder.digest == order.digest, col(StatementOrder.dropped_at).is_(None), StatementOrder.id != order.id
    )
    return session.exec(wanted.limit(1)).first() is not None


def made_of(session: Session, person_id: int) -> Sequence[Any]:
    """Every order that had a person's statement: when, by whom, why; the newest first."""
    wanted = (
        select_rows(StatementOrder.ordered_at, StatementOrder.reason, Person.name)
        .join(OrderedStatement, col(OrderedStatement.order_id) == StatementOrder.id)
        .join(Person, col(Person.id) == StatementOrder.officer_id)
        .where(OrderedStatement.person_id == person_id)
        .order_by(col(StatementOrder.id).desc())
    )
    found: Sequence[Any] = session.exec(wanted.limit(NEWEST)).all()
    return found
