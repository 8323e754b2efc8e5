"""What a seal is made of: a Merkle tree over the digests of entries (RFC 6962), and the statement that is signed. Pure."""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from struct import pack, unpack
from typing import Any

from portal.chain import canonical

LEAF, NODE = b"\x00", b"\x01"  # so that nobody can pass a node off as a leaf
PART = 1024  # leaves: a power of two, so that the roots of parts are nodes of the tree
# A posting takes moments, and the database ends a transaction that idles for two minutes. What is younger waits for the
# next seal, so that an entry with a lower number which is not committed yet is hardly ever overtaken. One that is all the
# same is sealed late, and the seal says so, when it appears within these days; later than that it is no posting of ours.
MARGIN = timedelta(minutes=10)
LOOK_BACK = timedelta(days=7)
PAGE_SIZE = 20
KIND = "ledger-seal-1"


def leaf(digest: bytes) -> bytes:
    """The hash of a leaf."""
    return hashlib.sha256(LEAF + digest).digest()


def node(left: bytes, right: bytes) -> bytes:
    """The hash of a node over two others."""
    return hashlib.sha256(NODE + left + right).digest()


class Tree:
    """A tree over hashes in order, all its levels in memory: for one part, or for the roots of the parts."""

    def __init__(self, hashes: Sequence[bytes]) -> None:
        self.levels = [list(hashes)]
        while len(below := self.levels[-1]) > 1:
            above = [node(below[at], below[at + 1]) for at in range(0, len(below) - 1, 2)]
            self.levels.append(above + below[len(below) - 1 :] if len(below) % 2 else above)

    @property
    def root(self) -> bytes:
        """The hash over everything; that of nothing when there is nothing."""
        return self.levels[-1][0] if self.levels[0] else hashlib.sha256().digest()

    def path(self, index: int) -> list[bytes]:
        """The hashes beside the way from a leaf up to the root."""
        beside = []
        for level in self.levels[:-1]:
            if (other := index ^ 1) < len(level):
                beside.append(level[other])
            index //= 2
        return beside


@dataclass(frozen=True)
class Leaf:
    """An entry as a seal sees it."""

    id: int
    digest: str
    entry_type: str
    credit_hundredths: int | None
    points: int | None


def add_up(sums: dict[str, dict[str, int]], one: Leaf) -> None:
    """Count an entry in the sums of its type."""
    of_type = sums.setdefault(one.entry_type, {"count": 0, "credit_hundredths": 0, "points": 0})
    of_type["count"] += 1
    of_type["credit_hundredths"] += one.credit_hundredths or 0
    of_type["points"] += one.points or 0


def root_of_part(digests: Iterable[bytes]) -> bytes:
    """The root over the leaves of one part."""
    return Tree([leaf(digest) for digest in digests]).root


def packed_ids(ids: Sequence[int]) -> bytes:
    """The numbers of the entries in a part, in four bytes each, as wide as their column."""
    return pack(f">{len(ids)}i", *ids)


def unpacked_ids(packed: bytes) -> tuple[int, ...]:
    """The same again."""
    return unpack(f">{len(packed) // 4}i", packed)


def unpacked_digests(packed: bytes) -> list[bytes]:
    """Their digests, in the same order."""
    return [packed[at : at + 32] for at in range(0, len(packed), 32)]


def statement(seal: Mapping[str, Any]) -> dict[str, Any]:
    """What a seal says, and what is signed of it."""
    return {
        "type": KIND,
        "number": seal["number"],
        "day": seal["day"].isoformat(),
        "sealed_at": seal["sealed_at"],
        "count": seal["count"],
        "first_id": seal["first_id"],
        "last_id": seal["last_id"],
        "late_ids": list(seal["late_ids"]),
        "sums": seal["sums"],
        "merkle_root": seal["merkle_root"],
        "previous": seal["previous_digest"],
        "key": seal["key"],
    }


def seal_digest(said: Mapping[str, Any]) -> str:
    """The digest of what a seal says, which the next one names."""
    return hashlib.sha256(canonical(said)).hexdigest()


def fingerprint(digest: str) -> str:
    """A digest as people compare it: sixteen groups of four."""
    return " ".join(digest[at : at + 4] for at in range(0, len(digest), 4))
