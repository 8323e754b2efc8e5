"""Chained digests: each row of an append-only table carries the digest of the row before it in its own chain.

A change from outside then breaks the chain at the changed row. There is one chain for each person or object, never
one for a whole table, which every write would wait for. A chain cannot know that its newest rows were cut off:
seals made afterwards, over the newest digest of every chain, cover that.
"""

import hashlib
import json
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

WRITTEN = json.JSONEncoder(sort_keys=True, separators=(",", ":"), ensure_ascii=False)
AS_THEY_ARE = {str, int, bool, type(None)}
BEGINNING = ""  # what the first row of a chain carries as the digest before it


def canonical(values: Mapping[str, Any]) -> bytes:
    """The one way to write these values as JSON, on every database and in every release.

    Moments are written in UTC with microseconds. Raises TypeError for a float, which databases do not give back
    exactly, and for anything else that JSON does not have.
    """
    return WRITTEN.encode(_plain(values)).encode()


def chained_digest(previous_digest: str, values: Mapping[str, Any]) -> str:
    """The digest of a row: SHA-256, in hex, over the digest before it, a line feed and the canonical values."""
    return hashlib.sha256(previous_digest.encode() + b"\n" + canonical(values)).hexdigest()


def _plain(value: Any) -> Any:
    if type(value) in AS_THEY_ARE:  # nearly all, so this comes first
        return value
    if isinstance(value, Mapping):
        if not all(isinstance(name, str) for name in value):
            raise TypeError(f"every name must be text: {list(value)}")
        return {name: _plain(inner) for name, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(inner) for inner in value]
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="microseconds")
    if isinstance(value, str | int | None):
        return value
    raise TypeError(f"{type(value).__name__} has no canonical form")
