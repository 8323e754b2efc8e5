"""What may be posted at the caption desk."""

from dataclasses import dataclass, field

from fastapi import Request

from portal.captions.lines import Kind, Line, read_time
from portal.text import Message, message
from portal.text.personal_data import find_personal_data
from portal.web.forms import Form, bounded

PAGE_SIZE = 20
LONGEST_WORDS = 400
LONGEST_SPEAKER = 12
LONGEST_NOTE = 1000
FILE_BYTES = 1_000_000  # what a package takes of a text
MOST_LINES = 5000

KIND_WORDS: dict[Kind, Message] = {
    Kind.CAPTIONS: message("字幕"),
    Kind.DESCRIPTIONS: message("口述影像"),
    Kind.TRANSCRIPT: message("文字稿"),
}
DEEDS: dict[str, Message] = {
    "": message("不动"),
    "before": message("前面加一条"),
    "after": message("后面加一条"),
    "split": message("分成两条"),
    "merge": message("和下一条合成一条"),
    "delete": message("删掉"),
}
HOW_WORDS: dict[str, Message] = {
    "package": message("从课程包里来"),
    "file": message("从文件里来"),
    "desk": message("在字幕台改的"),
    "shift": message("整体移动"),
    "undo": message("撤销"),
    "machine": message("机器写的草稿"),
    "corrected": message("人看过机器写的草稿"),
}


DONE: dict[str, Message] = {  # what was just done, for the title of the page that a deed leads to
    "saved": message("已保存"),
    "moved": message("已全部移动"),
    "undone": message("已撤销上一次保存"),
    "brought": message("已换成文件里的"),
    "confirmed": message("确认好了"),
    "told": message("已告诉作者"),
}


class RevisionForm(Form):
    """A deed about the text that a page showed."""

    revision: str = ""

    @property
    def number(self) -> int:
        """Which revision; -1 for none."""
        return int(self.revision) if self.revision.isascii() and self.revision.isdecimal() else -1


class ShiftForm(RevisionForm):
    """All lines earlier or later."""

    seconds: str = ""
    direction: str = ""

    def errors(self) -> dict[str, Message]:
        """What to put right."""
        found: dict[str, Message] = {}
        if not read_time(self.seconds):
            found["seconds"] = message("移动多少：写秒数，例如 1.5")
        if self.direction not in ("later", "earlier"):
            found["direction"] = message("方向：选一个")
        return found

    @property
    def milliseconds(self) -> int:
        """How far, earlier ones negative."""
        return (read_time(self.seconds) or 0) * (1 if self.direction == "later" else -1)


class FlagForm(Form):
    """What a tester says of a line."""

    line: str = ""
    words: str = ""

    def errors(self, count: int) -> dict[str, Message]:
        """What to put right."""
        found: dict[str, Message] = {}
        if not (self.line.isascii() and self.line.isdecimal() and 0 <= int(self.line) <= count):
            found["line"] = message("哪一条：写编号，1 至 %(count)s。说的是全部，就写 0", count=count)
        if not self.words.strip() or len(self.words) > LONGEST_NOTE:
            found["words"] = message("哪里不对：写一写，不超过 %(count)s 个字", count=LONGEST_NOTE)
        elif find_personal_data(self.words):
            found["words"] = message("哪里不对：里面像是有个人的号码。去掉号码")
        return found


@dataclass
class Typed:
    """One line as it was typed."""

    start: str = ""
    end: str = ""
    speaker: str = ""
    words: str = ""
    deed: str = ""


@dataclass
class TypedPage:
    """A page of lines as it was typed; `lines` are those that could be read."""

    typed: dict[int, Typed] = field(default_factory=dict)
    lines: dict[int, Line] = field(default_factory=dict)
    deeds: dict[int, str] = field(default_factory=dict)
    errors: dict[str, Message] = field(default_factory=dict)


