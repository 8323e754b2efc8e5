"""Lin shows some of it to others: exactly that, until a day, and hears who looked."""

import json
import re
from datetime import timedelta
from typing import Any

import pytest
from fastapi import FastAPI
from sqlalchemy import Engine, text
from sqlalchemy.exc import DatabaseError
from sqlmodel import Session, select

from portal.accounts.models import Person
from portal.audit import AuditEntry
from portal.colleges.actions import add_member
from portal.colleges.models import College
from portal.credits.actions import move_earned
from portal.credits.models import CreditTransfer
from portal.credits.rules import EntryType, record_number
from portal.sharing import actions, queries
from portal.sharing.actions import Wish
from portal.sharing.models import Share
from portal.sharing.rules import Door, Items, Scope
from portal.text.codes import group
from tests.browser import Browser, Page, SignIn
from tests.cast import NOW, Clock
from tests.certificates.conftest import Give
from tests.credits.test_moves import REVERSED
from tests.credits.test_pages import earn
from tests.sharing.conftest import FORBIDDEN

PICK: dict[str, Any] = {"which": "picked", "name": "short"}


@pytest.fixture
def shared(learner: Browser, entries: list[int], line: int) -> Page:
    """The page of a share of the older entry and of the line, with the family name only."""
    picking = learner.open("/credits").follow("选几样，给别人看")
    preview = picking.press("看别人会看到什么", PICK | {"entry": [str(entries[0])], "line": [str(line)]})
    assert preview.heading == "别人会看到什么"
    return preview.press("给别人看", {"receiver": "早餐店老板", "purpose": "找工作", "days": "30"})


def code_of(page: Page) -> str:
    return re.sub(r"\D", "", str(page.html.select_one(".code").get_text()))  # type: ignore[union-attr]


def address_of(page: Page) -> str:
    return page.links["看对方看到什么"]


def test_others_see_what_was_picked_and_nothing_else(
    shared: Page, visitor: Browser, entries: list[int], session: Session
) -> None:
    seen = visitor.open(address_of(shared))

    assert seen.heading == "学分证明，现在有效"
    for said in ("林某", "选的学分合计0.5 学分", "用来做什么：找工作", group(record_number(entries[0])),
                 "2019年至2022年，面点师，郑州早餐店。本人填写，未核对。", "只有本人选的内容，不是全部"):  # fmt: skip
        assert seen.says(said), said
    for hidden in (*FORBIDDEN, "林小雨", "早餐店老板", "总学分", group(record_number(entries[1])), "之后的总学分"):
        assert not seen.says(hidden), hidden
    assert seen.response.headers["x-robots-tag"] == "noindex"
    assert seen.response.headers["cache-control"] == "private, no-store"
    by_code = visitor.open("/verify").press("核对证书", {"code": group(code_of(shared))})
    assert by_code.says("学分证明，现在有效") and by_code.says("面点师")
    token = address_of(shared).rsplit("/", 1)[1]
    kept = session.exec(select(Share)).one()
    assert token not in json.dumps(kept.model_dump(mode="json")) and kept.token_digest != token


def test_the_person_hears_who_looked(shared: Page, learner: Browser, visitor: Browser, clock: Clock) -> None:
    page = learner.open(shared.path)
    assert page.says("还没有人看过。")
    learner.open(address_of(shared))
    visitor.open(address_of(shared))
    visitor.open(address_of(shared))
    visitor.open(f"/verify/{code_of(shared)}")
    clock.forward(hours=1)
    visitor.client.get(address_of(shared) + "/statement.json")

    looks = [words.get_text() for words in learner.open(shared.path).html.select("main h2 + p + ul li")][:3]
    assert [look.split("，")[-1].strip() for look in looks] == ["用网址", "用验证码", "用网址"]


