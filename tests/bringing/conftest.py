"""An author of 郑州 who brings files, and the work that waits."""

from collections.abc import Callable

import pytest
from fastapi import FastAPI
from sqlalchemy import Engine

from portal.accounts.models import Person
from portal.jobs import run_waiting
from portal.settings import Settings
from tests.browser import Browser, SignIn
from tests.cast import Clock


@pytest.fixture
def work(engine: Engine, settings: Settings, app: FastAPI, clock: Clock) -> Callable[[], int]:
    """`work()` does the jobs that wait."""
    return lambda: run_waiting(engine, app.state.files, settings, clock.now)


@pytest.fixture
def author(sign_in: SignIn, zz_author: Person) -> Browser:
    return sign_in(zz_author)
