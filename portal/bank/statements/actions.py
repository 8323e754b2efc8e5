"""Order statements; keep the file that was made; take it away."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlmodel import Session

from portal import audit
from portal.accounts.rules import Actor
from portal.bank.statements import queries
from portal.bank.statements.models import OrderedStatement, StatementOrder
from portal.bank.statements.queries import JOB
from portal.errors import Refused
from portal.files import Files
from portal.jobs import enqueue
from portal.settings import Settings
from portal.text import message


@dataclass(frozen=True)
class Wanted:
    """What an officer asks for. `most` people fit into one order; its file stays until the end of `keep_until`."""

    region_code: str
    course: str
    year: int | None
    reason: str
    most: int
    keep_until: date


def store_of(settings: Settings) -> Files:
    """The store of these files, apart from all others: here they are taken away again."""
    return Files(settings.files_url.rstrip("/") + "/statements", settings.data / "statements" / "incoming")


def order(session: Session, officer: Actor, wanted: Wanted, now: datetime) -> StatementOrder:
    """Order the statements of everybody who fits. Each of them reads in their account, from now on, that it was done.

    Raises Refused when nobody fits, or too many.
    """
    people = queries.people_with_credit(session, wanted.region_code, officer.person_id, wanted.course, wanted.year)
    found = session.exec(people.order_by("id").limit(wanted.most + 1)).all()
    if not found:
        raise Refused(message("没有符合的学员。"))
    if len(found) > wanted.most:
        raise Refused(message("一次最多 %(most)s 位学员。按课程或者年份分几次。", most=wanted.most))
    one = StatementOrder(
        officer_id=officer.person_id,
        region_code=wanted.region_code,
        course=wanted.course,
        year=wanted.year,
        reason=wanted.reason,
        people=len(found),
        ordered_at=now,
        keep_until=wanted.keep_until,
    )
    session.add(one)
    session.flush()
    session.add_all(OrderedStatement(order_id=one.id, person_id=person_id) for person_id in found)
    enqueue(session, JOB, queries.reference_of(one.id), {"order_id": one.id}, now)
    told: dict[str, Any] = {"people": len(found), "region": wanted.region_code, "reason": wanted.reason}
    audit.record(session, officer.person_id, "order.statements", "statement_order", one.id, now, **told)
    return one


def note_taking(session: Session, officer_id: int, one: StatementOrder, now: datetime) -> None:
    """Keep that the file was taken along."""
    audit.record(session, officer_id, "take.statements", "statement_order", one.id, now)
