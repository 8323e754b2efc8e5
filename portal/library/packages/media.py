"""What a picture, sound or film really is. Told by content; the name only says what it claims to be."""

import warnings
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any

import filetype
from PIL import ExifTags, Image, ImageFile, UnidentifiedImageError

from portal.library.packages.limits import PICTURE_PIXELS

MICROSECONDS = 1_000_000  # a second, as FFmpeg measures the length of a film

TEXT_TYPES = {
    ".md": "text/markdown",
    ".vtt": "text/vtt",
    ".toml": "application/toml",
    ".txt": "text/plain",
    ".csv": "text/csv",
}
PICTURE_TYPES = {".png": "image/png", ".jpg": "image/jpeg", ".jpeg": "image/jpeg", ".webp": "image/webp"}
MOVING_TYPES = {".mp4": "video/mp4", ".mp3": "audio/mpeg"}
TYPES = {**TEXT_TYPES, **PICTURE_TYPES, **MOVING_TYPES, ".pdf": "application/pdf"}

_HARMLESS_TAGS = {
    ExifTags.Base.Orientation,
    ExifTags.Base.XResolution,
    ExifTags.Base.YResolution,
    ExifTags.Base.ResolutionUnit,
    ExifTags.Base.YCbCrPositioning,
    ExifTags.Base.ImageWidth,
    ExifTags.Base.ImageLength,
    ExifTags.Base.ExifOffset,
}
_MOST_BOXES = 2000
_ARCHIVES = (
    "zip",
    "tar",
    "rar",
    "gzip",
    "bzip2",
    "7z",
    "cab",
    "x-xz",
    "compress",
    "lz",
    "zstd",
    "unix-archive",
    "deb",
    "rpm",
)


@dataclass(frozen=True)
class Picture:
    width: int
    height: int
    has_place: bool  # where it was taken
    has_camera: bool  # when and with what it was taken
    moves: bool


@dataclass(frozen=True)
class Film:
    """A sound or a film. `starts_at_once` is False when an mp4 keeps its index at the end."""

    seconds: float
    video_codec: str
    audio_codec: str
    width: int | None
    height: int | None
    has_place: bool
    starts_at_once: bool = True


def claimed_type(name: str) -> str | None:
    """The media type that the ending of the name claims; None for endings that a package may not have."""
    return TYPES.get(PurePosixPath(name).suffix.lower())


def found_type(start: bytes) -> str | None:
    """The media type that the first bytes (at least 512, if there are so many) tell; None when they tell nothing."""
    kind = filetype.guess_mime(start)
    if kind in ("image/apng", "video/x-m4v", "video/3gpp", "audio/mp4"):
        kind = {"image/apng": "image/png"}.get(kind, "video/mp4")
    return str(kind) if kind else None


def is_archive(media_type: str | None) -> bool:
    """Whether it is a packed file of any kind, Office files and EPUB among them."""
    return media_type is not None and (
        any(word in media_type for word in _ARCHIVES)
        or media_type.startswith(("application/vnd.openxml", "application/vnd.oasis", "application/epub"))
    )


def read_picture(path: Path) -> Picture | None:
    """Open a picture without drawing it at full size; None when it is broken or larger than anybody can open."""
    ImageFile.LOAD_TRUNCATED_IMAGES = (
        False  # WeasyPrint, where it makes a PDF in the same process, lets broken ones pass
    )
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            with Image.open(path, formats=["PNG", "JPEG", "WEBP"]) as picture:
                return _look_at(picture)
    except (
        OSError,
        UnidentifiedImageError,
        Image.DecompressionBombError,
        SyntaxError,
        ValueError,
        EOFError,
        LookupError,
    ):
        return None


def _look_at(picture: Image.Image) -> Picture | None:
    width, height = picture.size
    if width * height > PICTURE_PIXELS:
        return None
    exif = picture.getexif()
    own_words = b"".join(value if isinstance(value, bytes) else b"" for value in picture.info.values())
    place = bool(exif.get_ifd(ExifTags.IFD.GPSInfo)) or b"GPSLatitude" in own_words
    camera = (
        bool(set(exif) - _HARMLESS_TAGS - {ExifTags.IFD.GPSInfo}) or bool(_taken(exif)) or b"exif:Make" in own_words
    )
    moves = getattr(picture, "n_frames", 1) > 1
    picture.draft("RGB", (512, 512))  # a JPEG is then drawn at an eighth of its size
    picture.load()
    return Picture(width, height, place, camera, moves)


def _taken(exif: Image.Exif) -> set[int]:
    inner = set(exif.get_ifd(ExifTags.IFD.Exif))
    return inner & {
        ExifTags.Base.DateTimeOriginal,
        ExifTags.Base.DateTimeDigitized,
        ExifTags.Base.BodySerialNumber,
        ExifTags.Base.CameraOwnerName,
        ExifTags.Base.LensModel,
        ExifTags.Base.MakerNote,
    }


def read_film(path: Path, media_type: str) -> Film | None:
    """Open a sound or film as what it claims to be and nothing else; None when that cannot be done."""
    import av.error  # here, for its codecs would take 20 MB of every server process, and only workers look at films

    form = "mp3" if media_type == "audio/mpeg" else "mp4"
    # The form is fixed, so that a playlist posing as a film can never make the reader fetch other files.
    try:
        with av.open(str(path), format=form, metadata_errors="replace") as container:
            return _listen_to(container, path, form)
    except (av.error.FFmpegError, OSError, ValueError, OverflowError):
        return None


def _listen_to(container: Any, path: Path, form: str) -> Film | None:
    pictures = container.streams.video[0].codec_context if container.streams.video else None
    sound = container.streams.audio[0].codec_context if container.streams.audio else None
    boxes = [] if form == "mp3" else _boxes(path)
    if container.duration is None or (pictures is None and sound is None) or (form == "mp4" and b"moov" not in boxes):
        return None
    if form == "mp3":
        pictures = None  # a cover is no film
    tags = [*container.metadata, *(key for stream in container.streams for key in stream.metadata)]
    return Film(
        seconds=container.duration / MICROSECONDS,
        video_codec=pictures.name if pictures else "",
        audio_codec=sound.name if sound else "",
        width=pictures.width if pictures else None,
        height=pictures.height if pictures else None,
        has_place=any("location" in key.lower() or "gps" in key.lower() for key in tags),
        starts_at_once=not boxes or b"mdat" not in boxes[: boxes.index(b"moov")],
    )


def _boxes(path: Path) -> list[bytes]:
    """The kinds of the boxes that an mp4 is made of, in their order; none when the last one has been cut off."""
    kinds: list[bytes] = []
    end, place = path.stat().st_size, 0
    with path.open("rb") as file:
        while place < end and len(kinds) < _MOST_BOXES:
            file.seek(place)
            head = file.read(16)
            size = int.from_bytes(head[:4], "big")
            size = int.from_bytes(head[8:16], "big") if size == 1 else size or end - place
            kinds.append(head[4:8])
            place += size
            if size < 8:
                return []
    return kinds if place <= end else []
