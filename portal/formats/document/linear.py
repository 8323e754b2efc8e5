"""A document as one line after the other: for text, for braille and for a voice. Tables become sentences."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from portal.formats.document.parts import (
    Block,
    CourseDocument,
    Heading,
    Inline,
    Inlines,
    LessonDocument,
    Listing,
    Paragraph,
    Picture,
    Question,
    Table,
    Words,
)
from portal.text import Message, message
from portal.text.amounts import format_duration

Kind = Literal["title", "lesson", "heading", "paragraph", "item"]
SEEN, HEARD = "画面", "声音"


@dataclass(frozen=True)
class Piece:
    """One paragraph. `depth` is the level of a heading, or how deep an item of a list lies; `mark` is its number."""

    kind: Kind
    inlines: Inlines
    depth: int = 0
    mark: str = ""


def linear(document: CourseDocument, note: Message | None = None) -> Iterator[Piece]:
    """Everything that the document says. `note` is said of the file itself, before the content."""
    yield Piece("title", said(document.title if document.is_whole else document.lessons[0].title))
    yield from front_matter(document, note)
    for lesson in document.lessons:
        if document.is_whole:
            words = message("第 %(number)s 课：%(title)s", number=lesson.number, title=lesson.title)
            yield Piece("lesson", said(words))
        yield from lesson_pieces(lesson)


def front_matter(document: CourseDocument, note: Message | None = None) -> Iterator[Piece]:
    """Whose it is, which version, and what has been done to it."""
    if note:
        yield Piece("paragraph", said(note))
    if document.is_whole:
        yield Piece("paragraph", said(document.summary))
    else:
        yield Piece("paragraph", said(message("课程：%(title)s。", title=document.title)))
    maker, version = document.provider, document.number
    yield Piece(
        "paragraph", said(message("提供：%(provider)s。许可：%(licence)s。", provider=maker, licence=document.licence))
    )
    facts = message("第 %(number)s 版，%(day)s 开放。", number=version, day=document.published_on)
    yield Piece("paragraph", said(facts))


def lesson_pieces(lesson: LessonDocument) -> Iterator[Piece]:
    """One lesson without its title: text, transcript, questions, and the answers at the end."""
    yield from block_pieces(lesson.blocks)
    if lesson.lines:
        yield Piece("heading", said(message("文字稿")), 2)
        for line in lesson.lines:
            yield Piece("item", said(f"{line.speaker}：{line.text}"), 0, format_duration(line.seconds))
    if lesson.questions:
        yield Piece("heading", said(message("想一想")), 2)
        for question in lesson.questions:
            yield from question_pieces(question)
        yield Piece("heading", said(message("答案")), 2)
        for question in lesson.questions:
            yield from answer_pieces(question)


def question_pieces(question: Question) -> Iterator[Piece]:
    yield Piece("heading", said(message("第 %(number)s 题", number=question.number)), 3)
    yield from block_pieces(question.blocks)
    for place, option in enumerate(question.options, 1):
        yield Piece("item", said(option), 0, f"{place}.")


def answer_pieces(question: Question) -> Iterator[Piece]:
    yield Piece("heading", said(message("第 %(number)s 题", number=question.number)), 3)
    if question.kind == "fill" and len(question.answer) > 1:
        accepted = message("%(answers)s，都对。", answers="、".join(question.answer))
        yield Piece("paragraph", said(accepted))
    elif question.kind == "order":
        for place, option in enumerate(question.answer, 1):
            yield Piece("item", said(option), 0, f"{place}.")
    elif question.answer:
        yield Piece("paragraph", said("、".join(question.answer)))
    yield from block_pieces(question.explanation)


def block_pieces(blocks: Sequence[Block], depth: int = 0) -> Iterator[Piece]:
    """These blocks, one after the other."""
    for block in blocks:
        if isinstance(block, Heading):
            yield Piece("heading", spoken(block.inlines), block.level)
        elif isinstance(block, Paragraph):
            yield Piece("paragraph", spoken(block.inlines), depth)
        elif isinstance(block, Listing):
            yield from _list_pieces(block, depth)
        else:
            yield from _table_pieces(block, depth)


def _list_pieces(listing: Listing, depth: int) -> Iterator[Piece]:
    for place, item in enumerate(listing.items):
        mark = "" if listing.first is None else f"{listing.first + place}."
        first, *rest = block_pieces(item, depth + 1) or (Piece("paragraph", ()),)
        yield Piece("item", first.inlines, depth, mark)
        yield from rest


def _table_pieces(table: Table, depth: int) -> Iterator[Piece]:
    columns, rows = len(table.head), len(table.rows)
    yield Piece("paragraph", said(message("表格，%(columns)s 列，%(rows)s 行。", columns=columns, rows=rows)), depth)
    for row in table.in_sentences():
        inlines: list[Inline] = []
        for name, cell in row:
            inlines += [Words(f"{name}："), *spoken(cell), Words("；")] if name else [*spoken(cell), Words("；")]
        yield Piece("item", (*inlines[:-1], Words("。")), depth)


def spoken(inlines: Inlines) -> Inlines:
    """The words; a picture by what it says, an address outside by its letters."""
    return tuple(
        Words(str(message("（图片：%(words)s）", words=one.words))) if isinstance(one, Picture) else one
        for one in inlines
    )


def said(words: object) -> Inlines:
    return (Words(str(words)),)
