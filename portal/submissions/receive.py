"""A course package that comes with its form, whole: straight from the line into the file store."""

from fastapi import Request

from portal.files import Files
from portal.uploads import whole
from portal.uploads.rules import clean_name
from portal.uploads.whole import Received

__all__ = ["ZIP_MARK", "Received", "clean_name", "receive"]
ZIP_MARK = b"PK"


async def receive(request: Request, files: Files, most_bytes: int) -> Received:
    """Read a multipart form, its zip into the store. Raises what portal.uploads.whole raises."""
    return await whole.receive(request, files, most_bytes, (ZIP_MARK,))
