"""Speak a script and keep the second at which every clause begins and ends."""

import re
from array import array
from dataclasses import dataclass, field

from making import sounds, speech
from making.script import SEEN, SOUND, Line
from making.speech import HERTZ

_CLAUSE = re.compile(r"[^，。：；？！]+[，。：；？！]*[”）》]*")
_PAUSES = {"，": 0.22, "；": 0.35, "：": 0.35, "。": 0.55, "？": 0.65, "！": 0.55}  # seconds
_AFTER_LINE = 0.45
_AFTER_SOUND = 0.5
_BETWEEN_PARTS = 0.6
_DESCRIPTION_SPEED = 4.5  # 汉字 a second: a description can be read before anybody speaks
_LAST = 1.0


@dataclass(frozen=True)
class Clause:
    """A piece of speech; seconds from the start."""

    words: str
    start: float
    end: float


@dataclass
class Moment:
    """A line of the script at its place in time."""

    line: Line
    start: float
    end: float = 0.0
    clauses: list[Clause] = field(default_factory=list)


@dataclass
class Track:
    moments: list[Moment]
    samples: array

    @property
    def seconds(self) -> float:
        return len(self.samples) / HERTZ


def description(line: Line) -> str:
    """What a describer says of a picture: its first sentence; the words on it are spoken by the teacher."""
    return line.words.split("。")[0] + "。"


def speak(lines: list[Line]) -> Track:
    """Turn a script into samples and times. After a new picture nobody speaks until its description can be read."""
    track = Track([], array("h"))
    free_from = 0.0  # no speech before this second
    for line in lines:
        if line.begins_part and track.moments:
            _wait(track, _BETWEEN_PARTS)
        moment = Moment(line, track.seconds)
        track.moments.append(moment)
        if line.speaker == SEEN:
            free_from = track.seconds + len(description(line)) / _DESCRIPTION_SPEED + 0.3
        elif line.speaker == SOUND:
            track.samples.extend(sounds.sound(line.words))
            moment.end = track.seconds
            _wait(track, _AFTER_SOUND)
        else:
            _wait(track, max(0.0, free_from - track.seconds))
            moment.start = track.seconds
            _speak_line(track, moment)
    _wait(track, _LAST)
    return track


def _speak_line(track: Track, moment: Moment) -> None:
    for words in _CLAUSE.findall(moment.line.words):
        start = track.seconds
        track.samples.extend(speech.say(words, moment.line.speaker))
        moment.clauses.append(Clause(words, start, track.seconds))
        _wait(track, _PAUSES.get(words.rstrip("”）》")[-1], 0.2))
    moment.end = moment.clauses[-1].end
    _wait(track, _AFTER_LINE)


def _wait(track: Track, seconds: float) -> None:
    track.samples.extend(sounds.silence(seconds))
