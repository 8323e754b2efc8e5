"""The same work on films with PyAV, which brings its own FFmpeg, for machines without the programs.

Runs only inside the confined process.
"""

import gc
from collections.abc import Iterator
from fractions import Fraction
from typing import Any

import av
import av.error
import av.filter
import av.logging
from av.video.frame import PictureType

from portal.media.limits import MOST_PIXELS, MOST_SECONDS
from portal.media.with_ffmpeg import loudness_filter, loudness_of

TURNS = {90: ["transpose=cclock"], -90: ["transpose=clock"], 180: ["hflip", "vflip"], -180: ["hflip", "vflip"]}
GLIMPSE_SECONDS = 2.0
LATE_SECONDS = 1.0  # what a stream may lack of its promised length, as codecs leave it
EMPTY = (av.error.BlockingIOError, av.error.EOFError)


def probe(path: str, reader: str) -> dict[str, Any]:
    """What the file is, as the values of a Source. Fails when it cannot be opened."""
    with _opened(path, reader) as container:
        sounds = container.streams.audio
        picture = _picture_of(container)
        values: dict[str, Any] = {
            "seconds": (container.duration or 0) / av.time_base,
            "has_picture": picture is not None,
            "has_sound": bool(sounds),
        }
        if sounds:
            values |= {"sound_bits": sounds[0].bit_rate or 0, "channels": sounds[0].channels}
        if picture is not None:
            values |= _shown(container, picture)
        return values


def examine(path: str, reader: str) -> dict[str, Any]:
    """A file of our own making: what it is, and how loud."""
    found = probe(path, reader)
    return {"source": found, "loudness": measure(path, reader) if found["has_sound"] else {}}


def _picture_of(container: Any) -> Any:
    covers = av.stream.Disposition.attached_pic
    return next((one for one in container.streams.video if not one.disposition & covers), None)


def _shown(container: Any, picture: Any) -> dict[str, Any]:
    width, height = picture.width, picture.height
    shape = picture.sample_aspect_ratio
    width = round(width * shape) if shape else width
    turned = 0
    if width * height <= 2 * MOST_PIXELS:  # nothing larger is ever drawn
        turned = next(container.decode(picture)).rotation
    if turned % 180:
        width, height = height, width
    return {"width": width, "height": height, "rate": float(picture.average_rate or 0), "turned": turned}


def glimpse(path: str, reader: str) -> dict[str, Any]:
    """Play the first, middle and last seconds of the picture and of the sound, as a learner's device would.

    Gives the length, and from which second on nothing comes; None when all of it plays. Fails when it cannot be opened.
    """
    with _opened(path, reader) as container:
        seconds = (container.duration or 0) / av.time_base
        ways = [one for one in (_picture_of(container), *container.streams.audio[:1]) if one is not None]
        if reader == "mp3":
            ways = list(container.streams.audio[:1])  # a cover is no film
        silent = [place for way in ways for place in _silent_places(container, way, seconds)]
    return {"seconds": seconds, "breaks_at": min(silent) if silent else None if ways else 0.0}


def _silent_places(container: Any, stream: Any, seconds: float) -> Iterator[float]:
    """Of the three places of a stream those at which nothing can be played."""
    end = float(stream.duration * stream.time_base) if stream.duration else seconds
    step = float(1 / stream.average_rate) if stream.type == "video" and stream.average_rate else 0.0
    for place in sorted({0.0, end / 2, max(0.0, end - GLIMPSE_SECONDS)}):
        container.seek(int(place * av.time_base))
        wanted = min(place + GLIMPSE_SECONDS, end) - LATE_SECONDS - 2 * step
        if not _plays_until(container, stream, wanted):
            yield place


def _plays_until(container: Any, stream: Any, wanted: float) -> bool:
    try:
        for _, frame in _all_frames(container, [stream]):
            if frame is None:
                return False
            if frame.time is not None and frame.time >= wanted:
                return True
    except av.error.FFmpegError:
        return False
    return False


def measure(path: str, reader: str) -> dict[str, float]:
    """How loud it is: integrated, peak, range and threshold, as loudnorm takes them."""
    av.logging.set_level(av.logging.INFO)
    with _opened(path, reader) as container, av.logging.Capture(local=False) as said:
        _listen(container)
        gc.collect()  # the filter says what it measured when it is let go
    return loudness_of(next(words for _, name, words in reversed(said) if name == "loudnorm" and "{" in words))


def _listen(container: Any) -> None:
    stream = container.streams.audio[0]
    graph = _graph("audio", stream, [loudness_filter({}) + ":print_format=json"])
    for frame in _frames(container, stream):
        for _ in _through(graph, frame):
            pass


def make(path: str, reader: str, into: str, recipe: dict[str, Any]) -> dict[str, Any]:
    """Make one form of the file. Nothing but picture and sound goes in: no place, no camera, no chapters."""
    with _opened(path, reader) as container:
        if recipe["kind"] == "poster":
            _draw(container, into, recipe)
        else:
            _convert(container, into, recipe)
    return {}


def _draw(container: Any, into: str, recipe: dict[str, Any]) -> None:
    stream = _picture_of(container)
    container.seek(int(recipe["at_second"] / stream.time_base), stream=stream)
    graph = _graph("video", stream, _shape(recipe))
    frame = next(iter(_through(graph, next(container.decode(stream)))))
    frame.to_image().save(into, "JPEG", quality=80)


