"""The whole account to take along: the same in every form, and nothing that is nobody's business."""

import csv
import io
import json
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from fastapi import FastAPI
from sqlalchemy import Engine
from sqlmodel import Session

from portal.accounts.models import Person
from portal.chain import chained_digest
from portal.credits.actions import move_earned, post_points
from portal.credits.models import CreditTransfer
from portal.credits.rules import EntryType, digest_of, record_number
from portal.jobs import run_waiting
from portal.settings import Settings
from portal.text.codes import group
from tests.browser import Browser, SignIn
from tests.cast import NOW, Clock
from tests.credits.stories import add_many, finished
from tests.credits.test_moves import REVERSED
from tests.credits.test_pages import rows
from tests.seals.conftest import DAY_ONE, Seal
from tests.seals.conftest import seal as seal
from tests.seals.test_statement import run
from tests.sharing.conftest import FORBIDDEN


def test_as_a_page(learner: Browser, entries: list[int]) -> None:
    page = learner.open("/credits").follow("学分证明")

    assert page.heading == "学分证明" and len(rows(page)) == 2
    assert "姓名林小雨总学分1 学分" in page.text
    assert rows(page)[0][1:] == [
        f"学完《小店记账和收款》，考核 62 分。 考核由无碍学堂判分。 记录号 {group(record_number(entries[1]))}",
        "变动：增加 0.5", "之后的总学分：1",
    ]  # fmt: skip
    assert not [word for word in FORBIDDEN if word in page.text]


def test_as_a_table(engine: Engine, learner: Browser, lin: Person, entries: list[int]) -> None:
    with Session(engine) as session, session.begin():
        post_points(session, lin.id, 10, "lesson/1", finished(lesson="付款, “零钱”"), NOW)
        earned = session.get_one(CreditTransfer, entries[0])
        move_earned(session, earned, EntryType.LOCK, 20, "lock/1", REVERSED, NOW)

    answer = learner.client.get("/credits/statement.csv")

    assert answer.content.startswith(b"\xef\xbb\xbf")
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    table = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert table[0] == [
        "学分证明：林小雨，截至2026年10月12日，共 1 学分，另有 10 分积分。不写残疾类别，不写住址，不写完整证号。"
    ]
    assert table[1] == ["日期", "事情", "怎样变动", "变动", "单位", "之后的总数", "入账日期", "规则版本", "记录号"]
    assert table[2][2:6] == ["不变，锁定 0.2", "0", "学分", "1"]
    assert table[3][1] == "学完《小店记账和收款》第 1 课《付款, “零钱”》。"
    assert table[4] == [
        "2026年10月12日", "学完《小店记账和收款》，考核 62 分。", "增加 0.5", "0.5", "学分", "1", "2026年10月12日",
        "2026-1", group(record_number(entries[1])),
    ]  # fmt: skip


def test_as_text_and_in_braille(
    engine: Engine, settings: Settings, app: FastAPI, learner: Browser, entries: list[int]
) -> None:
    said = learner.client.get("/credits/statement.txt").content.decode("utf-8-sig")
    for sentence in (
        "学分证明",
        "姓名：林小雨",
        "总学分：1 学分",
        "变动：增加 0.5",
        f"记录号：{group(record_number(entries[0]))}",
    ):
        assert sentence in said
    assert not [word for word in FORBIDDEN if word in said]
    learner.client.cookies.set("language", "en")
    english = learner.client.get("/credits/statement.txt").content.decode("utf-8-sig")
    assert "Total credits: 1 credits" in english and "plus 0.5" in english
    learner.client.cookies.delete("language")
    assert learner.open("/credits/statement.brf", 202).says("正在准备")
    run_waiting(engine, app.state.files, settings, NOW)
    braille = learner.client.get("/credits/statement.brf")
    assert braille.headers["content-disposition"] == 'attachment; filename="credit-statement.brf"'
    lines = braille.content.decode("ascii").replace("\f", "\r\n").split("\r\n")
    assert braille.headers["content-type"] == "application/x-brf" and max(map(len, lines)) <= 40


