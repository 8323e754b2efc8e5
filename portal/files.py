"""The file store: every file is named by the SHA-256 of its content and written once.

One code for a local folder (`file:///…`) and S3-compatible storage (`s3://bucket/prefix`, credentials and endpoint from
the usual AWS_… variables). There is no table of files: that a digest is in the store is the truth, and the tables that
name a digest keep the size and type beside it. A file is whole before it can be seen, also after a kill or a power
cut: it is written under another name, synced, and only then given its own.
"""

import hashlib
import os
import re
import time
from collections.abc import AsyncIterator, Iterable, Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path
from typing import IO
from urllib.parse import unquote, urlsplit
from uuid import uuid4

import obstore
from obstore.store import LocalStore, from_url

PIECE = 256 * 1024  # bytes read, hashed or sent at a time
A_DAY = 24 * 60 * 60
DIGEST = re.compile(r"[0-9a-f]{64}")
DIGEST_KEY = re.compile(r"[0-9a-f]{2}/([0-9a-f]{64})")


class Files:
    """The files of one portal. `incoming` is a local folder for what is being written; cleared of leftovers older than
    a day. `unfinished` lies beside it, for files that come in pieces over days. A digest that is not in the store, or is
    none, raises FileNotFoundError everywhere."""

    def __init__(self, url: str, incoming: Path) -> None:
        self.folder: Path | None = None
        if url.startswith("file:"):
            self.folder = Path(unquote(urlsplit(url).path))
            self.folder.mkdir(parents=True, exist_ok=True)
            incoming = self.folder / "incoming"  # on the same disk, so that giving the name is one step
        self._store = LocalStore(self.folder) if self.folder else from_url(url)
        self._incoming = incoming
        self._incoming.mkdir(parents=True, exist_ok=True)
        self.unfinished = self._incoming.with_name("unfinished")
        self.unfinished.mkdir(exist_ok=True)

    def put(self, content: bytes | Path | Iterable[bytes]) -> str:
        """Keep bytes, a local file or a stream, and give its digest. What is there already is not written again."""
        if isinstance(content, bytes | Path) and self.exists(digest := digest_of(content)):
            return digest
        with self._spooled(content) as (spool, digest):
            if not self.exists(digest):
                self._name(spool, digest)
        return digest

    def adopt(self, path: Path) -> str:
        """Keep a file that lies in `unfinished` and is written no more, without a second copy where the disk allows.

        The file stays where it is, so that a caller whose transaction fails can do it again; removing it is theirs.
        """
        digest = digest_of(path)
        if self.exists(digest):
            return digest
        if self.folder is None:
            return self.put(path)
        spool = self._incoming / uuid4().hex
        try:
            os.link(path, spool)
        except OSError:  # a disk without links
            return self.put(path)
        try:
            self._name(spool, digest)
        finally:
            spool.unlink(missing_ok=True)
        return digest

    def exists(self, digest: str) -> bool:
        """Whether the store has this file."""
        try:
            self.size(digest)
        except FileNotFoundError:
            return False
        return True

    def size(self, digest: str) -> int:
        """How many bytes the file has."""
        return obstore.head(self._store, key_of(digest))["size"]

    def read(self, digest: str) -> bytes:
        """The whole file; for small ones."""
        return bytes(obstore.get(self._store, key_of(digest)).bytes())

    def stream(self, digest: str, start: int = 0, end: int | None = None) -> Iterator[bytes]:
        """The bytes from start up to, not including, end (None: the whole rest), piece by piece."""
        if span := self._span(digest, start, end):
            for piece in obstore.get(self._store, key_of(digest), options={"range": span}).stream(PIECE):
                yield bytes(piece)

    async def astream(self, digest: str, start: int = 0, end: int | None = None) -> AsyncIterator[bytes]:
        """The same for a web answer: other requests go on between the pieces."""
        if span := self._span(digest, start, end):
            result = await obstore.get_async(self._store, key_of(digest), options={"range": span})
            async for piece in result.stream(PIECE):
                yield bytes(piece)

    def copy_to(self, digest: str, path: Path) -> None:
        """Write the file to a local path, for what needs a real file (an archive, a film)."""
        with path.open("wb") as file:
            file.writelines(self.stream(digest))

    def local(self, digest: str, spare: Path) -> Path:
        """Where a program can open the file to read it: in the store itself, or else a copy at `spare`."""
        if self.folder is not None:
            self.size(digest)
            return self.folder / key_of(digest)
        self.copy_to(digest, spare)
        return spare

    def remove(self, digest: str) -> None:
        """Take a file away for good; one that is not there is gone already. Only for what nothing else names."""
        with suppress(FileNotFoundError):
            obstore.delete(self._store, key_of(digest))

    def written_before(self, moment: datetime) -> Iterator[str]:
        """The files that have been in the store since before then, in no order."""
        for batch in obstore.list(self._store):
            for entry in batch:
                if (match := DIGEST_KEY.fullmatch(entry["path"])) and entry["last_modified"] < moment:
                    yield match[1]

    def verify(self, digest: str) -> bool:
        """Whether the content still has the digest it is named by."""
        return digest_of(self.stream(digest)) == digest

    def digests(self) -> Iterator[str]:
        """Every file in the store, in no order."""
        for batch in obstore.list(self._store):
            for entry in batch:
                if match := DIGEST_KEY.fullmatch(entry["path"]):
                    yield match[1]

    def clear_leftovers(self, older_than_seconds: int = A_DAY) -> int:
        """Remove what killed writers left in the incoming folder. Returns how many files that were.

        An S3-compatible store drops its own unfinished uploads by a lifecycle rule of the bucket.
        """
        oldest = time.time() - older_than_seconds
        leftovers = [path for path in self._incoming.iterdir() if path.stat().st_mtime < oldest]
        for path in leftovers:
            path.unlink(missing_ok=True)
        return len(leftovers)

    @contextmanager
    def _spooled(self, content: bytes | Path | Iterable[bytes]) -> Iterator[tuple[Path, str]]:
        # A copy of our own, hashed while it is written: nobody can change it between the hashing and the naming.
        spool = self._incoming / uuid4().hex
        try:
            with spool.open("xb") as file:
                digest = digest_of(_written(content, file))
                file.flush()
                os.fsync(file.fileno())
            yield spool, digest
        finally:
            spool.unlink(missing_ok=True)

    def _name(self, spool: Path, digest: str) -> None:
        if self.folder is None:
            obstore.put(self._store, key_of(digest), spool)  # an upload is seen when it is complete, not before
            return
        path = self.folder / key_of(digest)
        path.parent.mkdir(exist_ok=True)
        os.replace(spool, path)  # should another writer be faster: it is the same content
        for folder in (path.parent, self.folder):
            _sync_folder(folder)

    def _span(self, digest: str, start: int, end: int | None) -> tuple[int, int] | None:
        size = self.size(digest)  # also where nothing is to be read: what is missing is never an empty file
        end = size if end is None else min(end, size)
        return (start, end) if 0 <= start < end else None


def key_of(digest: str) -> str:
    """Where the store keeps a file: 256 folders, so that none grows without end."""
    if not DIGEST.fullmatch(digest):
        raise FileNotFoundError(f"not a digest: {digest[:80]!r}")
    return f"{digest[:2]}/{digest}"


def digest_of(content: bytes | Path | Iterable[bytes]) -> str:
    """The digest of bytes, a local file or a stream, without keeping it."""
    digest = hashlib.sha256()
    for piece in _pieces(content):
        digest.update(piece)
    return digest.hexdigest()


def _pieces(content: bytes | Path | Iterable[bytes]) -> Iterator[bytes]:
    if isinstance(content, bytes):
        yield content
    elif isinstance(content, Path):
        with content.open("rb") as file:
            while piece := file.read(PIECE):
                yield piece
    else:
        yield from content


def _written(content: bytes | Path | Iterable[bytes], file: IO[bytes]) -> Iterator[bytes]:
    for piece in _pieces(content):
        file.write(piece)
        yield piece


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
