"""Pictures without what a camera writes beside them: place, time, model, names. Pure: bytes in, bytes out.

Nothing is decoded and made anew, so that small print stays as sharp as it was. Of all that stands beside the picture only
how to turn it is kept.
"""

import io
import struct
from collections.abc import Iterator

from PIL import ExifTags, Image, UnidentifiedImageError

MOST_PIXELS = 60_000_000
PNG_MARK = b"\x89PNG\r\n\x1a\n"
PNG_KEPT = (b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"gAMA", b"cHRM", b"sRGB", b"sBIT", b"bKGD", b"pHYs")
WEBP_KEPT = (b"VP8 ", b"VP8L", b"VP8X", b"ALPH", b"ANIM", b"ANMF")
START, END, SCAN, APP0, APP1, APP14, COMMENT = 0xD8, 0xD9, 0xDA, 0xE0, 0xE1, 0xEE, 0xFE
NO_LENGTH = (0x01, *range(0xD0, 0xD8))


class NoPicture(ValueError):
    """The bytes are not whole, or no picture of this kind."""


def type_of(content: bytes) -> str:
    """The media type of a picture by its first bytes; empty for anything else."""
    if content.startswith(b"\xff\xd8\xff"):
        return "image/jpeg"
    if content.startswith(PNG_MARK):
        return "image/png"
    return "image/webp" if content[:4] == b"RIFF" and content[8:12] == b"WEBP" else ""


def without_camera(content: bytes) -> bytes:
    """The same picture with nothing beside it but how to turn it. Raises NoPicture."""
    try:
        with Image.open(io.BytesIO(content), formats=("JPEG", "PNG", "WEBP")) as picture:
            if picture.width * picture.height > MOST_PIXELS:
                raise NoPicture("too many pixels")
            turned = picture.getexif().get(ExifTags.Base.Orientation)
        clean = {"image/jpeg": _jpeg, "image/png": _png, "image/webp": _webp}[type_of(content)]
        return clean(content, turned if turned in range(2, 9) else None)
    except (UnidentifiedImageError, OSError, SyntaxError, KeyError, IndexError, struct.error, ValueError) as error:
        raise NoPicture(str(error)) from error
    except Image.DecompressionBombError as error:
        raise NoPicture(str(error)) from error


def _jpeg(content: bytes, turned: int | None) -> bytes:
    made = [b"\xff\xd8"]
    if turned:
        exif = Image.Exif()
        exif[ExifTags.Base.Orientation] = turned
        said = exif.tobytes()
        made.append(b"\xff\xe1" + struct.pack(">H", len(said) + 2) + said)
    for marker, piece in _segments(content):
        is_beside = APP0 < marker <= 0xEF and marker != APP14
        if not is_beside and marker != COMMENT:
            made.append(piece)
    return b"".join(made)


def _segments(content: bytes) -> Iterator[tuple[int, bytes]]:
    """Every segment after the start, a scan with its data, up to the end of the picture. What follows it is left out."""
    place = 2
    while True:
        while content[place] == 0xFF and content[place + 1] == 0xFF:  # filling
            place += 1
        if content[place] != 0xFF:
            raise NoPicture("no marker where one has to be")
        marker = content[place + 1]
        if marker == END:
            yield marker, b"\xff\xd9"
            return
        end = place + 2 if marker in NO_LENGTH else place + 2 + struct.unpack_from(">H", content, place + 2)[0]
        if marker == SCAN:
            end = _end_of_data(content, end)
        if end > len(content):
            raise NoPicture("cut off")
        yield marker, content[place:end]
        place = end


def _end_of_data(content: bytes, place: int) -> int:
    """Where the next marker stands that is none inside a scan's data."""
    while True:
        place = content.index(b"\xff", place)
        following = content[place + 1]
        if following == 0xFF:
            place += 1
        elif following == 0 or 0xD0 <= following < 0xD8:
            place += 2
        else:
            return place


def _png(content: bytes, turned: int | None) -> bytes:
    made, place, name = [PNG_MARK], len(PNG_MARK), b""
    while name != b"IEND":
        (length,), name = struct.unpack_from(">I", content, place), content[place + 4 : place + 8]
        end = place + 12 + length
        if end > len(content):
            raise NoPicture("cut off")
        if name in PNG_KEPT:
            made.append(content[place:end])
        place = end
    return b"".join(made)


def _webp(content: bytes, turned: int | None) -> bytes:
    made, place = [], 12
    whole = min(len(content), 8 + struct.unpack_from("<I", content, 4)[0])
    while place + 8 <= whole:
        name, (length,) = content[place : place + 4], struct.unpack_from("<I", content, place + 4)
        end = place + 8 + length + length % 2
        if place + 8 + length > len(content):
            raise NoPicture("cut off")
        piece = content[place:end].ljust(end - place, b"\x00")
        if name == b"VP8X":  # its flags say what stands beside the picture: no colour profile, no Exif, no XMP
            piece = piece[:8] + bytes([piece[8] & ~0x2C]) + piece[9:]
        if name in WEBP_KEPT:
            made.append(piece)
        place = end
    body = b"WEBP" + b"".join(made)
    return b"RIFF" + struct.pack("<I", len(body)) + body
