"""The keys: made when they are needed, changed, withdrawn; and what is published of them."""

import hashlib
import json
import re
from datetime import timedelta
from typing import Any

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import Engine
from sqlmodel import Session, select
from typer.testing import CliRunner

from portal.accounts.models import Person
from portal.commands import app as commands
from portal.credentials.actions import make_missing_keys, rotate_keys, withdraw_key
from portal.credentials.linked import CONTEXTS, FOLDER
from portal.credentials.models import IssuerKey
from portal.credentials.queries import keys_in_use, published_keys
from portal.credentials.rules import Algorithm, issuer_of, status_list, status_place
from portal.credentials.signing import base58, new_key, open_key, unbase58
from portal.settings import Settings
from portal.vault import Vault
from tests.browser import Browser, SignIn
from tests.cast import NOW
from tests.credentials.conftest import Fetch
from tests.credentials.outside import Refused, accepts_document, accepts_token


def test_the_first_who_asks_finds_keys(visitor: Browser, session: Session) -> None:
    answer = visitor.client.get("/.well-known/did.json")
    document = answer.json()

    assert answer.headers["content-type"] == "application/did+json"
    assert answer.headers["cache-control"] == "public, max-age=300"
    assert answer.headers["access-control-allow-origin"] == "*"
    assert document["id"] == "did:web:testserver"
    assert [method["type"] for method in document["verificationMethod"]] == ["JsonWebKey", "Multikey"]
    assert document["assertionMethod"] == [method["id"] for method in document["verificationMethod"]]
    assert visitor.client.get("/.well-known/did.json").json() == document
    assert len(session.exec(select(IssuerKey)).all()) == 2


def test_no_private_half_is_published(visitor: Browser, session: Session) -> None:
    for path in ("/.well-known/did.json", "/.well-known/jwks.json"):
        assert not re.search(r'"(d|p|q|dp|dq|qi)":', visitor.client.get(path).text)
    for key in session.exec(select(IssuerKey)).all():
        assert not {"d", "p", "q"} & set(key.public_key)
        assert b'"d"' not in key.sealed


def test_new_keys_sign_and_old_ones_hold(
    engine: Engine, settings: Settings, sign_in: SignIn, lin: Person, number: str, token: str, fetch: Fetch
) -> None:
    with Session(engine) as session, session.begin():
        assert rotate_keys(session, Vault(settings.secret_key), NOW + timedelta(days=1)) == 2
    new = sign_in(lin).client.get(f"/certificates/{number}/certificate.jwt").text

    assert new.split(".")[0] != token.split(".")[0]
    assert accepts_token(token, fetch, with_status=False).id == accepts_token(new, fetch, with_status=False).id
    with Session(engine) as session:
        assert len(published_keys(session)) == 4 and len(keys_in_use(session)) == 2


def test_a_withdrawn_key_holds_nothing_any_more(
    engine: Engine,
    settings: Settings,
    sign_in: SignIn,
    visitor: Browser,
    lin: Person,
    number: str,
    document: dict[str, Any],
    fetch: Fetch,
) -> None:
    name = document["proof"]["verificationMethod"].partition("#")[2]
    with Session(engine) as session, session.begin():
        assert withdraw_key(session, Vault(settings.secret_key), name, NOW)
        assert not withdraw_key(session, Vault(settings.secret_key), name, NOW)
        assert not withdraw_key(session, Vault(settings.secret_key), "nobody", NOW)

    with pytest.raises(Refused):
        accepts_document(document, fetch, with_status=False)
    assert visitor.open("/verify").press("核对徽章", {"badge": json.dumps(document)}, expect=422)
    anew = sign_in(lin).client.get(f"/certificates/{number}/certificate.json").json()
    assert accepts_document(anew, fetch, with_status=False)


def test_two_processes_that_need_keys_at_once_make_one_of_each(engine: Engine, settings: Settings) -> None:
    from concurrent.futures import ThreadPoolExecutor
    from threading import Barrier

    start = Barrier(3)

    def ask(_: int) -> int:
        start.wait()
        with Session(engine) as session, session.begin():
            return make_missing_keys(session, Vault(settings.secret_key), NOW)

    with ThreadPoolExecutor(3) as processes:
        assert sum(processes.map(ask, range(3))) == 2
    with Session(engine) as session:
        assert keys_in_use(session).keys() == set(Algorithm)


