"""What every test can ask for. The database part: each test that asks for one runs on both databases."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine
from sqlmodel import Session

from portal.db import connect
from tests.databases import BACKENDS, Databases, disposed, drop_databases

pytest_plugins = ("tests.cast", "tests.shelf")  # the people, their browsers, and the clock

MARKERS = (
    "browser: needs Chromium and its driver",
    "java: needs a Java runtime, for the HTML validator and epubcheck",
    "libraries: needs parts of the system: Pango for PDF files, liblouis for braille, ffmpeg",
    "orca: drives the real screen reader; runs alone, after all others",
)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--database", choices=(*BACKENDS, "both"), default="both", help="which databases to test on")


def pytest_configure(config: pytest.Config) -> None:
    for marker in MARKERS:
        config.addinivalue_line("markers", marker)


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """A test that uses a database, through whatever fixture, is two tests: one on each."""
    if "backend" in metafunc.fixturenames:
        chosen = metafunc.config.getoption("database")
        metafunc.parametrize("backend", BACKENDS if chosen == "both" else [chosen], scope="session")


def pytest_unconfigure(config: pytest.Config) -> None:
    """Clean up on a server that was there before the run; the run's own server goes by itself."""
    if (server := os.environ.get("TEST_DATABASE_URL")) and not hasattr(config, "workerinput"):
        drop_databases(server, os.getpid())


@pytest.fixture(scope="session")
def databases(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Databases:
    """The run's source of databases, the same for all of its workers."""
    base = tmp_path_factory.getbasetemp()
    is_worker = hasattr(request.config, "workerinput")
    return Databases(base.parent, os.getppid()) if is_worker else Databases(base, os.getpid())


@pytest.fixture
def database_url(backend: str, databases: Databases, tmp_path: Path) -> Iterator[str]:
    """A fresh, migrated database on each backend in turn."""
    with databases.fresh(backend, tmp_path) as url:
        yield url


@pytest.fixture
def empty_database_url(backend: str, databases: Databases, tmp_path: Path) -> Iterator[str]:
    """A database without any table, on each backend in turn."""
    with databases.empty(backend, tmp_path) as url:
        yield url


@pytest.fixture
def engine(database_url: str) -> Iterator[Engine]:
    yield from disposed(connect(database_url))


@pytest.fixture
def session(engine: Engine) -> Iterator[Session]:
    """A session of the test's own. Commit before another session should see what it wrote."""
    with Session(engine) as session:
        yield session
