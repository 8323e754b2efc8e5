"""Strangers check Lin's badge without us: they accept both forms, and refuse each after any change."""

import base64
import copy
import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

import jwt
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlmodel import Session

from portal.certificates.actions import Officers, revoke
from portal.certificates.models import Certificate
from portal.certificates.rules import Reason
from portal.credentials.linked import canonical
from portal.credentials.rules import Algorithm, Completion, badge, did_document, status_list
from portal.credentials.signing import Signer, as_token, new_key, public_key, with_proof
from tests.cast import NOW, MakePerson
from tests.credentials import outside
from tests.credentials.conftest import Fetch
from tests.credentials.outside import ISSUER, Refused, accepts_document, accepts_token, rust_accepts

COMPLETION = Completion(
    certificate_id=7,
    code="48217390551260475",
    holder_name="林小雨",
    title="用手和面",
    title_en="Dough by hand",
    language="zh-CN",
    provider="河南省残疾人联合会（样例）",
    learning_minutes=540,
    credit_hundredths=150,
    level=1,
    passed_at=NOW,
    issued_at=NOW,
    slug="dough-by-hand",
    version=1,
)


@dataclass(frozen=True)
class Published:
    """A badge in both forms and the keys that signed them, without a portal around: for the many changes below."""

    token: str
    document: dict[str, Any]
    keys: dict[str, Any]

    def fetch(self, address: str) -> bytes:
        assert address == "https://testserver/.well-known/did.json"
        return json.dumps(self.keys).encode()


@pytest.fixture(scope="module")
def published() -> Published:
    origin, made = "http://testserver", {algorithm: new_key(algorithm) for algorithm in Algorithm}
    signers = {
        algorithm: Signer(f"{ISSUER}#{name}", algorithm, private) for algorithm, (name, _, private) in made.items()
    }
    keys = [public_key(name, algorithm, public) for algorithm, (name, public, _) in made.items()]
    unsigned = badge(COMPLETION, origin)
    return Published(
        as_token(unsigned, signers[Algorithm.TOKEN]),
        with_proof(unsigned, signers[Algorithm.PROOF], NOW),
        did_document(origin, keys),
    )


def test_strangers_accept_the_token(token: str, fetch: Fetch) -> None:
    credential = accepts_token(token, fetch)

    assert credential.issuer.id == ISSUER
    assert jwt.get_unverified_header(token)["typ"] == "JWT"


def test_the_keys_at_the_other_address_open_it_too(token: str, fetch: Fetch) -> None:
    keys = {key["kid"]: key for key in json.loads(fetch("/.well-known/jwks.json"))["keys"]}
    name = jwt.get_unverified_header(token)["kid"].partition("#")[2]

    claims = jwt.decode(token, jwt.PyJWK(keys[name]).key, algorithms=["RS256"])

    assert claims["credentialSubject"]["achievement"]["name"] == "用手和面"
    assert not {"d", "p", "q"} & {field for key in keys.values() for field in key}


def test_strangers_accept_the_document(document: dict[str, Any], fetch: Fetch) -> None:
    assert accepts_document(document, fetch).issuer.id == ISSUER
    assert rust_accepts(document, fetch)


def test_the_status_lists_are_signed_too(document: dict[str, Any], fetch: Fetch) -> None:
    address = document["credentialStatus"]["statusListCredential"]
    listed = json.loads(fetch(address))

    assert listed["id"] == address
    assert rust_accepts(listed, fetch)
    listed["credentialSubject"]["encodedList"] = status_list(1, [7], "http://testserver", NOW)["credentialSubject"][
        "encodedList"
    ]
    assert not rust_accepts(listed, fetch)


def test_strangers_refuse_what_was_revoked(
    session: Session, make_person: MakePerson, token: str, document: dict[str, Any], fetch: Fetch
) -> None:
    officers = Officers(proposed_by=make_person("甲").id, confirmed_by=make_person("乙").id)
    revoke(session, session.get_one(Certificate, 1), Reason.ERROR, officers, NOW)
    session.commit()

    with pytest.raises(Refused, match="revocation"):
        accepts_token(token, fetch)
    with pytest.raises(Refused, match="revocation"):
        accepts_document(document, fetch)