def test_with_another_secret_nothing_is_signed_and_the_page_says_so(
    engine: Engine, settings: Settings, sign_in: SignIn, lin: Person, number: str, token: str
) -> None:
    browser = sign_in(lin)
    browser.client.app.state.vault = Vault("another secret of at least 32 characters")  # type: ignore[attr-defined]

    page = browser.open(f"/certificates/{number}/certificate.jwt", 409)

    assert "签名用的钥匙打不开" in page.text
    with Session(engine) as session:
        key = keys_in_use(session)[Algorithm.TOKEN]
        assert open_key(Vault(settings.secret_key), key.name, key.sealed)["d"]


def test_the_commands_say_what_they_did(monkeypatch: pytest.MonkeyPatch, engine: Engine, settings: Settings) -> None:
    monkeypatch.setenv("PORTAL_DATABASE_URL", settings.database_url)
    monkeypatch.setenv("PORTAL_DATA", str(settings.data))

    def run(*words: str) -> tuple[int, str]:
        result = CliRunner().invoke(commands, ["credentials", *words])
        return result.exit_code, result.output

    assert run("keys") == (0, "Keys: 0.\n")
    assert run("rotate")[0] == 0
    listed = run("keys")[1].splitlines()
    assert [line.split(": ")[1].split(",")[0] for line in listed[:2]] == ["Ed25519", "RS256"]
    name = listed[0].split(": ")[0]
    assert run("withdraw", name)[0] == 0
    assert "withdrawn." in run("keys")[1]
    assert run("withdraw", "nobody")[0] == 1


@pytest.mark.parametrize("path", ["/credentials/status/1", "/credentials/status/1.jwt"])
def test_a_list_is_there_before_the_first_certificate(visitor: Browser, path: str) -> None:
    answer = visitor.client.get(path)
    assert answer.status_code == 200 and answer.headers["cache-control"] == "public, max-age=300"


@pytest.mark.parametrize("number", ["0", "2", "-1", "x", "99999999999", "１"])
def test_lists_that_there_are_not_are_not_found(visitor: Browser, number: str) -> None:
    for path in (f"/credentials/status/{number}", f"/credentials/status/{number}.jwt"):
        visitor.open(path, 404)


@pytest.mark.parametrize(
    ("certificate_id", "place"), [(1, (1, 0)), (131_072, (1, 131_071)), (131_073, (2, 0)), (262_145, (3, 0))]
)
def test_every_certificate_has_its_place(certificate_id: int, place: tuple[int, int]) -> None:
    assert status_place(certificate_id) == place


def test_a_list_reads_as_the_standard_says() -> None:
    """131,072 bits, the first on the left, as another library reads them."""
    from openbadgeslib.ob3.status import decode_encoded_list, set_indices

    said = status_list(1, [1, 9, 131_072], "https://learn.example.org", NOW)["credentialSubject"]
    content = decode_encoded_list(said["encodedList"])

    assert len(content) == 131_072 // 8 and content[0] == 0x80
    assert set_indices(content) == {0, 8, 131_071}


@pytest.mark.parametrize(
    ("origin", "did"),
    [
        ("https://learn.example.org", "did:web:learn.example.org"),
        ("http://127.0.0.1:8000", "did:web:127.0.0.1%3A8000"),
    ],
)
def test_the_issuer_is_named_by_its_address(origin: str, did: str) -> None:
    assert issuer_of(origin) == did


def test_base58_goes_both_ways() -> None:
    for content in (b"", b"\0", b"\0\0abc", bytes(range(64))):
        assert unbase58(base58(content)) == content
    for wrong in ("0", "O", "l", "é", "1" * 101):
        with pytest.raises(ValueError):
            unbase58(wrong)


def test_the_contexts_are_unchanged() -> None:
    """What a signature covers hangs on them: each file has the digest that its README states."""
    told = (FOLDER / "README.md").read_text(encoding="utf-8")
    for address, name in CONTEXTS.items():
        digest = hashlib.sha256((FOLDER / name).read_bytes()).hexdigest()
        assert f"| `{name}` | `{address}` | `{digest}` |" in told


def test_a_page_that_only_reads_leaves_nothing_open(app: Any, visitor: Browser) -> None:
    """Keys are made beside the page's own session: many who ask at once all get an answer."""
    from concurrent.futures import ThreadPoolExecutor

    with ThreadPoolExecutor(4) as many:
        answers = list(many.map(lambda _: TestClient(app).get("/.well-known/jwks.json").status_code, range(8)))
    assert answers == [200] * 8


def test_no_key_is_named_like_an_option_of_a_command() -> None:
    assert not any(new_key(Algorithm.PROOF)[0].startswith("-") for _ in range(1000))
