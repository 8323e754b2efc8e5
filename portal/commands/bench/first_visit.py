"""What a first visit to the catalogue brings over the line: the page and everything that it links to itself."""

import http.client
from dataclasses import dataclass
from html.parser import HTMLParser

from portal.commands.bench.figures import Report, at_most

LINKS = {"link": "href", "script": "src", "img": "src"}
LOADED = {"stylesheet", "icon"}  # of link elements


class Parts(HTMLParser):
    """The addresses that a browser fetches with a page, each once."""

    def __init__(self) -> None:
        super().__init__()
        self.addresses: dict[str, str] = {}  # address to the element that names it

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        given = dict(attributes)
        address = given.get(LINKS.get(tag, ""))
        if address and (tag != "link" or given.get("rel") in LOADED):
            self.addresses.setdefault(address, "style" if given.get("rel") == "stylesheet" else tag)


@dataclass(frozen=True)
class Fetched:
    """One answer: what it is and how many bytes it took, headers included."""

    kind: str
    size: int


def measure_first_visit(report: Report, port: int) -> None:
    """Requests and bytes of a browser that comes for the first time and takes compressed answers."""
    body, size = fetch(port, "/library")
    parts = Parts()
    parts.feed(body.decode())
    fetched = [Fetched("page", size)]
    fetched += [Fetched(kind, fetch(port, address)[1]) for address, kind in parts.addresses.items()]
    kilobytes = {kind: sum(one.size for one in fetched if one.kind == kind) / 1000 for kind in ("script", "style")}
    total = sum(one.size for one in fetched) / 1000
    report.add(at_most(6, "first visit to the catalogue, requests", len(fetched), "requests"))
    report.add(at_most(60, "first visit to the catalogue, on the wire with headers", total, "kB"))
    report.add(at_most(25, "scripts of that visit", kilobytes["script"], "kB"))
    report.add(at_most(12, "styles of that visit", kilobytes["style"], "kB"))


def fetch(port: int, path: str) -> tuple[bytes, int]:
    """The answer's content, and its size on the wire. Raises RuntimeError when it is not there."""
    import gzip

    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    try:
        connection.request("GET", path, headers={"Accept-Encoding": "gzip", "Accept-Language": "zh-CN"})
        answer = connection.getresponse()
        body = answer.read()
    finally:
        connection.close()
    if answer.status != 200:
        raise RuntimeError(f"{path} answers {answer.status}")
    head = len(f"HTTP/1.1 200 {answer.reason}\r\n\r\n") + sum(len(a) + len(b) + 4 for a, b in answer.getheaders())
    content = gzip.decompress(body) if answer.getheader("content-encoding") == "gzip" else body
    return content, head + len(body)
