"""A whole document as one HTML file with everything in it: it opens from a stick, from mail, without a line."""

import base64
import mimetypes
from collections.abc import Callable
from pathlib import Path

from markupsafe import Markup, escape

from portal.formats.document.linear import front_matter
from portal.formats.document.markup import Manner, element, inlines_html, lesson_html
from portal.formats.document.parts import CourseDocument
from portal.text import message

STYLE = (Path(__file__).parent / "large.css").read_text(encoding="utf-8")
ReadFile = Callable[[str], bytes | None]


def large_print(document: CourseDocument, read_file: ReadFile) -> str:
    """The file. `read_file` gives a file of the package by its name; a picture that is not there is its words."""
    manner = Manner(picture=lambda name: data_address(name, read_file(name)), link=outside, level=2)
    opening = [element("p", inlines_html(piece.inlines, manner)) for piece in front_matter(document)]
    if document.is_whole:
        opening.append(_contents(document))
    sections = []
    for lesson in document.lessons:
        title = message("第 %(number)s 课：%(title)s", number=lesson.number, title=lesson.title)
        own = Manner(manner.picture, _within(document), 2, f"{lesson.slug}-")
        sections.append(element("section", lesson_html(lesson, title, own)))
    body = Markup("\n").join([element("h1", escape(document.name)), *opening, *sections])
    return str(
        Markup(
            '<!DOCTYPE html>\n<html lang="{language}">\n<head>\n<meta charset="utf-8"/>\n<title>{title}</title>\n'
            '<meta name="viewport" content="width=device-width, initial-scale=1"/>\n<meta name="author" content="{maker}"/>\n'
            "<style>{style}</style>\n</head>\n<body>\n<main>\n{body}\n</main>\n</body>\n</html>\n"
        ).format(
            language=document.language,
            title=document.name,
            maker=document.provider,
            style=Markup(STYLE),
            body=body,
        )
    )


def _contents(document: CourseDocument) -> Markup:
    title = element("h2", escape(message("目录")))
    items = [
        element("li", Markup('<a href="#{}-title">{}</a>').format(lesson.slug, lesson.title))
        for lesson in document.lessons
    ]
    return title + element("ol", Markup("").join(items))


def _within(document: CourseDocument) -> Callable[[str], str]:
    """Links to other lessons of this file lead to their place in it."""
    here = {f"/library/{document.slug}/{lesson.slug}": f"#{lesson.slug}-title" for lesson in document.lessons}
    return lambda address: here.get(address.partition("#")[0]) or outside(address)


def outside(address: str) -> str:
    """Only what leads out of the portal leads anywhere from a file."""
    return address if address.startswith(("https:", "http:", "mailto:", "tel:")) else ""


def data_address(name: str, content: bytes | None) -> str:
    """A file inside the page itself; empty when it is not there."""
    if content is None:
        return ""
    kind = mimetypes.guess_type(name)[0] or "application/octet-stream"
    return f"data:{kind};base64,{base64.b64encode(content).decode()}"
