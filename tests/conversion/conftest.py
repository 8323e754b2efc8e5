"""第一学院 takes credit for its programme 面点: 《用手和面》 for one course, any two of three for another. 林小雨 has 《用手和面》."""

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from sqlalchemy import Engine
from sqlmodel import Session

from portal.accounts.models import Person
from portal.accounts.rules import Actor, Role
from portal.certificates.actions import issue
from portal.colleges.actions import add_member
from portal.colleges.models import College
from portal.conversion import drafting
from portal.conversion.drafting import Wanted
from portal.conversion.models import CollegeAgreement
from portal.conversion.terms import COURSE, RECOGNISED, Group, Source, Target, Terms
from portal.credits.actions import post_earn
from portal.db import READING
from portal.library.models import CourseVersion
from tests.cast import NOW, PROVINCE
from tests.colleges.conftest import first_college, second_college  # noqa: F401
from tests.shelf import OpenCourse

TODAY = date(2026, 10, 12)
TERMS = Terms("面点制作", "Pastry making", 2, 10_000, 50, 25, 800, 80, 0, False)


def actor(person: Person, *roles: Role, verified: bool = True) -> Actor:
    return Actor(person.id, person.name, frozenset(roles), PROVINCE, verified)


def source(course_id: int, title: str) -> Source:
    return Source(COURSE, course_id=course_id, title=title, title_en="")


def course_id_of(engine: Engine, version_id: int) -> int:
    with Session(engine) as session:
        return session.get_one(CourseVersion, version_id).course_id


@pytest.fixture
def courses(engine: Engine, dough: int, open_course: OpenCourse) -> dict[str, int]:
    """The ids of versions: 用手和面 (lin has passed it), 包子, 月饼 and 面条, all open."""
    more = {title: open_course(slug=slug, title=title) for slug, title in (("buns", "包子"), ("cakes", "月饼"))}
    return {"用手和面": dough, **more, "面条": open_course(slug="noodles", title="面条", level=2)}


def targets_of(engine: Engine, courses: dict[str, int]) -> list[Target]:
    ids = {title: source(course_id_of(engine, version), title) for title, version in courses.items()}
    baker = Source(RECOGNISED, family="baker", least_level=3, title="烘焙师证", title_en="Baker's certificate")
    either = Group(1, (ids["月饼"], baker))
    return [
        Target("MD101", "面点基础", "Basics of pastry", 100, 1, 90, 60, Group(0, (ids["用手和面"],))),
        Target("MD102", "面点工艺", "Craft of pastry", 150, 1, 85, 60, Group(2, (ids["包子"], ids["面条"], either))),
    ]


def make_agreement(
    engine: Engine, college: College, first: Person, second: Person, targets: list[Target], **terms: Any
) -> CollegeAgreement:
    """Written by one officer and confirmed by another, as their desk does it."""
    with Session(engine, expire_on_commit=False) as session, session.begin():
        writer = actor(first, Role.CREDIT_OFFICER)
        wanted = Wanted(Terms(**vars(TERMS) | terms), date(2026, 1, 1), date(2027, 12, 31))
        draft = drafting.begin_draft(session, writer, college.id, "pastry", wanted, NOW)
        for one in targets:
            drafting.put_target(session, writer, draft, one, "", NOW)
        drafting.propose(session, writer, draft, NOW)
        row = drafting.confirm(session, actor(second, Role.CREDIT_OFFICER), draft, NOW)
        session.flush()
        session.expunge_all()
    return row


@pytest.fixture
def agreement(
    engine: Engine,
    first_college: College,  # noqa: F811
    credit1: Person,
    credit2: Person,
    college_reader: Person,
    courses: dict[str, int],
) -> CollegeAgreement:
    """Live from 2026 to 2027; 院校老师 reads for the college."""
    with Session(engine) as session, session.begin():
        add_member(session, first_college, college_reader.id, TODAY, NOW)
    return make_agreement(engine, first_college, credit1, credit2, targets_of(engine, courses))


def earn(engine: Engine, person: Person, version_id: int, amount: int = 150, mark: int = 86) -> int:
    """Credit that a person earned by passing a course, with its certificate."""
    with Session(engine) as session, session.begin():
        version = session.get_one(CourseVersion, version_id)
        cause = {"kind": "course_passed", "title": version.title, "mark": mark, "course_version_id": version_id}
        reference = f"course/{version.course_id}/person/{person.id}"
        transfer_id = post_earn(session, person.id, amount, reference, cause, NOW).id
        issue(session, person.id, version_id, version.title, 90, amount, transfer_id, NOW, mark, NOW)
        return transfer_id


@pytest.fixture
def earned(engine: Engine, lin: Person, courses: dict[str, int]) -> int:
    """The id of 林小雨's entry: 1.5 credits of 《用手和面》."""
    return earn(engine, lin, courses["用手和面"])


@pytest.fixture
def session(engine: Engine) -> Iterator[Session]:
    """A session that only looks: nobody waits for it. `rollback` before looking again."""
    with Session(engine.execution_options(**READING)) as session:
        yield session


@pytest.fixture
def applied(engine: Engine, lin: Person, earned: int, agreement: CollegeAgreement) -> int:
    """The id of an application for MD101."""
    from tests.conversion.story import apply, quote_of  # which knows this file

    with Session(engine) as session, session.begin():
        quote_id = quote_of(session, lin, agreement.id)
    return apply(engine, lin, quote_id, "MD101")
