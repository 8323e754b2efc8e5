"""Lines of captions, descriptions and transcripts: their times as people write them, and what can be done to a list of them."""

import re
from dataclasses import dataclass, replace
from enum import StrEnum

_TIME = re.compile(r"^(?:(\d{1,2}):)?(?:(\d{1,3}):)?(\d{1,5})(?:[.,](\d{1,3}))?$")
_PUNCTUATION = "，。！？；、,.!?; "
LONGEST_MS = 24 * 3600 * 1000
FRESH_MS = 2000  # of a line that is added


class Kind(StrEnum):
    """What is written for a lesson."""

    CAPTIONS = "captions"
    DESCRIPTIONS = "descriptions"
    TRANSCRIPT = "transcript"


@dataclass(frozen=True)
class Line:
    """Times in milliseconds; a transcript has no ends. `settings` is what a file said of the place on the screen."""

    start: int
    end: int
    words: str
    speaker: str = ""
    settings: str = ""

    @property
    def is_sound(self) -> bool:
        """Whether it tells a sound: all of it in brackets."""
        words = self.words.strip()
        return words[:1] in ("（", "(", "[", "【") and words[-1:] in ("）", ")", "]", "】")

    @property
    def shown(self) -> str:
        """As it stands on the screen, with the speaker."""
        return f"{self.speaker}：{self.words}" if self.speaker else self.words


def read_time(text: str) -> int | None:
    """“1:02.5”, “62.5” or “0:01:02.500” in milliseconds, full-width signs too; None for anything else."""
    plain = text.strip().translate(str.maketrans("：．，０１２３４５６７８９", ":.,0123456789"))
    found = _TIME.match(plain)
    if not found:
        return None
    first, second, seconds, rest = found.groups()
    hours, minutes = (first, second) if second is not None else (None, first)
    if minutes is not None and int(seconds) > 59 or hours is not None and int(minutes or 0) > 59:
        return None
    whole = (int(hours or 0) * 60 + int(minutes or 0)) * 60 + int(seconds)
    value = whole * 1000 + int((rest or "").ljust(3, "0") or 0)
    return value if value <= LONGEST_MS else None


def write_time(milliseconds: int) -> str:
    """“1:02.500”: minutes may be more than 59, as people count them."""
    minutes, rest = divmod(milliseconds, 60_000)
    return f"{minutes}:{rest // 1000:02}.{rest % 1000:03}"


def add(lines: list[Line], number: int, after: bool) -> list[Line]:
    """A fresh line before or after the one of this number, in the time that is free there."""
    here = lines[number]
    if after:
        limit = lines[number + 1].start if number + 1 < len(lines) else here.end + FRESH_MS
        start = here.end
        fresh = Line(start, min(start + FRESH_MS, max(limit, start + 1)), "")
        return [*lines[: number + 1], fresh, *lines[number + 1 :]]
    limit = lines[number - 1].end if number else 0
    start = max(limit, here.start - FRESH_MS)
    return [*lines[:number], Line(min(start, max(here.start - 1, 0)), max(here.start, 1), ""), *lines[number:]]


def split(lines: list[Line], number: int) -> list[Line]:
    """Two of one: where the line breaks, else at the punctuation nearest to its middle; time as the words have it."""
    here = lines[number]
    place = _middle(here.words)
    first, second = here.words[:place].strip(), here.words[place:].strip()
    at = here.start + max(1, (here.end - here.start) * max(len(first), 1) // max(len(first) + len(second), 1))
    parts = [replace(here, end=at, words=first), replace(here, start=at, words=second, speaker="")]
    return [*lines[:number], *parts, *lines[number + 1 :]]


def _middle(words: str) -> int:
    if "\n" in words.strip():
        return words.index("\n", 1)
    middle = len(words) // 2
    places = [place + 1 for place, sign in enumerate(words[:-1]) if sign in _PUNCTUATION]
    return min(places, key=lambda place: abs(place - middle)) if places else middle


def merge(lines: list[Line], number: int) -> list[Line]:
    """One of this line and the next; the last one stays as it is."""
    if number + 1 >= len(lines):
        return lines
    here, following = lines[number], lines[number + 1]
    second = following.words if following.speaker in ("", here.speaker) else following.shown
    both = replace(here, end=max(here.end, following.end), words=f"{here.words}\n{second}".strip())
    return [*lines[:number], both, *lines[number + 2 :]]


def shift(lines: list[Line], milliseconds: int) -> list[Line] | None:
    """All of them earlier or later; None when one would begin before the film."""
    if any(line.start + milliseconds < 0 for line in lines):
        return None
    return [replace(line, start=line.start + milliseconds, end=line.end + milliseconds) for line in lines]


def do_to(lines: list[Line], deeds: dict[int, str]) -> list[Line]:
    """Every deed that was chosen, from the last line to the first, so that numbers stay right."""
    for number in sorted(deeds, reverse=True):
        match deeds[number]:
            case "before" | "after" as where:
                lines = add(lines, number, after=where == "after")
            case "split":
                lines = split(lines, number)
            case "merge":
                lines = merge(lines, number)
            case "delete":
                lines = [*lines[:number], *lines[number + 1 :]]
    return lines
