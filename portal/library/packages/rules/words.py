"""How the texts are written: headings that tell the page, tables with names, no pictures made of signs, no long breath."""

import re
import unicodedata
from collections.abc import Iterator

from portal.library.packages.findings import (
    AUTHORS,
    ENGLISH_READERS,
    EVERYBODY,
    SCREEN_READER,
    SIGN_FIRST,
    SLOW_READER,
    Finding,
    Grade,
)
from portal.library.packages.limits import READING_CHARACTERS_PER_MINUTE, SENTENCE_CHARACTERS
from portal.library.packages.source import Source
from portal.text import message

_STARS = re.compile(r"[★☆✦✧✩✪✫✬✭✮✯⭐🌟]+")
_ROWS = re.compile(r"[●○◆◇■□▲△▼▽※♥♡❤]{2,}|^\s*[●○◆◇■□▲△▶►•✔✓✗✘➤➢❖·]", re.MULTILINE)
_EMOJI = re.compile(r"[\U0001F300-\U0001FAFF☀-➿]\ufe0f?")
_UNWRITTEN = re.compile(r"【待写[：:]?([^】]*)】?")
_SENTENCE_END = re.compile(r"[。！？!?；;\n]+")
_FULL = re.compile(r"[一-鿿]")


def raw_html(source: Source) -> Iterator[Finding]:
    """Markdown only: HTML of strangers is never shown."""
    for piece in source.pieces:
        for line in dict.fromkeys(piece.document.html):
            yield Finding(
                Grade.BLOCKER,
                piece.file,
                line,
                "html-raw",
                EVERYBODY,
                message("这里写了 HTML。"),
                message("改成 Markdown。要写尖括号本身，用反引号把它括起来。"),
            )


def brackets(source: Source) -> Iterator[Finding]:
    """No brackets in brackets in brackets, no tables without end: the reader would take hours."""
    for piece in source.pieces:
        for line in piece.document.tangled:
            yield Finding(
                Grade.BLOCKER,
                piece.file,
                line,
                "brackets-nested",
                EVERYBODY,
                message("这里的方括号一个套一个，太多了；或者表格太大。"),
                message("去掉多余的方括号，或者在它前面写反斜杠。表格分成几个短的。"),
            )


def headings(source: Source) -> Iterator[Finding]:
    """No h1 in a body, no level left out, none empty."""
    for piece in source.pieces:
        before = 1
        for heading in piece.document.headings:
            if heading.level == 1:
                says = message("正文里用了一级标题“%(text)s”。", text=heading.text[:30])
                mend = message("课名已经是一级标题。正文的标题从两个井号 ## 起。")
            elif heading.level > before + 1:
                says = message("标题“%(text)s”跳了一级。", text=heading.text[:30])
                mend = message("改成 %(marks)s，一级一级往下。", marks="#" * (before + 1))
            elif not heading.text.strip():
                says, mend = message("标题是空的。"), message("写上标题，或者去掉这一行。")
            else:
                before = max(heading.level, 1)
                continue
            yield Finding(Grade.MUST_FIX, piece.file, heading.line, "heading-level", SCREEN_READER, says, mend)
            before = max(heading.level, 1)


def tables(source: Source) -> Iterator[Finding]:
    """A table names its columns."""
    for piece in source.pieces:
        for table in piece.document.tables:
            empty = [head for head in table.heads[1:] if not head.strip()]
            if empty or not any(head.strip() for head in table.heads):
                yield Finding(
                    Grade.MUST_FIX,
                    piece.file,
                    table.line,
                    "table-head",
                    SCREEN_READER,
                    message("表格有一列没有名字。"),
                    message("在表格第一行写出每一列是什么。"),
                )


def signs(source: Source) -> Iterator[Finding]:
    """Stars, rows of signs and emoji are read aloud one by one, or not at all."""
    for piece in source.pieces:
        for paragraph in piece.document.paragraphs:
            for number, line in enumerate(paragraph.text.split("\n")):
                if found := _signs_in(paragraph.line + number, line, piece.file):
                    yield found


def _signs_in(number: int, line: str, file: str) -> Finding | None:
    if stars := _STARS.search(line):
        return Finding(
            Grade.MUST_FIX,
            file,
            number,
            "signs-stars",
            SCREEN_READER,
            message("这里有装饰用的星号：%(signs)s。读屏会一颗一颗地念，或者什么也不念。", signs=stars.group()[:10]),
            message("用文字写，例如“难度：5 级里的 4 级”。"),
        )
    if row := _ROWS.search(line):
        return Finding(
            Grade.MUST_FIX,
            file,
            number,
            "signs-bullets",
            SCREEN_READER,
            message("这里用符号“%(signs)s”排版。", signs=row.group().strip()[:10]),
            message("列表用短横线加空格“- ”，强调用文字说。"),
        )
    if emoji := _EMOJI.search(line):
        return Finding(
            Grade.MUST_FIX,
            file,
            number,
            "signs-emoji",
            SCREEN_READER,
            message("这里有表情符号（%(name)s）。", name=unicodedata.name(emoji.group()[0], "?").lower()),
            message("去掉它，要说的意思用文字写。"),
        )
    return None


