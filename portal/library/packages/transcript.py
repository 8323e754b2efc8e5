"""Transcripts: one line for each thing said, seen or heard."""

import re
from dataclasses import dataclass

from portal.library.packages.parts import TranscriptLine

SEEN = "画面"
SOUND = "声音"
_KINDS = {SEEN: "seen", SOUND: "sound"}
_LINE = re.compile(r"^\[(?:([0-9]{1,2}):)?([0-9]{2}):([0-5][0-9])\]\s*([^：:\s][^：:]{0,29})[：:]\s*(\S.*)$")


@dataclass(frozen=True)
class Transcript:
    """`wrong` are the numbers of lines that have no time, speaker and words; `backwards` those whose time goes back."""

    lines: tuple[TranscriptLine, ...]
    wrong: tuple[int, ...]
    backwards: tuple[int, ...]


def read_transcript(text: str) -> Transcript:
    """Read every line that can be read. Times are seconds from the start of the medium."""
    lines: list[TranscriptLine] = []
    wrong: list[int] = []
    backwards: list[int] = []
    for number, line in enumerate(text.split("\n"), 1):
        if not line.strip():
            continue
        found = _LINE.match(line.strip())
        if not found:
            wrong.append(number)
            continue
        hours, minutes, seconds, speaker, words = found.groups()
        start = int(hours or 0) * 3600 + int(minutes) * 60 + int(seconds)
        if lines and start < lines[-1].start_seconds:
            backwards.append(number)
        lines.append(TranscriptLine(start, _KINDS.get(speaker.strip(), "speech"), speaker.strip(), words.strip()))
    return Transcript(tuple(lines), tuple(wrong), tuple(backwards))
