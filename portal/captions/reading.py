"""Files of captions read strictly and written back: WebVTT, SubRip, and our transcripts.

What cannot be read is reported with its line, never dropped: a deaf learner would miss exactly that.
"""

import re
from dataclasses import dataclass, field

from portal.captions.lines import Kind, Line
from portal.library.packages.text_file import decode
from portal.text import Message, message
from portal.text.personal_data import find_personal_data

_CLOCK = r"(?:(\d{1,4}):)?(\d{1,2}):(\d{2})[.,](\d{3})"
_TIMING = re.compile(rf"^{_CLOCK}[ \t]*-->[ \t]*{_CLOCK}(?:[ \t]+(.*))?$")
_SPEAKER = re.compile(r"^([^\s：:（(\[【<][^：:\n（(\[【]{0,11})：(?=\S)")
_LINE = re.compile(r"^\[(?:(\d{1,2}):)?(\d{2,3}):([0-5]\d)\]\s*([^：:\s][^：:]{0,29})[：:]\s*(\S.*)$")
_ARROW = re.compile(r"\d[.:,]\d+\s*→\s*\d")  # as editors of texts mend it
_HEADS = ("NOTE", "STYLE", "REGION")
MACHINE_NOTE, PERSON_NOTE = "NOTE 机器生成", "NOTE 人工校对："
_MACHINE = re.compile(r"^NOTE\s+(机器生成|machine)", re.IGNORECASE)


@dataclass(frozen=True)
class Problem:
    """What is wrong in a file, and in which line of it."""

    line: int
    message: Message


@dataclass
class Text:
    """A file as lines. `head` are notes and styles, kept as they are; `problems` is empty when everything was understood."""

    lines: list[Line] = field(default_factory=list)
    head: str = ""
    is_machine: bool = False
    problems: list[Problem] = field(default_factory=list)
    places: list[int] = field(default_factory=list)  # where each line stands in the file


def read_file(raw: bytes, kind: Kind) -> Text:
    """UTF-8 or GB18030, with or without a byte order mark, any line ends."""
    decoded = decode(raw)
    if decoded is None:
        return Text(problems=[Problem(1, message("打不开：这不是 UTF-8 或 GB18030 的文字。"))])
    return read_text(decoded.content, kind)


def read_text(content: str, kind: Kind) -> Text:
    """A text whose line ends are plain."""
    text = Text()
    if kind is Kind.TRANSCRIPT:
        _read_transcript(content, text)
    else:
        _read_timed(content, text)
    if not text.lines and not text.problems:
        text.problems.append(Problem(1, message("文件里一条也没有。")))
    return text


def with_numbers_of_people(text: Text) -> list[Problem]:
    """The lines of a file in which there seems to be somebody's number."""
    says = message("里面像是有个人的号码。去掉号码。")
    pairs = zip(text.places, text.lines, strict=True)
    return [Problem(place, says) for place, line in pairs if find_personal_data(line.shown)]


def _read_timed(content: str, text: Text) -> None:
    heads: list[str] = []
    for number, block in _blocks(content):
        if number == 1 and block[0].split(" ")[0].split("\t")[0] == "WEBVTT":
            block, number = block[1:], number + 1
            if not block:
                continue
        if block[0].startswith(_HEADS) and not any("-->" in line for line in block):
            heads.append("\n".join(block))
            continue
        _read_cue(number, block, text)
    text.is_machine = any(_MACHINE.match(head) for head in heads)
    kept = [head for head in heads if not _MACHINE.match(head) and not head.startswith(PERSON_NOTE)]
    text.head = "\n\n".join(kept)


def _blocks(content: str) -> list[tuple[int, list[str]]]:
    blocks: list[tuple[int, list[str]]] = []
    for number, line in enumerate(content.split("\n"), 1):
        if not line.strip():
            blocks.append((number + 1, []))
        elif blocks and (blocks[-1][1] or blocks[-1][0] == number):
            blocks[-1][1].append(line)
        else:
            blocks.append((number, [line]))
    return [(number, block) for number, block in blocks if block]


