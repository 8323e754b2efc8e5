"""The few sounds beside speech: made of sines and noise, with soft edges so that they do not startle."""

import math
import random
from array import array
from collections.abc import Callable

from making.speech import HERTZ


def silence(seconds: float) -> array:
    """Samples of nothing."""
    return array("h", bytes(2 * int(seconds * HERTZ)))


def sound(words: str) -> array:
    """The sound that a transcript line names. Raises KeyError for one that nobody has made."""
    return _SOUNDS[words]()


def _chime() -> array:
    return _tone(660, 0.25, 0.18) + _tone(880, 0.4, 0.18)


def _timer() -> array:
    beep = _tone(1000, 0.3, 0.25) + silence(0.3)
    return beep + beep + beep


def _alarm() -> array:
    rise_and_fall = _tone(700, 0.4, 0.22) + _tone(950, 0.4, 0.22)
    return rise_and_fall + rise_and_fall + rise_and_fall


def _water() -> array:
    noise, level, samples = random.Random(1), 0.0, array("h")  # the same noise in every run
    count = int(2.5 * HERTZ)
    for number in range(count):
        level = 0.7 * level + 0.3 * noise.uniform(-1, 1)  # takes off the hiss: running water is darker than white noise
        samples.append(int(32767 * 0.3 * level * _edge(number, count)))
    return samples


def _tone(hertz: float, seconds: float, loudness: float) -> array:
    count = int(seconds * HERTZ)
    turn = 2 * math.pi * hertz / HERTZ
    return array("h", (int(32767 * loudness * math.sin(turn * n) * _edge(n, count)) for n in range(count)))


def _edge(number: int, count: int) -> float:
    ramp = HERTZ // 25
    return min(1.0, number / ramp, (count - number) / ramp)


_SOUNDS: dict[str, Callable[[], array]] = {
    "提示音": _chime,
    "计时器响三声": _timer,
    "报警器响": _alarm,
    "水流声": _water,
    "安静五秒，请跟着说": lambda: silence(5),
    "安静十秒，请动手做": lambda: silence(10),
}
