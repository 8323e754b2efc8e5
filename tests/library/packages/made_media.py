"""Pictures, sounds and films for tests, made on the spot."""

import io
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
from PIL import Image

SECONDS = 4
RATE = 44_100


def film(
    path: Path, codec: str = "libx264", seconds: int = SECONDS, options: dict[str, str] | None = None, **tags: str
) -> bytes:
    """A grey film with a tone, ready to start at once unless options say otherwise."""
    options = {"movflags": "faststart"} if options is None else options
    with av.open(str(path), "w", format="mp4", options=options) as container:
        container.metadata.update(tags)
        pictures = container.add_stream(codec, rate=5, width=64, height=48, pix_fmt="yuv420p")
        tone = container.add_stream("aac", rate=RATE, layout="mono")
        for number in range(seconds * 5):
            frame = av.VideoFrame(64, 48, "yuv420p")
            for plane in frame.planes:
                plane.update(bytes([128]) * plane.buffer_size)
            frame.pts, frame.time_base = number, Fraction(1, 5)
            container.mux(pictures.encode(frame))
        container.mux(pictures.encode(None))
        _hum(container, tone, "fltp", seconds)
    return path.read_bytes()


def sound(path: Path, seconds: int = SECONDS) -> bytes:
    """A tone as mp3."""
    with av.open(str(path), "w", format="mp3") as container:
        tone = container.add_stream("libmp3lame", rate=RATE, layout="mono")
        _hum(container, tone, "s16p", seconds)
    return path.read_bytes()


def _hum(container: Any, stream: Any, form: str, seconds: int) -> None:
    samples = 1024
    for number in range(seconds * RATE // samples):
        frame = av.AudioFrame(format=form, layout="mono", samples=samples)
        frame.planes[0].update(bytes(frame.planes[0].buffer_size))
        frame.sample_rate, frame.pts, frame.time_base = RATE, number * samples, Fraction(1, RATE)
        container.mux(stream.encode(frame))
    container.mux(stream.encode(None))


def picture(form: str = "PNG", width: int = 40, height: int = 30, mode: str = "RGB", **options: Any) -> bytes:
    """An even picture; options go to Pillow, for example exif."""
    content = io.BytesIO()
    Image.new(mode, (width, height)).save(content, form, **options)
    return content.getvalue()


def photograph(place: bool) -> bytes:
    """A picture with what a camera writes into it, and with the place where it was taken."""
    exif = Image.Exif()
    exif[0x010F], exif[0x0110] = "Camera maker", "Model 1"
    if place:
        exif.get_ifd(0x8825).update({1: "N", 2: (34.0, 45.0, 0.0), 3: "E", 4: (113.0, 40.0, 0.0)})
    return picture("JPEG", exif=exif)


def moving_picture() -> bytes:
    """A WebP that moves by itself."""
    content = io.BytesIO()
    frames = [Image.new("RGB", (20, 20), colour) for colour in ("black", "white")]
    frames[0].save(content, "WEBP", save_all=True, append_images=frames[1:])
    return content.getvalue()