def read_page(fields: dict[str, str | list[str]], kind: Kind, before: list[Line], numbers: range) -> TypedPage:
    """The lines of one page from a form's fields. Numbers count from 1; what the form did not send stays as it was."""
    found = TypedPage()
    for number in numbers:
        if f"words_{number}" not in fields:
            continue
        names = ("start", "end", "speaker", "words", "do")
        typed = Typed(*(str(fields.get(f"{name}_{number}", "")) for name in names))
        typed.words = typed.words.replace("\r\n", "\n").strip("\n")
        found.typed[number] = typed
        if typed.deed in DEEDS and typed.deed:
            found.deeds[number] = typed.deed
        if typed.deed == "delete":
            found.lines[number] = before[number - 1] if number <= len(before) else Line(0, 1, "")
            continue
        settings = before[number - 1].settings if number <= len(before) else ""
        if not _blames(number, typed, kind, found.errors):
            start = read_time(typed.start) or 0
            end = start if kind is Kind.TRANSCRIPT else read_time(typed.end) or 0
            found.lines[number] = Line(start, end, typed.words, typed.speaker.strip(), settings)
    return found


def _blames(number: int, typed: Typed, kind: Kind, errors: dict[str, Message]) -> bool:
    found = _wrong_times(number, typed, kind) | _wrong_speaker(number, typed, kind) | _wrong_words(number, typed)
    errors.update(found)
    return bool(found)


def _wrong_times(number: int, typed: Typed, kind: Kind) -> dict[str, Message]:
    found: dict[str, Message] = {}
    start, end = read_time(typed.start), read_time(typed.end)
    if start is None:
        found[f"start_{number}"] = message("第 %(number)s 条的开始：写成 分:秒，例如 1:02.5", number=number)
    if kind is Kind.TRANSCRIPT:
        return found
    if end is None:
        found[f"end_{number}"] = message("第 %(number)s 条的结束：写成 分:秒，例如 1:02.5", number=number)
    elif start is not None and end <= start:
        found[f"end_{number}"] = message("第 %(number)s 条的结束：要比开始晚", number=number)
    return found


def _wrong_speaker(number: int, typed: Typed, kind: Kind) -> dict[str, Message]:
    speaker = typed.speaker.strip()
    name = f"speaker_{number}"
    if len(speaker) > LONGEST_SPEAKER:
        return {name: message("第 %(number)s 条是谁：不超过 %(most)s 个字", number=number, most=LONGEST_SPEAKER)}
    if kind is Kind.TRANSCRIPT and (not speaker or set("：:\n") & set(speaker)):
        return {name: message("第 %(number)s 条是谁：写名字，或者写“画面”“声音”", number=number)}
    return {}


def _wrong_words(number: int, typed: Typed) -> dict[str, Message]:
    name = f"words_{number}"
    if not typed.words.strip():
        return {name: message("第 %(number)s 条的字：写上字，或者选“删掉”", number=number)}
    if len(typed.words) > LONGEST_WORDS:
        return {name: message("第 %(number)s 条的字：不超过 %(most)s 个字", number=number, most=LONGEST_WORDS)}
    if find_personal_data(typed.words):
        return {name: message("第 %(number)s 条的字：里面像是有个人的号码。去掉号码", number=number)}
    return {}


@dataclass
class Brought:
    """A file, or a whole text that was typed; empty when nothing came."""

    revision: int = -1
    raw: bytes = b""
    is_too_big: bool = False


async def read_brought(request: Request) -> Brought:
    """The file of a form, or its text. Ends before the database is asked."""
    async with bounded(request).form(max_files=1, max_fields=5, max_part_size=FILE_BYTES + 1) as posted:
        brought = Brought()
        revision = str(posted.get("revision", ""))
        brought.revision = int(revision) if revision.isascii() and revision.isdecimal() else -1
        file = posted.get("file")
        if isinstance(file, str) or file is None:
            brought.raw = str(posted.get("whole", "")).encode()
        else:
            brought.raw = await file.read(FILE_BYTES + 1)
        brought.is_too_big = len(brought.raw) > FILE_BYTES
        return brought
