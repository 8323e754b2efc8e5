"""Check the seals, and the books against them: what was changed, taken out or put in after it was sealed."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from sqlmodel import Session

from portal.chain import BEGINNING, canonical
from portal.credentials.queries import published_keys
from portal.credentials.rules import Algorithm, PublicKey
from portal.credentials.signing import signed_bytes
from portal.credits.rules import record_number
from portal.seals import queries
from portal.seals.models import LedgerSeal
from portal.seals.rules import (
    LOOK_BACK,
    Tree,
    add_up,
    root_of_part,
    seal_digest,
    statement,
    unpacked_digests,
    unpacked_ids,
)
from portal.text import Message, message
from portal.text.codes import group


def verify(session: Session) -> list[Message]:
    """A sentence for everything that does not fit: seals, their order and signatures, and each entry that was sealed."""
    found = list(reversed(queries.seals(session)))
    keys = {key.name: key for key in published_keys(session) if key.algorithm is Algorithm.PROOF}
    problems = [*_chain(found), *_signatures(found, keys)]
    for seal in found:
        problems += _entries(session, seal)
    return problems + list(_put_in(session, found))


def _chain(found: Sequence[LedgerSeal]) -> Iterator[Message]:
    """Each seal names the one before it, and its digest is that of what it says."""
    before, number = BEGINNING, 0
    for seal in found:
        values = {"number": seal.number, "day": seal.day.isoformat()}
        if seal.number != number + 1:
            yield message("%(day)s的封存（第 %(number)s 号）之前少了封存。", **values)
        elif seal.previous_digest != before:
            yield message("%(day)s的封存（第 %(number)s 号）与前一次接不上。", **values)
        if seal_digest(statement(seal.model_dump())) != seal.digest:
            yield message("%(day)s的封存（第 %(number)s 号）被改过。", **values)
        before, number = seal.digest, seal.number


def _signatures(found: Sequence[LedgerSeal], keys: Mapping[str, PublicKey]) -> Iterator[Message]:
    """Each seal is signed. Where its key was withdrawn, a later seal that names it speaks for it."""
    is_covered = False
    for seal in reversed(found):
        key = keys.get(seal.key.partition("#")[2])
        if key is None and is_covered:
            continue
        is_signed = key is not None and _is_signed(seal, key)
        is_covered = is_covered or is_signed
        if not is_signed:
            values = {"number": seal.number, "day": seal.day.isoformat()}
            yield message("%(day)s的封存（第 %(number)s 号）：签名对不上，或者签名的钥匙已经收回。", **values)


def _is_signed(seal: LedgerSeal, key: PublicKey) -> bool:
    try:
        signature = bytes.fromhex(seal.signature)
    except ValueError:
        return False
    return signed_bytes(canonical(statement(seal.model_dump())), signature, key)


def _entries(session: Session, seal: LedgerSeal) -> Iterator[Message]:
    """The parts of a seal fit together, and each entry in them still stands in the books as it was."""
    roots, sums, count, is_whole = [], dict[str, dict[str, int]](), 0, True
    for part in queries.parts_of(session, seal.id):
        ids, digests = unpacked_ids(part.ids), unpacked_digests(part.digests)
        roots.append(root_of_part(digests))
        count += len(ids)
        there = {one.id: one for one in queries.leaves_of(session, ids)}
        for number, digest in zip(ids, digests, strict=False):
            if problem := _one(number, digest, there.get(number), seal):
                is_whole = False
                yield problem
        for one in there.values():
            add_up(sums, one)
    values = {"number": seal.number, "day": seal.day.isoformat()}
    if (Tree(roots).root.hex(), count) != (seal.merkle_root, seal.count):
        yield message("%(day)s的封存（第 %(number)s 号）：封存的内容和签名的总数对不上。", **values)
    elif is_whole and sums != seal.sums:
        yield message("%(day)s的封存（第 %(number)s 号）：各类合计和记录对不上。", **values)


def _one(number: int, digest: bytes, there: Any, seal: LedgerSeal) -> Message | None:
    values = {"record": group(record_number(number)), "day": seal.day.isoformat()}
    if there is None:
        return message("记录号 %(record)s：%(day)s封存过，现在不见了。", **values)
    if there.digest != digest.hex():
        return message("记录号 %(record)s：%(day)s封存以后被改过。", **values)
    return None


def _put_in(session: Session, found: Sequence[LedgerSeal]) -> Iterator[Message]:
    """Entries between sealed ones that stand in no seal, though they had days to come."""
    if not found:
        return
    floor = queries.highest_sealed_id(session, found[-1].sealed_at - LOOK_BACK)
    for number in queries.unsealed_ids(session, 0, floor):
        record = group(record_number(number))
        yield message("记录号 %(record)s：前后都封存了，这一笔没有，是后来加进来的。", record=record)