def _read_cue(number: int, block: list[str], text: Text) -> None:
    timed = [place for place, line in enumerate(block) if "-->" in line or _ARROW.search(line)]
    if not timed:
        text.problems.append(Problem(number, message("这几行没有时间。时间写成 00:05.000 --> 00:11.000。")))
        return
    if timed[0] > 1:
        text.problems.append(Problem(number, message("时间前面最多一行编号。前面空一行。")))
    for place in timed[1:]:
        text.problems.append(Problem(number + place, message("两条字幕中间要空一行。")))
    found = _TIMING.match(block[timed[0]].strip())
    at = number + timed[0]
    if not found:
        text.problems.append(Problem(at, message("时间写成 00:05.000 --> 00:11.000。")))
        return
    start, end = _milliseconds(found.groups()[:4]), _milliseconds(found.groups()[4:8])
    words = "\n".join(line.strip() for line in block[timed[0] + 1 :])
    if end <= start:
        text.problems.append(Problem(at, message("结束要比开始晚。")))
    elif not words:
        text.problems.append(Problem(at, message("这一条只有时间，没有字。")))
    elif len(timed) == 1 and timed[0] <= 1:
        text.lines.append(told(start, end, words, found[9] or ""))
        text.places.append(at)


def told(start: int, end: int, words: str, settings: str = "") -> Line:
    """A line from what stands on the screen: the speaker before the colon is told apart."""
    found = _SPEAKER.match(words)
    return Line(start, end, words[found.end() :] if found else words, found[1] if found else "", settings)


def _milliseconds(groups: tuple[str | None, ...]) -> int:
    hours, minutes, seconds, rest = (int(group or 0) for group in groups)
    return ((hours * 60 + minutes) * 60 + seconds) * 1000 + rest


def _read_transcript(content: str, text: Text) -> None:
    for number, line in enumerate(content.split("\n"), 1):
        if not line.strip():
            continue
        found = _LINE.match(line.strip())
        if not found:
            text.problems.append(Problem(number, message("写成：[00:05] 林师傅：这一课，我们用手和面。")))
            continue
        start = ((int(found[1] or 0) * 60 + int(found[2])) * 60 + int(found[3])) * 1000
        text.lines.append(Line(start, start, found[5].strip(), found[4].strip()))
        text.places.append(number)


def write_text(kind: Kind, text: Text, confirmed_by: str = "") -> str:
    """The file of a package: WebVTT, or a transcript. Says who confirmed it, or that a machine made it."""
    if kind is Kind.TRANSCRIPT:
        return "".join(f"[{_minutes(line.start)}] {line.speaker}：{_one(line.words)}\n" for line in text.lines)
    notes = [MACHINE_NOTE] if text.is_machine else [f"{PERSON_NOTE}{confirmed_by}"] if confirmed_by else []
    cues = [
        f"{_clock(line.start)} --> {_clock(line.end)}{' ' if line.settings else ''}{line.settings}\n{_packed(line.shown)}"
        for line in text.lines
    ]
    return "\n\n".join(["WEBVTT", *notes, *([text.head] if text.head else []), *cues]) + "\n"


def _packed(words: str) -> str:
    """Without empty lines, which would end a cue, and without what would look like a time."""
    return "\n".join(line for line in words.replace("-->", "--＞").split("\n") if line.strip())


def _one(words: str) -> str:
    return " ".join(words.split())


def _clock(milliseconds: int) -> str:
    seconds, rest = divmod(milliseconds, 1000)
    minutes, seconds = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours:02}:{minutes:02}:{seconds:02}.{rest:03}" if hours else f"{minutes:02}:{seconds:02}.{rest:03}"


def _minutes(milliseconds: int) -> str:
    hours, rest = divmod(milliseconds // 1000, 3600)
    clock = f"{rest // 60:02}:{rest % 60:02}"
    return f"{hours}:{clock}" if hours else clock
