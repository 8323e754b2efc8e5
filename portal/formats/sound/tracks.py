"""The sound of media files: how long it is, copied out of a film, made into MP3. PyAV is loaded by the worker only."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any

HERTZ = 22050
BITS_A_SECOND = 40_000  # speech stays clear; an hour is 18 MB
SAMPLES_AT_ONCE = 1152


@dataclass(frozen=True)
class Track:
    """An MP3 file without titles: one chapter of a recording."""

    title: str
    path: Path
    seconds: float


def seconds_of(path: Path) -> float:
    """How long a medium is. Raises ValueError for what has no sound."""
    import av

    with av.open(str(path)) as medium:
        if not medium.streams.audio:
            raise ValueError(f"no sound in {path.name}")
        return float(medium.duration or 0) / 1_000_000


def copy_sound(film: Path, to: Path) -> None:
    """The sound of a film as a file of its own, as it is: nothing is encoded again."""
    import av

    with av.open(str(film)) as medium, av.open(str(to), "w", format="mp4", options={"movflags": "faststart"}) as out:
        stream = medium.streams.audio[0]
        copied = out.add_stream_from_template(stream)
        for packet in medium.demux(stream):
            if packet.dts is not None:
                packet.stream = copied
                out.mux(packet)


def samples_of(path: Path) -> Iterator[bytes]:
    """The sound of a medium as 16-bit mono samples."""
    import av

    with av.open(str(path)) as medium:
        resampler = av.AudioResampler(format="s16", layout="mono", rate=HERTZ)
        for frame in medium.decode(audio=0):
            for part in resampler.resample(frame):
                yield _bytes_of(part)
        for part in resampler.resample(None):
            yield _bytes_of(part)


def _bytes_of(frame: Any) -> bytes:
    return bytes(frame.planes[0])[: frame.samples * 2]


def as_mp3(samples: Iterable[bytes], to: Path, title: str) -> Track:
    """Samples (16-bit mono, HERTZ a second) as MP3."""
    import av

    count = 0
    with av.open(str(to), "w", format="mp3", options={"write_xing": "0", "id3v2_version": "0"}) as out:
        stream = out.add_stream("libmp3lame", rate=HERTZ, layout="mono")
        stream.bit_rate = BITS_A_SECOND
        for piece in _evenly(samples):
            frame = av.AudioFrame(format="s16p", layout="mono", samples=len(piece) // 2)
            frame.planes[0].update(piece.ljust(frame.planes[0].buffer_size, b"\0"))
            frame.sample_rate, frame.pts, frame.time_base = HERTZ, count, Fraction(1, HERTZ)
            count += len(piece) // 2
            out.mux(stream.encode(frame))
        out.mux(stream.encode(None))
    return Track(title, to, count / HERTZ)


def _evenly(samples: Iterable[bytes]) -> Iterator[bytes]:
    """The same samples in the pieces that the encoder takes."""
    size, rest = SAMPLES_AT_ONCE * 2, b""
    for piece in samples:
        rest += piece
        while len(rest) >= size:
            yield rest[:size]
            rest = rest[size:]
    if rest:
        yield rest


def joined(tracks: Sequence[Track], to: Path, tags: dict[str, str]) -> None:
    """All tracks one after the other in one MP3, with its titles and, where there are several, chapters."""
    import av

    with av.open(str(to), "w", format="mp3", options={"id3v2_version": "3"}) as out:
        out.metadata.update(tags)
        if len(tracks) > 1:
            out.set_chapters(_chapters(tracks))
        copied, begins = None, 0
        for track in tracks:
            with av.open(str(track.path)) as medium:
                stream = medium.streams.audio[0]
                copied = copied or out.add_stream_from_template(stream)
                begins = _copy(medium, stream, copied, out, begins)


def _copy(medium: Any, stream: Any, copied: Any, out: Any, begins: int) -> int:
    """The packets of one track behind those before it, counted in frames; gives where the next one begins."""
    for packet in medium.demux(stream):
        if packet.size:
            length = int(SAMPLES_AT_ONCE / 2 / HERTZ / stream.time_base)
            packet.stream, packet.pts, packet.dts, packet.duration = copied, begins, begins, length
            packet.time_base = stream.time_base
            begins += length
            out.mux(packet)
    return begins


def _chapters(tracks: Sequence[Track]) -> list[Any]:
    chapters, begins = [], 0.0
    for number, track in enumerate(tracks):
        ends = begins + track.seconds
        chapters.append(
            {
                "id": number,
                "start": round(begins * 1000),
                "end": round(ends * 1000),
                "time_base": Fraction(1, 1000),
                "metadata": {"title": track.title},
            }
        )
        begins = ends
    return chapters
