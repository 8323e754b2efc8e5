"""What is believed of a badge from elsewhere, and what is not."""

import json
from datetime import timedelta
from typing import Any

import pytest
from joserfc.jwk import RSAKey

from portal.text import Message
from portal.transfers import reading
from portal.transfers.keys import keys_in
from portal.transfers.reading import Known, is_revoked, issuer_in, read_badge
from portal.transfers.rules import is_same_name
from tests.cast import NOW
from tests.transfers.elsewhere import ACHIEVEMENT, DID, LIST, badge, did_document, proven, status_list, token

SCHOOL = Known(DID, {key.name: key for key in keys_in(did_document(), DID)})
WEEK_AGO = NOW - timedelta(days=7)


def test_only_the_issuers_own_keys_are_taken_from_its_document() -> None:
    assert sorted(SCHOOL.keys) == ["proof", "token"]
    assert keys_in(did_document("did:web:another.example"), DID) == []
    for wrong in ("", "[]", "{}", '{"id": 1}', '{"id": "' + DID + '", "verificationMethod": [1]}', "[" * 100_000):
        assert keys_in(wrong, DID) == []


@pytest.mark.parametrize("sign", [token, proven])
def test_a_signed_badge_says_what_it_says(sign: Any) -> None:
    brought = sign(badge(has_list=True))
    assert issuer_in(brought) == DID
    facts = read_badge(brought, SCHOOL, NOW)
    assert not isinstance(facts, Message)
    assert (facts.achievement, facts.title, facts.holder) == (ACHIEVEMENT, "保健按摩（二）", "林小雨")
    assert facts.awarded_on.isoformat() == "2025-06-30"
    assert (facts.status_list, facts.status_index) == (LIST, 7)


def changed(brought: str) -> list[str]:
    """The same with one thing changed, in the ways that somebody would try."""
    if brought.startswith("{"):
        document = json.loads(brought)
        other = json.loads(brought)
        other["credentialSubject"]["achievement"]["id"] = "https://badges.example.edu/achievements/massage-1"
        return [json.dumps(other), json.dumps(document | {"id": "x"}), json.dumps(document | {"creditsEarned": 99})]
    head, body, signature = brought.split(".")
    return [
        f"{head}.{body[:-4]}AAAA.{signature}",
        f"{head}.{body}.{signature[:-4]}AAAA",
        token(badge(), RSAKey.generate_key(2048)),
    ]


@pytest.mark.parametrize("sign", [token, proven])
def test_a_changed_badge_is_not_believed(sign: Any) -> None:
    for brought in changed(sign(badge())):
        assert read_badge(brought, SCHOOL, NOW) == reading.BAD_SIGNATURE


def test_time_and_identity_are_looked_at() -> None:
    assert read_badge(token(badge(validUntil="2026-01-01T00:00:00Z")), SCHOOL, NOW) == reading.OVER
    assert read_badge(token(badge(validFrom="2027-01-01T00:00:00Z")), SCHOOL, NOW) == reading.NOT_YET
    assert read_badge(token(badge(id=None)), SCHOOL, NOW) == reading.NO_ID
    assert read_badge(token(badge(id="x" * 501)), SCHOOL, NOW) == reading.NO_ID
    assert read_badge(token(badge(credentialSubject={})), SCHOOL, NOW) == reading.NO_ID
    assert read_badge(token(badge(issuer="did:web:another.example")), SCHOOL, NOW) == reading.NO_ID


def test_what_is_no_badge_is_told_apart() -> None:
    assert issuer_in(" ") == reading.EMPTY
    assert issuer_in("x" * 100_001) == reading.TOO_LARGE
    for wrong in ("x", "{}", "a.b.c", "[]", '{"type": ["OpenBadgeCredential"]}', "{" * 90_000):
        assert issuer_in(wrong) == reading.NO_BADGE


def test_a_status_list_of_the_issuer_says_who_is_revoked() -> None:
    assert is_revoked(status_list(6, 8), SCHOOL, LIST, 7, WEEK_AGO) is False
    assert is_revoked(status_list(7), SCHOOL, LIST, 7, WEEK_AGO) is True
    assert is_revoked(status_list(made_at="2026-10-01T00:00:00Z"), SCHOOL, LIST, 7, WEEK_AGO) == reading.OLD_LIST
    for wrong in ("", "x", status_list(address="https://badges.example.edu/status/2"), token(badge())):
        assert is_revoked(wrong, SCHOOL, LIST, 7, WEEK_AGO) == reading.NO_LIST
    assert is_revoked(status_list(), SCHOOL, LIST, 99_999_999, WEEK_AGO) == reading.NO_LIST


def test_names_are_compared_without_spaces_and_dots() -> None:
    assert is_same_name("阿依古丽·买买提", "阿依古丽 买买提")
    assert not is_same_name("林小雨", "林小雪") and not is_same_name("", "")