@pytest.mark.parametrize(
    ("needs", "first"),
    [({"ways": ["braille"]}, "brf"), ({"cells": "20"}, "brf"), ({"media": ["transcript"]}, "txt"), ({}, "html")],
)
def test_the_form_of_ones_needs_comes_first(
    engine: Engine, learner: Browser, lin: Person, entries: list[int], needs: dict[str, Any], first: str
) -> None:
    with Session(engine) as session, session.begin():
        session.get_one(Person, lin.id).needs = needs

    went = learner.client.get("/credits/statement").url.path
    assert went == ("/credits/statement/paper" if first == "brf" else f"/credits/statement.{first}")
    addresses = [one for one in learner.open("/credits/statement.html").links.values() if "/statement." in one]
    assert addresses[0] == f"/credits/statement.{first if first != 'html' else 'txt'}"


def test_for_machines_every_digest_can_be_computed_again(
    app: FastAPI, engine: Engine, learner: Browser, entries: list[int]
) -> None:
    with Session(engine) as session, session.begin():
        earned = session.get_one(CreditTransfer, entries[0])
        move_earned(session, earned, EntryType.REVERSE, 20, "reversal/9", REVERSED, NOW)
    app.state.seal_proofs = lambda session, ids: [f"proof of {one}" for one in ids]

    said = json.loads(learner.client.get("/credits/statement.json").content)

    assert (said["is_whole"], said["credit_hundredths"], said["points"]) == (True, 80, 0)
    assert [one["row"]["sequence"] for one in said["entries"]] == [1, 2, 3]
    assert said["signature"]["value"] and said["proofs"] == [f"proof of {one['row']['id']}" for one in said["entries"]]
    before = ""
    for one in said["entries"]:
        row = one["row"]
        covered = {k: v for k, v in row.items() if k not in ("digest", "previous_digest")}
        if covered["earned_id"] is None:
            covered.pop("earned_id")
        assert chained_digest(row["previous_digest"], covered) == row["digest"] == digest_of(row)
        assert row["previous_digest"] == before
        before = row["digest"]
    assert not [word for word in FORBIDDEN if word in json.dumps(said, ensure_ascii=False)]


def test_on_paper(
    engine: Engine, settings: Settings, app: FastAPI, learner: Browser, entries: list[int], clock: Clock,
    sign_in: SignIn, lin: Person,
) -> None:  # fmt: skip
    waits = learner.open("/credits/statement.html")
    assert waits.follow("大字打印版，PDF 文件，读屏能读", 202).says("正在准备")
    run_waiting(engine, app.state.files, settings, clock.now)

    answer = learner.client.get("/credits/statement.pdf")

    assert answer.headers["content-disposition"] == 'attachment; filename="credit-statement.pdf"'
    assert "private" in answer.headers["cache-control"]
    with pikepdf.open(io.BytesIO(answer.content)) as pdf:
        assert pdf.Root.Lang == "zh-CN" and pdf.Root.MarkInfo.Marked
        with pdf.open_metadata() as told:
            assert told["pdfuaid:part"] == "1" and "林小雨" in told["dc:title"]
    assert learner.open("/credits/statement/paper").says("可以下载了")
    clock.forward(days=1)  # another day is another paper
    assert sign_in(lin).open("/credits/statement/paper", 202).says("正在准备")


def test_thousands_of_entries_are_bounded_for_people_and_whole_for_machines(
    engine: Engine, learner: Browser, lin: Person
) -> None:
    with Session(engine) as session:
        add_many(session, lin.id, 1200, NOW)

    page = learner.open("/credits/statement.html")

    assert page.says("一共 1200 笔，这里是最新的 500 笔。") and len(rows(page)) == 500
    assert len(json.loads(learner.client.get("/credits/statement.json").content)["entries"]) == 1200
    assert len(learner.client.get("/credits/statement.csv").text.splitlines()) == 1202
    assert learner.open("/credits/shares/preview?which=all", 422).problems == {
        "哪些学分：最多 500 笔，选短一些的时间": "which"
    }


def test_a_stranger_checks_it_with_the_program_alone(
    tmp_path: Path, learner: Browser, visitor: Browser, entries: list[int], seal: Seal
) -> None:
    seal(DAY_ONE)
    statement = json.loads(learner.client.get("/credits/statement.json").content)
    seals = json.loads(visitor.client.get("/ledger/seals.json").content)

    status, said = run(tmp_path / "alone", statement, seals)
    assert (status, said[-1]) == (0, "PROVEN. Everything fits.") and "Entries: 2" in "".join(said)
    for changed in (statement | {"holder": {"name": "李四"}}, statement | {"credit_hundredths": 9900}):
        assert run(tmp_path / "alone", changed, seals)[0] != 0
