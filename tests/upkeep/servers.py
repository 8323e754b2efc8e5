"""A web server of this machine for links to lead to, and a certificate that nobody vouches for."""

import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from ipaddress import ip_address
from pathlib import Path
from tempfile import TemporaryDirectory

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec


@dataclass
class Server:
    """What was asked of it, as (method, path, who asks); 200 for everything but what is told otherwise."""

    host: str
    port: int
    asked: list[tuple[str, str, str]] = field(default_factory=list)
    statuses: dict[tuple[str, str], int] = field(default_factory=dict)
    places: dict[str, str] = field(default_factory=dict)
    certificate: str = ""

    def at(self, path: str) -> str:
        return f"http://{self.host}:{self.port}{path}"

    def moves(self, path: str, to: str) -> None:
        self.places[path] = to

    def answers(self, path: str, status: int) -> None:
        self.statuses |= {("HEAD", path): status, ("GET", path): status}


@contextmanager
def served(host: str = "127.0.0.1", certified: bool = False) -> Iterator[Server]:
    """A server that answers while the block runs."""
    known = Server(host, 0)

    class Handler(BaseHTTPRequestHandler):
        def answer(self) -> None:
            known.asked.append((self.command, self.path, self.headers.get("User-Agent", "")))
            moved = known.places.get(self.path)
            self.send_response(302 if moved else known.statuses.get((self.command, self.path), 200))
            if moved:
                self.send_header("Location", moved)
            self.send_header("Content-Length", "0")
            self.end_headers()

        do_GET = do_HEAD = answer

        def log_message(self, *_: object) -> None:
            return

    with ThreadingHTTPServer((host, 0), Handler) as server, TemporaryDirectory() as folder:
        if certified:
            context, known.certificate = _certified(host, Path(folder))
            server.socket = context.wrap_socket(server.socket, server_side=True)
        known.port = server.server_port
        server.handle_error = lambda *_: None  # type: ignore[method-assign]
        threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
        try:
            yield known
        finally:
            server.shutdown()


def _certified(host: str, folder: Path) -> tuple[ssl.SSLContext, str]:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, host)])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address(host))]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(key, hashes.SHA256())
    )
    certificate, secret = folder / "certificate.pem", folder / "key.pem"
    certificate.write_bytes(made.public_bytes(serialization.Encoding.PEM))
    plain = serialization.NoEncryption()
    secret.write_bytes(key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, plain))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, secret)
    return context, certificate.read_text()
