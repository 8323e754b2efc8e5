"""Lin's certificate, and the badges of it as she takes them along."""

import json
from collections.abc import Callable
from functools import cache
from itertools import cycle
from typing import Any

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from portal.accounts.models import Person
from portal.certificates.rules import certificate_number
from portal.credentials import actions
from portal.credentials.rules import Algorithm
from portal.credentials.signing import new_key
from tests.browser import SignIn
from tests.certificates.conftest import Give, give

__all__ = ["give"]

Fetch = Callable[[str], bytes]


@cache
def some_keys(algorithm: Algorithm) -> "cycle[Any]":
    """The same three keys in every test of a run: a new RSA key takes a third of a second."""
    return cycle([new_key(algorithm) for _ in range(3)])


@pytest.fixture(autouse=True)
def keys_at_hand(monkeypatch: pytest.MonkeyPatch) -> None:
    """Real keys, made once for the whole run; a test never uses more than three of a kind."""
    monkeypatch.setattr(actions, "new_key", lambda algorithm: next(some_keys(algorithm)))


@pytest.fixture
def number(lin: Person, dough: int, give: Give) -> str:
    return certificate_number(give(lin, dough))


@pytest.fixture
def token(sign_in: SignIn, lin: Person, number: str) -> str:
    """The badge as a token, downloaded by its holder."""
    return str(sign_in(lin).client.get(f"/certificates/{number}/certificate.jwt").text)


@pytest.fixture
def document(sign_in: SignIn, lin: Person, number: str) -> dict[str, Any]:
    """The badge with a proof in it, downloaded by its holder."""
    return dict(json.loads(sign_in(lin).client.get(f"/certificates/{number}/certificate.json").text))


@pytest.fixture
def fetch(app: FastAPI) -> Fetch:
    """How a stranger's program gets what the portal publishes: over HTTP and in no other way."""

    def fetch(address: str) -> bytes:
        path = address.removeprefix("https://testserver").removeprefix("http://testserver")
        answer = TestClient(app).get(path)
        assert answer.status_code == 200, address
        return answer.content

    return fetch
