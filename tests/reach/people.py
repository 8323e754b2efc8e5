"""Learners in numbers, for reports."""

from datetime import UTC, datetime

from sqlalchemy import Engine
from sqlmodel import Session

from portal.accounts.models import Consent, Person
from portal.accounts.rules import Purpose
from portal.learning.models import Enrolment, EnrolmentState

SEPTEMBER = datetime(2026, 9, 10, tzinfo=UTC)


def add_learners(
    engine: Engine,
    version_id: int,
    count: int,
    region: str,
    passed: int = 0,
    at: datetime = SEPTEMBER,
    agree: bool = True,
    **needs: list[str],
) -> None:
    """So many people of a place began the course at a moment, and the first of them passed it."""
    with Session(engine) as session, session.begin():
        for number in range(count):
            person = Person(name="学员", region_code=region, password_hash="", created_at=at, needs=needs or None)
            session.add(person)
            session.flush()
            if agree:
                consent = Consent(person_id=person.id, purpose=Purpose.STATISTICS, wording_version=1, given_at=at)
                session.add(consent)
            enrolment = Enrolment(person_id=person.id, version_id=version_id, enrolled_at=at)
            if number < passed:
                enrolment.state, enrolment.passed_at = EnrolmentState.PASSED, at
            session.add(enrolment)
