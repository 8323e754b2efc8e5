"""Words for people: messages that are translated when they are shown, and the reader's language.

Source text is Simplified Chinese; the English catalogue is in portal/text/en, one file for each room.
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any, Literal

from markupsafe import Markup, escape

from portal.text.catalogue import english

Language = Literal["zh-CN", "en"]
LANGUAGES: tuple[Language, ...] = ("zh-CN", "en")
HAN = re.compile("[\u3400-\u9fff]")

_language: ContextVar[Language] = ContextVar("language", default="zh-CN")


def language() -> Language:
    """The language of the person who is reading now."""
    return _language.get()


def set_language(chosen: Language) -> None:
    """Choose the language of everything rendered in this context (one request)."""
    _language.set(chosen)


@contextmanager
def speaking(chosen: Language) -> Iterator[None]:
    """Render in another language for a while."""
    token = _language.set(chosen)
    try:
        yield
    finally:
        _language.reset(token)


@dataclass(frozen=True)
class Message:
    """A sentence with its values, not yet in any language. `str()` renders it in the reader's language."""

    msgid: str
    values: dict[str, Any] = field(default_factory=dict, hash=False)

    def __str__(self) -> str:
        text = gettext(self.msgid)
        return text % {name: _shown(value) for name, value in self.values.items()} if self.values else text

    def __html__(self) -> str:
        """The same for a page, where values that stay Chinese say so."""
        text = escape(gettext(self.msgid))
        return text % {name: spoken(value) for name, value in self.values.items()} if self.values else text


class Inside(Message):
    """A label as it stands inside a sentence: in English without its capital, unless it is an abbreviation."""

    def __str__(self) -> str:
        return _without_capital(super().__str__())

    def __html__(self) -> str:
        return Markup(_without_capital(super().__html__()))


def inside(label: Message) -> Inside:
    """A label for a place inside a sentence."""
    return Inside(label.msgid, label.values)


def _without_capital(text: str) -> str:
    return text[:1].lower() + text[1:] if language() == "en" and text[1:2].islower() else text


def message(msgid: str, **values: Any) -> Message:
    """A message from rules, forms or actions: `message("还有 %(count)s 课没学。", count=2)`."""
    return Message(msgid, values)


def gettext(text: str) -> str:
    """The text in the reader's language; the Chinese source where it is Chinese or unknown."""
    return english().get(text, text) if language() == "en" else text


def ngettext(singular: str, plural: str, count: int) -> str:
    """Chinese has one form; English chooses between two by the count."""
    if language() != "en":
        return singular
    return english().get((singular, count != 1), singular if count == 1 else plural)


def spoken(value: Any) -> Any:
    """Words of a course or a person for a page: where the page is English, Chinese ones say that they are Chinese."""
    if not isinstance(value, str) or hasattr(value, "__html__") or not tongue(value):
        return value
    return Markup('<span lang="zh-CN">{}</span>').format(value)


def tongue(value: Any) -> str:
    """The language of such words where it is not the page's, otherwise "": Chinese ones on an English page."""
    return "zh-CN" if language() == "en" and HAN.search(str(value)) else ""


def _shown(value: Any) -> Any:
    return str(value) if isinstance(value, Message) else value
