"""A draft as a course: what its files say, as far as they can be read. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from portal.library.packages.text_file import decode
from portal.workshop.texts import front_text, toml_text
from portal.workshop.texts.toml_text import Unreadable

MANIFEST, FINAL = "course.toml", "checks/final.toml"


@dataclass(frozen=True)
class OutlinedLesson:
    """A lesson in the order of the course; `front` is empty when its file is missing or cannot be read."""

    number: int
    slug: str
    front: dict[str, Any]
    has_text: bool
    questions: int

    @property
    def path(self) -> str:
        """Its file."""
        return lesson_path(self.slug)

    @property
    def title(self) -> str:
        """Its title, or its name where it has none."""
        return str(self.front.get("title") or self.slug)


def lesson_path(slug: str) -> str:
    """Where a lesson lies in the package."""
    return f"lessons/{slug}.md"


def text_of(content: bytes | None) -> str:
    """A text with plain line ends. Raises Unreadable."""
    text = decode(content) if content is not None else None
    if text is None:
        raise Unreadable("no text")
    return text.content


def facts_of(texts: Mapping[str, bytes]) -> dict[str, Any]:
    """What course.toml says. Raises Unreadable."""
    return toml_text.read(text_of(texts.get(MANIFEST)))


def lesson_slugs(facts: Mapping[str, Any]) -> list[str]:
    """The lessons in their order."""
    listed = facts.get("lessons", [])
    return [slug for slug in listed if isinstance(slug, str)] if isinstance(listed, list) else []


def outline(texts: Mapping[str, bytes]) -> list[OutlinedLesson]:
    """The lessons in their order, as far as they can be read."""
    return [_lesson(number, slug, texts) for number, slug in enumerate(lesson_slugs(facts_of(texts)), 1)]


def _lesson(number: int, slug: str, texts: Mapping[str, bytes]) -> OutlinedLesson:
    try:
        text = text_of(texts.get(lesson_path(slug)))
        front, body = front_text.read(text), front_text.split(text)[1]
    except Unreadable:
        front, body = {}, ""
    return OutlinedLesson(number, slug, front, bool(body.strip()), len(questions(texts, checkpoint_of(front, slug))))


def checkpoint_of(front: Mapping[str, Any], slug: str) -> str:
    """Where the questions of a lesson lie, or will."""
    named = front.get("checkpoint")
    return named if isinstance(named, str) and named else f"checks/{slug}.toml"


def questions(texts: Mapping[str, bytes], path: str) -> list[dict[str, Any]]:
    """The questions of one file; none when it is missing or cannot be read."""
    try:
        found = toml_text.read(text_of(texts.get(path))).get("question", [])
    except Unreadable:
        return []
    return [one for one in found if isinstance(one, dict)] if isinstance(found, list) else []


def unreadable_of(texts: Mapping[str, bytes]) -> str:
    """The first file that pages cannot change, because it cannot be read; "" when there is none."""
    for path, content in sorted(texts.items(), key=lambda item: (item[0] != MANIFEST, item[0])):
        try:
            text = text_of(content)
            if path.endswith(".toml"):
                toml_text.statements(text)
                toml_text.read(text)
            elif path.endswith(".md"):
                front_text.read(text)
        except Unreadable:
            return path
    return "" if MANIFEST in texts else MANIFEST
