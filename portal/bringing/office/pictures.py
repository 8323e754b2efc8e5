"""Pictures of strangers made into pictures for a package: opened within bounds, without place and camera, not too large."""

import io
import warnings
from dataclasses import dataclass

from PIL import Image, ImageOps, UnidentifiedImageError

from portal.library.packages.limits import PICTURE_ADVISED_EDGE, PICTURE_BYTES

MOST_PIXELS = 50_000_000
_AS_THEY_ARE = {"PNG": ".png", "JPEG": ".jpg", "WEBP": ".webp"}
_READ = (*_AS_THEY_ARE, "GIF", "BMP", "TIFF")
_VECTORS = (b"\xd7\xcd\xc6\x9a", b"\x01\x00\x09\x00", b"\x01\x00\x00\x00", b"<svg", b"<?xml", b"\x1f\x8b")
_BROKEN = (
    OSError,
    UnidentifiedImageError,
    Image.DecompressionBombError,
    SyntaxError,
    ValueError,
    EOFError,
    LookupError,
)


@dataclass(frozen=True)
class Made:
    """A picture as it goes into the package, with its ending, and what was done to it."""

    content: bytes
    ending: str
    rules: tuple[str, ...]


def make_picture(content: bytes) -> Made | str:
    """The picture; or the rule that tells why there is none."""
    if content.startswith(_VECTORS):
        return "picture-vector"
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            with Image.open(io.BytesIO(content), formats=_READ) as picture:
                return _made(content, picture)
    except _BROKEN:
        return "picture-broken"


def _made(content: bytes, picture: Image.Image) -> Made | str:
    form = picture.format or ""
    if picture.width * picture.height > MOST_PIXELS:
        return "picture-broken"
    rules = []
    if getattr(picture, "n_frames", 1) > 1:
        rules.append("picture-moves")
    if form not in _AS_THEY_ARE:
        rules.append("picture-form")
    if max(picture.size) > PICTURE_ADVISED_EDGE or len(content) > PICTURE_BYTES:
        rules.append("picture-smaller")
    if _tells_of_camera(picture):
        rules.append("camera")
    picture.load()
    if not rules:
        return Made(content, _AS_THEY_ARE[form], ())
    return _anew(picture, form, tuple(rules))


def _tells_of_camera(picture: Image.Image) -> bool:
    own_words = b"".join(part if isinstance(part, bytes) else b"" for part in picture.info.values())
    return bool(picture.getexif()) or b"exif:" in own_words or b"GPS" in own_words


def _anew(picture: Image.Image, form: str, rules: tuple[str, ...]) -> Made:
    """Drawn once more: only what is seen comes along, turned as it is meant."""
    plain = ImageOps.exif_transpose(picture)
    plain.thumbnail((PICTURE_ADVISED_EDGE, PICTURE_ADVISED_EDGE))
    is_photo = form == "JPEG" or (form == "TIFF" and plain.mode == "RGB")
    written = io.BytesIO()
    if is_photo:
        _bare(plain.convert("RGB")).save(written, "JPEG", quality=90)
    else:
        _bare(plain if plain.mode in ("1", "L", "LA", "RGB", "RGBA") else plain.convert("RGBA")).save(written, "PNG")
    if len(written.getvalue()) > PICTURE_BYTES:
        written = io.BytesIO()
        _bare(plain.convert("RGB")).save(written, "JPEG", quality=80)
        is_photo = True
    return Made(written.getvalue(), ".jpg" if is_photo else ".png", rules)


def _bare(picture: Image.Image) -> Image.Image:
    picture.info = {}
    return picture