def unwritten(source: Source) -> Iterator[Finding]:
    """What a beginning has left for the author to write has been written."""
    for piece in source.pieces:
        for paragraph in piece.document.paragraphs:
            if found := _UNWRITTEN.search(paragraph.text):
                yield Finding(
                    Grade.BLOCKER,
                    piece.file,
                    paragraph.line + paragraph.text[: found.start()].count("\n"),
                    "unwritten",
                    EVERYBODY,
                    message("这里还没有写：%(what)s", what=found[1].strip()[:60]),
                    message("写上自己的内容，连“【待写】”和括号一起换掉。"),
                )


def sentences(source: Source) -> Iterator[Finding]:
    """A sentence is as long as one breath."""
    for piece in source.pieces:
        for paragraph in piece.document.paragraphs:
            longest = max((len(_FULL.findall(part)) for part in _SENTENCE_END.split(paragraph.text)), default=0)
            if longest > SENTENCE_CHARACTERS:
                yield Finding(
                    Grade.ADVICE,
                    piece.file,
                    paragraph.line,
                    "sentence-long",
                    SIGN_FIRST,
                    message("一句话有 %(count)s 个字，太长。", count=longest),
                    message("一句话只说一件事，最好不超过 25 个字。"),
                )


def reading_time(source: Source) -> Iterator[Finding]:
    """The minutes of a lesson are enough to read it."""
    bodies = {piece.file: piece.document.text for piece in source.pieces if piece.file.startswith("lessons/")}
    for lesson in source.lessons:
        minutes = lesson.front.data.get("minutes")
        count = len(_FULL.findall(bodies.get(lesson.name, "")))
        if isinstance(minutes, int) and count > minutes * READING_CHARACTERS_PER_MINUTE:
            yield Finding(
                Grade.ADVICE,
                lesson.name,
                lesson.front.line("minutes"),
                "reading-time",
                SLOW_READER,
                message("正文有 %(count)s 个字，%(minutes)s 分钟听不完，也摸读不完。", count=count, minutes=minutes),
                message("把 minutes 写长，或者把课分成两课。"),
            )


def bodies(source: Source) -> Iterator[Finding]:
    """A lesson says something in words, whatever its medium is."""
    for piece in source.pieces:
        if piece.file.startswith("lessons/") and not piece.document.text.strip():
            yield Finding(
                Grade.MUST_FIX,
                piece.file,
                None,
                "body-empty",
                EVERYBODY,
                message("这一课没有正文。"),
                message("至少写两三句：这一课学什么，学完会做什么。"),
            )


def english_titles(source: Source) -> Iterator[Finding]:
    """English pages have an English title to show."""
    data = source.manifest.data
    if data and not data.get("title_en"):
        yield Finding(
            Grade.ADVICE,
            "course.toml",
            source.manifest.line("title") or 1,
            "title-english",
            ENGLISH_READERS,
            message("没有英文课名，英文页面上只能显示中文课名。"),
            message("加上 title_en。"),
        )


def plain_summary(source: Source) -> Iterator[Finding]:
    """The plain summary is written in short sentences."""
    text = source.manifest.data.get("plain_summary")
    if not isinstance(text, str):
        return
    longest = max(len(_FULL.findall(part)) for part in re.split(r"[。！？，；\n]", text))
    if longest > 25:
        yield Finding(
            Grade.ADVICE,
            "course.toml",
            source.manifest.line("plain_summary"),
            "plain-summary-long",
            SIGN_FIRST,
            message("plain_summary 里有一句 %(count)s 个字。", count=longest),
            message("写短句，用常用的词，每句不超过 25 个字。"),
        )


def lesson_order(source: Source) -> Iterator[Finding]:
    """The digits of the lessons count upwards in the order of the course."""
    numbers = [int(slug[:2]) for slug in source.lesson_slugs if slug[:2].isascii() and slug[:2].isdigit()]
    if numbers != sorted(set(numbers)):
        yield Finding(
            Grade.ADVICE,
            "course.toml",
            source.manifest.line("lessons"),
            "lesson-order",
            AUTHORS,
            message("课的编号和 lessons 里的先后不一样。"),
            message("按先后给课编号：01、02、03……"),
        )
