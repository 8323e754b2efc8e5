"""A course with its braille made, and two people who read it."""

from collections.abc import Callable

import pytest
from fastapi import FastAPI
from sqlalchemy import Engine
from sqlmodel import Session

from portal.accounts.models import Person
from portal.accounts.rules import Role
from portal.formats import actions
from portal.jobs import run_waiting
from portal.settings import Settings
from tests.browser import Browser, SignIn
from tests.cast import NOW, Clock, MakePerson

Prepare = Callable[[int], None]


@pytest.fixture
def prepare(engine: Engine, app: FastAPI, settings: Settings, clock: Clock) -> Prepare:
    """`prepare(version_id)` has the cheap forms of a version made."""

    def prepare(version_id: int) -> None:
        with Session(engine) as session, session.begin():
            actions.prepare(session, version_id, NOW)
        run_waiting(engine, app.state.files, settings, clock.now)

    return prepare


@pytest.fixture
def dough_made(dough: int, prepare: Prepare) -> int:
    prepare(dough)
    return dough


@pytest.fixture
def reader(blind_tester: Person, sign_in: SignIn) -> Browser:
    return sign_in(blind_tester)


@pytest.fixture
def other(make_person: MakePerson, sign_in: SignIn) -> Browser:
    return sign_in(make_person("另一位体验员", Role.BLIND_TESTER))
