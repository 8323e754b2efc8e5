"""Films for tests, made on the spot and once: short, with pictures that change and a quiet tone."""

import io
from fractions import Fraction
from functools import cache
from math import sin
from pathlib import Path
from typing import Any

import av

RATE = 44_100


def film(path: Path, seconds: int = 6, width: int = 320, height: int = 240, rate: int = 10, **kinds: Any) -> Path:
    """A film as a camera leaves it: the index at the end, too quiet. `silent`: without sound; `place`: where it was made."""
    path.write_bytes(_film(seconds, width, height, rate, **kinds))
    return path


def sound(path: Path, seconds: int = 6) -> Path:
    """A quiet tone as mp3."""
    path.write_bytes(_sound(seconds))
    return path


@cache
def _film(seconds: int, width: int, height: int, rate: int, **kinds: Any) -> bytes:
    content = io.BytesIO()
    with av.open(content, "w", format="mp4") as made:
        if place := kinds.get("place"):
            made.metadata["location"] = place
        options = {"preset": "ultrafast", "crf": str(kinds.get("quality", 23))}
        pictures = made.add_stream("libx264", rate=rate, width=width, height=height, pix_fmt="yuv420p", options=options)
        tone = None if kinds.get("silent") else made.add_stream("aac", rate=RATE, layout="mono")
        for number in range(seconds * rate):
            made.mux(pictures.encode(_picture(width, height, number, rate)))
            if number % rate == 0 and tone:
                _hum(made, tone, number // rate, "fltp")
        made.mux(pictures.encode(None))
        if tone:
            made.mux(tone.encode(None))
    return content.getvalue()


@cache
def _sound(seconds: int) -> bytes:
    content = io.BytesIO()
    with av.open(content, "w", format="mp3") as made:
        tone = made.add_stream("libmp3lame", rate=RATE, layout="mono")
        for second in range(seconds):
            _hum(made, tone, second, "s16p")
        made.mux(tone.encode(None))
    return content.getvalue()


def _picture(width: int, height: int, number: int, rate: int) -> av.VideoFrame:
    frame = av.VideoFrame(width, height, "yuv420p")
    for order, plane in enumerate(frame.planes):
        line = bytes((column * 3 + number * 7 + order * 40) % 200 + 20 for column in range(plane.line_size))
        plane.update(line * (plane.buffer_size // plane.line_size))
    frame.pts, frame.time_base = number, Fraction(1, rate)
    return frame


def _hum(made: Any, stream: Any, second: int, form: str) -> None:
    """One second of a tone about 20 LU below the level that pages have."""
    samples = RATE // 10
    for tenth in range(10):
        frame = av.AudioFrame(format=form, layout="mono", samples=samples)
        start = (second * 10 + tenth) * samples
        waves = [0.02 * sin((start + one) * 0.06) for one in range(samples)]
        frame.planes[0].update(_as_bytes(waves, form, frame.planes[0].buffer_size))
        frame.sample_rate, frame.pts, frame.time_base = RATE, start, Fraction(1, RATE)
        made.mux(stream.encode(frame))


def _as_bytes(waves: list[float], form: str, size: int) -> bytes:
    from array import array

    values = array("f", waves) if form == "fltp" else array("h", [int(wave * 32767) for wave in waves])
    return values.tobytes().ljust(size, b"\0")[:size]
