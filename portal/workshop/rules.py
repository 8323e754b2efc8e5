"""What may be done with a draft, and what becomes of two people's changes to one thing. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from pypinyin import lazy_pinyin

from portal.library.packages.limits import FILES, LESSONS, PACKAGE_BYTES
from portal.text import Message, message
from portal.text.amounts import format_size

PAGE_SIZE = 20
LONGEST_SLUG = 40
LONGEST_BODY = 60_000  # characters of a lesson that one page takes; an hour of reading has a sixth of it
Values = Mapping[str, str]


class Verb(StrEnum):
    """What a change did."""

    BEGIN = "begin"
    TAKE_IN = "take_in"
    FACTS = "facts"
    ADD_LESSON = "add_lesson"
    LESSON = "lesson"
    TEXT = "text"
    MOVE = "move"
    DELETE_LESSON = "delete_lesson"
    ADD_QUESTION = "add_question"
    QUESTION = "question"
    DELETE_QUESTION = "delete_question"
    MOVE_QUESTION = "move_question"
    PEOPLE = "people"
    RIGHTS = "rights"
    FILES = "files"
    DELETE_FILE = "delete_file"
    UNDO = "undo"


VERB_WORDS: dict[str, Message] = {
    Verb.BEGIN: message("开了这份草稿"),
    Verb.TAKE_IN: message("换成了一个课程包里的内容"),
    Verb.FACTS: message("改了课程信息"),
    Verb.ADD_LESSON: message("加了一课"),
    Verb.LESSON: message("改了一课的名字和信息"),
    Verb.TEXT: message("改了一课的正文"),
    Verb.MOVE: message("换了课的先后"),
    Verb.DELETE_LESSON: message("删了一课"),
    Verb.ADD_QUESTION: message("加了一道题"),
    Verb.QUESTION: message("改了一道题"),
    Verb.DELETE_QUESTION: message("删了一道题"),
    Verb.MOVE_QUESTION: message("换了题的先后"),
    Verb.PEOPLE: message("改了制作的人"),
    Verb.RIGHTS: message("改了版权说明"),
    Verb.FILES: message("放进了一个文件"),
    Verb.DELETE_FILE: message("删了一个文件"),
    Verb.UNDO: message("撤销了前一步"),
}
GIVEN_UP = message("这份草稿已经放下。先找回来，再改。")
MOVED_ON = message("别人刚改过这份草稿。先看新的，再做这一步。")
NOTHING_TO_UNDO = message("没有可以撤销的。")
ITS_ORIGIN = message("这份草稿是空的时候开的，这一步不能撤销。不要了，就放下草稿。")


@dataclass(frozen=True)
class Clash:
    """A thing that two people have changed: what stands there now, and what this person typed."""

    name: str
    theirs: str
    mine: str


def combined(base: Values, theirs: Values, mine: Values) -> tuple[dict[str, str], list[Clash]]:
    """Both people's changes: who changed a thing alone has their way, and what both changed is a clash.

    `base` is what this person saw when they began. In what comes back, a clash has what stands there now.
    """
    result, clashes = dict(theirs), []
    for name, typed in mine.items():
        before, now = base.get(name, ""), theirs.get(name, "")
        if typed in (before, now):
            continue
        if now == before:
            result[name] = typed
        else:
            clashes.append(Clash(name, now, typed))
    return result, clashes


def chosen(keep: str, theirs: str, mine: str) -> str:
    """What a person has decided about a clash; with anything unknown, what they typed."""
    if keep == "theirs":
        return theirs
    return f"{theirs}\n\n{mine}" if keep == "both" else mine


def slug_of(title: str, other: str = "course") -> str:
    """A name for addresses: the sound of a title in Latin letters."""
    sounds = "-".join(lazy_pinyin(title, errors=lambda rest: " ".join(rest.split())))
    letters = "".join(sign if sign.isascii() and sign.isalnum() else "-" for sign in sounds.lower())
    parts = [part for part in letters.split("-") if part]
    short = ""
    for part in parts:
        if len(short) + len(part) + 1 > LONGEST_SLUG:
            break
        short = f"{short}-{part}" if short else part
    return short or (parts[0][:LONGEST_SLUG] if parts else other)


def lesson_slug(title: str, taken: list[str]) -> str:
    """The name of a new lesson: the next number, and the sound of its title."""
    numbers = [int(slug[:2]) for slug in taken if slug[:2].isdigit()]
    number = max(numbers, default=0) + 1
    if number > 99:
        number = next(n for n in range(1, 100) if n not in numbers)
    return f"{number:02d}-{slug_of(title, 'lesson')}"


def why_not_add_lesson(count: int) -> Message | None:
    """What keeps one more lesson out; None when nothing does."""
    return message("一门课最多 %(limit)s 课。", limit=LESSONS) if count >= LESSONS else None


def why_not_hold(count: int, total_bytes: int) -> Message | None:
    """What keeps so many files out of a draft; None when nothing does."""
    if count > FILES:
        return message("压缩包里的文件超过 %(limit)s 个。", limit=FILES)
    if total_bytes > PACKAGE_BYTES:
        return message("整个课程最多 %(size)s。这样就太大了，没有放进去。", size=format_size(PACKAGE_BYTES))
    return None
