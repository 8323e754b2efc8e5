"""The story of one person across the credit bank, from the first course to the stranger who proves every entry."""

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from sqlalchemy import text
from sqlmodel import Session
from typer.testing import CliRunner

from portal.accounts.demo import DEMO_PASSWORD
from portal.commands import app as commands
from portal.credits.rules import record_number
from portal.db import triggers
from portal.text.codes import group
from tests.appeals.conftest import GIVE_BACK, HEARING, WRONG
from tests.credentials.outside import Refused, accepts_document, accepts_token, rust_accepts
from tests.journeys.bank import FIRST_COURSE, SECOND_COURSE, Town, town
from tests.journeys.person import Person
from tests.journeys.test_recognition import apply as ask_for_recognition
from tests.journeys.test_trainee import learn, take_assessment
from tests.pages.chrome import Chrome
from tests.recognition.conftest import photo
from tests.reversals.conftest import PROPOSAL

pytestmark = pytest.mark.browser
NAME, COLLEGE = "周晓禾", "中原融合职业学院（示例）"
EXPLAINED, WHY_TAKEN = "那天停电，换了教室，所以没有签到。", "签到表上没有您，这次考核不能算。"
TOKEN, DOCUMENT = "徽章，JWT 文件", "徽章，JSON 文件，签名在里面"


@pytest.fixture
def here(tmp_path: Path) -> Iterator[Town]:
    with town(tmp_path) as here:
        yield here


@pytest.fixture
def person(chrome: Chrome, here: Town) -> Person:
    return Person(chrome, here.served, scripts=False)


