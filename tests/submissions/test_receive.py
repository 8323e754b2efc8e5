"""A large file comes straight from the line into the store; one that is cut off or too big leaves nothing."""

import asyncio
import shutil
import tracemalloc
from collections.abc import AsyncIterator, Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from types import SimpleNamespace

import pytest
from fastapi import Request
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect

from portal.errors import Refused, TooBig
from portal.files import Files, digest_of
from portal.submissions.receive import Received, receive
from portal.uploads import receiving
from portal.uploads.rules import ROOM_BYTES

HEAD = (
    b'--line\r\nContent-Disposition: form-data; name="key"\r\n\r\nabc\r\n'
    b'--line\r\nContent-Disposition: form-data; name="package"; filename="\xe9\x9d\xa2.zip"\r\n'
    b"Content-Type: application/zip\r\n\r\n"
)
TAIL = b"\r\n--line--\r\n"
MEGABYTE = 1_000_000


@pytest.fixture
def files(tmp_path: Path) -> Files:
    return Files(f"file://{tmp_path}/files", tmp_path / "incoming")


def send(
    files: Files, chunks: Iterator[bytes], most_bytes: int = MEGABYTE, breaks: bool = False, **headers: str
) -> Received:
    """What comes of a request whose body arrives in these chunks."""

    async def messages() -> AsyncIterator[dict[str, object]]:
        for chunk in chunks:
            yield {"type": "http.request", "body": chunk, "more_body": True}
        yield {"type": "http.disconnect"} if breaks else {"type": "http.request", "body": b"", "more_body": False}

    arriving = messages()
    sent = {"content_type": "multipart/form-data; boundary=line"} | headers
    scope = {
        "type": "http",
        "method": "POST",
        "headers": [(name.replace("_", "-").encode(), value.encode()) for name, value in sent.items()],
    }
    return asyncio.run(receive(Request(scope, arriving.__anext__), files, most_bytes))


def left_over(files: Files) -> list[str]:
    assert files.folder
    return [str(path) for path in files.folder.rglob("*") if path.is_file()]


def test_fields_and_file_arrive_whatever_the_chunks(files: Files):
    body = HEAD + b"PK" + bytes(range(256)) * 100 + TAIL
    for size in (7, 1000, len(body)):
        got = send(files, (body[start : start + size] for start in range(0, len(body), size)))
        assert got.fields == {"key": "abc"}
        assert got.upload and got.upload.file_name == "面.zip"
        assert got.upload.size_bytes == 2 + 25600
        assert got.upload.digest == digest_of(b"PK" + bytes(range(256)) * 100)
        assert files.exists(got.upload.digest)


def test_what_is_no_zip_is_read_to_its_end_and_not_kept(files: Files):
    body = HEAD + b"%PDF-1.7" * 50_000 + TAIL
    for size in (70_000, len(body)):
        got = send(files, (body[start : start + size] for start in range(0, len(body), size)))
        assert (got.fields, got.upload, got.is_other_kind) == ({"key": "abc"}, None, True)
    assert send(files, iter([HEAD + b"P", b"DF" + TAIL])).is_other_kind  # the first bytes came apart
    assert left_over(files) == []


def test_a_line_that_breaks_leaves_nothing(files: Files):
    with pytest.raises(ClientDisconnect):
        send(files, iter([HEAD, b"PK" * 50_000]), breaks=True)
    assert left_over(files) == []


def test_a_body_that_ends_too_early_leaves_nothing(files: Files):
    with pytest.raises(HTTPException):
        send(files, iter([HEAD, b"PK" * 50_000]))
    assert left_over(files) == []


def test_a_file_that_is_too_big_is_refused_and_leaves_nothing(files: Files):
    with pytest.raises(TooBig) as refusal:
        send(files, (HEAD + b"PK" if n == 0 else b"x" * 65_536 for n in range(100)))
    assert str(refusal.value.message) == "文件太大。最大 1 MB。"
    with pytest.raises(TooBig):
        send(files, iter([HEAD]), content_length="999999999")
    with pytest.raises(TooBig):  # nothing of it is the file
        send(files, (b"\r\n" * 32_768 for _ in range(100)))
    assert left_over(files) == []


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        ("multipart/form-data", HEAD + b"x" + TAIL),
        ("application/x-www-form-urlencoded", b"key=abc"),
        ("multipart/form-data; boundary=line", b"nothing of the kind"),
        (
            "multipart/form-data; boundary=line",
            b'--line\r\nContent-Disposition: form-data; name="key"\r\n\r\n' + b"k" * 200_000 + TAIL,
        ),
    ],
)
def test_a_broken_form_is_answered(files: Files, kind: str, body: bytes):
    with pytest.raises(HTTPException):
        send(files, iter([body]), content_type=kind)
    assert left_over(files) == []


def test_one_person_holds_two_lines_and_the_disk_keeps_its_room(files: Files, monkeypatch: pytest.MonkeyPatch):
    """Forms without scripts bring whole files, too; each holds a thread and room while it comes."""
    inner: list[str] = []

    def body(depth: int) -> Iterator[bytes]:
        yield HEAD + b"PK"
        if depth:
            with ThreadPoolExecutor(1) as other:
                inner.append(str(other.submit(refusal_of, lambda: send(files, body(depth - 1))).result()))
        yield TAIL

    assert send(files, body(2)).upload
    assert inner == ["已有 2 个文件在传。等传完再交。", ""]
    assert send(files, body(0)).upload, "who has sent may send again"
    monkeypatch.setattr(shutil, "disk_usage", lambda _: SimpleNamespace(free=ROOM_BYTES + MEGABYTE - 1))
    assert send(files, body(0), content_length="1000").upload
    assert refusal_of(lambda: send(files, body(0))).startswith("我们这边存不下"), "of what tells no length, the most"


def refusal_of(deed: Callable[[], object]) -> str:
    try:
        deed()
    except Refused as refused:
        return str(refused.message)
    return ""


def test_a_line_that_falls_silent_is_let_go(files: Files, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(receiving, "PATIENCE_SECONDS", 0.05)
    silence = asyncio.Event()

    async def receive_nothing_more() -> dict[str, object]:
        if not begun:
            begun.append(True)
            return {"type": "http.request", "body": HEAD + b"PK" * 50_000, "more_body": True}
        await silence.wait()
        raise AssertionError("nothing more comes")

    begun: list[bool] = []
    kind = [(b"content-type", b"multipart/form-data; boundary=line")]
    request = Request({"type": "http", "method": "POST", "headers": kind}, receive_nothing_more)
    with pytest.raises(HTTPException) as ended:
        asyncio.run(receive(request, files, MEGABYTE))
    assert ended.value.status_code == 408 and left_over(files) == []


def test_an_empty_file_is_no_file(files: Files):
    assert send(files, iter([HEAD + TAIL])).upload is None


def test_memory_does_not_grow_with_the_file(files: Files):
    """A hundred megabytes through at most a few."""
    tracemalloc.start()
    send(
        files,
        (HEAD if n == 0 else TAIL if n == 1601 else bytes(65_536) for n in range(1602)),
        most_bytes=200 * MEGABYTE,
    )
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 12 * MEGABYTE
