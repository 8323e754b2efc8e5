"""WebVTT read strictly. Ready-made readers drop a broken cue or mend it in silence, and a deaf learner misses it."""

import re
import unicodedata
from dataclasses import dataclass

_TIME = r"(?:([0-9]{2,4}):)?([0-5][0-9]):([0-5][0-9])\.([0-9]{3})"
_TIMING = re.compile(rf"^{_TIME}[ \t]+-->[ \t]+{_TIME}(?:[ \t]+.*)?$")
_TAG = re.compile(r"<[^<>]*>")
_MACHINE = re.compile(r"^NOTE\s+(机器生成|machine)", re.IGNORECASE)
_SOUND = re.compile(r"^[（(\[【].*[）)\]】]$")


@dataclass(frozen=True)
class Cue:
    """Times in seconds; `line` is the line of its timing in the file."""

    line: int
    start: float
    end: float
    lines: tuple[str, ...]

    @property
    def characters(self) -> float:
        """汉字 to be read: a full-width sign counts 1, a half-width one 0.5, punctuation and space nothing."""
        return sum(width(line) for line in self.lines)

    @property
    def is_sound(self) -> bool:
        return all(_SOUND.match(line.strip()) for line in self.lines)


@dataclass(frozen=True)
class Captions:
    cues: tuple[Cue, ...]
    wrong: tuple[int, ...]  # lines whose timing cannot be read
    empty: tuple[int, ...]  # timings without words
    has_header: bool
    machine_made: bool

    @property
    def is_sound_file(self) -> bool:
        return self.has_header and not self.wrong and bool(self.cues)


def width(text: str) -> float:
    """The length of a text in 汉字, without punctuation and spaces."""
    return sum(
        1.0 if unicodedata.east_asian_width(character) in "WF" else 0.5
        for character in text
        if unicodedata.category(character)[0] not in "PZC"
    )


def read_captions(text: str) -> Captions:
    """Read every cue that is written right, and the line of every one that is not."""
    blocks = _blocks(text)
    header = blocks[0][1][0] if blocks else ""
    cues: list[Cue] = []
    wrong: list[int] = []
    empty: list[int] = []
    for first_line, lines in blocks:
        if lines[0].startswith(("WEBVTT", "NOTE", "STYLE", "REGION")):
            # A cue glued to a header or note is never shown by a browser.
            wrong.extend(first_line + number for number, line in enumerate(lines[1:], 1) if _looks_timed(line))
            continue
        _read_block(first_line, lines, cues, wrong, empty)
    machine = any(_MACHINE.match(" ".join(lines)) for _, lines in blocks)
    return Captions(tuple(cues), tuple(wrong), tuple(empty), header.split(" ")[0] == "WEBVTT", machine)


def _blocks(text: str) -> list[tuple[int, list[str]]]:
    blocks: list[tuple[int, list[str]]] = []
    current: list[str] = []
    for number, line in enumerate([*text.split("\n"), ""], 1):
        if line.strip():
            current.append(line)
        elif current:
            blocks.append((number - len(current), current))
            current = []
    return blocks


def _read_block(first_line: int, lines: list[str], cues: list[Cue], wrong: list[int], empty: list[int]) -> None:
    timed = [number for number, line in enumerate(lines) if _looks_timed(line)]
    if not timed:
        wrong.append(first_line)
        return
    if timed[0] > 1:  # one line before the timing is the cue's name; more than that hides the cue
        wrong.append(first_line)
    wrong.extend(first_line + number for number in timed[1:])
    found = _TIMING.match(lines[timed[0]].strip())
    number = first_line + timed[0]
    if not found:
        wrong.append(number)
        return
    words = tuple(_TAG.sub("", line).strip() for line in lines[timed[0] + 1 :] if not _looks_timed(line))
    start, end = _seconds(found.groups()[:4]), _seconds(found.groups()[4:])
    if end <= start:
        wrong.append(number)
    elif not any(words):
        empty.append(number)
    else:
        cues.append(Cue(number, start, end, words))


def _looks_timed(line: str) -> bool:
    return "-->" in line or ("→" in line and any(character.isdigit() for character in line))


def _seconds(groups: tuple[str | None, ...]) -> float:
    hours, minutes, seconds, thousandths = (int(group or 0) for group in groups)
    return hours * 3600 + minutes * 60 + seconds + thousandths / 1000
