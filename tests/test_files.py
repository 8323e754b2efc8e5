"""The file store keeps what it is given under its digest, whole or not at all; the same in each kind of store."""

import asyncio
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from tempfile import gettempdir
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.files import Files, digest_of

HELLO = "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824"  # sha256 of b"hello"
S3_URL = os.environ.get("PORTAL_TEST_S3_URL")  # a bucket, where there is one: s3://name


@pytest.fixture(params=["local", "memory"] + (["s3"] if S3_URL else []))
def files(request: pytest.FixtureRequest, tmp_path: Path) -> Files:
    url = {"local": f"file://{tmp_path}/课件 1", "memory": "memory:///", "s3": f"{S3_URL}/{uuid4()}"}[request.param]
    return Files(url, incoming=tmp_path / "incoming")


def test_bytes_a_file_and_a_stream_of_the_same_content_are_one_file(files: Files, tmp_path: Path) -> None:
    path = tmp_path / "hello.txt"
    path.write_bytes(b"hello")
    assert [files.put(b"hello"), files.put(path), files.put(iter([b"he", b"llo"]))] == [HELLO] * 3
    assert (files.read(HELLO), files.size(HELLO), files.exists(HELLO), files.verify(HELLO)) == (b"hello", 5, True, True)
    assert list(files.digests()) == [HELLO]


def test_a_stream_that_breaks_leaves_nothing(files: Files, tmp_path: Path) -> None:
    def broken() -> Iterator[bytes]:
        yield b"hel"
        raise ConnectionError("the line went down")

    with pytest.raises(ConnectionError):
        files.put(broken())
    assert list(files.digests()) == []
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []


@pytest.mark.parametrize("digest", [digest_of(b"not kept"), "../../etc/passwd", "", HELLO.upper(), HELLO + "\n"])
def test_what_is_not_there_is_not_found_everywhere(files: Files, tmp_path: Path, digest: str) -> None:
    assert not files.exists(digest)
    for ask in (files.size, files.read, files.verify, lambda digest: list(files.stream(digest, 0, 0))):
        with pytest.raises(FileNotFoundError):
            ask(digest)


@given(content=st.binary(max_size=40), start=st.integers(0, 50), end=st.none() | st.integers(0, 50))
def test_a_range_is_the_slice(content: bytes, start: int, end: int | None) -> None:
    files = Files("memory:///", incoming=Path(gettempdir()))
    digest = files.put(content)
    assert b"".join(files.stream(digest, start, end)) == content[start:end]


def test_a_web_answer_gets_the_same_pieces(files: Files) -> None:
    content = os.urandom(700_000)
    digest = files.put(content)

    async def read() -> bytes:
        return b"".join([piece async for piece in files.astream(digest, 10, 600_001)])

    assert asyncio.run(read()) == content[10:600_001] == b"".join(files.stream(digest, 10, 600_001))


def test_copy_to_makes_a_real_file(files: Files, tmp_path: Path) -> None:
    content = os.urandom(600_000)
    files.copy_to(files.put(content), tmp_path / "copy")
    assert (tmp_path / "copy").read_bytes() == content


def test_a_damaged_file_is_found(tmp_path: Path) -> None:
    files = Files(f"file://{tmp_path}", incoming=tmp_path)
    files.put(b"hello")
    (tmp_path / HELLO[:2] / HELLO).write_bytes(b"hellO")
    assert not files.verify(HELLO)


WRITER = """
import sys, pathlib
from portal.files import Files
files = Files(sys.argv[1], pathlib.Path(sys.argv[2]))
def slowly():
    for number in range(10_000):
        yield b"x" * 65536
        print(number, flush=True)
files.put(slowly())
"""


def test_a_writer_that_is_killed_leaves_no_half_file(tmp_path: Path) -> None:
    url = f"file://{tmp_path}"
    writer = subprocess.Popen([sys.executable, "-c", WRITER, url, str(tmp_path)], stdout=subprocess.PIPE, text=True)
    assert writer.stdout
    while writer.stdout.readline() != "20\n":
        pass
    writer.send_signal(signal.SIGKILL)
    writer.wait()
    writer.stdout.close()
    files = Files(url, incoming=tmp_path)
    assert list(files.digests()) == []
    assert files.clear_leftovers() == 0  # young: it could belong to somebody who is writing now
    [leftover] = (tmp_path / "incoming").iterdir()
    os.utime(leftover, (time.time() - 90_000,) * 2)
    assert files.clear_leftovers() == 1
    assert list((tmp_path / "incoming").iterdir()) == []
