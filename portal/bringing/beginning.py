"""Beginnings: small packages of ours that a course can be made from, with places that its author fills in."""

import json
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from portal.errors import NotFound
from portal.text import Message, message

FOLDER = Path(__file__).with_name("beginnings")
FOR_WHOM: dict[str, Message] = {
    "massage-technique": message("按摩手法：手放哪里，用多大力，什么时候不能做"),
    "customer-service": message("客服：听懂，答清楚，记下来"),
    "baking": message("烘焙：称料，和面，进炉和出炉"),
    "heritage-craft": message("非遗手工：材料和工具，基本的手法，做一件作品"),
}


@dataclass(frozen=True)
class Beginning:
    """One of them: its name, what it is for, the titles of its lessons, its files by their path."""

    name: str
    words: Message
    title: str
    lessons: tuple[str, ...]
    files: dict[str, bytes]

    def for_place(self, provider: str, region_code: str) -> dict[str, bytes]:
        """Its files for a prefecture, whose name and region stand in its facts."""
        own = f"provider = {json.dumps(provider, ensure_ascii=False)}\nregion = {json.dumps(region_code)}\n"
        facts = self.files["course.toml"].replace(
            f'id = "{self.name}"'.encode(), f'id = "{self.name}-{region_code}"'.encode()
        )
        return self.files | {"course.toml": facts + own.encode()}

    @property
    def places(self) -> int:
        """How many places wait for their author."""
        return sum(content.decode().count("【待写") for content in self.files.values())


@cache
def beginnings() -> tuple[Beginning, ...]:
    """All of them, in the order in which they are offered."""
    return tuple(_read(name, words) for name, words in FOR_WHOM.items())


def beginning(name: str) -> Beginning:
    """One of them by its name. Raises NotFound."""
    found = next((one for one in beginnings() if one.name == name), None)
    if found is None:
        raise NotFound
    return found


def _read(name: str, words: Message) -> Beginning:
    folder = FOLDER / name
    files = {path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(_files(folder))}
    facts = tomllib.loads(files["course.toml"].decode())
    titles = (_title(files[f"lessons/{slug}.md"].decode()) for slug in facts["lessons"])
    return Beginning(name, words, facts["title"], tuple(titles), files)


def _files(folder: Path) -> Iterator[Path]:
    return (path for path in folder.rglob("*") if path.is_file())


def _title(lesson: str) -> str:
    return lesson.split("\ntitle: ", 1)[1].split("\n", 1)[0]
