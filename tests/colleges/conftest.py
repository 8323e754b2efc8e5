"""Two colleges: one of 郑州, for which 院校老师 reads, and one of 洛阳."""

import pytest
from sqlalchemy import Engine
from sqlmodel import Session

from portal.accounts.actions import load_regions
from portal.colleges.actions import NewCollege, add_college
from portal.colleges.models import College
from tests.cast import LUOYANG, NOW, ZHENGZHOU


def add(engine: Engine, code: str, name: str, region: str) -> College:
    with Session(engine, expire_on_commit=False) as session, session.begin():
        load_regions(session)
        college = add_college(session, NewCollege(code, name, f"College {code}", region), NOW)
        session.expunge_all()
    return college


@pytest.fixture
def first_college(engine: Engine) -> College:
    return add(engine, "first", "第一学院", ZHENGZHOU)


@pytest.fixture
def second_college(engine: Engine) -> College:
    return add(engine, "second", "第二学院", LUOYANG)
