"""`python3 -m portal people`: plain lines, and a status that tells the truth."""

import pytest
from sqlalchemy import Engine
from sqlmodel import Session, select
from typer.testing import CliRunner

from portal.accounts.actions import load_regions
from portal.accounts.demo import load_demo_people
from portal.accounts.models import Person
from portal.audit import AuditEntry
from portal.commands import app
from portal.settings import Settings
from tests.cast import CHEAP


@pytest.fixture
def run(database_url: str, tmp_path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("PORTAL_DATABASE_URL", database_url)
    monkeypatch.setenv("PORTAL_DATA", str(tmp_path / "data"))

    def run(*words: str, typed: str = "") -> tuple[int, str]:
        done = CliRunner().invoke(app, ["people", *words], input=typed)
        return done.exit_code, done.output.strip()

    return run


def test_the_first_administrator_comes_in(run, engine: Engine):
    added = run("add", "Wang", "王芳", "--region", "410100", typed="a long password\n")
    granted = run("grant", "wang", "administrator")
    listed = run("list")

    assert added == (0, "Added wang with no role. Give one: python3 -m portal people grant IDENTIFIER ROLE.")
    assert granted == (0, "Granted: wang is administrator for 410000.")
    assert listed == (
        0,
        "wang, 王芳, active, 410100: administrator for 410000\nPeople with a sign-in name: 1. People in all: 1.",
    )
    with Session(engine) as session:
        assert "a long password" not in session.exec(select(Person)).one().password_hash
        steps = [entry.step for entry in session.exec(select(AuditEntry).order_by(AuditEntry.id)).all()]
    assert steps == ["accounts.add_person", "accounts.grant_role"]


def test_what_cannot_be_done_says_so_and_changes_nothing(run):
    assert run("add", "wang", "王芳", typed="short\n")[0] == 1
    assert run("add", "wang", "王芳", "--region", "123456", typed="a long password\n") == (
        1,
        "Nothing done. There is no region 123456.",
    )
    assert run("grant", "wang", "expert") == (1, "Nothing granted. There is nobody called wang.")
    assert run("list") == (0, "People with a sign-in name: 0. People in all: 0.")
    run("add", "wang", "王芳", typed="a long password\n")
    assert run("add", "WANG", "另一个", typed="a long password\n") == (1, "Not added. There is somebody called wang.")
    run("grant", "wang", "expert")
    assert run("grant", "wang", "expert") == (1, "Nothing granted. wang holds the role expert already.")


def test_production_does_not_start_with_the_people_of_a_demo(run, engine: Engine, monkeypatch: pytest.MonkeyPatch):
    with Session(engine) as session, session.begin():
        load_regions(session)
        load_demo_people(session, Settings(), CHEAP)
    monkeypatch.setenv("PORTAL_MODE", "production")
    monkeypatch.setenv("PORTAL_ORIGIN", "https://portal.example")
    monkeypatch.setenv("PORTAL_SECRET_KEY", "a secret of more than thirty-two characters")

    done = CliRunner().invoke(app, ["serve"])

    assert done.exit_code == 1
    assert done.output.startswith("This database holds 25 demo people, whose password is public.")
