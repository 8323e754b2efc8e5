"""A school that awards badges: its keys, its DID document, its badges and its lists, made without the portal's own code
for tokens. Documents with a proof are signed by the portal's signer, which tests/credentials checks against others."""

import base64
import gzip
import json
from functools import cache
from typing import Any

from joserfc import jws
from joserfc.jwk import RSAKey

from portal.credentials.rules import BADGE_CONTEXTS, CREDENTIALS, Algorithm
from portal.credentials.signing import Signer, new_key, public_key, with_proof
from tests.cast import NOW

DID = "did:web:badges.example.edu"
ACHIEVEMENT = "https://badges.example.edu/achievements/massage-2"
LIST = "https://badges.example.edu/status/1.jwt"


@cache
def keys() -> tuple[RSAKey, Any]:
    """The school's RSA key, and its Ed25519 key with its halves."""
    return RSAKey.generate_key(2048), new_key(Algorithm.PROOF)


def did_document(did: str = DID) -> str:
    rsa, (name, public, _) = keys()
    multibase = public_key(name, Algorithm.PROOF, public).multibase
    methods = [
        {"id": f"{did}#token", "type": "JsonWebKey", "publicKeyJwk": rsa.as_dict(private=False)},
        {"id": f"{did}#proof", "type": "Multikey", "publicKeyMultibase": multibase},
        {"id": "did:web:another.example#key", "type": "JsonWebKey", "publicKeyJwk": rsa.as_dict(private=False)},
    ]
    return json.dumps({"id": did, "verificationMethod": methods})


def badge(number: int = 1, holder: str = "林小雨", has_list: bool = False, **more: Any) -> dict[str, Any]:
    """A badge that is not signed yet."""
    subject = {
        "type": "AchievementSubject",
        "identifier": [{"type": "IdentityObject", "hashed": False, "identityHash": holder, "identityType": "name"}],
        "activityEndDate": "2025-06-30",
        "achievement": {
            "id": ACHIEVEMENT,
            "type": "Achievement",
            "name": "保健按摩（二）",
            "description": "经络、手法和案例",
            "criteria": {"narrative": "考核合格"},
        },
    }
    listed = {
        "id": f"{LIST}#7",
        "type": "BitstringStatusListEntry",
        "statusPurpose": "revocation",
        "statusListIndex": "7",
        "statusListCredential": LIST,
    }
    return {
        "@context": list(BADGE_CONTEXTS),
        "id": f"https://badges.example.edu/badges/{number}",
        "type": ["VerifiableCredential", "OpenBadgeCredential"],
        "name": "保健按摩（二）",
        "issuer": {"id": DID, "type": "Profile", "name": "示例按摩学校"},
        "validFrom": "2025-07-01T00:00:00Z",
        "credentialSubject": subject,
        **({"credentialStatus": listed} if has_list else {}),
        **more,
    }


def token(document: dict[str, Any], key: RSAKey | None = None) -> str:
    """The document as a compact JWS of the school."""
    header = {"alg": "RS256", "kid": f"{DID}#token", "typ": "JWT"}
    return jws.serialize_compact(header, json.dumps(document).encode(), key or keys()[0], algorithms=["RS256"])


def proven(document: dict[str, Any]) -> str:
    """The document with a proof of the school in it."""
    _, (_, _, private) = keys()
    return json.dumps(with_proof(document, Signer(f"{DID}#proof", Algorithm.PROOF, private), NOW), ensure_ascii=False)


def status_list(*revoked: int, made_at: str = "2026-10-11T00:00:00Z", address: str = LIST) -> str:
    """The school's list, in which these places are revoked."""
    bits = bytearray(131_072 // 8)
    for place in revoked:
        bits[place // 8] |= 0x80 >> place % 8
    encoded = "u" + base64.urlsafe_b64encode(gzip.compress(bytes(bits))).decode().rstrip("=")
    subject = {"id": f"{address}#list", "type": "BitstringStatusList", "statusPurpose": "revocation"}
    return token(
        {
            "@context": [CREDENTIALS],
            "id": address,
            "type": ["VerifiableCredential", "BitstringStatusListCredential"],
            "issuer": DID,
            "validFrom": made_at,
            "credentialSubject": subject | {"encodedList": encoded},
        }
    )
