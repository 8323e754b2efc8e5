"""A record whose words are wrong: said, checked, and put right by a note beside it."""

import pytest
from sqlalchemy import Engine, text
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, select

from portal.accounts.models import Person
from portal.accounts.rules import Role
from portal.audit import AuditEntry
from portal.corrections.models import EntryCorrection
from portal.credits.actions import post_earn
from portal.credits.models import CreditTransfer
from portal.credits.verifying import verify
from portal.db import READING
from tests.browser import Browser, SignIn
from tests.cast import LUOYANG, NOW, ZHENGZHOU, MakePerson
from tests.credits.stories import passed

ASKED = {"what": "title", "words": "应该是《小店记账与收款》。"}
NOTE = "名称应该是《小店记账与收款》。"


@pytest.fixture
def entry(engine: Engine, lin: Person) -> str:
    """The address of an entry of hers."""
    with Session(engine) as session, session.begin():
        return f"/credits/entries/{post_earn(session, lin.id, 150, 'course/1', passed(), NOW).id}"


@pytest.fixture
def learner(sign_in: SignIn, lin: Person) -> Browser:
    return sign_in(lin)


@pytest.fixture
def officer(sign_in: SignIn, credit1: Person) -> Browser:
    return sign_in(credit1)


def ask(learner: Browser, entry: str) -> None:
    learner.open(entry).follow("这一笔写错了").press("交给工作人员核对", ASKED)


def test_what_is_wrong_is_put_right_beside_the_entry(
    learner: Browser, officer: Browser, entry: str, engine: Engine, lin: Person, credit1: Person
) -> None:
    form = learner.open(entry).follow("这一笔写错了")
    assert form.says("10 个工作日内核对，到2026年10月26日。")
    assert set(form.press("交给工作人员核对", expect=422).problems.values()) == {"what", "words"}
    told = form.press("交给工作人员核对", ASKED)
    assert told.path == entry and told.says("正在核对写的对不对") and "这一笔写错了" not in told.links
    assert learner.open(f"{entry}/correction").path == entry
    desk = officer.open("/corrections")
    assert desk.says("等您核对，1 件")
    case = desk.follow("林小雨，记录 0000 0001 3")
    assert case.says(ASKED["words"])
    assert set(case.press("定下来，告诉学员", expect=422).problems.values()) == {"step", "note"}
    assert case.press("定下来，告诉学员", {"step": "apply", "note": NOTE}).says("加了更正")
    assert officer.send(case.path, {"step": "refuse", "note": "没有。"}, expect=409).says("这件事已经办过了。")
    told = learner.open(entry)
    assert told.says("更正") and told.says(NOTE) and told.says("《小店记账和收款》") and "这一笔写错了" in told.links
    with Session(engine.execution_options(**READING)) as session:
        assert session.exec(select(CreditTransfer)).one().cause == passed() and verify(session) == []
        steps = [one.step for one in session.exec(select(AuditEntry)) if one.step.endswith(".correction")]
        assert [one for one in steps if not one.startswith("read")] == ["ask.correction", "apply.correction"]
        assert "read.correction" in steps


def test_nobody_decides_on_their_own_or_of_another_region(
    engine: Engine, learner: Browser, entry: str, sign_in: SignIn, make_person: MakePerson, mei: Person
) -> None:
    ask(learner, entry)
    elsewhere = sign_in(make_person("洛阳的学分员", Role.CREDIT_OFFICER, region=LUOYANG, scope=LUOYANG))
    assert elsewhere.open("/corrections").says("等您核对，0 件")
    elsewhere.open("/corrections/1", expect=404)
    elsewhere.send("/corrections/1", {"step": "apply", "note": NOTE}, expect=404)
    other = sign_in(mei)
    other.open(f"{entry}/correction", expect=404)
    other.send(f"{entry}/correction", ASKED, expect=404)
    other.open("/corrections", expect=404)
    both = make_person("也在学", Role.TRAINEE, Role.CREDIT_OFFICER, region=ZHENGZHOU)
    with Session(engine) as session, session.begin():
        own = post_earn(session, both.id, 100, "course/2", passed(), NOW).id
    browser = sign_in(both)
    ask(browser, f"/credits/entries/{own}")
    assert browser.open("/corrections").says("等您核对，1 件")
    browser.open("/corrections/2", expect=409)
    assert browser.send("/corrections/2", {"step": "apply", "note": NOTE}, expect=409).says("这是您自己的记录。")


def test_said_twice_it_is_one_and_something_else_waits(
    learner: Browser, officer: Browser, entry: str, engine: Engine
) -> None:
    ask(learner, entry)
    learner.send(f"{entry}/correction", ASKED)
    assert learner.send(f"{entry}/correction", ASKED | {"what": "other"}, expect=409).says("还没有核对完")
    case = officer.open("/corrections/1")
    case.press("定下来，告诉学员", {"step": "refuse", "note": "课程就叫这个名字。"})
    assert learner.open(entry).says("核对过，没有写错") and officer.open("/corrections?pile=done").says("办过的，1 件")
    ask(learner, entry)
    with Session(engine.execution_options(**READING)) as session:
        assert len(session.exec(select(EntryCorrection)).all()) == 2


@pytest.mark.parametrize("change", ["decided_by_id = person_id", "state = 'applied'", "note = '改。'", "words = ''"])
def test_the_database_keeps_its_promises_by_itself(learner: Browser, entry: str, engine: Engine, change: str) -> None:
    ask(learner, entry)
    with Session(engine) as session, pytest.raises(IntegrityError):
        session.execute(text(f"UPDATE entry_correction SET {change}"))
