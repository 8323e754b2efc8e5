"""Transcripts as scripts: read the words, write back the times."""

import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from making.timeline import Track

SEEN = "画面"
SOUND = "声音"
_LINE = re.compile(r"^(?:\[[0-9:]+\]\s*)?([^：]{1,29})：(.+)$")


@dataclass(frozen=True)
class Line:
    """`speaker` is who speaks, or SEEN or SOUND."""

    speaker: str
    words: str
    begins_part: bool  # stands after a blank line

    @property
    def is_speech(self) -> bool:
        return self.speaker not in (SEEN, SOUND)


def read(path: Path) -> list[Line]:
    """Read a transcript with or without times. Raises ValueError with the line that cannot be read."""
    lines: list[Line] = []
    after_blank = True
    for number, text in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if not text.strip():
            after_blank = True
            continue
        found = _LINE.match(text.strip())
        if not found:
            raise ValueError(f"{path}, line {number}: no speaker: {text}")
        lines.append(Line(found.group(1), found.group(2).strip(), after_blank))
        after_blank = False
    return lines


def write(path: Path, track: "Track") -> None:
    """Write the lines of a transcript with the second at which each begins."""
    texts: list[str] = []
    for moment in track.moments:
        if moment.line.begins_part and texts:
            texts.append("")
        minutes, seconds = divmod(int(moment.start), 60)
        texts.append(f"[{minutes:02}:{seconds:02}] {moment.line.speaker}：{moment.line.words}")
    path.write_text("\n".join(texts) + "\n", encoding="utf-8")
