"""Administrators say who reads for a college and who no longer does; what a reader's tokens open ends with them."""

from collections.abc import Callable
from typing import Any

from sqlalchemy import Engine
from sqlmodel import Session, select

from portal.accounts.models import Person
from portal.accounts.rules import Role
from portal.audit import AuditEntry
from portal.colleges.models import College, CollegeMember
from tests.browser import Browser, SignIn
from tests.cast import LUOYANG, Clock, MakePerson
from tests.exchange.conftest import (  # the reader has a token of the interface
    agreement,
    applied,
    call,
    courses,
    earned,
    first_college,
    make,
    reader,
    second_college,
    session,
    shown,
)  # fmt: skip

__all__ = [
    "agreement", "applied", "call", "courses", "earned", "first_college", "make", "reader", "second_college",
    "session", "shown",
]  # fmt: skip


def name(engine: Engine, person: Person, identifier: str) -> None:
    with Session(engine) as session, session.begin():
        session.get_one(Person, person.id).identifier = identifier


def test_reading_ends_and_the_tokens_with_it(
    sign_in: SignIn, administrator: Person, college_reader: Person, reader: Browser, engine: Engine,
    call: Callable[..., Any], make: Callable[[str], str], shown: int, session: Session,
) -> None:  # fmt: skip
    token = make(f"share-{shown}")
    assert call("GET", "/credits", token).status_code == 200
    desk = sign_in(administrator)
    page = desk.open("/colleges").follow("让院校老师停")
    assert page.says("不能再看学员给这所院校看的学分") and page.says("这位老师做的令牌都停。")
    assert page.press("定下来", {}, 422).problems == {"什么时候停：选一个": "ends"}
    page.press("定下来", {"ends": "today"})
    assert call("GET", "/credits", token).status_code == 200  # until the day is over
    assert desk.open("/colleges").says("，看到这天：2026年10月12日")
    desk.open("/colleges").follow("让院校老师停").press("定下来", {"ends": "now"})
    assert call("GET", "/credits", token).status_code == 401
    reader.open("/college", expect=404)
    assert desk.open("/colleges").says("还没有人替它看。")
    member = session.exec(select(CollegeMember)).one()
    address = f"/colleges/first/readers/{member.id}/end"
    assert desk.open(address, expect=409).says("这位老师已经不看了。")
    desk.send(address, {"ends": "now"}, expect=409)
    audited = [one.step for one in session.exec(select(AuditEntry)) if one.step.startswith("colleges.end")]
    assert audited == ["colleges.end_member", "colleges.end_member"]

    name(engine, college_reader, "yuan")
    page = desk.open("/colleges").follow("给第一学院加一位老师")
    page.press("加上", {"identifier": " YUAN "})
    page.press("加上", {"identifier": "yuan"})  # twice is once
    reader.open("/college")
    assert call("GET", "/credits", token).status_code == 200  # whoever reads again has their own tokens again
    session.rollback()
    assert len(session.exec(select(CollegeMember)).all()) == 2


def test_who_cannot_be_added_is_told_why(
    sign_in: SignIn, administrator: Person, make_person: MakePerson, engine: Engine, lin: Person, first_college: College
) -> None:
    desk = sign_in(administrator)
    name(engine, lin, "lin-name")
    name(engine, administrator, "boss")
    page = desk.open("/colleges").follow("给第一学院加一位老师")
    for typed, said in {
        "": "写这位老师的登录名",
        "nobody": "没有找到这个人",
        "lin-name": "还不是合作院校老师",
        "boss": "这是您自己",
    }.items():
        refused = page.press("加上", {"identifier": typed}, 422)
        assert refused.says(said) and refused.typed("identifier") == typed


def test_an_administrator_manages_the_colleges_of_the_region(
    sign_in: SignIn, make_person: MakePerson, first_college: College, second_college: College, reader: Browser,
    credit1: Person, session: Session, clock: Clock,
) -> None:  # fmt: skip
    here = sign_in(make_person("洛阳的管理员", Role.ADMINISTRATOR, region=LUOYANG, scope=LUOYANG))
    page = here.open("/colleges")
    assert page.says("第二学院") and not page.says("第一学院")
    member = session.exec(select(CollegeMember)).one()
    here.open("/colleges/first/readers", expect=404)
    here.send("/colleges/first/readers", {"identifier": "x"}, expect=404)
    for code in ("first", "second"):  # neither by its own college nor by another
        here.open(f"/colleges/{code}/readers/{member.id}/end", expect=404)
        here.send(f"/colleges/{code}/readers/{member.id}/end", {"ends": "now"}, expect=404)
    sign_in(credit1).open("/colleges", expect=404)
    reader.open("/colleges", expect=404)
