"""The verifier alone: one file in an empty folder, no library, no network. It accepts what is right and no changed field."""

import copy
import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from fastapi import FastAPI
from sqlalchemy import Engine
from sqlmodel import Session

from portal.accounts.models import Person
from portal.credentials.actions import rotate_keys
from portal.credits.actions import post_earn
from portal.db import READING
from portal.seals import queries, verify_statement
from portal.seals.views import seal_proofs, seals_document, signed_statement
from portal.settings import Settings
from portal.vault import Vault
from tests.browser import Browser, SignIn
from tests.credits.stories import passed
from tests.databases import Databases
from tests.seals.conftest import DAY_TWO, spoken

Document = dict[str, Any]


@pytest.fixture
def database_url(databases: Databases, tmp_path: Path) -> Iterator[str]:
    """One database is enough here: what is checked are files. That both make the same ones, test_pages shows."""
    with databases.fresh("sqlite", tmp_path) as url:
        yield url


@pytest.fixture
def session(engine: Engine) -> Iterator[Session]:
    with Session(engine.execution_options(**READING)) as session:
        yield session


@pytest.fixture
def papers(
    app: FastAPI, session: Session, books: dict[str, int], visitor: Browser
) -> tuple[Document, Document, Document]:
    """A signed statement of mei's three entries, all seals, and the portal's keys."""
    mine = [books[name] for name in ("mei1", "mei2", "mei3")]
    document = {"name": "梅子", "total_hundredths": 600, "proofs": seal_proofs(session, mine)}
    statement = signed_statement(SimpleNamespace(app=app), session, document, DAY_TWO)  # type: ignore[arg-type]
    seals, keys = (
        json.loads(visitor.client.get(path).text) for path in ("/ledger/seals.json", "/.well-known/jwks.json")
    )
    return statement, seals, keys


def run(
    folder: Path, statement: object, seals: object, keys: object = None, program: bytes = b""
) -> tuple[int, list[str]]:
    """The program as a stranger runs it: in a folder of its own, with the standard library alone."""
    folder.mkdir(exist_ok=True)
    (folder / "verify_statement.py").write_bytes(program or Path(verify_statement.__file__).read_bytes())
    for name, content in (("statement", statement), ("seals", seals), ("keys", keys)):
        (folder / f"{name}.json").write_text(json.dumps(content), encoding="utf-8")
    more = ["--key", "keys.json"] if keys else []
    command = [sys.executable, "-I", "-S", "verify_statement.py", "statement.json", "seals.json", *more]
    done = subprocess.run(command, cwd=folder, capture_output=True, env={}, check=False)
    return done.returncode, (done.stdout + done.stderr).decode().splitlines()


def test_what_is_right_is_told_in_plain_sentences(
    tmp_path: Path, visitor: Browser, books: dict[str, int], papers: tuple[Document, Document, Document]
) -> None:
    program = visitor.client.get("/ledger/verifier").content
    status, said = run(tmp_path / "alone", *papers, program=program)
    assert said == [
        "Seals: 2, from 1 to 2, each names the one before it. Signatures fit.",
        "The whole statement is as the portal signed it on 2026-10-14.",
        "These are the first 3 entries of the account, without a gap. Later ones are not shown.",
        "Entries: 3, each as it was posted, and each in a seal:",
        f"  Record {spoken(books['mei1'])}, 2026-10-12: earn, 1 credits. 小店记账和收款",
        f"  Record {spoken(books['mei2'])}, 2026-10-12: earn, 2 credits. 小店记账和收款",
        f"  Record {spoken(books['mei3'])}, 2026-10-13: earn, 3 credits. 小店记账和收款",
        "Credit in these entries, less what they take back: 6.",
        "PROVEN. Everything fits.",
    ]
    assert status == 0


def changed(document: Any) -> Iterator[tuple[str, Callable[[Any], Any]]]:
    """Every single value of a document, changed; every name and every item left out."""
    items = document.items() if isinstance(document, dict) else enumerate(document)
    for name, value in items:
        yield f"{name}", lambda whole, name=name: _without(whole, name)
        if isinstance(value, dict | list):
            for where, change in changed(value):
                yield (
                    f"{name}.{where}",
                    lambda whole, name=name, change=change: _with(whole, name, change(whole[name])),
                )
        else:
            yield f"{name}", lambda whole, name=name, value=value: _with(whole, name, other(value))


def other(value: Any) -> Any:
    if isinstance(value, str):
        return value[:-1] + ("0" if value[-1:] != "0" else "1")
    return (value or 0) + 1


def _with(whole: Any, name: Any, value: Any) -> Any:
    whole = copy.copy(whole)
    whole[name] = value
    return whole


def _without(whole: Any, name: Any) -> Any:
    whole = copy.copy(whole)
    del whole[name]
    return whole


def in_process(tmp_path: Path, capsys: pytest.CaptureFixture[str], *documents: object) -> int:
    """The same as `run`, hundreds of times in one process."""
    for name, content in zip(("statement", "seals", "keys"), documents, strict=True):
        (tmp_path / f"{name}.json").write_text(json.dumps(content), encoding="utf-8")
    paths = [str(tmp_path / f"{name}.json") for name in ("statement", "seals", "keys")]
    status = verify_statement.main([*paths[:2], "--key", paths[2]])
    last = capsys.readouterr().out.splitlines()[-1]
    assert last.startswith("NOT PROVEN. " if status else "PROVEN."), last
    return status


