"""林小雨's credit for 《用手和面》 can be used for 24 months; the daily look runs whenever a test says so."""

from collections.abc import Callable, Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine
from sqlmodel import Session, select

from portal.accounts.models import Person
from portal.assessment.models import Attempt, AttemptState
from portal.credits.actions import post_earn
from portal.credits.models import CreditTransfer
from portal.credits.queries import parts_of_entry
from portal.credits.rules import Part
from portal.db import READING
from portal.files import Files
from portal.jobs import enqueue, run_waiting
from portal.learning.models import Enrolment, EnrolmentState
from portal.settings import Settings
from tests.cast import NOW, Clock
from tests.credits.rulebook.stories import add_rules

TWO_YEARS = {"employment": {"months": 24, "warn_days": [90, 30, 7]}}
PASSED = {"kind": "course_passed", "title": "用手和面", "title_en": "Dough by hand", "mark": 86}
Look = Callable[[], None]


@pytest.fixture
def rules(engine: Engine) -> None:
    """From the first day on, credit for employment lapses after two years."""
    with Session(engine) as session:
        add_rules(session, "2026-2", date(2026, 1, 1), validity=TWO_YEARS)


@pytest.fixture
def look(engine: Engine, settings: Settings, tmp_path: Path, clock: Clock) -> Look:
    """The daily look, on the day and at the moment of the clock."""

    def look() -> None:
        with Session(engine) as session, session.begin():
            enqueue(session, "lapse_credit", f"lapse/{clock.now}", {"period": str(clock.now.date())}, clock.now)
        run_waiting(engine, Files(settings.files_url, tmp_path), settings, clock.now)

    return look


def earn(engine: Engine, person: Person, reference: str = "course/1", at: datetime = NOW, **cause: Any) -> int:
    """1.5 credits by a course about employment, unless its cause says otherwise."""
    told = {"domain": "employment"} | cause
    with Session(engine) as session, session.begin():
        return post_earn(session, person.id, 150, reference, PASSED | told, at).id


@pytest.fixture
def earned(engine: Engine, rules: None, lin: Person) -> int:
    return earn(engine, lin)


def passes(engine: Engine, person: Person, version_id: int, at: datetime) -> None:
    """Somebody passes the assessment of a course, once more if they have passed it."""
    with Session(engine) as session, session.begin():
        there = session.exec(
            select(Enrolment).where(Enrolment.person_id == person.id, Enrolment.version_id == version_id)
        ).first()
        enrolment = there or Enrolment(
            person_id=person.id, version_id=version_id, enrolled_at=at,
            state=EnrolmentState.PASSED, passed_at=at, mark=90,
        )  # fmt: skip
        session.add(enrolment)
        session.flush()
        number = len(session.exec(select(Attempt).where(Attempt.enrolment_id == enrolment.id)).all()) + 1
        state = AttemptState.MARKED
        session.add(
            Attempt(
                enrolment_id=enrolment.id, number=number, state=state, typed={}, started_at=at, submitted_at=at, mark=90
            )
        )


@pytest.fixture
def session(engine: Engine) -> Iterator[Session]:
    """A session that only looks. `rollback` before looking again."""
    with Session(engine.execution_options(**READING)) as session:
        yield session


def parts(engine: Engine, earned_id: int) -> dict[str, int]:
    """Where the credit of an entry is; what is nowhere is left out."""
    with Session(engine.execution_options(**READING)) as session:
        found = parts_of_entry(session, session.get_one(CreditTransfer, earned_id))
    return {part.value: amount for part, amount in found.items() if amount and isinstance(part, Part)}
