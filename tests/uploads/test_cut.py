"""A line that is really cut: a real server, a real socket closed in the middle of a piece, then sent on to the end."""

import os
import shutil
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit

import pytest
import uvicorn
from fastapi import FastAPI
from sqlalchemy import Engine
from sqlmodel import Session, select

from portal.accounts.models import Person
from portal.uploads import receiving
from portal.uploads.models import Upload
from tests.browser import SignIn
from tests.uploads.tus import Sender

CONTENT = b"PK" + os.urandom(5_000_000)
COMES = 3_000_000  # bytes that arrive before the cut
MOST_SECONDS = 20


@contextmanager
def listening(app: FastAPI) -> Iterator[int]:
    """The portal on a port of its own."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        config = uvicorn.Config(app, log_config=None, log_level="critical", access_log=False, lifespan="off")
        server = uvicorn.Server(config)
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
        thread.start()
        yield listener.getsockname()[1]
        server.should_exit = True
        thread.join(10)


def cut_off(port: int, path: str, cookie: str) -> socket.socket:
    """Announce everything, send a part, and stop."""
    line = socket.create_connection(("127.0.0.1", port))
    head = (
        f"PATCH {urlsplit(path).path} HTTP/1.1\r\nHost: testserver\r\nCookie: session={cookie}\r\n"
        "Tus-Resumable: 1.0.0\r\nContent-Type: application/offset+octet-stream\r\nUpload-Offset: 0\r\n"
        f"Sec-Fetch-Site: same-origin\r\nContent-Length: {len(CONTENT)}\r\n\r\n"
    )
    line.sendall(head.encode() + CONTENT[:COMES])
    return line


def wait_for_bytes(engine: Engine) -> int:
    """How much is counted, once something is."""
    until = time.monotonic() + MOST_SECONDS
    while time.monotonic() < until:
        with Session(engine) as session:
            if received := session.exec(select(Upload.received_bytes)).one():
                return received
        time.sleep(0.05)
    raise AssertionError("nothing of the cut piece was counted")


@pytest.mark.parametrize("how", ["closed", "silent"])
def test_what_came_before_a_cut_is_kept_and_the_rest_sent_on(
    how: str, app: FastAPI, engine: Engine, sign_in: SignIn, zz_author: Person, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(receiving, "PATIENCE_SECONDS", 0.5)
    sender = Sender(sign_in(zz_author))
    path = sender.begin(len(CONTENT)).headers["Location"]
    with listening(app) as port:
        line = cut_off(port, path, sender.browser.client.cookies["session"])
        if how == "closed":
            line.close()  # otherwise it stays open and says nothing, as a cut cable does
        assert wait_for_bytes(engine) == COMES
        assert sender.offset(path) == COMES
        line.close()
    assert sender.send(path, COMES, CONTENT[COMES:]).status_code == 204
    stored = app.state.files.adopt(app.state.files.unfinished / path.rsplit("/", 1)[1])
    assert app.state.files.read(stored) == CONTENT


def test_two_at_once_do_not_mix(app: FastAPI, engine: Engine, sign_in: SignIn, zz_author: Person):
    """While one request writes, another is told to wait, and writes nothing."""
    sender = Sender(sign_in(zz_author))
    path = sender.begin(len(CONTENT)).headers["Location"]
    file = app.state.files.unfinished / path.rsplit("/", 1)[1]
    with listening(app) as port:
        line = cut_off(port, path, sender.browser.client.cookies["session"])
        until = time.monotonic() + MOST_SECONDS
        while file.stat().st_size == 0 and time.monotonic() < until:
            time.sleep(0.02)
        assert sender.send(path, 0, b"PK" + bytes(100)).status_code == 423
        line.close()
        assert wait_for_bytes(engine) == COMES
    assert file.read_bytes() == CONTENT[:COMES]


def test_bytes_that_were_never_counted_are_written_again(app: FastAPI, sign_in: SignIn, zz_author: Person):
    """The process died after the disk had more than the table says: the table is right."""
    sender = Sender(sign_in(zz_author))
    path = sender.begin(len(CONTENT)).headers["Location"]
    file = app.state.files.unfinished / path.rsplit("/", 1)[1]
    assert sender.send(path, 0, CONTENT[:1000]).status_code == 204
    with file.open("ab") as lost:
        lost.write(bytes(5000))
    assert sender.offset(path) == 1000
    assert sender.send(path, 1000, CONTENT[1000:]).status_code == 204
    assert file.read_bytes() == CONTENT


def test_a_full_disk_is_told_and_nothing_is_counted(
    app: FastAPI, sign_in: SignIn, zz_author: Person, monkeypatch: pytest.MonkeyPatch
):
    sender = Sender(sign_in(zz_author))
    path = sender.begin(len(CONTENT)).headers["Location"]

    def full(file: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr(receiving, "_sync", full)
        assert sender.send(path, 0, CONTENT).status_code == 507
    assert sender.offset(path) == 0
    usage = shutil.disk_usage("/")._replace(free=1000)
    monkeypatch.setattr(shutil, "disk_usage", lambda folder: usage)
    assert sender.begin(10_000).text == "我们这边存不下这么大的文件。过一天再传，或者告诉管理员。"