def test_no_value_can_be_changed_and_no_name_left_out(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], papers: tuple[Document, Document, Document]
) -> None:
    statement, seals, keys = papers
    unsigned = _without(statement, "signature")
    assert [in_process(tmp_path, capsys, one, seals, keys) for one in (statement, unsigned)] == [0, 0]
    accepted = [
        f"statement: {w}" for w, c in changed(statement) if not in_process(tmp_path, capsys, c(statement), seals, keys)
    ]
    proofs = {"proofs": unsigned["proofs"]}
    accepted += [f"proofs: {w}" for w, c in changed(proofs) if not in_process(tmp_path, capsys, c(proofs), seals, keys)]
    only = {"seals": seals["seals"]}
    accepted += [f"seals: {w}" for w, c in changed(only) if not in_process(tmp_path, capsys, statement, c(only), keys)]
    # An entry may be left out where the whole is not signed: the program says that others may be there. Where it is
    # signed, only the signature itself may go, and then the program says what is not proven any more.
    assert accepted == ["statement: signature", "proofs: proofs.0", "proofs: proofs.1", "proofs: proofs.2"]


def test_what_is_not_sealed_yet_is_not_proven(
    tmp_path: Path,
    engine: Engine,
    session: Session,
    books: dict[str, int],
    mei: Any,
    papers: tuple[Document, Document, Document],
) -> None:
    with Session(engine) as own, own.begin():
        fresh = post_earn(own, mei.id, 100, "fresh", passed(), DAY_TWO).id
    session.rollback()
    _, seals, keys = papers
    status, said = run(tmp_path / "alone", {"proofs": seal_proofs(session, [books["mei1"], fresh])}, seals, keys)
    assert (status, said[-1]) == (
        1,
        f"NOT PROVEN. Record {spoken(fresh)} is not in a seal yet. "
        "Entries are sealed daily: ask for the statement again tomorrow.",
    )


def test_a_strangers_key_proves_nothing(
    tmp_path: Path,
    session: Session,
    settings: Settings,
    engine: Engine,
    papers: tuple[Document, Document, Document],
) -> None:
    """Whoever makes seals of their own brings a key of their own: with the portal's key they fall."""
    statement, seals, keys = papers
    forged = {**seals, "keys": [key | {"x": key["x"][::-1]} for key in seals["keys"]]}
    assert run(tmp_path / "alone", statement, forged)[0] == 1
    assert run(tmp_path / "alone", statement, seals)[1][-2].startswith("The keys came with the seals.")
    with Session(engine) as own, own.begin():
        rotate_keys(own, Vault(settings.secret_key), DAY_TWO)
    status, said = run(tmp_path / "alone", statement, seals, {"keys": [keys["keys"][0] | {"kid": "another"}]})
    assert (status, said) == (1, ["NOT PROVEN. Seal 2 is signed with a key that is not known."])


@pytest.mark.parametrize(
    "content", [b"", b"[]", b"{", b"3", b'{"seals": [], "keys": []}', b'{"a": 1, "a": 1}', b"[" * 9999, b"\xff"]
)
def test_nonsense_is_refused_in_one_sentence(
    tmp_path: Path, content: bytes, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "nonsense.json"
    path.write_bytes(content)
    assert verify_statement.main([str(path), str(path)]) == 1
    assert capsys.readouterr().out.startswith("NOT PROVEN. ")


def test_nothing_is_proven_before_the_first_seal(session: Session) -> None:
    assert seal_proofs(session, [1]) is None
    assert seals_document(queries.seals(session), []) == {"seals": [], "keys": []}


def test_the_statement_that_a_person_downloads_is_proven(
    tmp_path: Path, visitor: Browser, sign_in: SignIn, mei: Person, books: dict[str, int]
) -> None:
    """From the account to the stranger: three files from three addresses, and the verdict."""
    addresses = ("/ledger/seals.json", "/.well-known/jwks.json")
    seals, keys = (json.loads(visitor.client.get(address).text) for address in addresses)
    statement = json.loads(sign_in(mei).client.get("/credits/statement.json").text)
    status, said = run(tmp_path / "alone", statement, seals, keys)
    assert (status, said[-1]) == (0, "PROVEN. Everything fits.")
    assert "Credit in these entries, less what they take back: 6." in said
    status, said = run(tmp_path / "alone", statement | {"holder": {"name": "别人"}}, seals, keys)
    assert (status, said[-1]) == (
        1,
        "NOT PROVEN. The statement was changed: the signature over the whole does not fit.",
    )


def test_points_between_leave_no_gap_in_a_whole_statement(
    tmp_path: Path, visitor: Browser, sign_in: SignIn, lin: Person, books: dict[str, int]
) -> None:
    """Otherwise nobody could know that an entry which is not shown took nothing back."""
    addresses = ("/ledger/seals.json", "/.well-known/jwks.json")
    seals, keys = (json.loads(visitor.client.get(address).text) for address in addresses)
    statement = json.loads(sign_in(lin).client.get("/credits/statement.json").text)
    assert [one["row"]["id"] for one in statement["entries"]] == [books["first"], books["locked"]]
    status, said = run(tmp_path / "alone", statement, seals, keys)
    assert (status, said[2]) == (
        0,
        "These are the first 3 entries of the account, without a gap. Later ones are not shown.",
    )
