"""The audit log only grows, and tells when somebody changed it from outside."""

import threading
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import Engine, text
from sqlalchemy.exc import DBAPIError
from sqlmodel import Session, col, select
from typer.testing import CliRunner

from portal.audit import AuditEntry, record, verify
from portal.commands import app

NOW = datetime(2026, 3, 2, 1, 30, 0, 123456, tzinfo=UTC)


def fill(session: Session) -> None:
    for count in (1, 2, 3):
        record(session, 7, "sign_in.person", "person", 7, NOW, count=count)
    record(session, 8, "submission.approve", "submission", 4, NOW, acting_for=9, note="好 ✓", ids=[1, 2])
    record(session, None, "job.finish", "submission", 4, NOW)
    session.commit()


def problems(engine: Engine) -> list[str]:
    with Session(engine) as session:
        return [str(problem) for problem in verify(session)]


def tamper(engine: Engine, statement: str) -> None:
    """Change a row behind the portal's back, as somebody with the database's password could."""
    with engine.begin() as connection:
        if engine.dialect.name == "postgresql":
            connection.execute(text("SET LOCAL session_replication_role = replica"))
        else:
            for verb in ("update", "delete"):
                connection.execute(text(f"DROP TRIGGER audit_entry_append_only_{verb}"))
        connection.execute(text(statement))


def test_entries_are_chained_by_person_and_for_the_portal_by_object(session: Session, engine: Engine) -> None:
    fill(session)
    rows = session.exec(select(AuditEntry.chain, AuditEntry.sequence).order_by(col(AuditEntry.id))).all()
    session.commit()
    assert rows == [("actor/7", 1), ("actor/7", 2), ("actor/7", 3), ("actor/8", 1), ("object/submission/4", 1)]
    assert problems(engine) == []


def test_numbers_of_people_are_masked(session: Session) -> None:
    entry = record(session, 7, "person.search", "person", 8, NOW, words="card 99010119900101001913")
    assert entry.details == {"words": "card ***"}


@pytest.mark.parametrize("statement", ["UPDATE audit_entry SET step = 'x'", "DELETE FROM audit_entry"])
def test_the_database_refuses_changes(session: Session, statement: str) -> None:
    fill(session)
    with pytest.raises(DBAPIError, match="append-only"):
        session.execute(text(statement))


@pytest.mark.parametrize(
    ("statement", "problem"),
    [
        ("UPDATE audit_entry SET object_id = '5' WHERE id = 2", "审计记录 2（actor/7 第 2 条）的内容被改动过。"),
        ("UPDATE audit_entry SET details = '{}' WHERE id = 4", "审计记录 4（actor/8 第 1 条）的内容被改动过。"),
        ("DELETE FROM audit_entry WHERE id = 2", "审计记录 3（actor/7 第 3 条）之前少了记录。"),
        ("DELETE FROM audit_entry WHERE id = 1", "审计记录 2（actor/7 第 2 条）之前少了记录。"),
    ],
)
def test_a_change_from_outside_is_found(session: Session, engine: Engine, statement: str, problem: str) -> None:
    fill(session)
    tamper(engine, statement)
    assert problem in problems(engine)


def test_a_forged_row_that_hides_a_change_does_not_fit_the_next_one(session: Session, engine: Engine) -> None:
    fill(session)
    forged = session.get_one(AuditEntry, 2)
    forged.details = {"count": 99}
    digest = forged.digest_now()
    session.rollback()
    tamper(engine, f"UPDATE audit_entry SET details = '{{\"count\": 99}}', digest = '{digest}' WHERE id = 2")
    assert problems(engine) == ["审计记录 3（actor/7 第 3 条）与前一条接不上。"]


def test_nothing_is_kept_of_a_deed_that_failed(session: Session, engine: Engine) -> None:
    fill(session)
    record(session, 7, "sign_in.person", "person", 7, NOW)
    session.rollback()
    record(session, 7, "sign_out.person", "person", 7, NOW)
    session.commit()
    steps = session.exec(select(AuditEntry.sequence, AuditEntry.step).where(AuditEntry.chain == "actor/7")).all()
    session.rollback()
    assert sorted(steps)[2:] == [(3, "sign_in.person"), (4, "sign_out.person")]
    assert problems(engine) == []


def test_many_at_once_in_one_chain_lose_nothing(engine: Engine) -> None:
    def write() -> None:
        for _ in range(15):
            with Session(engine) as session, session.begin():
                record(session, 7, "sign_in.person", "person", 7, NOW)

    threads = [threading.Thread(target=write) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with Session(engine) as session:
        sequences = session.exec(select(AuditEntry.sequence).order_by(col(AuditEntry.sequence))).all()
    assert list(sequences) == list(range(1, 61))
    assert problems(engine) == []


def test_the_command_counts_and_names_what_is_wrong(
    session: Session, engine: Engine, database_url: str, tmp_path: Path
) -> None:
    fill(session)
    environment = {"PORTAL_DATABASE_URL": database_url, "PORTAL_DATA": str(tmp_path)}
    good = CliRunner().invoke(app, ["audit", "verify"], env=environment)
    assert (good.exit_code, good.stdout) == (0, "Audit entries: 5. Problems: 0.\n")
    tamper(engine, "UPDATE audit_entry SET object_id = '5' WHERE id = 2")
    bad = CliRunner().invoke(app, ["audit", "verify"], env=environment)
    problem = "Audit entry 2 (actor/7, number 2) was changed.\n"
    assert (bad.exit_code, bad.stdout) == (1, f"{problem}Audit entries: 5. Problems: 1.\n")
