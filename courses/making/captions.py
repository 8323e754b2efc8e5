"""Captions and descriptions, computed from the track: the words of the script at the times of the speech."""

import unicodedata
from collections.abc import Iterator
from pathlib import Path

from making.script import SEEN, SOUND
from making.timeline import Clause, Moment, Track, description

LINE = 18  # 汉字 a line at most, two lines a cue
_ENOUGH = 14  # a cue this long may end where a sentence ends
_FULL = 27  # and this is all that one reads at once, in about seven seconds
_LINGER = 1.5  # seconds a cue may stay after its last word
_DESCRIPTION_SPEED = 4.5
_NOTE = "NOTE 字和课文的稿子一样，时间由程序按合成语音算出。"

Cue = tuple[float, float, str]


def write_captions(path: Path, track: Track) -> None:
    """Write every spoken word with its speaker, and every sound."""
    cues: list[Cue] = []
    speaker = ""  # said when another begins, and again after a sound
    for moment in track.moments:
        if moment.line.speaker == SOUND:
            cues.append((moment.start, moment.end, f"（{moment.line.words}）"))
            speaker = ""
        elif moment.line.is_speech:
            cues.extend(_spoken(moment, "" if moment.line.speaker == speaker else f"{moment.line.speaker}："))
            speaker = moment.line.speaker
    _write(path, [_lingering(cue, after) for cue, after in zip(cues, [*cues[1:], None], strict=True)])


def write_descriptions(path: Path, track: Track) -> None:
    """Write what is seen, each at the moment when it appears and before anybody speaks."""
    seen = [moment for moment in track.moments if moment.line.speaker == SEEN]
    cues = []
    for moment in seen:
        words = description(moment.line)
        cues.append((moment.start, moment.start + len(words) / _DESCRIPTION_SPEED, words))
    _write(path, cues)


def _spoken(moment: Moment, label: str) -> Iterator[Cue]:
    for group in _groups(moment.clauses, width(label)):
        text = "\n".join(_lines(group, label))
        yield group[0].start, group[-1].end, text
        label = ""


def _groups(clauses: list[Clause], room_taken: int) -> Iterator[list[Clause]]:
    """Clauses that are read together: at most two lines, and no new sentence once there is enough to read."""
    group: list[Clause] = []
    for clause in clauses:
        taken = room_taken + sum(width(part.words) for part in group)
        too_much = (
            taken + width(clause.words) > _FULL
            or _wrap([*(part.words for part in group), clause.words], room_taken) is None
        )
        ended = group and group[-1].words.rstrip("”）》")[-1] in "。？！"
        if group and (too_much or (ended and taken >= _ENOUGH)):
            yield group
            group, room_taken = [], 0
        group.append(clause)
    if group:
        yield group


def _lines(group: list[Clause], label: str) -> list[str]:
    words = [part.words for part in group]
    lines = _wrap(words, width(label))
    if lines is None:
        raise ValueError(f"A clause is too long for a caption, put a comma in: {''.join(words)}")
    return [label + lines[0], *lines[1:]]


def _wrap(words: list[str], room_taken: int) -> list[str] | None:
    """Break between clauses; a clause that is longer than a line is broken after a 、. None when two lines do not hold it."""
    lines, current, taken = [], "", room_taken
    for piece in (part for word in words for part in _pieces(word)):
        if current and taken + width(piece) > LINE:
            lines.append(current)
            current, taken = "", 0
        current += piece
        taken += width(piece)
        if taken > LINE:
            return None
    lines.append(current)
    return lines if len(lines) <= 2 else None


def _pieces(words: str) -> list[str]:
    if width(words) <= LINE - 4 or "、" not in words:
        return [words]
    parts = words.split("、")
    return [*(part + "、" for part in parts[:-1]), parts[-1]]


def width(text: str) -> int:
    """汉字 to be read, without punctuation."""
    return sum(1 for character in text if unicodedata.category(character)[0] not in "PZC")


def _lingering(cue: Cue, after: Cue | None) -> Cue:
    start, end, text = cue
    return start, min(end + _LINGER, after[0]) if after else end, text


def _write(path: Path, cues: list[Cue]) -> None:
    blocks = ["WEBVTT", _NOTE, *(f"{_clock(start)} --> {_clock(end)}\n{text}" for start, end, text in cues)]
    path.parent.mkdir(exist_ok=True)
    path.write_text("\n\n".join(blocks) + "\n", encoding="utf-8")


def _clock(seconds: float) -> str:
    thousandths = round(seconds * 1000)
    minutes, rest = divmod(thousandths, 60_000)
    return f"{minutes:02}:{rest // 1000:02}.{rest % 1000:03}"
