"""The daily job that seals the books. It only reads while it gathers, takes no lock that a posting takes, and writes once."""

import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import IO

from sqlmodel import Session

from portal.credentials import queries as credentials
from portal.credentials.actions import make_missing_keys
from portal.credentials.rules import Algorithm, method_of
from portal.credentials.signing import Signer, open_key
from portal.errors import Refused
from portal.jobs import Every, JobContext, job
from portal.seals import actions, queries
from portal.seals.actions import PartMade, Sealed
from portal.seals.rules import MARGIN, PART, Leaf, Tree, add_up, packed_ids, root_of_part
from portal.settings import Settings
from portal.text import message
from portal.text.dates import local_date
from portal.vault import Vault

AT_ONCE = 20 * PART  # entries that are read in one transaction


@dataclass
class Gathering:
    """Entries in order of their numbers on their way into a tree. They lie on the disk: the first seal may cover millions."""

    store: IO[bytes]
    made: list[tuple[int, int, int, bytes]] = field(default_factory=list)  # first, last, how many, root
    sums: dict[str, dict[str, int]] = field(default_factory=dict)
    rest: list[Leaf] = field(default_factory=list)

    @property
    def count(self) -> int:
        return sum(size for _, _, size, _ in self.made)

    def take(self, leaves: Iterable[Leaf]) -> None:
        """Add entries, each with a higher number than all before it."""
        for one in leaves:
            add_up(self.sums, one)
            self.rest.append(one)
            if len(self.rest) == PART:
                self.close()

    def close(self) -> None:
        """Make a part of what has come since the last one."""
        if not self.rest:
            return
        ids, digests = [one.id for one in self.rest], [bytes.fromhex(one.digest) for one in self.rest]
        self.store.write(packed_ids(ids) + b"".join(digests))
        self.made.append((ids[0], ids[-1], len(ids), root_of_part(digests)))
        self.rest = []

    def parts(self) -> Iterator[PartMade]:
        """Everything that was taken, part by part."""
        self.store.seek(0)
        for first, last, size, root in self.made:
            yield PartMade(first, last, self.store.read(4 * size), self.store.read(32 * size), root)

    def sealed(self, late: list[int]) -> Sealed:
        """What the seal will say of it."""
        self.close()
        ends = (min(first for first, *_ in self.made), max(last for _, last, *_ in self.made)) if self.made else None
        root = Tree([root for *_, root in self.made]).root.hex()
        return Sealed(self.count, ends, late, dict(sorted(self.sums.items())), root)


@job("seal_ledger", minutes=60, every=Every.DAY)
def seal_ledger(context: JobContext) -> None:
    """Seal what was posted since the last seal. Called again on the same day, it does nothing."""
    now = context.now()
    with context.reading() as session:
        if queries.seal_of_day(session, local_date(now)):
            return
        after, last = queries.highest_sealed_id(session), queries.highest_id_until(session, now - MARGIN)
        late = queries.leaves_of(session, queries.late_ids(session, now))
    with tempfile.TemporaryFile() as store:
        gathering = Gathering(store)
        gathering.take(late)
        gather(context, gathering, after, last)
        sealed = gathering.sealed([one.id for one in late])
        with context.writing() as session:
            actions.add_seal(session, sealed, gathering.parts(), signer(session, context.settings, now), now)


def gather(context: JobContext, gathering: Gathering, after: int, last: int) -> None:
    """Read all entries between two numbers, some thousands in each transaction, so that none is held open for long."""
    while after < last:
        with context.reading() as session:
            leaves = queries.leaves_between(session, after, last, AT_ONCE)
        if not leaves:
            return
        gathering.take(leaves)
        after = leaves[-1].id


def signer(session: Session, settings: Settings, now: datetime) -> Signer:
    """The Ed25519 key that signs now; made when there is none yet. Raises Refused when it cannot be opened."""
    vault = Vault(settings.secret_key)
    make_missing_keys(session, vault, now)
    key = credentials.keys_in_use(session)[Algorithm.PROOF]
    try:
        private = open_key(vault, key.name, key.sealed)
    except ValueError as error:
        raise Refused(message("签名用的钥匙打不开，现在不能封存。请管理员运行 credentials rotate。")) from error
    return Signer(method_of(settings.origin, key.name), Algorithm.PROOF, private)
