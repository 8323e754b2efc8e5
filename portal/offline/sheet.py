"""The answer sheet of a pack: a plain text in which answers are typed, on any device, without scripts; read back here.

It carries no signature: who hands it in has signed in, and the portal marks the answers, as when they answer online.
"""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from typing import Any

from portal.formats.document.linear import block_pieces
from portal.formats.document.parts import plain
from portal.formats.document.reading import read_html
from portal.library.models import Lesson
from portal.library.questions import field_names, shown_options
from portal.offline.rules import LARGEST
from portal.text import message
from portal.text.codes import group, normalise

MARK = "\N{ZERO WIDTH NO-BREAK SPACE}"  # old editors know by it that the file is UTF-8
ANSWER = re.compile(r"^\s*([0-9]{1,3})\s*-\s*([0-9]{1,3})\s*:(.*)$")
Given = tuple[int, int, str]  # number of the lesson, of its question, and what was written


def sheet(title: str, lessons: Sequence[Lesson], pack_code: str) -> str:
    """The sheet of one pack: every question with its number, its options, and a line to write on."""
    lines = [
        message("答题纸：《%(title)s》", title=title),
        message("学习包号：%(code)s", code=group(pack_code)),
        message("把答案写在每个冒号后面。选择题写编号，几个编号用空格隔开。排顺序的题，按顺序写编号。"),
        message("写好以后存下，登录网站，在“交回学习包的回执”一页交。写几课都可以交。"),
    ]
    text = [str(line) for line in lines]
    for lesson in lessons:
        text += ["", str(message("第 %(number)s 课：%(title)s", number=lesson.number, title=lesson.title))]
        for question in lesson.questions:
            asked = [plain(piece.inlines) for piece in block_pieces(read_html(question["html"]))]
            text += ["", *asked]
            text += [f"  {place}. {option}" for place, option in enumerate(shown_options(question), 1)]
            text.append(f"{lesson.number}-{question['number']}: ")
    return MARK + "\r\n".join(text) + "\r\n"


def read_sheet(content: bytes) -> tuple[str, list[Given]] | None:
    """The number of the pack and what was written; None for anything that is no sheet, or was cut because it is too long.
    Old editors save GB18030."""
    if len(content) > LARGEST:
        return None
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("gb18030", "replace")
    lines = unicodedata.normalize("NFKC", text).splitlines()
    codes = [code for line in lines[:6] if (code := normalise(line.rpartition(":")[2]))]
    given = [
        (int(match[1]), int(match[2]), match[3].strip()) for line in lines if (match := ANSWER.match(line)) is not None
    ]
    written = [one for one in given if one[2]]
    return (codes[0], written) if codes and given else None


def as_fields(lessons: Iterable[Lesson], given: Sequence[Given]) -> dict[str, dict[str, Any]]:
    """What was written, as the forms of the lessons would send it; by the lesson's slug, only lessons with an answer."""
    found: dict[str, dict[str, Any]] = {}
    for lesson in lessons:
        written = {number: text for place, number, text in given if place == lesson.number}
        for question in lesson.questions:
            if text := written.get(question["number"]):
                found.setdefault(lesson.slug, {}).update(fields_of(question, text))
    return found


def fields_of(question: dict[str, Any], text: str) -> dict[str, Any]:
    """One answer as form fields: numbers of options, one for each place of an order, or the words themselves."""
    names, kind = field_names(question), question["kind"]
    numbers = re.findall(r"[0-9]+", text)
    if kind == "order":
        return dict(zip(names, numbers, strict=False)) if len(numbers) == len(names) else {}
    return {names[0]: numbers if kind in ("single", "multiple") else text}
