"""What a reader of a file gathers on its way: blocks beside, notes, pictures, and where it is."""

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from lxml import etree

from portal.bringing.office.outcome import Note


@dataclass(frozen=True)
class Shown:
    """A picture where the file shows it: its part, and the words that it has."""

    part: str
    words: str
    place: str
    near: str


@dataclass
class Gathered:
    """Notes and pictures in the order of the file; `place` is the last heading, or the slide."""

    notes: list[Note] = field(default_factory=list)
    pictures: dict[str, Shown] = field(default_factory=dict)
    kept: Counter[str] = field(default_factory=Counter)
    place: str = ""
    near: str = ""

    def note(self, rule: str, text: str = "") -> None:
        """Write down that something is not as it was. The same of the same place is written once."""
        new = Note(rule, self.place, " ".join(text.split()))
        if not self.notes or self.notes[-1] != new:
            self.notes.append(new)

    def note_once(self, rule: str) -> None:
        """Write it down for the whole file."""
        if all(note.rule != rule for note in self.notes):
            self.notes.append(Note(rule))

    def show(self, part: str, words: str) -> str:
        """A picture; returns the key by which pieces name it."""
        key = str(len(self.pictures) + 1)
        self.pictures[key] = Shown(part, " ".join(words.split()), self.place, self.near)
        return key


def kind_of(element: Any) -> str:
    """The name of an element without its space; "" for what is no element."""
    tag = element.tag
    return str(tag.rsplit("}", 1)[-1]) if isinstance(tag, str) else ""


def value(element: Any | None, name: str = "val") -> str:
    """An attribute by its name, in whatever space it is."""
    if element is None:
        return ""
    for key, content in element.attrib.items():
        if key.rsplit("}", 1)[-1] == name:
            return str(content)
    return ""


def child(element: Any | None, *path: str) -> Any | None:
    """The first child of this name, or the first of a path of names."""
    for name in path:
        element = next((one for one in element if kind_of(one) == name), None) if element is not None else None
    return element


def is_on(element: Any | None) -> bool:
    """Whether a switch such as <w:b/> is there and not off."""
    return element is not None and value(element) not in ("0", "false", "off", "none")


def words_of(element: Any) -> str:
    """All words under an element, whatever holds them."""
    found = (one.text or "" for one in element.iter(etree.Element) if kind_of(one) in ("t", "delText"))
    return " ".join(" ".join(found).split())
