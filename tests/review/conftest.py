"""A course in the middle of its review, made by the actions that the pages use, and everybody who reviews it."""

from collections.abc import Callable

import pytest
from sqlalchemy import Engine

from portal.accounts.models import Person
from portal.settings import Settings
from tests.cast import Clock
from tests.review.course import Course, People

Making = Callable[..., Course]


@pytest.fixture
def people(
    zz_author: Person,
    zz_approver: Person,
    formal_checker: Person,
    blind_tester: Person,
    deaf_tester: Person,
    expert1: Person,
    expert2: Person,
    expert3: Person,
    expert4: Person,
    coordinator: Person,
    panel1: Person,
    panel2: Person,
    panel3: Person,
    credit1: Person,
    appeal_officer: Person,
) -> People:
    """Everybody of the cast who hands in or reviews, by name. expert1 is from 郑州, like the course."""
    return People(**locals())


@pytest.fixture
def course(engine: Engine, settings: Settings, people: People, clock: Clock) -> Course:
    """A course that 郑州 has begun to hand in; `course.reach(State.DECISION)` takes it further."""
    return Course.begun(engine, settings, people, clock)
