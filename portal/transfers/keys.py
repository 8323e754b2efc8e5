"""The keys in a DID document that an officer pastes: those that can have signed a badge. Pure."""

import base64
import json
from typing import Any

from portal.credentials.rules import Algorithm, PublicKey
from portal.credentials.signing import ED25519_PREFIX, unbase58

MOST_KEYS = 20


def keys_in(pasted: str, did: str) -> list[PublicKey]:
    """The keys of `did` that a DID document names, in its order: Ed25519 as Multikey, RSA as JsonWebKey; no others.

    Empty when it is no DID document of this issuer.
    """
    try:
        document = json.loads(pasted)
        if document["id"] != did:
            return []
        methods = document["verificationMethod"]
        return [key for method in methods[:MOST_KEYS] if (key := _key_of(method, did))]
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return []


def stored(key: PublicKey) -> dict[str, Any]:
    """A key as it is kept."""
    return {"name": key.name, "algorithm": key.algorithm.value, "key": key.key, "multibase": key.multibase}


def from_stored(kept: dict[str, Any]) -> PublicKey:
    """A key as it was kept."""
    return PublicKey(kept["name"], Algorithm(kept["algorithm"]), kept["key"], kept["multibase"])


def _key_of(method: Any, did: str) -> PublicKey | None:
    name = str(method.get("id", ""))
    if not name.startswith(f"{did}#") or len(name) > 500:
        return None
    name = name.removeprefix(f"{did}#")
    if multibase := method.get("publicKeyMultibase"):
        return _ed25519(name, str(multibase))
    jwk = method.get("publicKeyJwk")
    if isinstance(jwk, dict) and jwk.get("kty") == "RSA" and "d" not in jwk:
        return PublicKey(name, Algorithm.TOKEN, {part: str(jwk[part]) for part in ("kty", "n", "e")})
    return None


def _ed25519(name: str, multibase: str) -> PublicKey | None:
    raw = unbase58(multibase.removeprefix("z"))
    if not raw.startswith(ED25519_PREFIX) or len(raw) != len(ED25519_PREFIX) + 32:
        return None
    x = base64.urlsafe_b64encode(raw[len(ED25519_PREFIX) :]).decode().rstrip("=")
    return PublicKey(name, Algorithm.PROOF, {"kty": "OKP", "crv": "Ed25519", "x": x}, multibase)
