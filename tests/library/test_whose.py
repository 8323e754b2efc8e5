"""A course belongs to the place that opened it first."""

import pytest
from sqlalchemy import Engine
from sqlmodel import Session

from portal.errors import Refused
from portal.library.models import CourseVersion, VersionState
from tests.shelf import OpenCourse


def test_nobody_takes_the_place_of_anothers_course(open_course: OpenCourse, engine: Engine) -> None:
    first = open_course(region="410100")
    with pytest.raises(Refused):
        open_course(region="410300")
    with Session(engine) as session:
        assert session.get_one(CourseVersion, first).state == VersionState.PUBLISHED
    assert open_course(region="410100", title="新版") != first
