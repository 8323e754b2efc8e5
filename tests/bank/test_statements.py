"""Statements of many people as one file: only one's own region, told to each of them, and gone after a week."""

import io
import re
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import Engine
from sqlmodel import Session, select

from portal.accounts.models import Person
from portal.accounts.rules import Role
from portal.audit import AuditEntry
from portal.bank.statements.actions import store_of
from portal.bank.statements.models import StatementOrder
from portal.credits.actions import post_earn
from portal.files import Files
from portal.jobs import enqueue, run_waiting
from portal.learning.models import Enrolment, EnrolmentState
from portal.settings import Settings
from tests.browser import Browser, SignIn
from tests.cast import LUOYANG, NOW, ZHENGZHOU, Clock, MakePerson
from tests.credits.stories import passed

WANTED = {"course": "", "year": "", "reason": "发给用人单位核对培训补贴。"}
Work = Callable[[], None]


@pytest.fixture
def work(engine: Engine, settings: Settings, tmp_path: Path, clock: Clock) -> Work:
    """The worker does what waits, and what comes by itself each day."""

    def work() -> None:
        with Session(engine) as session, session.begin():
            enqueue(session, "drop_statements", f"drop/{clock.now}", {"period": "a day"}, clock.now)
        run_waiting(engine, Files(settings.files_url, tmp_path), settings, clock.now)

    return work


def earn(engine: Engine, person: Person, version_id: int | None = None) -> None:
    with Session(engine) as session, session.begin():
        post_earn(session, person.id, 150, f"course/{person.id}", passed(), NOW)
        if version_id:
            gone = {"state": EnrolmentState.PASSED, "passed_at": NOW, "mark": 90, "enrolled_at": NOW}
            session.add(Enrolment(person_id=person.id, version_id=version_id, **gone))


@pytest.fixture
def officer(sign_in: SignIn, make_person: MakePerson) -> Browser:
    """A credit officer of 郑州 only, who has credit too."""
    return sign_in(make_person("郑州的学分员", Role.CREDIT_OFFICER, Role.TRAINEE, region=ZHENGZHOU, scope=ZHENGZHOU))


def test_from_the_order_to_the_file_and_its_end(
    engine: Engine, officer: Browser, sign_in: SignIn, lin: Person, mei: Person, make_person: MakePerson,
    work: Work, clock: Clock, settings: Settings,
) -> None:  # fmt: skip
    county = make_person("县里的学员", Role.TRAINEE, region="410102")
    for person in (lin, mei, county):
        earn(engine, person)
    page = officer.open("/bank").follow("给许多学员出学分证明")
    assert page.says("郑州市的学员，每人一份")
    page = page.press("出这些证明", WANTED)
    assert page.title.startswith("第 1 批，2 位学员，正在做")
    assert sign_in(lin).open("/account").says("郑州的学分员，原因：发给用人单位核对培训补贴。")
    assert not sign_in(mei).open("/account").says("谁出过我的学分证明")
    work()
    page = officer.open(page.path)
    assert page.says("做好了") and page.says("留到2026年10月19日。")
    content = officer.client.get("/bank/statements/1/statements.zip").content
    archive = zipfile.ZipFile(io.BytesIO(content))
    people = {"县里的学员.csv", "县里的学员.txt", "林小雨.csv", "林小雨.txt"}
    both = {f"{spoken}/{name}" for spoken in ("zh", "en") for name in people}
    assert {re.sub(r"/\d{4}-", "/", name) for name in archive.namelist()} == both | {"说明.txt", "read-me.txt"}
    told = {re.sub(r"/\d{4}-", "/", name): archive.read(name).decode("utf-8-sig") for name in archive.namelist()}
    assert "共 1.5 学分" in told["zh/林小雨.csv"] and "1.5 credits" in told["en/林小雨.csv"]
    assert "林小雨" in told["en/林小雨.txt"] and "1.5 credits" in told["en/林小雨.txt"]
    assert "记录号：这一笔的号，九位。" in told["说明.txt"] and not re.search("[\u4e00-\u9fff]", told["read-me.txt"])
    assert not any("990101" in one or "视力" in one for one in told.values())
    with Session(engine) as session:
        steps = [one.step for one in session.exec(select(AuditEntry)) if one.object_type == "statement_order"]
        digest = session.exec(select(StatementOrder.digest)).one()
    assert steps == ["order.statements", "take.statements"] and store_of(settings).exists(digest)

    clock.forward(days=8)
    work()
    assert not store_of(settings).exists(digest)
    with Session(engine, expire_on_commit=False) as session:
        whose = session.exec(select(Person).where(Person.name == "郑州的学分员")).one()
    back = sign_in(whose)
    assert back.open("/bank/statements/1").says("文件已删掉。要的话，再出一次。")
    back.open("/bank/statements/1/statements.zip", expect=404)
    assert sign_in(lin).open("/account").says("谁出过我的学分证明")


def test_by_course_and_year(engine: Engine, officer: Browser, lin: Person, make_person: MakePerson, dough: int) -> None:
    other = make_person("另一位", Role.TRAINEE, region=ZHENGZHOU)
    earn(engine, lin, dough)
    earn(engine, other)
    assert officer.send("/bank/statements", WANTED | {"course": "《用手和面》", "year": "2026"}).says("1 位学员")
    refused = officer.send("/bank/statements", WANTED | {"year": "2025"}, expect=409)
    assert refused.says("没有符合的学员。")


def test_what_is_wrong_is_said_and_kept(officer: Browser) -> None:
    page = officer.open("/bank/statements")
    wrong = page.press(
        "出这些证明", {"course": "没有的课", "year": "26", "reason": "证号 990101199001010019"}, expect=422
    )
    assert set(wrong.problems.values()) == {"course", "year", "reason"} and wrong.typed("course") == "没有的课"
    assert page.press("出这些证明", WANTED | {"reason": "长" * 301}, expect=422).says("不超过 300 个字")
    assert page.press("出这些证明", WANTED | {"reason": " "}, expect=422).says("写清做什么用")


def test_who_may_not(
    engine: Engine, sign_in: SignIn, officer: Browser, lin: Person, auditor: Person, credit1: Person,
    make_person: MakePerson, work: Work,
) -> None:  # fmt: skip
    earn(engine, lin)
    officer.send("/bank/statements", WANTED)
    work()
    for person in (lin, auditor):
        sign_in(person).open("/bank/statements", expect=404)
    elsewhere = sign_in(make_person("洛阳的学分员", Role.CREDIT_OFFICER, region=LUOYANG, scope=LUOYANG))
    assert elsewhere.send("/bank/statements", WANTED, expect=409).says("没有符合的学员。")
    for browser in (elsewhere, sign_in(credit1)):
        browser.open("/bank/statements/1", expect=404)
        browser.open("/bank/statements/1/statements.zip", expect=404)