def test_as_files_for_them_and_for_oneself(
    shared: Page, visitor: Browser, learner: Browser, entries: list[int]
) -> None:
    said = json.loads(visitor.client.get(address_of(shared) + "/statement.json").content)
    assert [one["row"]["id"] for one in said["entries"]] == [entries[0]]
    assert (said["is_whole"], said["holder"]) == (False, {"name": "林某"}) and "points" not in said
    assert said["own_lines"][0]["is_proven"] is False
    table = visitor.client.get(address_of(shared) + "/statement.csv").text
    assert "之后的总数" not in table and "怎样变动" in table and len(table.splitlines()) == 3
    visitor.open(address_of(shared) + "/statement.pdf", 404)
    text_file = learner.client.get(f"{shared.path}/statement.txt").content.decode("utf-8-sig")
    assert f"验证码：{group(code_of(shared))}" in text_file and "面点师" in text_file
    assert learner.open(f"{shared.path}/statement.brf", 202).says("正在准备")
    learner.open(f"{shared.path}/statement.xyz", 404)
    assert learner.open(f"{shared.path}/statement.pdf", 202).says("正在准备")


def test_credit_that_is_taken_back_is_never_shown_as_if_it_stood(
    engine: Engine, shared: Page, visitor: Browser, entries: list[int]
) -> None:
    with Session(engine) as session, session.begin():
        earned = session.get_one(CreditTransfer, entries[0])
        move_earned(session, earned, EntryType.REVERSE, 30, "reversal/1", REVERSED, NOW)

    seen = visitor.open(address_of(shared))
    assert seen.says("选的学分合计0.2 学分") and seen.says("减少 0.3")


@pytest.mark.parametrize("how", ["stopped", "over"])
def test_what_is_over_says_so_and_nothing_more(
    shared: Page, learner: Browser, visitor: Browser, clock: Clock, sign_in: SignIn, lin: Person, how: str,
    session: Session,
) -> None:  # fmt: skip
    if how == "stopped":
        assert learner.open(shared.path).press("停止给别人看").says("您停止了，别人看不到了")
        learner.send(f"{shared.path}/ending")  # once more changes nothing
    else:
        clock.forward(days=30)
        assert visitor.open(address_of(shared)).says("现在有效")
        clock.forward(days=1)
    for address in (address_of(shared), f"/verify/{code_of(shared)}", address_of(shared) + "/statement.json"):
        gone = visitor.open(address, 410)
        assert gone.heading == "这份证明不再给别人看"
        assert not [word for word in ("林", "面点师", "找工作", "0.5") if gone.says(word)]
    page = sign_in(lin).open(shared.path)
    assert page.says("别人看不到了") and "停止给别人看" not in page.buttons
    if how == "stopped":
        steps = [one.step for one in session.exec(select(AuditEntry).order_by(AuditEntry.id)) if "share" in one.step]  # type: ignore[arg-type]
        assert steps == ["make.share", "stop.share"]


def test_only_for_a_college(
    engine: Engine, learner: Browser, visitor: Browser, sign_in: SignIn, entries: list[int], first_college: College,
    second_college: College, college_reader: Person, mei: Person,
) -> None:  # fmt: skip
    preview = learner.open("/credits/shares/preview?which=all&name=whole")
    shared = preview.press("给别人看", {"to": str(first_college.id), "days": "10"})
    assert shared.says("只给第一学院，要用那里的账号登录")
    reader = sign_in(college_reader)
    for browser in (visitor, sign_in(mei), reader):
        seen = browser.open(address_of(shared))
        assert seen.heading == "这份证明只给指定的学校看" and not seen.says("林小雨") and not seen.says("第一学院")
    with Session(engine) as session, session.begin():
        add_member(session, first_college, college_reader.id, NOW.date(), NOW)
    assert reader.open(f"/verify/{code_of(shared)}").says("林小雨")
    assert learner.open(shared.path).says("用验证码，第一学院")


def test_a_certificate_can_be_picked(learner: Browser, visitor: Browser, lin: Person, dough: int, give: Give) -> None:
    certificate = give(lin, dough)
    preview = learner.open(f"/credits/shares/preview?which=none&certificate=99&certificate={certificate}")
    shared = preview.press("给别人看")
    assert visitor.open(address_of(shared)).says("《用手和面》，1.5 学分")


