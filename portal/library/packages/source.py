"""A package as it lies on disk, read leniently: whatever can be read is here, and the rules say what is wrong."""

import os
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path, PurePosixPath
from typing import Any

from portal.library.packages.captions import Captions, read_captions
from portal.library.packages.document import Document, read_document
from portal.library.packages.front_matter import FrontMatter, read_front_matter
from portal.library.packages.limits import FILES, MARKDOWN_BYTES, TEXT_BYTES
from portal.library.packages.media import (
    MOVING_TYPES,
    PICTURE_TYPES,
    TEXT_TYPES,
    Film,
    Picture,
    claimed_type,
    found_type,
    read_film,
    read_picture,
)
from portal.library.packages.text_file import Text, decode
from portal.library.packages.toml_file import TomlFile, read_toml
from portal.library.packages.transcript import Transcript, read_transcript

MANIFEST = "course.toml"
FINAL = "checks/final.toml"


@dataclass(frozen=True)
class SourceFile:
    """A plain file. `name` is its path inside the package, with slashes."""

    name: str
    path: Path
    size: int

    @property
    def suffix(self) -> str:
        return PurePosixPath(self.name).suffix.lower()


@dataclass(frozen=True)
class LessonSource:
    """A lesson as far as it could be read; `number` is its place in the order of the course, from 1."""

    slug: str
    number: int
    front: FrontMatter

    @property
    def name(self) -> str:
        return f"lessons/{self.slug}.md"

    def get(self, key: str) -> str:
        """A text of the front matter, "" when it is missing or no text."""
        value = self.front.data.get(key)
        return value if isinstance(value, str) else ""


@dataclass(frozen=True)
class Piece:
    """A text in Markdown: the body of a lesson, or the text or explanation of a question."""

    file: str
    document: Document


class Source:
    """Everything that the rules look at. Reads each file once, never writes, never follows a link."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._texts: dict[str, Text | None] = {}
        self._pictures: dict[str, Picture | None] = {}
        self._films: dict[str, Film | None] = {}
        self.links: list[str] = []
        self.too_many = False
        self.files: dict[str, SourceFile] = {}
        self._walk(folder, "")

    def _walk(self, folder: Path, prefix: str) -> None:
        for entry in sorted(os.scandir(folder), key=lambda entry: entry.name):
            # A name that is no Unicode on disk would break every page that shows it.
            name = prefix + os.fsencode(entry.name).decode("utf-8", "replace")
            if len(self.files) >= FILES:
                self.too_many = True
                return
            if entry.is_dir(follow_symlinks=False):
                if prefix.count("/") < 5:
                    self._walk(Path(entry.path), f"{name}/")
            elif entry.is_file(follow_symlinks=False):
                self.files[name] = SourceFile(name, Path(entry.path), entry.stat(follow_symlinks=False).st_size)
            else:
                self.links.append(name)

    def text(self, name: str) -> Text | None:
        """A text of the package; None when it is missing, too big or no text."""
        if name not in self._texts:
            file = self.files.get(name)
            small = file is not None and file.size <= text_limit(name)
            self._texts[name] = decode(file.path.read_bytes()) if file and small else None
        return self._texts[name]

    def content(self, name: str) -> str:
        text = self.text(name)
        return text.content if text else ""

    def start(self, name: str) -> bytes:
        """The first bytes of a file, enough to tell what it is."""
        with self.files[name].path.open("rb") as file:
            return file.read(8192)

    def is_claimed(self, name: str, *types: str) -> bool:
        return name in self.files and claimed_type(name) in types

    def picture(self, name: str) -> Picture | None:
        """A picture of the package; None when it is missing or cannot be opened."""
        if name not in self._pictures:
            file = self.files.get(name)
            opened = read_picture(file.path) if file and file.suffix in PICTURE_TYPES else None
            self._pictures[name] = opened
        return self._pictures[name]

    def film(self, name: str) -> Film | None:
        """A sound or film of the package; None when it is missing or cannot be opened."""
        if name not in self._films:
            file = self.files.get(name)
            wanted = MOVING_TYPES.get(file.suffix) if file else None
            # The sound reader finds something in any bytes, so the content has to say first that it is a sound.
            opened = wanted if file and wanted and found_type(self.start(name)) == wanted else None
            self._films[name] = read_film(file.path, opened) if file and opened else None
        return self._films[name]

    def captions(self, name: str) -> Captions | None:
        return read_captions(self.content(name)) if name.endswith(".vtt") and self.text(name) else None

    def transcript(self, name: str) -> Transcript | None:
        return read_transcript(self.content(name)) if name.endswith(".md") and self.text(name) else None

    @cached_property
    def text_names(self) -> list[str]:
        """Every file that claims to be text."""
        return [file.name for file in self.files.values() if file.suffix in TEXT_TYPES]

    @cached_property
    def manifest(self) -> TomlFile:
        return read_toml(self.content(MANIFEST))

    @cached_property
    def lesson_slugs(self) -> list[str]:
        """The order of the course as the manifest has it, without what is no text."""
        listed = self.manifest.data.get("lessons")
        return [slug for slug in listed if isinstance(slug, str)] if isinstance(listed, list) else []

    @cached_property
    def lessons(self) -> list[LessonSource]:
        """Listed lessons that are there, in their order; without a readable list, every lesson by name."""
        there = [name[len("lessons/") : -len(".md")] for name in self.files if _is_lesson(name)]
        slugs = [slug for slug in dict.fromkeys(self.lesson_slugs) if f"lessons/{slug}.md" in self.files]
        slugs += [slug for slug in there if slug not in slugs]
        return [
            LessonSource(slug, number, read_front_matter(self.content(f"lessons/{slug}.md")))
            for number, slug in enumerate(slugs, 1)
        ]

    @cached_property
    def checks(self) -> dict[str, TomlFile]:
        """Every checkpoint and the final assessment, by file name."""
        return {
            name: read_toml(self.content(name))
            for name in self.files
            if name.startswith("checks/") and name.endswith(".toml")
        }

    def questions(self, name: str) -> list[dict[str, Any]]:
        """The questions of a check that are tables, in their order."""
        listed = self.checks[name].data.get("question") if name in self.checks else None
        return [item for item in listed if isinstance(item, dict)] if isinstance(listed, list) else []

    @cached_property
    def pieces(self) -> list[Piece]:
        """Every text in Markdown, with its headings, pictures, links and tables."""
        bodies = [
            Piece(lesson.name, read_document(lesson.front.body, lesson.front.body_line)) for lesson in self.lessons
        ]
        return bodies + [
            Piece(name, read_document(question[key], file.line("question", number, key) or 1))
            for name, file in self.checks.items()
            for number, question in enumerate(self.questions(name))
            for key in ("text", "explanation")
            if isinstance(question.get(key), str)
        ]


def text_limit(name: str) -> int:
    """How many bytes a text may have."""
    return MARKDOWN_BYTES if name.startswith(("lessons/", "checks/", MANIFEST)) else TEXT_BYTES


def _is_lesson(name: str) -> bool:
    return name.startswith("lessons/") and name.endswith(".md") and name.count("/") == 1
