"""The headers of tus 1.0, read as a stranger may have written them."""

import base64
import binascii

VERSION = "1.0.0"
EXTENSIONS = "creation,expiration,termination,checksum"
MOST_CHARACTERS = 2000


def read_metadata(header: str) -> dict[str, str]:
    """Upload-Metadata: names with texts in base64. What cannot be read is left out."""
    found: dict[str, str] = {}
    for pair in header[:MOST_CHARACTERS].split(","):
        name, _, encoded = pair.strip().partition(" ")
        try:
            found[name] = base64.b64decode(encoded, validate=True).decode("utf-8").replace("\x00", "")
        except (binascii.Error, UnicodeDecodeError):
            continue
    return found


def whole_number(header: str) -> int | None:
    """A count of bytes; None for anything else."""
    return int(header) if header.isascii() and header.isdecimal() and len(header) <= 15 else None
