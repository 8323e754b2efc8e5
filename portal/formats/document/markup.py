"""A document as HTML that is well-formed XML too: for large print, PDF, EPUB and the pages of the offline pack."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from markupsafe import Markup, escape

from portal.formats.document.parts import (
    Block,
    Heading,
    Inline,
    Inlines,
    LessonDocument,
    Line,
    Listing,
    Paragraph,
    Picture,
    Question,
    Table,
)
from portal.text import Message, message
from portal.text.amounts import format_duration


@dataclass(frozen=True)
class Manner:
    """How a document is shown here. `picture` and `link` give an address, or "" for what this file has no place for."""

    picture: Callable[[str], str]
    link: Callable[[str], str]
    level: int = 1  # of the lesson's title
    ids: str = ""  # begins every id, so that several lessons fit one page
    with_answers: bool = True


def lesson_html(lesson: LessonDocument, title: Message | str, manner: Manner) -> Markup:
    """A whole lesson: title, text, transcript, questions, and the answers at the end."""
    level = manner.level
    parts = [
        element(f"h{level}", escape(title), id=f"{manner.ids}title"),
        blocks_html(lesson.blocks, manner),
    ]
    if lesson.lines:
        parts.append(element(f"h{level + 1}", escape(message("文字稿")), id=f"{manner.ids}words"))
        parts.append(lines_html(lesson.lines, manner))
    if lesson.questions:
        parts.append(element(f"h{level + 1}", escape(message("想一想")), id=f"{manner.ids}questions"))
        parts += [question_html(question, manner) for question in lesson.questions]
    if lesson.questions and manner.with_answers:
        parts.append(element(f"h{level + 1}", escape(message("答案")), id=f"{manner.ids}answers"))
        parts += [answer_html(question, manner) for question in lesson.questions]
    return Markup("\n").join(parts)


def blocks_html(blocks: Sequence[Block], manner: Manner) -> Markup:
    """These blocks, with headings below the lesson's title."""
    return Markup("\n").join(_block_html(block, manner) for block in blocks)


def lines_html(lines: Sequence[Line], manner: Manner) -> Markup:
    """A transcript: when, who, what. Each line has an id, so that sound can be tied to it."""
    items = [
        element(
            "li",
            element("span", escape(format_duration(line.seconds)), class_="time")
            + Markup(" ")
            + element("b", escape(message("%(label)s：", label=line.speaker)))
            + escape(line.text),
            id=f"{manner.ids}line-{place}",
        )
        for place, line in enumerate(lines, 1)
    ]
    return element("ol", Markup("").join(items), class_="transcript")


def question_html(question: Question, manner: Manner) -> Markup:
    """A question to read, its options numbered."""
    title = element(f"h{manner.level + 2}", escape(message("第 %(number)s 题", number=question.number)))
    options = Markup("").join(element("li", escape(option)) for option in question.options)
    asked = blocks_html(question.blocks, replace(manner, level=manner.level + 2))
    return title + asked + (element("ol", options) if options else Markup(""))


def answer_html(question: Question, manner: Manner) -> Markup:
    """The right answer, and why."""
    title = element(f"h{manner.level + 2}", escape(message("第 %(number)s 题", number=question.number)))
    if question.kind == "order":
        right = element("ol", Markup("").join(element("li", escape(option)) for option in question.answer))
    elif question.kind == "fill" and len(question.answer) > 1:
        answers = message("%(answers)s，都对。", answers="、".join(question.answer))
        right = element("p", escape(answers))
    else:
        right = element("p", escape("、".join(question.answer))) if question.answer else Markup("")
    return title + right + blocks_html(question.explanation, replace(manner, level=manner.level + 2))


def _block_html(block: Block, manner: Manner) -> Markup:
    if isinstance(block, Heading):
        level = min(6, block.level + manner.level - 1)
        return element(
            f"h{level}", inlines_html(block.inlines, manner), id=f"{manner.ids}{block.id}" if block.id else ""
        )
    if isinstance(block, Paragraph):
        said = element("pre" if block.role == "code" else "p", inlines_html(block.inlines, manner))
        return element("blockquote", said) if block.role == "quote" else said
    if isinstance(block, Listing):
        items = Markup("").join(element("li", _item_html(item, manner)) for item in block.items)
        if block.first is None:
            return element("ul", items)
        return element("ol", items, start="" if block.first == 1 else str(block.first))
    return _table_html(block, manner)


def _item_html(item: Sequence[Block], manner: Manner) -> Markup:
    """An item of one paragraph is that paragraph's words."""
    if len(item) == 1 and isinstance(only := item[0], Paragraph) and not only.role:
        return inlines_html(only.inlines, manner)
    return blocks_html(item, manner)


def _table_html(table: Table, manner: Manner) -> Markup:
    head = Markup("").join(element("th", inlines_html(cell, manner), scope="col") for cell in table.head)
    rows = []
    for first, *rest in table.rows:
        cells = element("th", inlines_html(first, manner), scope="row")
        rows.append(element("tr", cells + Markup("").join(element("td", inlines_html(cell, manner)) for cell in rest)))
    body = element("tbody", Markup("\n").join(rows)) if rows else Markup("")
    return element("table", element("thead", element("tr", head)) + body)


def inlines_html(inlines: Inlines, manner: Manner) -> Markup:
    return Markup("").join(_inline_html(inline, manner) for inline in inlines)


def _inline_html(inline: Inline, manner: Manner) -> Markup:
    if isinstance(inline, Picture):
        if address := manner.picture(inline.file):
            return Markup('<img src="{}" alt="{}"/>').format(address, inline.words)
        return escape(message("（图片：%(words)s）", words=inline.words))
    if inline.text == "\n":
        return Markup("<br/>")
    said = escape(inline.text)
    if inline.weight:
        said = element(inline.weight, said)
    if inline.language:
        said = Markup('<span lang="{0}" xml:lang="{0}">{1}</span>').format(inline.language, said)
    address = manner.link(inline.link) if inline.link else ""
    return Markup('<a href="{}">{}</a>').format(address, said) if address else said


def element(tag: str, inside: Markup, **attributes: str) -> Markup:
    """An element; an empty attribute is left out. `class_` is class."""
    named = [(name.rstrip("_"), value) for name, value in attributes.items() if value]
    opening = Markup("").join(Markup(' {}="{}"').format(name, value) for name, value in named)
    return Markup("<{0}{1}>{2}</{0}>").format(tag, opening, inside)
