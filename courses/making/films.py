"""Write mp3 and mp4 with ffmpeg: small, the same in every run, without anything about the machine or the place."""

import shutil
import subprocess
import wave
from array import array
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from PIL import Image

from making.missing import MissingTool
from making.script import SEEN
from making.slides import read_seen, sign_slide, slide
from making.speech import HERTZ
from making.timeline import Track

SIGN_TITLE = "手语占位视频，由程序生成，没有真手语"
_FRAMES_PER_SECOND = 5
_SECONDS_BETWEEN_KEY_FRAMES = 10  # a jump lands at most this far away
_SAME_EVERY_TIME = ["-map_metadata", "-1", "-fflags", "+bitexact", "-flags:v", "+bitexact", "-flags:a", "+bitexact"]


@dataclass(frozen=True)
class Slide:
    picture: Path
    seconds: float


def slides_of(track: Track, scratch: Path) -> list[Slide]:
    """The slides of a film, each as long as its part."""
    pictures = [slide(read_seen(moment.line.words)) for moment in _seen(track)]
    return _timed(track, pictures, scratch, "slide")


def sign_slides_of(track: Track, scratch: Path) -> list[Slide]:
    """The pictures of the stand-in for sign language, changing with the slides."""
    seen = [read_seen(moment.line.words) for moment in _seen(track)]
    pictures = [sign_slide(number, len(seen), one) for number, one in enumerate(seen, 1)]
    return _timed(track, pictures, scratch, "sign")


def write_poster(path: Path, picture: Path) -> None:
    """The first slide as a small still."""
    with Image.open(picture) as image:
        image.quantize(64).save(path, optimize=True)


def write_audio(path: Path, title: str, samples: array) -> None:
    """A mono mp3 of 40 kbit/s. Raises MissingTool without ffmpeg."""
    path.parent.mkdir(exist_ok=True)
    encoding = ["-c:a", "libmp3lame", "-b:a", "40k", "-ac", "1", "-id3v2_version", "3"]
    _ffmpeg(["-i", "pipe:0", *_SAME_EVERY_TIME, "-metadata", f"title={title}", *encoding, str(path)], _wav(samples))


def write_film(path: Path, title: str, slides: list[Slide], samples: array | None) -> None:
    """An mp4 that begins at once (faststart); without sound when there are no samples. Raises MissingTool without ffmpeg."""
    path.parent.mkdir(exist_ok=True)
    listing = slides[0].picture.with_suffix(".txt")
    rows = [f"file '{one.picture.name}'\nduration {one.seconds:.3f}" for one in slides]
    listing.write_text(
        "\n".join([*rows, f"file '{slides[-1].picture.name}'"]), encoding="utf-8"
    )  # the last must stand twice
    sources = ["-f", "concat", "-i", str(listing), *(["-i", "pipe:0"] if samples else [])]
    seconds = sum(one.seconds for one in slides)
    picture = ["-c:v", "libx264", "-preset", "veryslow", "-tune", "stillimage", "-crf", "27", "-pix_fmt", "yuv420p"]
    rhythm = ["-r", str(_FRAMES_PER_SECOND), "-g", str(_FRAMES_PER_SECOND * _SECONDS_BETWEEN_KEY_FRAMES)]
    voice = ["-c:a", "aac", "-b:a", "48k", "-ac", "1"] if samples else ["-an"]
    finish = [
        "-threads",
        "1",
        "-t",
        f"{seconds:.3f}",
        "-movflags",
        "+faststart",
        "-metadata",
        f"title={title}",
        str(path),
    ]
    _ffmpeg([*sources, *picture, *rhythm, *voice, *_SAME_EVERY_TIME, *finish], _wav(samples) if samples else b"")


def _seen(track: Track) -> list:
    return [moment for moment in track.moments if moment.line.speaker == SEEN]


def _timed(track: Track, pictures: list[Image.Image], scratch: Path, name: str) -> list[Slide]:
    starts = [0.0, *(moment.start for moment in _seen(track)[1:]), track.seconds]
    slides = []
    for number, picture in enumerate(pictures):
        path = scratch / f"{name}{number:02}.png"
        picture.save(path)
        slides.append(Slide(path, starts[number + 1] - starts[number]))
    return slides


def _wav(samples: array) -> bytes:
    buffer = BytesIO()
    with wave.open(buffer, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(HERTZ)
        file.writeframes(samples.tobytes())
    return buffer.getvalue()


def _ffmpeg(arguments: list[str], standard_input: bytes) -> None:
    program = shutil.which("ffmpeg")
    if not program:
        raise MissingTool("ffmpeg is missing: apt-get install ffmpeg")
    command = [program, "-hide_banner", "-loglevel", "error", "-y", *arguments]
    done = subprocess.run(command, input=standard_input, capture_output=True, check=False)
    if done.returncode:
        raise MissingTool(f"ffmpeg could not write {arguments[-1]}: {done.stderr.decode(errors='replace').strip()}")