def test_nobody_picks_what_is_anothers(
    engine: Engine, sign_in: SignIn, mei: Person, entries: list[int], line: int
) -> None:
    other = sign_in(mei)
    (own,) = earn(engine, mei)
    address = f"/credits/shares/preview?which=picked&entry={own}&entry={entries[0]}&line={line}&name=whole"
    preview = other.open(address)
    assert preview.says(group(record_number(own))) and not preview.says(group(record_number(entries[0])))
    assert not preview.says("面点师")
    for nonsense in ("x", "-1", "9" * 15, "1;2"):
        other.open(f"/credits/shares/preview?which=picked&entry={nonsense}", 422)


def test_nobody_opens_anothers_share(shared: Page, sign_in: SignIn, mei: Person, visitor: Browser) -> None:
    other = sign_in(mei)
    for address in (shared.path, f"{shared.path}/statement.txt", f"{shared.path}/paper"):
        other.open(address, 404)
    other.send(f"{shared.path}/ending", expect=404)
    other.send(f"{shared.path}/paper", expect=404)
    assert visitor.open(shared.path).path.startswith("/sign-in")
    visitor.open("/shared/" + "a" * 40, 404)
    visitor.open("/shared/abc", 404)


def test_what_is_wrong_is_said_and_nothing_is_lost(learner: Browser, entries: list[int], session: Session) -> None:
    picking = learner.open("/credits/shares/new")
    for sent, problem in (
        ({"which": "picked"}, {"选哪几笔：至少选一笔": "entry"}),
        ({"which": "none"}, {"哪些学分：至少给别人看一样": "which"}),
        ({"which": "x"}, {"哪些学分：选一个": "which"}),
        ({"name": "x"}, {"姓名：选一个": "name"}),
        (
            {"which": "years", "year_from": "2026", "year_to": "1999"},
            {"从哪一年：选两个年份，前一个不晚于后一个": "year_from"},
        ),
    ):
        assert picking.press("看别人会看到什么", sent, 422).problems == problem
    preview = picking.press("看别人会看到什么")
    wrong = preview.press(
        "给别人看", {"days": "366", "receiver": "甲" * 61, "purpose": "990101199001010019", "to": "77"}, 422
    )
    assert sorted(wrong.problems.values()) == ["days", "purpose", "receiver", "to"]
    assert wrong.typed("receiver") == "甲" * 61 and wrong.says("学完《小店记账和收款》")
    assert session.exec(select(Share)).all() == []


def test_many_shares_have_pages(
    app: FastAPI, engine: Engine, learner: Browser, lin: Person, entries: list[int]
) -> None:
    assert learner.open("/credits/shares").says("还没有给别人看过。")
    with Session(engine) as session, session.begin():
        for _ in range(23):
            make(session, app, lin, entries)
    page = learner.open("/credits/shares")
    assert page.says("共 23 份") and len(page.follow("下一页").html.select("ul.rows li")) == 3


def test_programs_find_only_what_is_live(app: FastAPI, engine: Engine, lin: Person, entries: list[int]) -> None:
    with Session(engine) as session, session.begin():
        made = make(session, app, lin, entries, scopes=(Scope.READ_CREDITS, Scope.ANSWER_CONVERSION))
        assert made.scopes == ["read:credits", "answer:conversion"]
        assert queries.live_share(session, made.token_digest, NOW) is made
        assert queries.live_share(session, made.token_digest, NOW + timedelta(days=31)) is None
        actions.note_look(session, made.id, Door.PROGRAM, "第一学院", NOW)
        actions.note_look(session, made.id, Door.PROGRAM, "第一学院", NOW)
        assert [look.institution for look in queries.looks_at(session, made.id, 5)] == ["第一学院"]
        actions.stop(session, made, NOW)
        assert queries.live_share(session, made.token_digest, NOW) is None
    with pytest.raises(DatabaseError), Session(engine) as session, session.begin():
        session.execute(text("DELETE FROM share_look"))


def make(session: Session, app: FastAPI, person: Person, entries: list[int], **more: Any) -> Share:
    wish = Wish(holder_name=person.name, days=30, most_days=365, **more)
    return actions.share(session, app.state.vault, person.id, Items(entry_ids=tuple(entries)), wish, NOW)
