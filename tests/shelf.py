"""Courses for tests: the minimal package on the shelf, and copies of it as other courses."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine
from sqlmodel import Session

from portal.files import Files
from portal.library import actions
from portal.library.models import CourseVersion
from portal.library.packages import read_package
from portal.settings import Settings
from tests.cast import NOW

MINIMAL = Path(__file__).parent / "library" / "packages" / "minimal"
OpenCourse = Callable[..., int]


@pytest.fixture
def open_course(engine: Engine, settings: Settings) -> OpenCourse:
    """`open_course(slug="…", title="…")` puts the minimal course on the shelf under that name; gives its version's id.

    Further values replace what the package says of the course, for example `level=2`;
    `review` is what a review has found, otherwise nobody has reviewed it.
    """

    def open_course(
        slug: str = "dough-by-hand", credit_hundredths: int = 150, review: Any = None, **values: Any
    ) -> int:
        package = read_package(MINIMAL)
        changed = package.__class__(**vars(package) | {"id": slug} | values)
        files = Files(settings.files_url, settings.data / "incoming")
        with Session(engine) as session, session.begin():
            digest = f"{slug}{values}".encode().hex()[:64].ljust(64, "0")
            version = actions.stage(session, files, changed, MINIMAL, digest)
            actions.publish(session, version, credit_hundredths, review or {}, date(2028, 10, 12), NOW)
            return version.id

    return open_course


@pytest.fixture
def dough(open_course: OpenCourse) -> int:
    """《用手和面》: two lessons, five questions, 1.5 credits. The id of its published version."""
    return open_course()


def version_of(session: Session, version_id: int) -> CourseVersion:
    """The version itself, for assertions."""
    version = session.get(CourseVersion, version_id)
    assert version is not None
    return version
