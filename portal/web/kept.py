"""Pages that do not depend on the person are kept, compressed, until the next publication.

Kept for people without a session or needs cookie, under /library, by address and language. The numbers that every
publication raises are read at most once a second, so other processes show a new course a second later at the latest.
"""

import hashlib
import time
from collections import OrderedDict
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from portal.web.compression import compress
from portal.web.language import LANGUAGE_COOKIE, NEEDS_COOKIE, choose_language, read_cookies

MOST_PAGES = 400
LOOK_AGAIN_SECONDS = 1.0
LIST = "/library"  # with every search and filter
RawHeaders = list[tuple[bytes, bytes]]
Key = tuple[str, bytes, str]  # path, query, language


@dataclass(frozen=True)
class KeptPage:
    """A page as it goes out: with its body, or with none for a browser that has it."""

    version: int
    etag: bytes
    headers: RawHeaders
    body: bytes
    compressed: bytes


class KeptPages:
    """Answers from memory where it may, and remembers what it lets through."""

    def __init__(self, app: ASGIApp, read_numbers: Callable[[], tuple[int, int]]) -> None:
        """`read_numbers`: the one that pages of courses go by, and the one that the list of them does."""
        self.app = app
        self.read_numbers = read_numbers
        self.pages: OrderedDict[Key, KeptPage] = OrderedDict()
        self.numbers, self.looked_at = (-1, -1), 0.0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["method"] != "GET" or not scope["path"].startswith("/library"):
            await self.app(scope, receive, send)
            return
        headers: dict[bytes, bytes] = dict(reversed(scope["headers"]))  # of one sent twice the first, as elsewhere
        key = key_of(scope, headers)
        if key is None:
            await self.app(scope, receive, send)
            return
        page = self.pages.get(key)
        if page is None or page.version != self.current_number(key):
            page = await self.make(scope, receive, send, key)
        if page:
            await answer(page, headers, send)

    def current_number(self, key: Key) -> int:
        """The number that a page goes by, looked up again after a second."""
        now = time.monotonic()
        if now - self.looked_at > LOOK_AGAIN_SECONDS:
            self.numbers, self.looked_at = self.read_numbers(), now
        return self.numbers[key[0] == LIST]

    async def make(self, scope: Scope, receive: Receive, send: Send, key: Key) -> KeptPage | None:
        """Let the application make the page. What is not a plain 200 goes straight out and is not kept."""
        scope.setdefault("state", {})
        version = self.current_number(key)  # asked before the page is made: a page is never older than its number
        start: Message = {}
        pieces: list[bytes] = []

        async def collect(message: Message) -> None:
            nonlocal start
            if message["type"] == "http.response.start" and message["status"] == 200:
                start = message
            elif start:
                pieces.append(message.get("body", b""))
            else:
                await send(message)

        # As for a browser that takes nothing compressed: the kept page is compressed here, once for all who do.
        plain = [header for header in scope["headers"] if header[0] != b"accept-encoding"]
        await self.app({**scope, "headers": plain}, receive, collect)
        if not start:
            return None
        page = kept(version, start["headers"], b"".join(pieces))
        if "person" in scope["state"]:  # whatever the cookies looked like: a person's page is never kept for others
            return page
        self.pages[key] = page
        self.pages.move_to_end(key)
        if len(self.pages) > MOST_PAGES:
            self.pages.popitem(last=False)
        return page


def key_of(scope: Scope, headers: Mapping[bytes, bytes]) -> Key | None:
    """Address and language of a page that may be kept; None when it may not."""
    is_file = "/files/" in scope["path"] or "." in scope["path"].rpartition("/")[2]  # streamed, and perhaps large
    is_talk = scope["path"].endswith("/questions")  # new ones come more often than courses open
    if is_file or is_talk or b"hx-request" in headers:
        return None
    # Looked for without parsing: parsers differ in what they make of a broken header, and one of them finds the person.
    if any(
        name == b"cookie" and (b"session" in value or NEEDS_COOKIE.encode() in value)
        for name, value in scope["headers"]
    ):
        return None
    cookies = read_cookies(headers[b"cookie"].decode("latin-1")) if b"cookie" in headers else {}
    language = choose_language(cookies.get(LANGUAGE_COOKIE, ""), headers.get(b"accept-language", b"").decode("latin-1"))
    return scope["path"], scope["query_string"], language


def kept(version: int, headers: RawHeaders, body: bytes) -> KeptPage:
    """A page made ready to go out many times."""
    etag = f'W/"{hashlib.sha256(body).hexdigest()[:20]}"'.encode()
    lasting = [(name, value) for name, value in headers if name not in (b"content-length", b"vary")]
    lasting += [(b"etag", etag), (b"vary", b"Cookie, Accept-Language, Accept-Encoding")]
    return KeptPage(version, etag, lasting, body, compress(body))


async def answer(page: KeptPage, headers: Mapping[bytes, bytes], send: Send) -> None:
    """The page, compressed for who takes it; 304 for who has it."""
    if page.etag in headers.get(b"if-none-match", b""):
        await send({"type": "http.response.start", "status": 304, "headers": list(page.headers)})
        await send({"type": "http.response.body"})
        return
    takes_gzip = b"gzip" in headers.get(b"accept-encoding", b"")
    body = page.compressed if takes_gzip else page.body
    more = [(b"content-length", str(len(body)).encode())] + ([(b"content-encoding", b"gzip")] if takes_gzip else [])
    await send({"type": "http.response.start", "status": 200, "headers": [*page.headers, *more]})
    await send({"type": "http.response.body", "body": body})