def test_one_person_across_all_rooms(
    person: Person, here: Town, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    come_in(person)
    find(person, FIRST_COURSE)
    pass_a_course(person)
    assert person.title.startswith("合格，100 分，1.5 学分已入账")
    hit_the_cap(person)
    have_a_certificate_recognised(person, here, tmp_path)
    convert_in_part(person, here)
    badge = take_badge(person, tmp_path / "badge")
    strangers_accept(here, badge)
    lose_and_regain(person, here, badge)

    here.days_pass(1)
    come_in(person)
    person.follow("学分")
    strangers_accept(here, take_badge(person, tmp_path / "new"))
    prove_the_statement(person, tmp_path / "stranger")
    the_books_are_right_until_somebody_changes_them(here, monkeypatch)


def come_in(person: Person) -> None:
    person.come()
    person.sign_in("trainee", DEMO_PASSWORD)


def find(person: Person, title: str) -> None:
    person.follow("课程")
    person.follow(title)


def pass_a_course(person: Person) -> None:
    """From its page to the last answer."""
    person.press("报名学这门课")
    learn(person)
    take_assessment(person)


def hit_the_cap(person: Person) -> None:
    """Said before the course and after it; the rest waits in the account."""
    find(person, SECOND_COURSE)
    assert person.reads("这一年已记 1.5 学分，上限 2 学分。")
    pass_a_course(person)
    assert person.title.startswith("合格，100 分，0.5 学分已入账")
    person.follow("学分")
    assert person.reads(f"未计入 这些学分不在总数里。每一项都写着为什么。 《{SECOND_COURSE}》，1 学分")
    assert person.reads("上限 2 学分。 未计入的 1 学分，2027年1月1日起再记。")


def have_a_certificate_recognised(person: Person, here: Town, folder: Path) -> None:
    """Asked by the learner, checked by one officer, assessed and decided by another."""
    picture = folder / "certificate.jpg"
    picture.write_bytes(photo())
    ask_for_recognition(person, picture)
    link = f"{NAME}，{person.heading}"
    first, second = here.world.sign_in("credit1"), here.world.sign_in("credit2")
    first.open("/recognition/desk").follow(link).press("材料齐了，交给评定")
    case = second.open("/recognition/desk?pile=assess").follow(link).follow("评定")
    answers = {"no_tie": "1", "proof": "evidence", "same_person": "yes", "result": "granted", "words": "对得上。"}
    assert case.press("交评定", answers).says("认定 5 学分。 这次记 5 学分。")
    person.follow("学分")
    assert person.reads("7 学分已入账") and person.reads("看2020年的记录，共 5 学分")


def convert_in_part(person: Person, here: Town) -> None:
    """A quote that is kept, credit that is locked; the college takes one course and not the other."""
    person.follow("看能换什么，申请换学校的课")
    person.follow(f"{COLLEGE}：面点制作")
    person.press("留下这份报价")
    person.follow("按这份报价申请")
    person.press("申请，锁定学分")
    assert person.jump_to_problem()[1] == "同意给学校看"
    person.tick("同意给学校看")
    person.press("申请，锁定学分")
    assert person.reads("还没有看过。")
    person.follow("学分")
    assert person.reads("7 学分已入账") and person.reads("6.5 学分，等学校答复。学校不收，就还回来。")
    reader = here.world.sign_in("college")
    case = reader.open("/college").follow(f"{NAME}，第 1 件")
    answer = {"decision": "part", "accepted": ["MD101"], "words": "面点工艺要在校学。"}
    assert case.press("决定，告诉学员", answer).says("这件申请已经有结果了。")
    person.follow("看能换什么，申请换学校的课")
    person.follow(f"{COLLEGE}：面点制作，第 1 件")
    assert person.reads("面点工艺要在校学。") and person.reads("没有用掉的学分解锁")
    person.follow("学分")
    assert person.reads("7 学分已入账") and person.reads("没有锁定的学分。")
    assert person.reads("1.5 学分，学校收下了。还在总学分里，不能再换一次。")


def take_badge(person: Person, folder: Path) -> tuple[str, dict[str, Any]]:
    """Both forms of the badge of the second course, downloaded from the page of its certificate."""
    person.follow("我的培训合格证书")
    person.follow(f"《{SECOND_COURSE}》")
    token = person.download(TOKEN, folder).read_text(encoding="utf-8")
    return token, json.loads(person.download(DOCUMENT, folder).read_text(encoding="utf-8"))


def strangers_accept(here: Town, badge: tuple[str, dict[str, Any]]) -> None:
    """Two libraries that know nothing of the portal, with what it publishes."""

    def fetch(address: str) -> bytes:
        return bytes(here.world.visitor().client.get(urlsplit(address).path).content)

    token, document = badge
    issuer = f"did:web:127.0.0.1%3A{urlsplit(here.served.origin).port}"
    accepts_token(token, fetch, issuer=issuer)
    accepts_document(document, fetch, issuer=issuer)
    assert rust_accepts(document, fetch)


def lose_and_regain(person: Person, here: Town, badge: tuple[str, dict[str, Any]]) -> None:
    """Two officers take the second course's credit back; who took no part gives it back."""
    first, second, judge = (here.world.sign_in(name) for name in ("credit1", "credit2", "appeal"))
    person.follow("学分")
    person.follow(f"学完《{SECOND_COURSE}》，考核 100 分。")
    record = person.heading.removeprefix("记录 ")
    case = first.open("/reversals").press("找这笔记录", {"record": record}).press("提出，告诉学员", PROPOSAL).path
    person.follow("学分")
    person.follow(f"看记录 {record} 的疑问，写说明")
    person.fill("您的说明", EXPLAINED)
    person.press("交说明")
    assert person.reads("您的说明收到了。")
    asked = second.open(case).follow("收回 0.5 学分")
    assert asked.says(EXPLAINED)
    assert asked.press("收回 0.5 学分", {"words": WHY_TAKEN}).says("学分已收回")
    with pytest.raises(Refused, match="revocation"):
        strangers_accept(here, badge)

    person.follow("学分")
    person.follow("申诉")
    person.follow(f"申诉：收回《{SECOND_COURSE}》的 0.5 学分，记录 {record}。")
    person.fill("您想说的", WRONG)
    person.choose("想怎么说", "当面，配手语翻译")
    person.press("交申诉")
    assert person.reads("轮到申诉处理员：决定受理不受理。")
    page = judge.open("/appealed").press("找这件申诉", {"receipt": person.heading.removeprefix("申诉 ")})
    desk = page.path
    page.follow("受理，或者不受理").press("定下来，告诉学员", {"accepts": "yes"})
    judge.open(desk).follow("记下听学员说").press("记下来", HEARING)
    judge.open(desk).follow("作出决定").press("决定，告诉学员", GIVE_BACK)
    person.follow("学分")
    assert person.reads(f"申诉以后，还回《{SECOND_COURSE}》的学分。") and person.reads("7 学分已入账")


def prove_the_statement(person: Person, folder: Path) -> None:
    """Four files from two pages; then the program, alone, without a network or a library."""
    person.follow("学分")
    person.follow("学分证明")
    statement = person.download("给电脑核对的，JSON 文件", folder)
    person.open("/ledger/seals")
    program, seals, keys = (
        person.download(name, folder)
        for name in ("下载核对程序，Python 文件", "下载全部封存，JSON 文件", "下载我们的公钥，JSON 文件")
    )
    said = prove(program, statement, seals, keys)
    assert said[1:4] == [
        "The whole statement is as the portal signed it on 2026-10-13.",
        "These are the first 14 entries of the account, without a gap. Later ones are not shown.",
        "Entries: 14, each as it was posted, and each in a seal:",
    ]
    assert said[-2:] == ["Credit in these entries, less what they take back: 7.", "PROVEN. Everything fits."]
    changed = json.loads(statement.read_text(encoding="utf-8"))
    changed["proofs"][0]["entry"]["credit_hundredths"] = 900
    statement.write_text(json.dumps(changed), encoding="utf-8")
    assert prove(program, statement, seals, keys)[-1].startswith("NOT PROVEN. ")


def prove(program: Path, *files: Path) -> list[str]:
    """What the downloaded program says."""
    statement, seals, keys = (one.name for one in files)
    command = [sys.executable, "-I", "-S", program.name, statement, seals, "--key", keys]
    done = subprocess.run(command, cwd=program.parent, capture_output=True, env={}, check=False)
    said = (done.stdout + done.stderr).decode().splitlines()
    assert (done.returncode == 0) == said[-1].startswith("PROVEN."), said
    return said


def the_books_are_right_until_somebody_changes_them(here: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    settings, engine = here.world.settings, here.world.engine
    monkeypatch.setenv("PORTAL_DATABASE_URL", settings.database_url)
    monkeypatch.setenv("PORTAL_DATA", str(settings.data))
    right = CliRunner().invoke(commands, ["ledger", "verify"])
    assert (right.exit_code, right.output[-13:]) == (0, "Problems: 0.\n"), right.output
    with Session(engine) as session, session.begin():
        for statement in triggers.trigger_statements("credit_transfer", engine.dialect.name):
            if statement.startswith("DROP TRIGGER"):
                session.execute(text(statement))
        changed = session.scalar(text("SELECT id FROM credit_transfer WHERE entry_type = 'recognise'"))
        session.execute(text(f"UPDATE credit_transfer SET credit_hundredths = 900 WHERE id = {changed}"))
    wrong = CliRunner().invoke(commands, ["ledger", "verify"])
    named = group(record_number(int(changed)))
    assert wrong.exit_code == 1 and f"(record number {named}): its contents were changed." in wrong.output
