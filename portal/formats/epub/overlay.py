"""Media overlays: which line of the transcript is heard when."""

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from portal.formats.document.parts import Line

SHORTEST = 0.05  # seconds


@dataclass(frozen=True)
class Clip:
    """A line, by its place from 1, and the stretch of the sound that it stands for, in seconds."""

    place: int
    begins: float
    ends: float


def clips_of(lines: Sequence[Line], seconds: float) -> list[Clip]:
    """One clip for each line that has a time of its own; a line that shares its time with the next has none."""
    begins = [line.seconds for line in lines] + [seconds]
    clips = [Clip(place, begins[place - 1], min(begins[place], seconds)) for place in range(1, len(lines) + 1)]
    return [clip for clip in clips if clip.ends - clip.begins > SHORTEST]


def overlay(chapter: str, sound: str, clips: Sequence[Clip]) -> str:
    """The SMIL file of a chapter."""
    pars = Markup("\n").join(
        Markup(
            '<par id="clip-{0}"><text src="{1}#line-{0}"/><audio src="{2}" clipBegin="{3}" clipEnd="{4}"/></par>'
        ).format(clip.place, chapter, sound, clock(clip.begins), clock(clip.ends))
        for clip in clips
    )
    return str(
        Markup(
            '<?xml version="1.0" encoding="utf-8"?>\n<smil xmlns="http://www.w3.org/ns/SMIL" '
            'xmlns:epub="http://www.idpf.org/2007/ops" version="3.0">\n<body>\n'
            '<seq id="all" epub:textref="{}#words">\n{}\n</seq>\n</body>\n</smil>\n'
        ).format(chapter, pars)
    )


def length(clips: Sequence[Clip]) -> float:
    """How long all clips are together, in seconds."""
    return sum(clip.ends - clip.begins for clip in clips)


def clock(seconds: float) -> str:
    """“0:02:05.000”."""
    whole = round(seconds * 1000)
    return f"{whole // 3_600_000}:{whole // 60_000 % 60:02d}:{whole // 1000 % 60:02d}.{whole % 1000:03d}"
