"""Who reads for which college, and when: one college at a time, only while both are live."""

from datetime import date, timedelta

import pytest
from fastapi import APIRouter, FastAPI
from sqlalchemy import Engine
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session

from portal.accounts.actions import load_regions
from portal.accounts.demo import load_demo_people
from portal.accounts.models import Person
from portal.accounts.queries import person_by_identifier
from portal.colleges import actions, queries
from portal.colleges.access import CollegeReader
from portal.colleges.actions import NewCollege
from portal.colleges.demo import load_demo_colleges
from portal.colleges.models import College, CollegeMember
from portal.errors import Refused
from portal.settings import Settings
from tests.browser import SignIn
from tests.cast import CHEAP, NOW, ZHENGZHOU

TODAY = date(2026, 10, 12)
DAY = timedelta(days=1)


def test_somebody_reads_for_one_college_at_a_time(
    session: Session, first_college: College, second_college: College, college_reader: Person
) -> None:
    who = college_reader.id
    assert queries.college_of(session, who, TODAY) is None
    member = actions.add_member(session, first_college, who, TODAY, NOW)
    assert actions.add_member(session, first_college, who, TODAY, NOW) is member
    assert queries.college_of(session, who, TODAY - DAY) is None
    assert queries.college_of(session, who, TODAY).code == "first"
    moved = actions.add_member(session, second_college, who, TODAY + 10 * DAY, NOW)
    assert queries.college_of(session, who, TODAY + 9 * DAY).code == "first"
    assert queries.college_of(session, who, TODAY + 10 * DAY).code == "second"
    actions.end_member(session, moved, TODAY + 20 * DAY, NOW)
    assert queries.college_of(session, who, TODAY + 20 * DAY).code == "second"
    assert queries.college_of(session, who, TODAY + 21 * DAY) is None


def test_the_database_refuses_a_second_membership_without_end(
    session: Session, first_college: College, second_college: College, college_reader: Person
) -> None:
    for college in (first_college, second_college):
        session.add(CollegeMember(college_id=college.id, person_id=college_reader.id, valid_from=TODAY, added_at=NOW))
    with pytest.raises(IntegrityError):
        session.flush()


def test_a_college_that_is_not_live_reads_nothing(
    session: Session, first_college: College, college_reader: Person
) -> None:
    actions.add_member(session, first_college, college_reader.id, TODAY, NOW)
    one = session.get_one(College, first_college.id)
    one.live = False
    session.flush()
    assert queries.college_of(session, college_reader.id, TODAY) is None
    assert queries.all_colleges(session) == []
    assert queries.live_college(session, one.id) is None
    with pytest.raises(Refused):
        actions.add_college(session, NewCollege("first", "另一个", "Another", ZHENGZHOU), NOW)


def test_only_a_reader_of_a_live_college_comes_in(
    app: FastAPI, engine: Engine, sign_in: SignIn, first_college: College, college_reader: Person, lin: Person
) -> None:
    router = APIRouter()

    @router.get("/for-readers")
    async def for_readers(reader: CollegeReader) -> dict[str, str]:
        return {"who": reader.actor.name, "college": reader.college.code}

    app.include_router(router)
    asked = sign_in(college_reader).client
    assert asked.get("/for-readers").status_code == 404
    with Session(engine) as session, session.begin():
        for person in (college_reader, lin):  # lin has no such role
            actions.add_member(session, first_college, person.id, TODAY, NOW)
    assert asked.get("/for-readers").json() == {"who": "院校老师", "college": "first"}
    assert sign_in(lin).client.get("/for-readers").status_code == 404


def test_the_demo_has_two_colleges_and_a_reader(session: Session, settings: Settings) -> None:
    load_regions(session)
    load_demo_people(session, settings, CHEAP)
    assert (load_demo_colleges(session, NOW), load_demo_colleges(session, NOW)) == (2, 0)
    reader = person_by_identifier(session, "college")
    assert reader and queries.college_of(session, reader.id, TODAY).code == "zhongyuan"
    assert [one.code for one in queries.all_colleges(session)] == ["luohe-open", "zhongyuan"]
