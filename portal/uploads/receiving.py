"""Bytes from the line to the disk: one piece of an upload, safe on the disk before it is counted."""

import asyncio
import base64
import binascii
import fcntl
import hashlib
import os
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from fastapi import Request
from starlette.concurrency import run_in_threadpool
from starlette.requests import ClientDisconnect

from portal.files import Files
from portal.uploads.rules import is_of_kind

AT_ONCE = 1_000_000  # bytes in memory, then to the disk
PATIENCE_SECONDS = 30.0  # without a byte: a line that was cut without a word holds nobody up for longer
CHECKSUMS = ("sha1", "sha256")


class Busy(Exception):
    """Another request is writing this upload."""


class WrongKind(Exception):
    """The first bytes say that this is no file of the kind that was announced."""


class TooLong(Exception):
    """More came than was announced."""


class WrongChecksum(Exception):
    """What came is not what was sent; none of it is counted."""


@dataclass(frozen=True)
class Checksum:
    """What a sender says that a piece has."""

    algorithm: str
    digest: bytes

    @classmethod
    def read(cls, header: str) -> "Checksum | None":
        """From the header Upload-Checksum; None when there is none. Raises ValueError for one that cannot be used."""
        if not header:
            return None
        algorithm, _, encoded = header.partition(" ")
        if algorithm not in CHECKSUMS:
            raise ValueError(algorithm)
        try:
            return cls(algorithm, base64.b64decode(encoded, validate=True))
        except binascii.Error as error:
            raise ValueError(encoded) from error


async def receive_piece(
    request: Request, path: Path, offset: int, most_bytes: int, marks: tuple[bytes, ...], checksum: Checksum | None
) -> int:
    """Write the body of a request into a file from an offset on; returns how many bytes of it are safe on the disk.

    A line that breaks is no error: what came before is kept, unless it cannot be checked. What an earlier request wrote
    without having it counted is overwritten. Raises Busy, WrongKind, TooLong, WrongChecksum, FileNotFoundError, OSError.
    """
    with path.open("r+b") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise Busy from error
        if os.fstat(file.fileno()).st_nlink > 1:
            raise Busy  # the store has it under its digest: what comes late must not change it there
        file.seek(offset)
        file.truncate()
        piece = _Piece(file, most_bytes, marks if offset == 0 else (b"",), checksum.algorithm if checksum else "sha256")
        is_whole = await piece.read(request)
        await run_in_threadpool(_sync, file)
        if checksum and piece.summed.digest() != checksum.digest:
            if not is_whole:
                return 0
            raise WrongChecksum
        return piece.written


def adopted(files: Files, path: Path, size_bytes: int) -> str | None:
    """The digest of a file that has come whole, now in the store; None while a request writes it or when it is not
    whole on the disk."""
    with path.open("rb") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return None
        return files.adopt(path) if os.fstat(file.fileno()).st_size == size_bytes else None


class _Piece:
    """What one request brings. Its first bytes have to be one of the marks; an empty mark allows everything."""

    def __init__(self, file: IO[bytes], most_bytes: int, marks: tuple[bytes, ...], algorithm: str) -> None:
        self.written = 0
        self.summed = hashlib.new(algorithm)
        self._file, self._most_bytes, self._marks = file, most_bytes, marks
        self._held = bytearray()

    async def read(self, request: Request) -> bool:
        """Write what comes. Returns whether the body came to its end."""
        is_whole = False
        try:
            async for chunk in patient(request.stream()):
                if self.written + len(self._held) + len(chunk) > self._most_bytes:
                    raise TooLong
                self._held += chunk
                if len(self._held) >= AT_ONCE:
                    await self._write()
            is_whole = True
        except (ClientDisconnect, TimeoutError):
            pass
        await self._write()
        return is_whole

    async def _write(self) -> None:
        held, self._held = bytes(self._held), bytearray()
        if self.written == 0 and not is_of_kind(held, self._marks):
            raise WrongKind
        self.summed.update(held)
        await run_in_threadpool(self._file.write, held)
        self.written += len(held)


async def patient(stream: AsyncIterator[bytes]) -> AsyncIterator[bytes]:
    """The same stream. Raises TimeoutError when nothing comes for too long."""
    while True:
        try:
            chunk = await asyncio.wait_for(anext(stream), PATIENCE_SECONDS)
        except StopAsyncIteration:
            return
        yield chunk


def _sync(file: IO[bytes]) -> None:
    file.flush()
    os.fsync(file.fileno())
