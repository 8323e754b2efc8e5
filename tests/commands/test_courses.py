"""`load-courses` says what it did, also when there was nothing to do, and never takes the place of a review."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import Engine
from sqlmodel import Session, select
from typer.testing import CliRunner

from portal.commands import app
from portal.library.models import CourseVersion, VersionState
from tests.shelf import MINIMAL

Load = Callable[[Path], tuple[int, str]]


@pytest.fixture
def load(database_url: str, tmp_path: Path) -> Load:
    def load(folder: Path) -> tuple[int, str]:
        settings = {"PORTAL_DATABASE_URL": database_url, "PORTAL_DATA": str(tmp_path / "data")}
        done = CliRunner().invoke(app, ["load-courses", str(folder)], env=settings)
        return done.exit_code, done.output.strip().splitlines()[-1]

    return load


@pytest.fixture
def newer(tmp_path: Path) -> Path:
    """The minimal package with another version number, in a folder of another name."""
    folder = shutil.copytree(MINIMAL, tmp_path / "newer")
    manifest = folder / "course.toml"
    manifest.write_text(manifest.read_text(encoding="utf-8").replace("1.0.0", "1.1.0"), encoding="utf-8")
    return folder


def test_it_says_what_was_published_and_what_was_there(load: Load, newer: Path) -> None:
    assert load(MINIMAL) == (0, "Courses: 1 published, 0 unchanged, 0 refused.")
    assert load(MINIMAL) == (0, "Courses: 0 published, 1 unchanged, 0 refused.")
    assert load(newer) == (0, "Courses: 1 published, 0 unchanged, 0 refused.")
    assert load(MINIMAL) == (0, "Courses: 1 published, 0 unchanged, 0 refused.")


def test_a_folder_without_a_package_is_told(load: Load, tmp_path: Path) -> None:
    assert load(tmp_path / "nowhere") == (1, f"{tmp_path / 'nowhere'} is not a folder.")
    (tmp_path / "empty").mkdir()
    status, said = load(tmp_path / "empty")
    assert (status, said.startswith(f"{tmp_path / 'empty'} holds no course package")) == (1, True)


def test_a_course_that_has_been_reviewed_stays(load: Load, newer: Path, engine: Engine) -> None:
    load(MINIMAL)
    with Session(engine) as session, session.begin():
        session.exec(select(CourseVersion)).one().review = {"rows": [{"term": "评审会", "text": "通过", "values": {}}]}
    assert load(newer) == (0, "Courses: 0 published, 1 unchanged, 0 refused.")
    with Session(engine) as session:
        version = session.exec(select(CourseVersion)).one()
        assert version.number == 1
        assert version.state == VersionState.PUBLISHED
