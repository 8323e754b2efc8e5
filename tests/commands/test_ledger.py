"""`python3 -m portal ledger verify`, before and after a row is changed behind its back."""

import pytest
from sqlalchemy import Engine, text
from sqlmodel import Session
from typer.testing import CliRunner

from portal.accounts.models import Person
from portal.commands import app
from portal.credits.actions import post_earn
from portal.credits.rules import record_number
from portal.db import triggers
from portal.settings import Settings
from portal.text.codes import group
from tests.cast import NOW
from tests.credits.stories import passed


def run(monkeypatch: pytest.MonkeyPatch, settings: Settings) -> tuple[int, list[str]]:
    monkeypatch.setenv("PORTAL_DATABASE_URL", settings.database_url)
    monkeypatch.setenv("PORTAL_DATA", str(settings.data))
    result = CliRunner().invoke(app, ["ledger", "verify"])
    return result.exit_code, result.output.splitlines()


def test_a_changed_row_is_named_and_the_command_says_no(
    monkeypatch: pytest.MonkeyPatch, engine: Engine, settings: Settings, lin: Person
):
    with Session(engine) as session, session.begin():
        account_id = post_earn(session, lin.id, 150, "course/1", passed(), NOW).account_id
        post_earn(session, lin.id, 50, "course/2", passed(), NOW)
    assert run(monkeypatch, settings) == (0, ["Accounts: 2. Entries: 2. Certificates: 0. Seals: 0. Problems: 0."])

    with engine.begin() as connection:
        for statement in triggers.trigger_statements("credit_transfer", engine.dialect.name):
            if statement.startswith("DROP"):
                connection.execute(text(statement))
        connection.execute(text("UPDATE credit_transfer SET credit_hundredths = 9900 WHERE id = 2"))

    assert run(monkeypatch, settings) == (
        1,
        [
            f"Account {account_id}, entry 2 (record number {group(record_number(2))}): its contents were changed.",
            "Accounts: 2. Entries: 2. Certificates: 0. Seals: 0. Problems: 1.",
        ],
    )
