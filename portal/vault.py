"""Sealed fields: personal numbers are stored encrypted, and found by a keyed digest that says nothing by itself.

AES-256-GCM with a fresh nonce for each value; the place of a value (“table.column:id”) is authenticated with it, so a
sealed value that is moved to another row or column does not open. All keys are derived (HKDF-SHA256) from the one
secret of the settings. The first byte names the version of the key, for the day when it has to be changed.
"""

import hashlib
import hmac
import os

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

KEY_VERSION = 1
NONCE_BYTES = 12


class Vault:
    """Seals and opens values, and makes blind indexes, with keys derived from one secret."""

    def __init__(self, secret_key: str) -> None:
        self._secret = secret_key.encode()
        self._cipher = AESGCM(self._derive("seal"))
        self._index_key = self._derive("blind index")

    def seal(self, value: str, place: str) -> bytes:
        """The value, encrypted for this place: `vault.seal(number, "identity_document.number:7")`."""
        nonce = os.urandom(NONCE_BYTES)
        return bytes([KEY_VERSION]) + nonce + self._cipher.encrypt(nonce, value.encode(), place.encode())

    def open(self, sealed: bytes, place: str) -> str:
        """The sealed value. Raises ValueError when it was changed, moved, or sealed with another secret."""
        nonce, ciphertext = sealed[1 : 1 + NONCE_BYTES], sealed[1 + NONCE_BYTES :]
        if sealed[:1] != bytes([KEY_VERSION]):
            raise ValueError("sealed with a key of another version")
        try:
            return self._cipher.decrypt(nonce, ciphertext, place.encode()).decode()
        except InvalidTag as error:
            raise ValueError(f"the sealed value of {place.split(':')[0]} does not open") from error

    def index(self, value: str, purpose: str) -> str:
        """A keyed digest (HMAC-SHA256, hex): equal for equal values of one purpose, useless without the secret."""
        return hmac.new(self._index_key, f"{purpose}\n{value}".encode(), hashlib.sha256).hexdigest()

    def _derive(self, purpose: str) -> bytes:
        info = f"portal {purpose} v{KEY_VERSION}".encode()
        return HKDF(algorithm=SHA256(), length=32, salt=b"portal", info=info).derive(self._secret)
