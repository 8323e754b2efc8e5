"""Seals are for everybody; the proof of an entry is for its owner; and the command tells what does not fit."""

import json
from datetime import timedelta

import pytest
from fastapi import FastAPI
from sqlalchemy import Engine, text
from sqlmodel import Session

from portal.accounts.models import Person
from portal.credits.actions import post_earn
from portal.seals import verify_statement
from portal.settings import Settings
from tests.browser import Browser, SignIn
from tests.cast import NOW
from tests.commands.test_ledger import run
from tests.credits.stories import passed
from tests.seals.conftest import DAY_TWO, Seal, drop_guards, spoken


def test_before_the_first_seal(visitor: Browser) -> None:
    page = visitor.open("/ledger/seals")
    assert page.heading == "账本的封存"
    assert page.says("还没有封存过。") and not page.says("最近一次封存")
    assert page.links["下载核对程序，Python 文件"] == "/ledger/verifier"
    assert json.loads(visitor.client.get("/ledger/seals.json").text)["seals"] == []


def test_everybody_reads_the_seals_and_takes_them_along(visitor: Browser, books: dict[str, int]) -> None:
    page = visitor.open("/ledger/seals")
    assert page.says("封存 2 次，6 笔记录")
    assert page.links["2026年10月14日，JSON 文件"] == "/ledger/seals/2026-10-14.json"
    everything = json.loads(visitor.client.get("/ledger/seals.json").text)
    one = json.loads(visitor.client.get("/ledger/seals/2026-10-14.json").text)
    assert one["seals"] == everything["seals"][1:]
    assert one["keys"] == everything["keys"]
    shown = one["seals"][0]["digest"]
    assert page.says(" ".join(shown[at : at + 4] for at in range(0, 64, 4)))
    for wrong in ("2026-10-15", "2026-1-1", "20261014", "x", "9999-99-99", "2026-W42-3"):
        visitor.open(f"/ledger/seals/{wrong}.json", expect=404)
    assert visitor.open("/ledger/seals?page=99").says("封存 2 次")


def test_a_proof_is_for_its_owner_and_holds(
    visitor: Browser, sign_in: SignIn, lin: Person, mei: Person, books: dict[str, int], tmp_path: object,
    capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    owner, path = sign_in(mei), f"/ledger/proofs/{books['mei3']}.json"
    page = owner.open(f"/credits/entries/{books['mei3']}")
    assert page.links["下载这一笔的凭据"] == path
    answer = owner.client.get(path)
    assert answer.headers["cache-control"] == "private, no-store"
    for name, content in (("proof", answer.text), ("seals", visitor.client.get("/ledger/seals.json").text)):
        with open(f"{tmp_path}/{name}.json", "w", encoding="utf-8") as file:
            file.write(content)
    assert verify_statement.main([f"{tmp_path}/proof.json", f"{tmp_path}/seals.json"]) == 0
    assert f"Record {spoken(books['mei3'])}" in capsys.readouterr().out
    sign_in(lin).open(path, expect=404)
    for wrong in (books["first"], 0, 999, 2**31, 2**70, "x"):
        assert owner.client.get(f"/ledger/proofs/{wrong}.json").status_code in (404, 422)


def test_an_entry_that_waits_for_its_seal_has_no_proof_yet(
    engine: Engine, sign_in: SignIn, mei: Person, books: dict[str, int], app: FastAPI
) -> None:
    with Session(engine) as session, session.begin():
        fresh = post_earn(session, mei.id, 100, "fresh", passed(), DAY_TWO).id
    assert sign_in(mei).open(f"/ledger/proofs/{fresh}.json", expect=409).says("这一笔还没有封存。")


def test_the_command_names_what_was_cut_off(
    monkeypatch: pytest.MonkeyPatch, engine: Engine, settings: Settings, books: dict[str, int]
) -> None:
    assert run(monkeypatch, settings) == (0, ["Accounts: 5. Entries: 6. Certificates: 0. Seals: 2. Problems: 0."])
    with Session(engine) as session:
        drop_guards(session, "credit_transfer")
        session.execute(text("DELETE FROM credit_transfer WHERE id = :id"), {"id": books["mei3"]})
        values = "newest_sequence = 2, newest_digest = (SELECT digest FROM credit_transfer WHERE id = :id)"
        whose = "id = (SELECT account_id FROM credit_transfer WHERE id = :id)"
        back = f"UPDATE credit_account SET {values} WHERE {whose}"
        session.execute(text(back), {"id": books["mei2"]})
        session.commit()
    assert run(monkeypatch, settings) == (
        1,
        [
            f"Record number {spoken(books['mei3'])}: it was sealed on 2026-10-14 and is missing now.",
            "Accounts: 5. Entries: 5. Certificates: 0. Seals: 2. Problems: 1.",
        ],
    )


def test_many_seals_have_pages(visitor: Browser, seal: Seal) -> None:
    for day in range(21):
        seal(NOW + timedelta(days=day))
    page = visitor.open("/ledger/seals")
    assert page.title.startswith("账本的封存，第 1 页，共 2 页")
    assert "2026年10月12日，JSON 文件" in page.follow("下一页").links
