"""Our own styles and scripts: a handful of small files, read and compressed once and kept in memory."""

import hashlib
import mimetypes
from functools import cache
from pathlib import Path

from fastapi import Request
from starlette.responses import PlainTextResponse, Response
from starlette.types import Receive, Scope, Send

from portal.web.compression import BEST, compress, takes_gzip

STATIC = Path(__file__).parent.parent.parent / "static"
FOR_EVER = "public, max-age=31536000, immutable"  # where the address carries the mark of the content
FOR_NOW = "public, max-age=300"


@cache
def content(name: str) -> tuple[bytes, bytes]:
    """A file as it is and compressed. Raises KeyError for what is not there; only names in the folder are looked at."""
    path = {path.name: path for path in STATIC.iterdir() if path.is_file()}[name]
    body = path.read_bytes()
    return body, compress(body, BEST)


@cache
def static_address(name: str) -> str:
    """The address of a static file, with a mark of its content, so that browsers may keep it for ever."""
    return f"/static/{name}?v={mark_of(name)}"


def mark_of(name: str) -> str:
    """The part of a file's digest that its address names."""
    return hashlib.sha256(content(name)[0]).hexdigest()[:8]


class Statics:
    """Serves the files under /static."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        await self.answer(Request(scope))(scope, receive, send)

    def answer(self, request: Request) -> Response:
        """The file, 304 for a browser that has it, 404 or 405 otherwise."""
        if request.method not in ("GET", "HEAD"):
            return PlainTextResponse("method not allowed\n", 405, {"Allow": "GET, HEAD"})
        name = request.url.path.rpartition("/static/")[2]
        try:
            plain, compressed = content(name)
        except KeyError:
            return PlainTextResponse("not found\n", 404)
        etag = f'"{mark_of(name)}"'
        is_marked = request.query_params.get("v") == mark_of(name)
        headers = {"ETag": etag, "Cache-Control": FOR_EVER if is_marked else FOR_NOW, "Vary": "Accept-Encoding"}
        if request.headers.get("if-none-match") == etag:
            return Response(status_code=304, headers=headers)
        if takes_gzip(request) and len(compressed) < len(plain):
            return Response(compressed, 200, headers | {"Content-Encoding": "gzip"}, media_type_of(name))
        return Response(plain, 200, headers, media_type_of(name))


def media_type_of(name: str) -> str:
    return mimetypes.guess_type(name)[0] or "application/octet-stream"
