"""Another server is asked whether a page is there, and never is a server inside asked for a stranger."""

import ipaddress
import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest

from portal.upkeep.asking import Asker, is_public
from portal.upkeep.rules import Trouble
from tests.upkeep.servers import Server, served

ORIGIN = "https://learn.example.org"
HERE = ipaddress.ip_network("127.0.0.0/8")


@pytest.fixture
def server() -> Iterator[Server]:
    with served() as server:
        yield server


@pytest.fixture
def asker() -> Asker:
    """Only this machine is permitted, so that no test ever leaves it."""
    return Asker(is_permitted=lambda address: address in HERE, pause_seconds=0, quiet_seconds=2, whole_seconds=2)


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1",
        "127.8.8.8",
        "10.0.0.1",
        "172.16.3.4",
        "192.168.1.1",
        "169.254.169.254",
        "100.64.0.1",
        "0.0.0.0",
        "224.0.0.1",
        "255.255.255.255",
        "240.0.0.1",
        "::1",
        "::",
        "fe80::1",
        "fc00::1",
        "fec0::1",
        "ff02::1",
        "::ffff:127.0.0.1",
        "::ffff:10.0.0.1",
        "64:ff9b::7f00:1",
        "2002:7f00:1::",
        "2002:a00:1::1",
    ],
)
def test_inner_addresses_are_none_of_the_internets(address: str) -> None:
    assert not is_public(ipaddress.ip_address(address))


@pytest.mark.parametrize("address", ["1.1.1.1", "223.5.5.5", "2400:3200::1", "64:ff9b::101:101"])
def test_public_addresses_are(address: str) -> None:
    assert is_public(ipaddress.ip_address(address))


@pytest.mark.parametrize(
    "host", ["127.0.0.1", "localhost", "[::1]", "2130706433", "0x7f.1", "0", "169.254.169.254", "10.0.0.1", "127.1"]
)
def test_no_name_of_an_inner_server_is_asked(host: str, server: Server) -> None:
    answer = Asker(quiet_seconds=1, whole_seconds=1).ask(f"http://{host}:{server.port}/", ORIGIN)
    assert answer in (Trouble.INNER, Trouble.SILENT)  # a name in an odd form may also be no name at all
    assert server.asked == []


def test_a_name_with_one_inner_face_is_refused(monkeypatch: pytest.MonkeyPatch, server: Server) -> None:
    """The name server is a stranger's: it may give a public and an inner address together, or another at each call."""
    both = [("1.1.1.1", server.port), ("127.0.0.1", server.port)]
    calls: list[str] = []

    def resolve(host: str, port: int, **kinds: object) -> list[tuple[object, ...]]:
        calls.append(host)
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", one) for one in both]

    monkeypatch.setattr(socket, "getaddrinfo", resolve)
    assert Asker().ask(f"http://two-faces.example:{server.port}/", ORIGIN) is Trouble.INNER
    assert (server.asked, calls) == ([], ["two-faces.example"])


def test_a_redirect_to_an_inner_server_is_not_followed(server: Server) -> None:
    with served("127.0.0.2") as inner:
        server.moves("/away", f"http://127.0.0.2:{inner.port}/secret")
        only_one = Asker(is_permitted=lambda address: str(address) == "127.0.0.1")
        assert only_one.ask(server.at("/away"), ORIGIN) is Trouble.INNER
        assert inner.asked == []


@pytest.mark.parametrize(
    "address",
    ["file:///etc/passwd", "ftp://127.0.0.1/x", "gopher://127.0.0.1:6379/_x", "javascript:1", "//x", "http://",
     "http://[", "http://a:b/", "http://127.0.0.1:22/", "https://127.0.0.1:25/"],
)  # fmt: skip
def test_other_schemes_and_no_addresses_are_not_asked(address: str, asker: Asker, server: Server) -> None:
    assert asker.ask(address, ORIGIN) is Trouble.NO_ADDRESS


def test_a_redirect_to_another_scheme_is_not_followed(asker: Asker, server: Server) -> None:
    server.moves("/away", "file:///etc/passwd")
    assert asker.ask(server.at("/away"), ORIGIN) is Trouble.NO_ADDRESS


def test_a_page_that_is_there(asker: Asker, server: Server) -> None:
    assert asker.ask(server.at("/页面?q=面粉#part"), ORIGIN) is None
    [(method, path, agent)] = server.asked
    assert (method, path) == ("HEAD", "/%E9%A1%B5%E9%9D%A2?q=%E9%9D%A2%E7%B2%89")
    assert agent.startswith("wuai-portal/1") and f"{ORIGIN}/help" in agent


