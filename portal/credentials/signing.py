"""Keys, and the two ways of signing a credential: as a token (JWS, by joserfc), and with a proof inside it
(Data Integrity, cryptosuite eddsa-rdfc-2022, by cryptography over what pyld says)."""

import hashlib
import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from portal.credentials.linked import Unreadable, canonical
from portal.credentials.rules import Algorithm, Document, PublicKey, instant, token_claims
from portal.vault import Vault

ALPHABET = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"  # base58btc
ED25519_PREFIX = b"\xed\x01"  # of a Multikey
RSA_BITS = 3072
SUITE = {"type": "DataIntegrityProof", "cryptosuite": "eddsa-rdfc-2022", "proofPurpose": "assertionMethod"}
PROOF_NAMES = {*SUITE, "created", "verificationMethod", "proofValue"}


@dataclass(frozen=True)
class Signer:
    """A key that can sign, and its name in the world."""

    method: str
    algorithm: Algorithm
    private: dict[str, Any]


def new_key(algorithm: Algorithm) -> tuple[str, dict[str, Any], dict[str, Any]]:
    """A new key pair: its thumbprint, its public and its private half, as JWKs. A command can name it: no dash in front."""
    from joserfc.jwk import OKPKey, RSAKey

    key = OKPKey.generate_key("Ed25519") if algorithm is Algorithm.PROOF else RSAKey.generate_key(RSA_BITS)
    if key.thumbprint().startswith("-"):
        return new_key(algorithm)
    return key.thumbprint(), dict(key.as_dict(private=False)), dict(key.as_dict(private=True))


def seal_key(vault: Vault, name: str, private: dict[str, Any]) -> bytes:
    """The private half, encrypted under the portal's secret."""
    return vault.seal(json.dumps(private), f"issuer_key.sealed:{name}")


def open_key(vault: Vault, name: str, sealed: bytes) -> dict[str, Any]:
    """The private half again. Raises ValueError when the portal has another secret now."""
    return dict(json.loads(vault.open(sealed, f"issuer_key.sealed:{name}")))


def public_key(name: str, algorithm: Algorithm, key: dict[str, Any]) -> PublicKey:
    """A key as it is published."""
    multibase = "z" + base58(ED25519_PREFIX + _raw(key["x"])) if algorithm is Algorithm.PROOF else ""
    return PublicKey(name, algorithm, key, multibase)


def as_token(credential: Document, signer: Signer) -> str:
    """The credential as a compact JWS, as Open Badges 3.0 has it: the payload is the credential itself.

    The header names the key and does not bring it along: who trusts a key that is brought trusts whoever brought it.
    """
    from joserfc import jws
    from joserfc.jwk import RSAKey

    header = {"alg": signer.algorithm.value, "kid": signer.method, "typ": "JWT"}
    payload = json.dumps(token_claims(credential), ensure_ascii=False, separators=(",", ":")).encode()
    key = RSAKey.import_key(signer.private)
    return jws.serialize_compact(header, payload, key, algorithms=[Algorithm.TOKEN.value])


def with_proof(credential: Document, signer: Signer, now: datetime) -> Document:
    """The credential with a proof in it."""
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    proof = SUITE | {"created": instant(now), "verificationMethod": signer.method}
    key = Ed25519PrivateKey.from_private_bytes(_raw(signer.private["d"]))
    signature = key.sign(_to_sign(credential, proof))
    return credential | {"proof": proof | {"proofValue": "z" + base58(signature)}}


def sign_bytes(content: bytes, signer: Signer) -> bytes:
    """A plain Ed25519 signature, for what is no credential: anybody can check it with a few lines of their own."""
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    return Ed25519PrivateKey.from_private_bytes(_raw(signer.private["d"])).sign(content)


def signed_bytes(content: bytes, signature: bytes, key: PublicKey) -> bool:
    """Whether a plain signature over this content was made with this key."""
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    try:
        Ed25519PublicKey.from_public_bytes(_raw(key.key["x"])).verify(signature, content)
    except (InvalidSignature, ValueError):
        return False
    return True


def read_token(token: str, issuer: str, keys: dict[str, PublicKey]) -> Document:
    """The payload of a token that one of these keys of an issuer signed. Raises Unreadable for every other."""
    from joserfc import jws
    from joserfc.errors import JoseError
    from joserfc.jwk import RSAKey

    try:
        named = jws.extract_compact(token.encode()).headers().get("kid")
        known = keys.get(str(named).removeprefix(f"{issuer}#"))
        if known is None or known.algorithm is not Algorithm.TOKEN:
            raise Unreadable("no key of theirs")
        read = jws.deserialize_compact(token, RSAKey.import_key(known.key), algorithms=[Algorithm.TOKEN.value])
        payload = json.loads(read.payload)
    except (JoseError, ValueError, RecursionError) as error:
        raise Unreadable(str(error)) from error
    if not isinstance(payload, dict):
        raise Unreadable("no object")
    return payload


def holds(document: Document, issuer: str, keys: dict[str, PublicKey]) -> bool:
    """Whether the proof in a document was made over it by one of these keys of an issuer. Raises Unreadable."""
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    proof = document.get("proof")
    if not isinstance(proof, dict) or {*proof} != PROOF_NAMES or {*map(type, proof.values())} != {str}:
        return False
    known = keys.get(proof["verificationMethod"].removeprefix(f"{issuer}#"))
    stated = {name: value for name, value in proof.items() if name != "proofValue"}
    if known is None or not known.multibase or SUITE.items() - stated.items():
        return False
    unsigned = {name: value for name, value in document.items() if name != "proof"}
    try:
        signature = unbase58(proof["proofValue"].removeprefix("z"))
        Ed25519PublicKey.from_public_bytes(_raw(known.key["x"])).verify(signature, _to_sign(unsigned, stated))
    except (InvalidSignature, ValueError):
        return False
    return True


def _to_sign(credential: Document, proof: dict[str, str]) -> bytes:
    """What eddsa-rdfc-2022 signs: a digest of the proof without its value, and one of the credential without a proof."""
    stated = {"@context": credential["@context"], **proof}
    return hashlib.sha256(canonical(stated)).digest() + hashlib.sha256(canonical(credential)).digest()


def base58(content: bytes) -> str:
    """Bytes in the letters of Bitcoin addresses, which multibase calls “z”."""
    number, letters = int.from_bytes(content), ""
    while number:
        number, rest = divmod(number, 58)
        letters = ALPHABET[rest] + letters
    return ALPHABET[0] * (len(content) - len(content.lstrip(b"\0"))) + letters


def unbase58(letters: str) -> bytes:
    """The bytes again. Raises ValueError for other letters, and for more than a signature has."""
    if len(letters) > 100:
        raise ValueError("too long")
    number = 0
    for letter in letters:
        number = number * 58 + ALPHABET.index(letter)
    zeros = len(letters) - len(letters.lstrip(ALPHABET[0]))
    return bytes(zeros) + number.to_bytes((number.bit_length() + 7) // 8)


def _raw(text: str) -> bytes:
    """The bytes of a number in a JWK."""
    import base64

    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
