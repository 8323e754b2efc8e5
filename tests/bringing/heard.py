"""What a learner gets of a lesson: the words of its page, made by the same code as the page."""

import html
import re

from portal.bringing.office.outcome import Brought
from portal.library.packages.document import Document, read_document
from portal.library.packages.markdown import render_markdown


def page_of(body: str) -> str:
    return render_markdown(body, lambda name: f"/files/{name}", lambda slug: f"/lessons/{slug}")


def squeezed(text: str) -> str:
    """Without spaces, which no two programs treat alike."""
    return re.sub(r"\s+", "", text)


def heard(brought: Brought) -> str:
    """All words of all lessons, their titles too."""
    pages = [html.escape(lesson.title) + page_of(lesson.body) for lesson in brought.lessons]
    return squeezed(html.unescape(re.sub(r"<[^>]*>", "", "\n".join(pages))))


def told(brought: Brought) -> str:
    """All words that are listed as not kept, changed or to be looked at."""
    return "\n".join(squeezed(note.text) for note in brought.notes)


def document(brought: Brought, number: int = 0) -> Document:
    return read_document(brought.lessons[number].body)