def test_strangers_refuse_every_change_of_the_document(published: Published) -> None:
    for place in list(leaves(published.document)):
        if place[0] == "@context":
            continue
        changed = changed_at(published.document, place)
        with pytest.raises(Refused):
            accepts_document(changed, published.fetch, with_status=False)


def test_strangers_refuse_what_was_left_out_or_put_in(published: Published) -> None:
    changes = [
        {name: part for name, part in published.document.items() if name != left_out} for left_out in published.document
    ]
    changes.append(published.document | {"evidence": [{"id": "urn:x:1", "type": ["Evidence"], "name": "more"}]})
    changes.append(published.document | {"degree": "doctor"})
    for changed in changes:
        with pytest.raises(Refused):
            accepts_document(changed, published.fetch, with_status=False)


def test_strangers_refuse_every_change_of_the_token(published: Published) -> None:
    header, payload, signature = published.token.split(".")
    claims = json.loads(base64.urlsafe_b64decode(payload + "=="))
    for place in list(leaves(claims)):
        changed = base64.urlsafe_b64encode(json.dumps(changed_at(claims, place)).encode()).decode().rstrip("=")
        with pytest.raises(Refused):
            accepts_token(f"{header}.{changed}.{signature}", published.fetch, with_status=False)
    with pytest.raises(Refused):
        accepts_token(f"{header}.{payload}.{signature[:-8]}AAAAAAAA", published.fetch, with_status=False)


@pytest.mark.parametrize("under_our_name", [True, False])
def test_strangers_refuse_another_key(published: Published, under_our_name: bool) -> None:
    name, _, private = new_key(Algorithm.TOKEN)
    ours = jwt.get_unverified_header(published.token)["kid"]
    method = ours if under_our_name else f"{ISSUER}#{name}"
    forged = as_token(badge(COMPLETION, "http://testserver"), Signer(method, Algorithm.TOKEN, private))

    with pytest.raises(Refused):
        accepts_token(forged, published.fetch, with_status=False)


def test_strangers_refuse_a_proof_of_another_key(published: Published) -> None:
    *_, private = new_key(Algorithm.PROOF)
    method = published.document["proof"]["verificationMethod"]
    unsigned = {name: part for name, part in published.document.items() if name != "proof"}
    forged = with_proof(unsigned, Signer(method, Algorithm.PROOF, private), NOW)

    with pytest.raises(Refused):
        accepts_document(forged, published.fetch, with_status=False)
    assert not rust_accepts(forged, published.fetch)


@settings(deadline=None, max_examples=40)
@given(
    name=st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=30),
    quarters=st.integers(0, 4_000),
    minutes=st.integers(1, 100_000),
    certificate_id=st.integers(1, 10**9),
)
def test_two_readers_read_the_same_in_whatever_is_signed(
    name: str, quarters: int, minutes: int, certificate_id: int
) -> None:
    """What is signed is what pyld reads. Oxigraph reads it alike, for any name, amount and number."""
    told = replace(
        COMPLETION,
        holder_name=name,
        title=name,
        credit_hundredths=25 * quarters,  # Oxigraph 0.5 reads 86.07 as 86.06999999999999
        learning_minutes=minutes,
        certificate_id=certificate_id,
    )
    unsigned = badge(told, "https://learn.example.org")

    assert canonical(unsigned).decode() == outside.canonical(unsigned)


def leaves(part: Any, place: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """The place of every value that is no list and no object."""
    if isinstance(part, dict | list):
        for name, inner in part.items() if isinstance(part, dict) else enumerate(part):
            yield from leaves(inner, (*place, name))
    else:
        yield place


def changed_at(document: dict[str, Any], place: tuple[Any, ...]) -> dict[str, Any]:
    """The document with another value in one place: of the same kind, as a forger would write it."""
    changed: Any = copy.deepcopy(document)
    part = changed
    for name in place[:-1]:
        part = part[name]
    old = part[place[-1]]
    part[place[-1]] = (not old) if isinstance(old, bool) else old + 1 if isinstance(old, int | float) else _other(old)
    return dict(changed)


def _other(text: str) -> str:
    """The text with another character in its middle: a digit for a digit, so that a date stays one."""
    middle = len(text) // 2
    old = text[middle]
    new = str((int(old) + 1) % 10) if old.isdigit() and old.isascii() else "y" if old == "x" else "x"
    return text[:middle] + new + text[middle + 1 :]
