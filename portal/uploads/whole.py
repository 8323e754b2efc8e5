"""Receiving a large file: straight from the line into the file store, a few pieces in memory at a time.

Starlette's own form would spool into the system's temporary folder, which is memory on many machines.
"""

import asyncio
import shutil
from collections import Counter
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from queue import Full, Queue

from fastapi import Request
from python_multipart.exceptions import FormParserError
from python_multipart.multipart import MultipartParser, parse_options_header
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException

from portal.errors import Refused, TooBig
from portal.files import Files
from portal.text import message
from portal.text.amounts import format_size
from portal.uploads.receiving import patient
from portal.uploads.rules import clean_name, is_of_kind, why_not_receive

FIELD_BYTES = 100_000
FORM_BYTES = 1_000_000  # what may come beside the file
PIECES = 16  # waiting between the line and the disk; each is what one read of the line gave, at most 64 KB


@dataclass(frozen=True)
class Whole:
    """A file that came with its form and lies in the store under its digest."""

    digest: str
    file_name: str
    size_bytes: int


@dataclass
class Received:
    """What a form with a file held. `upload` is None when no file was chosen, or one of another kind."""

    fields: dict[str, str]
    upload: Whole | None
    is_other_kind: bool = False  # a file came that is not of the kind; nothing of it is kept


_on_their_way: Counter[int] = Counter()  # files that come to this process with their form, by person


async def receive(request: Request, files: Files, most_bytes: int, marks: tuple[bytes, ...]) -> Received:
    """Read a multipart form, its one file into the store. Raises TooBig, Refused where there is no room or no turn, and
    HTTPException 400 for a broken form, 408 for one that does not come on.

    The file's first bytes have to be one of the marks.

    A form that ends too early leaves nothing behind.
    """
    too_big = TooBig(message("文件太大。最大 %(size)s。", size=format_size(most_bytes)))
    kind, options = parse_options_header(request.headers.get("content-type", ""))
    if kind != b"multipart/form-data" or not options.get(b"boundary"):
        raise HTTPException(400)
    announced = request.headers.get("content-length", "")
    length = int(announced) if announced.isdecimal() else most_bytes
    if length > most_bytes + FORM_BYTES:
        raise too_big
    form, sink = _Form(options[b"boundary"]), _Sink(files, marks)
    with _turn(request, files, length):
        try:
            async for chunk in _chunks(request, most_bytes + FORM_BYTES, too_big):
                for piece in form.read(chunk):
                    await sink.write(piece)
                if sink.size_bytes > most_bytes:
                    raise too_big
            if not form.is_whole:
                raise HTTPException(400)
            digest = "" if sink.is_other_kind else await sink.finish()
        except FormParserError as error:
            raise HTTPException(400) from error
        finally:
            await sink.give_up()
    name = clean_name(form.file_name)
    upload = Whole(digest, name, sink.size_bytes) if form.file_name and digest else None
    return Received(form.texts(), upload, sink.is_other_kind)


async def _chunks(request: Request, most_bytes: int, too_big: TooBig) -> AsyncIterator[bytes]:
    """The body as it comes: not for ever, and with whatever stands before, between and after the parts not endless."""
    came = 0
    try:
        async for chunk in patient(request.stream()):
            came += len(chunk)
            if came > most_bytes:
                raise too_big
            yield chunk
    except TimeoutError as error:
        raise HTTPException(408) from error


@contextmanager
def _turn(request: Request, files: Files, length: int) -> Iterator[None]:
    """One of the few files that may come at a time: each holds a thread and room on the disk. Raises Refused."""
    person = getattr(request.state, "person", None)
    number = person.person_id if person else 0
    free_bytes = shutil.disk_usage(files.unfinished).free
    if reason := why_not_receive(length, free_bytes, _on_their_way[number], _on_their_way.total()):
        raise Refused(reason)
    _on_their_way[number] += 1
    try:
        yield
    finally:
        _on_their_way[number] -= 1
        if not _on_their_way[number]:
            del _on_their_way[number]


