"""Every write of seals: one row for the seal, one for each of its parts, in one transaction."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlmodel import Session

from portal.chain import BEGINNING, canonical
from portal.credentials.signing import Signer, sign_bytes
from portal.seals.models import LedgerSeal, LedgerSealPart
from portal.seals.queries import newest_seal
from portal.seals.rules import seal_digest, statement
from portal.text.dates import local_date

PARTS_AT_ONCE = 100
ADD_PART = LedgerSealPart.__table__.insert()  # type: ignore[attr-defined]


@dataclass(frozen=True)
class PartMade:
    """One part of a tree, as it is stored."""

    first_id: int
    last_id: int
    ids: bytes
    digests: bytes
    root: bytes


@dataclass(frozen=True)
class Sealed:
    """What is sealed: how much, from where to where, what came late, the sums and the root of the tree."""

    count: int
    ends: tuple[int, int] | None
    late_ids: list[int]
    sums: dict[str, dict[str, int]]
    merkle_root: str


def add_seal(session: Session, sealed: Sealed, parts: Iterable[PartMade], signer: Signer, now: datetime) -> LedgerSeal:
    """Add the next seal and its parts. The database refuses a second one of the same day or after the same seal."""
    before = newest_seal(session)
    first_id, last_id = sealed.ends or (None, None)
    values: dict[str, Any] = {
        "number": before.number + 1 if before else 1,
        "day": local_date(now),
        "sealed_at": now,
        "count": sealed.count,
        "first_id": first_id,
        "last_id": last_id,
        "late_ids": sealed.late_ids,
        "sums": sealed.sums,
        "merkle_root": sealed.merkle_root,
        "previous_digest": before.digest if before else BEGINNING,
        "key": signer.method,
    }
    said = statement(values)
    signature = sign_bytes(canonical(said), signer).hex()
    seal = LedgerSeal(**values, digest=seal_digest(said), signature=signature)
    session.add(seal)
    session.flush()
    _add_parts(session, seal.id, parts)
    return seal


def _add_parts(session: Session, seal_id: int, parts: Iterable[PartMade]) -> None:
    rows: list[dict[str, Any]] = []
    connection = session.connection()
    for place, part in enumerate(parts):
        ends = {"first_id": part.first_id, "last_id": part.last_id}
        content = {"ids": part.ids, "digests": part.digests, "root": part.root.hex()}
        rows.append({"seal_id": seal_id, "place": place, **ends, **content})
        if len(rows) == PARTS_AT_ONCE:
            connection.execute(ADD_PART, rows)
            rows = []
    if rows:
        connection.execute(ADD_PART, rows)