def test_who_does_not_understand_head_is_asked_with_get(asker: Asker, server: Server) -> None:
    server.statuses |= {("HEAD", "/old"): 501, ("GET", "/old"): 200}
    assert asker.ask(server.at("/old"), ORIGIN) is None
    assert [method for method, _, _ in server.asked] == ["HEAD", "GET"]


@pytest.mark.parametrize(
    ("status", "trouble"), [(404, Trouble.GONE), (410, Trouble.GONE), (503, Trouble.ERROR), (403, None), (429, None), (401, None)]
)  # fmt: skip
def test_what_a_status_says(status: int, trouble: Trouble | None, asker: Asker, server: Server) -> None:
    server.statuses |= {("HEAD", "/x"): status, ("GET", "/x"): status}
    assert asker.ask(server.at("/x"), ORIGIN) is trouble


def test_redirects_are_followed_but_not_for_ever(asker: Asker, server: Server) -> None:
    server.moves("/a", "/b")
    server.moves("/b", server.at("/c"))
    server.moves("/round", "/round")
    assert asker.ask(server.at("/a"), ORIGIN) is None
    assert asker.ask(server.at("/round"), ORIGIN) is Trouble.ENDLESS
    assert len(server.asked) == 3 + 6


def test_nobody_there(asker: Asker, server: Server) -> None:
    assert asker.ask("http://127.0.0.1:1/", ORIGIN) is Trouble.SILENT
    assert asker.ask("http://no-such-name.invalid/", ORIGIN) is Trouble.SILENT
    assert asker.ask("http://a..b/", ORIGIN) is Trouble.SILENT


Speak = Callable[[socket.socket], None]


@contextmanager
def speaking(speak: Speak) -> Iterator[int]:
    """A server that says what it likes."""
    with socket.create_server(("127.0.0.1", 0)) as listener:

        def serve() -> None:
            while True:
                try:
                    line, _ = listener.accept()
                except OSError:
                    return
                with line:
                    try:
                        line.recv(4096)
                        speak(line)
                    except OSError:
                        pass

        threading.Thread(target=serve, daemon=True).start()
        yield listener.getsockname()[1]


def endless_body(line: socket.socket) -> None:
    line.sendall(b"HTTP/1.1 200 OK\r\n\r\n")
    while True:
        line.sendall(b"x" * 65536)


def endless_head(line: socket.socket) -> None:
    line.sendall(b"HTTP/1.1 200 OK\r\n")
    while True:
        line.sendall(b"X-A: b\r\n")


def dripping_head(line: socket.socket) -> None:
    while True:
        line.sendall(b"H")
        time.sleep(0.2)


def hundreds(line: socket.socket) -> None:
    while True:
        line.sendall(b"HTTP/1.1 100 Continue\r\n\r\n")
        time.sleep(0.05)


def rubbish(line: socket.socket) -> None:
    line.sendall(b"\x00\xff" * 400 + b"\r\n\r\n")


def hang_up(line: socket.socket) -> None:
    return


def huge_body(line: socket.socket) -> None:
    line.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 99999999999\r\n\r\n" + b"x" * 100_000)


@pytest.mark.parametrize(
    ("speak", "trouble"),
    [
        (endless_body, None),
        (huge_body, None),
        (endless_head, Trouble.SILENT),
        (dripping_head, Trouble.SILENT),
        (hundreds, Trouble.SILENT),
        (rubbish, Trouble.SILENT),
        (hang_up, Trouble.SILENT),
    ],
)
def test_whatever_a_server_says_the_question_ends(speak: Speak, trouble: Trouble | None, asker: Asker) -> None:
    before = threading.active_count()
    with speaking(speak) as port:
        assert asker.ask(f"http://127.0.0.1:{port}/", ORIGIN) is trouble
    assert threading.active_count() <= before + 2  # no clock of ours is left running


def test_a_certificate_that_nobody_vouches_for(asker: Asker, server: Server) -> None:
    with served(certified=True) as secret:
        address = f"https://127.0.0.1:{secret.port}/"
        assert asker.ask(address, ORIGIN) is Trouble.CERTIFICATE
        trusting = Asker(asker.is_permitted, 0, 2, 2, ssl.create_default_context(cadata=secret.certificate))
        assert trusting.ask(address, ORIGIN) is None
    assert asker.ask(f"https://127.0.0.1:{server.port}/", ORIGIN) is Trouble.SILENT  # no TLS there at all