@dataclass
class _Form:
    """The parser's events as fields and pieces of the file."""

    boundary: bytes
    fields: dict[str, bytearray] = field(default_factory=dict)
    file_name: str = ""
    is_whole: bool = False

    def __post_init__(self) -> None:
        self._pieces: list[bytes] = []
        self._header = self._value = b""
        self._headers: dict[bytes, bytes] = {}
        self._name = ""
        self._is_file = False
        self._parser = MultipartParser(
            self.boundary,
            {
                "on_part_begin": self._begin,
                "on_header_field": self._header_field,
                "on_header_value": self._header_value,
                "on_header_end": self._header_end,
                "on_headers_finished": self._headers_finished,
                "on_part_data": self._data,
                "on_end": self._end,
            },
        )

    def read(self, chunk: bytes) -> list[bytes]:
        """The pieces of the file that this chunk of the body brought."""
        self._pieces = []
        self._parser.write(chunk)
        return self._pieces

    def texts(self) -> dict[str, str]:
        """The other fields."""
        return {name: value.decode("utf-8", "replace").replace("\x00", "") for name, value in self.fields.items()}

    def _begin(self) -> None:
        self._headers, self._header, self._value = {}, b"", b""

    def _header_field(self, data: bytes, start: int, end: int) -> None:
        self._header += data[start:end]

    def _header_value(self, data: bytes, start: int, end: int) -> None:
        self._value += data[start:end]

    def _header_end(self) -> None:
        self._headers[self._header.lower()] = self._value
        self._header = self._value = b""

    def _headers_finished(self) -> None:
        _, options = parse_options_header(self._headers.get(b"content-disposition", b""))
        self._name = options.get(b"name", b"").decode("utf-8", "replace")
        self._is_file = b"filename" in options
        if self._is_file and not self.file_name:
            self.file_name = options[b"filename"].decode("utf-8", "replace")

    def _data(self, data: bytes, start: int, end: int) -> None:
        if self._is_file:
            self._pieces.append(data[start:end])
            return
        value = self.fields.setdefault(self._name, bytearray())
        if len(value) + end - start > FIELD_BYTES or len(self.fields) > 50:
            raise FormParserError("a field of this form is too long")
        value += data[start:end]

    def _end(self) -> None:
        self.is_whole = True


class _Sink:
    """Hands pieces to the file store, which writes them in a thread of its own."""

    def __init__(self, files: Files, marks: tuple[bytes, ...]) -> None:
        self.size_bytes = 0
        self._marks, self._longest = marks, max(map(len, marks))
        self._start = b""
        self._files = files
        self._pieces: Queue[bytes | None | Exception] = Queue(PIECES)
        self._writing: asyncio.Task[str] | None = None

    @property
    def is_other_kind(self) -> bool:
        """Whether the first bytes say that this is no file of the kind."""
        return not is_of_kind(self._start, self._marks)

    async def write(self, piece: bytes) -> None:
        """Hand on one piece; wait while the disk is behind. What is of another kind is read to its end and not kept."""
        self.size_bytes += len(piece)
        self._start = (self._start + piece)[: self._longest]
        if self.is_other_kind:
            await self.give_up()
            return
        if self._writing is None:
            self._writing = asyncio.create_task(run_in_threadpool(self._files.put, self._taken()))
        await self._hand_on(piece)

    async def finish(self) -> str:
        """The digest of what was written; empty when there was nothing."""
        if self._writing is None:
            return ""
        await self._hand_on(None)
        return await self._writing

    async def give_up(self) -> None:
        """Let the writer end and remove what it wrote, when the form did not come to its end."""
        if self._writing is not None and not self._writing.done():
            await self._hand_on(ConnectionError("the upload did not come to its end"))
            await asyncio.gather(self._writing, return_exceptions=True)

    async def _hand_on(self, piece: bytes | None | Exception) -> None:
        assert self._writing is not None
        while not self._writing.done():  # a writer that ended early has failed; finish() tells
            try:
                self._pieces.put_nowait(piece)
                break
            except Full:
                await asyncio.sleep(0.005)

    def _taken(self) -> Iterator[bytes]:
        while (piece := self._pieces.get()) is not None:
            if isinstance(piece, Exception):
                raise piece
            yield piece
