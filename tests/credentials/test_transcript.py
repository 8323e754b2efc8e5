"""All of Lin's credit in one file: each badge can be checked alone, and the whole as well."""

import copy
import json
from typing import Any

import jwt
import pytest
from openbadgeslib.ob3.did import fetch_did_web_document, pem_for_kid
from sqlalchemy import Engine, text
from sqlmodel import Session

from portal.accounts.models import Person
from portal.credits.actions import move_earned, post_earn, post_new
from portal.credits.rules import EntryType
from tests.browser import SignIn
from tests.cast import NOW
from tests.certificates.conftest import Give
from tests.certificates.test_pages import SECRET
from tests.credentials.conftest import Fetch
from tests.credentials.outside import ISSUER, accepts_document, rust_accepts
from tests.credentials.test_outside import changed_at, leaves
from tests.credits.stories import passed
from tests.credits.test_moves import REVERSED
from tests.shelf import OpenCourse


@pytest.fixture
def two(lin: Person, dough: int, open_course: OpenCourse, give: Give) -> list[int]:
    return [give(lin, dough), give(lin, open_course(slug="bread"), credit_hundredths=50)]


def read(sign_in: SignIn, person: Person, kind: str) -> str:
    answer = sign_in(person).client.get(f"/credits/transcript.{kind}")
    assert answer.headers["content-disposition"] == f'attachment; filename="transcript.{kind}"'
    assert answer.headers["cache-control"] == "private, no-store"
    return str(answer.text)


def test_the_document_and_each_badge_in_it_hold(sign_in: SignIn, lin: Person, two: list[int], fetch: Fetch) -> None:
    document = json.loads(read(sign_in, lin, "json"))
    badges = document["credentialSubject"]["verifiableCredential"]

    assert document["type"] == ["VerifiableCredential", "ClrCredential"]
    assert document["description"].startswith("共 2 项学习成果，2 学分。")
    assert rust_accepts(document, fetch)
    assert [accepts_document(badge, fetch).issuer.id for badge in badges] == [ISSUER] * 2
    assert not [word for word in SECRET if word in json.dumps(document, ensure_ascii=False)]


def test_every_change_of_the_document_is_found(sign_in: SignIn, lin: Person, two: list[int], fetch: Fetch) -> None:
    document = json.loads(read(sign_in, lin, "json"))
    for place in leaves(document):
        is_in_second_badge = "verifiableCredential" in place and place[2] == 1
        if "@context" in place or is_in_second_badge:
            continue
        assert not accepted(changed_at(document, place), fetch), place
    fewer = copy.deepcopy(document)
    fewer["credentialSubject"]["verifiableCredential"].pop()
    assert not accepted(fewer, fetch)


def accepted(document: dict[str, Any], fetch: Fetch) -> bool:
    """Whether the proof fits and that of each badge too; a key or a word that nobody knows is a refusal as well."""
    try:
        badges = document["credentialSubject"]["verifiableCredential"]
        return rust_accepts(document, fetch) and all(rust_accepts(badge, fetch) for badge in badges)
    except Exception:  # each library has its own words for what it cannot read
        return False


def test_the_token_opens_with_the_published_key(sign_in: SignIn, lin: Person, two: list[int], fetch: Fetch) -> None:
    token = read(sign_in, lin, "jwt")
    kid = jwt.get_unverified_header(token)["kid"]
    key = pem_for_kid(fetch_did_web_document(ISSUER, fetch), ISSUER, kid)

    claims = jwt.decode(token, key, algorithms=["RS256"])

    assert claims["iss"] == ISSUER and len(claims["credentialSubject"]["verifiableCredential"]) == 2
    with pytest.raises(jwt.InvalidTokenError):
        jwt.decode(token[:-6] + "AAAAAA", key, algorithms=["RS256"])


def test_only_what_holds_is_in_it(engine: Engine, sign_in: SignIn, lin: Person, two: list[int]) -> None:
    with engine.begin() as connection:
        connection.execute(text("UPDATE certificate SET state = 'revoked', ended_at = issued_at WHERE id = 1"))
    document = json.loads(read(sign_in, lin, "json"))

    assert len(document["credentialSubject"]["verifiableCredential"]) == 1
    assert document["description"].startswith("共 1 项学习成果，0.5 学分。")


def test_without_a_certificate_there_is_none(sign_in: SignIn, mei: Person, lin: Person, two: list[int]) -> None:
    assert "也没有有效的证书。" in sign_in(mei).open("/credits/transcript.json", 409).text
    assert "全部一起" not in sign_in(mei).open("/certificates").text
    assert "全部一起" in sign_in(lin).open("/certificates").text
    sign_in(lin).open("/credits/transcript.xml", 404)


def test_credit_without_a_certificate_is_in_it_with_what_is_left(
    engine: Engine, sign_in: SignIn, lin: Person, two: list[int], fetch: Fetch
) -> None:
    with Session(engine) as session, session.begin():
        carried = post_new(session, lin.id, EntryType.RECOGNISE, 120, "carried/1", passed("收银和对账"), NOW, NOW)
        move_earned(session, carried, EntryType.REVERSE, 20, "reversal/1", REVERSED, NOW)
        gone = post_earn(session, lin.id, 50, "carried/2", passed(), NOW)
        move_earned(session, gone, EntryType.REVERSE, 50, "reversal/2", REVERSED, NOW)
    document = json.loads(read(sign_in, lin, "json"))
    badges = document["credentialSubject"]["verifiableCredential"]

    assert document["description"].startswith("共 3 项学习成果，3 学分。")
    own = badges[2]["credentialSubject"]
    assert (own["creditsEarned"], own["achievement"]["name"]) == (1, "收银和对账")
    assert own["achievement"]["criteria"]["narrative"].startswith("考核由无碍学堂判分。")
    assert rust_accepts(document, fetch) and all(rust_accepts(badge, fetch) for badge in badges)
    assert accepts_document(badges[2], fetch, with_status=False).issuer.id == ISSUER
    assert not [place for place in leaves(badges[2]) if "@context" not in place and fits(badges[2], place, fetch)]


def fits(badge: dict[str, Any], place: Any, fetch: Fetch) -> bool:
    """Whether the proof still fits after a change in one place."""
    try:
        return rust_accepts(changed_at(badge, place), fetch)
    except Exception:  # each library has its own words for what it cannot read
        return False
