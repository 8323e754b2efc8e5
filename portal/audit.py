"""The audit log: who did what to what, when. It only grows, and a change from outside is found.

Every entry carries the digest of the one before it in its own chain: one chain for each acting person, and for what
the portal does by itself one for each object. `verify` recomputes them all. No personal data goes into the details:
ids, counts, digests and codes do; a run of digits that could be somebody's number is masked.
"""

from collections.abc import Iterator
from datetime import datetime
from itertools import groupby
from typing import Any

from sqlalchemy import JSON, Index, UniqueConstraint
from sqlalchemy.exc import IntegrityError
from sqlmodel import Field, Session, SQLModel, col, select

from portal.chain import BEGINNING, chained_digest
from portal.db import UtcDateTime
from portal.text import Message, message
from portal.text.masking import masked

TRIES = 100  # others who write in the same chain at the same moment, each of whom takes one place in it


class AuditEntry(SQLModel, table=True):
    """One thing that was done. `step` is room.verb, like `sign_in.person`; `acting_for` the person it was done for."""

    __tablename__ = "audit_entry"
    __table_args__ = (UniqueConstraint("chain", "sequence"), Index(None, "object_type", "object_id"))

    id: int = Field(default=None, primary_key=True)
    happened_at: datetime = Field(sa_type=UtcDateTime)
    actor_id: int | None
    acting_for: int | None
    step: str
    object_type: str
    object_id: str
    details: dict[str, Any] = Field(sa_type=JSON)
    chain: str
    sequence: int
    previous_digest: str
    digest: str

    def digest_now(self) -> str:
        """What the digest must be for the values that stand here now."""
        said = self.model_dump(exclude={"id", "previous_digest", "digest"})
        return chained_digest(self.previous_digest, said)


def record(
    session: Session,
    actor_id: int | None,
    step: str,
    object_type: str,
    object_id: int | str,
    now: datetime,
    acting_for: int | None = None,
    **details: Any,
) -> AuditEntry:
    """Add an entry in the caller's transaction: it is kept exactly when the deed is. `actor_id` None is the portal."""
    chain = f"object/{object_type}/{object_id}" if actor_id is None else f"actor/{actor_id}"
    session.flush()  # so that a conflict found below can only be about the place in the chain
    for _ in range(TRIES):
        sequence, previous_digest = _end_of(session, chain)
        entry = AuditEntry(
            happened_at=now,
            actor_id=actor_id,
            acting_for=acting_for,
            step=step,
            object_type=object_type,
            object_id=str(object_id),
            details=masked(details),
            chain=chain,
            sequence=sequence + 1,
            previous_digest=previous_digest,
            digest="",
        )
        entry.digest = entry.digest_now()
        try:
            with session.begin_nested():
                session.add(entry)
            return entry
        except IntegrityError:
            continue  # on PostgreSQL somebody took this place at the same time and has committed
    raise RuntimeError(f"no place in audit chain {chain} after {TRIES} tries")


def _end_of(session: Session, chain: str) -> tuple[int, str]:
    last = (
        select(AuditEntry.sequence, AuditEntry.digest)
        .where(AuditEntry.chain == chain)
        .order_by(col(AuditEntry.sequence).desc())
        .limit(1)
    )
    return session.exec(last).first() or (0, BEGINNING)


def verify(session: Session) -> list[Message]:
    """Recompute every chain: a sentence for each entry that was changed, put in or has lost the one before it."""
    entries = select(AuditEntry).order_by(AuditEntry.chain, col(AuditEntry.sequence))
    found = session.exec(entries.execution_options(yield_per=1000))
    return [problem for _, chain in groupby(found, lambda entry: entry.chain) for problem in _problems(chain)]


def _problems(chain: Iterator[AuditEntry]) -> Iterator[Message]:
    sequence, digest = 0, BEGINNING
    for entry in chain:
        values = {"id": entry.id, "chain": entry.chain, "sequence": entry.sequence}
        if entry.sequence != sequence + 1:
            yield message("审计记录 %(id)s（%(chain)s 第 %(sequence)s 条）之前少了记录。", **values)
        elif entry.previous_digest != digest:
            yield message("审计记录 %(id)s（%(chain)s 第 %(sequence)s 条）与前一条接不上。", **values)
        if entry.digest != entry.digest_now():
            yield message("审计记录 %(id)s（%(chain)s 第 %(sequence)s 条）的内容被改动过。", **values)
        sequence, digest = entry.sequence, entry.digest
