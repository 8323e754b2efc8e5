"""Serve a stored file, whole or in part (RFC 9110 range requests), so that a film can be sought and resumed."""

import re
from collections.abc import AsyncIterator, Callable
from typing import Protocol

from fastapi import Request
from fastapi.responses import Response, StreamingResponse

FOR_EVER = "public, max-age=31536000, immutable"
# What a stranger handed in may be shown or played, but can never act as a page of the portal.
STRANGERS_CONTENT = "default-src 'none'; style-src 'none'; sandbox"
SHOWN_INLINE = ("audio/", "image/png", "image/jpeg", "image/webp", "text/vtt", "text/plain", "video/")

Read = Callable[[int, int], AsyncIterator[bytes]]


class StoredFile(Protocol):
    """What is known of a file: the name of its content, what it is and how long."""

    digest: str
    media_type: str
    size: int
    is_public: bool  # what is not is kept by the browser of who asked, and by nobody between


def stored_file(request: Request, file: StoredFile, read: Read, is_private: bool = False) -> Response:
    """A file by its digest: 200, 206 for one range, 304 when the browser has it, 416 for a range outside it.

    `read(start, end)` gives the bytes from start up to, not including, end. What is only for some people (`is_private`) is kept
    by nobody between.
    """
    size, media_type = file.size, file.media_type
    etag = f'"{file.digest}"'
    disposition = "inline" if media_type.startswith(SHOWN_INLINE) else "attachment"
    headers = {
        "ETag": etag,
        "Accept-Ranges": "bytes",
        "Cache-Control": _how_long(request, file.is_public and not is_private),
        "Content-Security-Policy": STRANGERS_CONTENT,
        "Content-Disposition": disposition,
        "Content-Encoding": "identity",  # a range is a range of these bytes, so nothing may compress them
    }
    if request.headers.get("if-none-match") == etag:
        return Response(status_code=304, headers=headers)
    wanted = _wanted_range(request, etag)
    if wanted is None:
        headers["Content-Length"] = str(size)
        return StreamingResponse(read(0, size), 200, headers, media_type)
    start, end = _within(wanted, size)
    if start >= end:
        return Response(status_code=416, headers={"Content-Range": f"bytes */{size}"})
    headers |= {"Content-Length": str(end - start), "Content-Range": f"bytes {start}-{end - 1}/{size}"}
    return StreamingResponse(read(start, end), 206, headers, media_type)


def _how_long(request: Request, is_public: bool) -> str:
    if not is_public:
        return "private, no-cache"
    return FOR_EVER if request.query_params.get("v") else "public, max-age=300"


def _wanted_range(request: Request, etag: str) -> re.Match[str] | None:
    if request.headers.get("if-range") not in (None, etag):
        return None
    match = re.fullmatch(r"bytes=([0-9]{0,18})-([0-9]{0,18})", request.headers.get("range", ""))
    return match if match and (match[1] or match[2]) else None


def _within(wanted: re.Match[str], size: int) -> tuple[int, int]:
    first, last = wanted[1], wanted[2]
    if not first:  # the last so many bytes
        return max(0, size - int(last)), size
    return int(first), min(size, int(last) + 1) if last else size
