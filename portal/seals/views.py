"""Seals and proofs as documents that strangers can check, and signed statements."""

import json
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from fastapi import Request
from sqlmodel import Session

from portal.chain import canonical
from portal.credentials.rules import Algorithm, PublicKey, instant
from portal.credentials.signing import sign_bytes
from portal.credentials.views import signer
from portal.credits.rules import digested
from portal.seals import queries
from portal.seals.models import LedgerSeal
from portal.seals.rules import PART, Tree, leaf, statement, unpacked_digests, unpacked_ids


def seal_document(seal: LedgerSeal) -> dict[str, Any]:
    """One seal as it is published: what was signed, its digest, and the signature."""
    return {"seal": plain(statement(seal.model_dump())), "digest": seal.digest, "signature": seal.signature}


def seals_document(seals: Iterable[LedgerSeal], keys: Iterable[PublicKey]) -> dict[str, Any]:
    """Seals, the oldest first, with the keys that may have signed them."""
    in_order = sorted(seals, key=lambda seal: seal.number)
    own = [key.key | {"kid": key.name, "alg": "EdDSA"} for key in keys if key.algorithm is Algorithm.PROOF]
    return {"seals": [seal_document(seal) for seal in in_order], "keys": own}


def seal_proofs(session: Session, transfer_ids: Sequence[int]) -> list[dict[str, Any]] | None:
    """For each of these entries all that its digest covers, and how it leads to a seal; None before the first seal.

    An entry that waits for its seal has `"seal": null` and no way. The caller has checked whose entries they are.
    """
    if queries.newest_seal(session) is None:
        return None
    ways = _ways(session, transfer_ids)
    return [_proof(dict(row), ways.get(row["id"])) for row in queries.transfers_of(session, transfer_ids)]


def _proof(row: dict[str, Any], way: dict[str, Any] | None) -> dict[str, Any]:
    shown = {"entry": plain(digested(row)), "previous_digest": row["previous_digest"], "digest": row["digest"]}
    return shown | (way or {"seal": None})


def _ways(session: Session, transfer_ids: Sequence[int]) -> dict[int, dict[str, Any]]:
    """The way of each entry that is sealed: which seal, which leaf of how many, and the hashes beside it."""
    wanted = set(transfer_ids)
    parts = queries.parts_around(session, transfer_ids)
    seals = queries.seals_by_id(session, {part.seal_id for part in parts})
    uppers = {seal_id: Tree(queries.roots_of(session, seal_id)) for seal_id in seals}
    ways: dict[int, dict[str, Any]] = {}
    for part in parts:
        found = [(index, one) for index, one in enumerate(unpacked_ids(part.ids)) if one in wanted]
        if not found:
            continue
        tree = Tree([leaf(digest) for digest in unpacked_digests(part.digests)])
        seal, beside = seals[part.seal_id], uppers[part.seal_id].path(part.place)
        for index, one in found:
            path = [each.hex() for each in tree.path(index) + beside]
            ways[one] = {"seal": seal.number, "leaf": part.place * PART + index, "leaves": seal.count, "path": path}
    return ways


def signed_statement(request: Request, session: Session, document: dict[str, Any], now: datetime) -> dict[str, Any]:
    """A document of whole numbers and texts with the portal's signature in it, which covers all the rest of it."""
    key = signer(request, session, Algorithm.PROOF, now)
    stated = document | {"signature": {"key": key.method, "signed_at": instant(now)}}
    value = sign_bytes(canonical(stated), key).hex()
    return document | {"signature": stated["signature"] | {"value": value}}


def plain(values: dict[str, Any]) -> dict[str, Any]:
    """The values as JSON has them: moments become texts, in the spelling that the digest covers."""
    return dict(json.loads(canonical(values)))