def _convert(container: Any, into: str, recipe: dict[str, Any]) -> None:
    form, options = ("mp4", {"movflags": "faststart"}) if recipe["width"] else ("mp3", {})
    with av.open(into, "w", format=form, options=options) as made:
        ways: dict[Any, tuple[Any, Any]] = {}
        if recipe["width"]:
            stream = _picture_of(container)
            ways[stream] = (_graph("video", stream, _shape(recipe)), _film(made, stream, recipe))
        if recipe["sound_bits"]:
            stream = container.streams.audio[0]
            ways[stream] = (_graph("audio", stream, _level(recipe)), _sound(made, recipe))
        end = 0  # of the last picture, in the film's own time
        for stream, frame in _all_frames(container, list(ways)):
            graph, coder = ways[stream]
            for shaped in _through(graph, frame):
                if isinstance(shaped, av.VideoFrame):
                    shaped.pict_type = PictureType.NONE  # the coder chooses, not the source
                    end = (shaped.pts or 0) + shaped.duration
                made.mux(coder.encode(shaped))
        for _, coder in ways.values():
            made.mux(_to_the_end(coder.encode(None), end))


def _to_the_end(packets: list[Any], end: int) -> list[Any]:
    """Let the last picture be shown until the film's end. Pictures are coded out of their order: one that is coded
    early and shown late would take its time with it, and where the pace slows down that is much."""
    if packets and packets[-1].stream.type == "video":
        packets[-1].duration = end - packets[-1].dts
    return packets


def _film(made: Any, stream: Any, recipe: dict[str, Any]) -> Any:
    rate = recipe["rate"] or stream.average_rate or 25
    bits = recipe["video_bits"]
    keys = max(1, round(10 * float(rate)))
    bounds = {"crf": str(recipe["quality"]), "maxrate": str(bits), "bufsize": str(2 * bits), "g": str(keys)}
    options = {"preset": "veryfast", "profile": "main", "threads": "2", **bounds}
    size = {"width": recipe["width"], "height": recipe["height"], "pix_fmt": "yuv420p"}
    coder = made.add_stream("libx264", rate=Fraction(rate).limit_denominator(1001), options=options, **size)
    coder.codec_context.time_base = Fraction(1, 90_000)  # fine enough for every rate, also one that changes
    return coder


def _sound(made: Any, recipe: dict[str, Any]) -> Any:
    name = "aac" if recipe["width"] else "libmp3lame"
    coder = made.add_stream(name, rate=_rate(recipe), layout="stereo" if recipe["channels"] == 2 else "mono")
    coder.bit_rate = recipe["sound_bits"]
    return coder


def _rate(recipe: dict[str, Any]) -> int:
    return 22_050 if recipe["sound_bits"] <= 32_000 else 44_100


def _shape(recipe: dict[str, Any]) -> list[str]:
    steps = [*TURNS.get(recipe["turned"], []), f"scale={recipe['width']}:{recipe['height']}", "setsar=1"]
    if recipe["rate"]:
        steps.append(f"fps={recipe['rate']}")
    return [*steps, "format=yuv420p", "settb=1/90000"]


def _level(recipe: dict[str, Any]) -> list[str]:
    layout = "stereo" if recipe["channels"] == 2 else "mono"
    mp3 = not recipe["width"]
    form = f"aformat=sample_fmts={'s16p' if mp3 else 'fltp'}:channel_layouts={layout}:sample_rates={_rate(recipe)}"
    samples = (576 if _rate(recipe) < 32_000 else 1152) if mp3 else 1024  # as many as the coder takes at a time
    level = [loudness_filter(recipe["loudness"])] if recipe["loudness"] else []
    return [*level, f"aresample={_rate(recipe)}", form, f"asetnsamples=n={samples}:p=0"]


def _graph(kind: str, stream: Any, steps: list[str]) -> Any:
    graph = av.filter.Graph()
    place = graph.add_buffer(template=stream) if kind == "video" else graph.add_abuffer(template=stream)
    for step in steps:
        name, _, values = step.partition("=")
        following = graph.add(name, values)
        place.link_to(following)
        place = following
    place.link_to(graph.add("buffersink" if kind == "video" else "abuffersink"))
    graph.configure()
    return graph


def _through(graph: Any, frame: Any) -> Iterator[Any]:
    """What comes out of the filters for a frame; for None all that they still hold."""
    graph.push(frame)
    while True:
        try:
            yield graph.pull()
        except EMPTY:
            return


def _frames(container: Any, stream: Any) -> Iterator[Any]:
    for _, frame in _all_frames(container, [stream]):
        yield frame


def _all_frames(container: Any, streams: list[Any]) -> Iterator[tuple[Any, Any]]:
    """Every frame of these streams in the order of the file; at the end of each stream a None."""
    for packet in container.demux(streams):
        try:
            frames = packet.decode()
        except av.error.InvalidDataError:
            continue  # a damaged spot; a film that lacks its end is found out by its length
        for frame in frames:
            if frame.time is None or frame.time <= MOST_SECONDS:
                yield packet.stream, frame
    yield from ((stream, None) for stream in streams)


def _opened(path: str, reader: str) -> Any:
    container = av.open(
        f"file:{path}", format=reader, options={"protocol_whitelist": "file"}, metadata_errors="replace"
    )
    for stream in container.streams.video:
        stream.codec_context.options = {"max_pixels": str(2 * MOST_PIXELS)}
    return container
