"""Ask another server whether a page is there, without ever being led to a server inside.

A link is a stranger's words. The name is resolved once, every address that it has must be a public one, and the
connection goes to the very address that was looked at; each redirect is looked at again. Only the first lines of an
answer are read, and everything together has an end.
"""

import http.client
import ipaddress
import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from urllib.parse import SplitResult, quote, urljoin, urlsplit

from portal.upkeep.rules import Trouble

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
NAT64 = ipaddress.ip_network("64:ff9b::/96")
MOST_REDIRECTS = 5
MOVED = frozenset({301, 302, 303, 307, 308})
GONE = frozenset({404, 410})
LEGAL = "%/:=&?~+!$,;'@()*[]"  # what stays as it is in a path or query; everything else is percent-encoded
SCHEMES = {"http": 80, "https": 443}
# Ports of other services (mail, shells, names …): no browser asks them (Fetch standard, port blocking), nor do we.
CLOSED_PORTS = frozenset({21, 22, 23, 25, 53, 79, 110, 111, 119, 135, 139, 143, 161, 389, 427, 465, 513, 514, 515})
CLOSED_PORTS |= {548, 554, 563, 587, 636, 993, 995, 1720, 1723, 2049, 3659, 4045, 5060, 5061, 6000, 6566}
CLOSED_PORTS |= {6665, 6666, 6667, 6668, 6669, 6697, 10080}


def is_public(address: Address) -> bool:
    """Whether an address is one of the internet's, and carries no inner one inside itself (RFC 4291, 6052, 3056)."""
    if isinstance(address, ipaddress.IPv6Address):
        inner = address.ipv4_mapped or address.sixtofour or (address.teredo[1] if address.teredo else None)
        if address in NAT64:
            inner = ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
        if inner is not None:
            return is_public(inner)
        if address.is_site_local:
            return False
    return address.is_global and not (address.is_multicast or address.is_reserved or address.is_unspecified)


class Refusal(Exception):
    """The address was not asked, or did not answer as it should; carries the trouble."""

    def __init__(self, trouble: Trouble) -> None:
        super().__init__(trouble)
        self.trouble = trouble


@dataclass(frozen=True)
class Asker:
    """Asks politely: who asks is said, the first lines of an answer are enough, one server is not asked twice at once.

    `pause_seconds` is what the caller waits between two questions to one host. Times are in seconds.
    """

    is_permitted: Callable[[Address], bool] = is_public
    pause_seconds: float = 5.0
    quiet_seconds: float = 8.0  # without a byte
    whole_seconds: float = 20.0  # of one request, however many bytes drip
    context: ssl.SSLContext = field(default_factory=ssl.create_default_context)

    def ask(self, address: str, origin: str) -> Trouble | None:
        """What is wrong with the address; None when a page answers. Never raises for what a server does."""
        try:
            for _ in range(MOST_REDIRECTS + 1):
                parts = parts_of(address)
                status, location = self._status(parts, origin)
                if status not in MOVED or not location:
                    return trouble_of(status)
                address = urljoin(address, location)
        except Refusal as refusal:
            return refusal.trouble
        return Trouble.ENDLESS

    def _status(self, parts: SplitResult, origin: str) -> tuple[int, str]:
        """HEAD, and GET where HEAD is not understood. Raises Refusal."""
        try:
            status, location = self._request("HEAD", parts, origin)
        except http.client.HTTPException:
            status, location = 500, ""
        if status < 400:
            return status, location
        try:
            return self._request("GET", parts, origin)
        except http.client.HTTPException:
            raise Refusal(Trouble.SILENT) from None

    def _request(self, method: str, parts: SplitResult, origin: str) -> tuple[int, str]:
        host, port = str(parts.hostname), parts.port or SCHEMES[parts.scheme]
        line = quote(parts.path or "/", safe=LEGAL) + (f"?{quote(parts.query, safe=LEGAL)}" if parts.query else "")
        head = {"User-Agent": f"wuai-portal/1 (looks once a week whether links work; {origin}/help)", "Accept": "*/*"}
        try:
            with self._connected(host, port, parts.scheme) as line_to:
                connection = http.client.HTTPConnection(host.encode("idna").decode(), port)
                connection.sock = line_to
                connection.request(method, line, headers={**head, "Connection": "close"})
                answer = connection.getresponse()
                return answer.status, answer.headers.get("Location", "")
        except ssl.SSLCertVerificationError:
            raise Refusal(Trouble.CERTIFICATE) from None
        except (OSError, UnicodeError, ValueError) as error:
            if isinstance(error, http.client.HTTPException):
                raise
            raise Refusal(Trouble.SILENT) from None

    @contextmanager
    def _connected(self, host: str, port: int, scheme: str) -> Iterator[socket.socket]:
        """A connection to an address that was looked at, cut when its time is over."""
        line = socket.create_connection((self._looked_up(host, port), port), self.quiet_seconds)
        twin = line.dup()  # the same connection by another handle: TLS below takes the first one over
        over = threading.Timer(self.whole_seconds, _cut, (twin,))
        over.start()
        try:
            if scheme == "https":
                line = self.context.wrap_socket(line, server_hostname=host.encode("idna").decode())
            yield line
        finally:
            over.cancel()
            line.close()
            twin.close()

    def _looked_up(self, host: str, port: int) -> str:
        """The first address of a name. Raises Refusal when even one of them lies inside: names may have two faces."""
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        names = [str(one[4][0]) for one in found]
        if not names or not all(self.is_permitted(ipaddress.ip_address(name.split("%")[0])) for name in names):
            raise Refusal(Trouble.INNER)
        return names[0]


def parts_of(address: str) -> SplitResult:
    """The parts of an address that can be asked. Raises Refusal."""
    try:
        parts = urlsplit(address)
        _ = parts.port
    except ValueError:
        raise Refusal(Trouble.NO_ADDRESS) from None
    if parts.scheme not in SCHEMES or not parts.hostname or parts.port in CLOSED_PORTS:
        raise Refusal(Trouble.NO_ADDRESS)
    return parts


def trouble_of(status: int) -> Trouble | None:
    """What a status says. Who refuses a machine (401, 403, 429 …) is there all the same."""
    if status in GONE:
        return Trouble.GONE
    return Trouble.ERROR if status >= 500 else None


def host_of(address: str) -> str:
    """The host of an address, empty when it has none."""
    try:
        return (urlsplit(address).hostname or "")[:253]
    except ValueError:
        return ""


def _cut(line: socket.socket) -> None:
    with suppress(OSError):
        line.shutdown(socket.SHUT_RDWR)
