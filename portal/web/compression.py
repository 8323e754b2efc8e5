"""Answers compressed as a whole: pages at a low level, which is a tenth larger and takes a third of the time."""

import gzip

from fastapi import Request

QUICK, BEST = 3, 9
TOO_SHORT = 800  # bytes that fit into one packet anyway


def takes_gzip(request: Request) -> bool:
    """Whether the browser takes compressed answers."""
    return "gzip" in request.headers.get("accept-encoding", "")


def compress(body: bytes, level: int = QUICK) -> bytes:
    """The body as gzip, always the same for the same body."""
    return gzip.compress(body, level, mtime=0)
