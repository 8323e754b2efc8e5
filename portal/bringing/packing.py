"""A course package of the lessons that were made: its files are there, its facts are for the author to write."""

import io
import json
import re
import zipfile
from collections.abc import Callable, Iterator, Mapping

from pypinyin import lazy_pinyin

from portal.bringing.office.outcome import Lesson
from portal.bringing.views import Outcome, grouped
from portal.text import speaking

_WORD = re.compile(r"[a-z0-9]+")
_ALWAYS = (2026, 1, 1, 0, 0, 0)  # the same content makes the same file
_LONGEST_SLUG = 40
READING = "正文"


def slug_of(number: int, title: str) -> str:
    """The name of a lesson: two digits, and how its title sounds."""
    words = [word for sound in lazy_pinyin(title) for word in _WORD.findall(sound.lower())]
    name = f"{number:02}"
    for word in words or ["lesson"]:
        if len(name) + len(word) + 1 > _LONGEST_SLUG:
            break
        name += f"-{word}"
    return name if len(name) > 2 else f"{name}-lesson"


def lesson_file(slug: str, lesson: Lesson) -> str:
    """A lesson with its front matter."""
    front = [
        f"title: {json.dumps(lesson.title, ensure_ascii=False)}",
        "kind: text",
        f"minutes: {lesson.minutes}",
        f"checkpoint: checks/{slug}.toml",
    ]
    return "\n".join(["---", *front, "---", "", lesson.body])


def pack(outcome: Outcome, title: str, region_code: str, read: Callable[[str], bytes]) -> bytes:
    """The package as a zip. What an author has to write is left empty, and the check says each of it."""
    slugs = [slug_of(number, lesson.title) for number, lesson in enumerate(outcome.lessons, 1)]
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as archive:
        _add(archive, "course.toml", _facts(title, region_code, slugs).encode())
        _add(archive, "README.md", "\n".join(_listed(outcome)).encode())
        for slug, lesson in zip(slugs, outcome.lessons, strict=True):
            _add(archive, f"lessons/{slug}.md", lesson_file(slug, lesson).encode())
        for picture in outcome.pictures:
            if not picture.is_left_out:
                _add(archive, picture.name, read(picture.digest))
    return written.getvalue()


def pack_files(files: Mapping[str, bytes]) -> bytes:
    """Files as a package; the same files make the same zip."""
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as archive:
        for name, content in files.items():
            _add(archive, name, content)
    return written.getvalue()


def _add(archive: zipfile.ZipFile, name: str, content: bytes) -> None:
    archive.writestr(zipfile.ZipInfo(name, _ALWAYS), content, zipfile.ZIP_DEFLATED)


def _facts(title: str, region_code: str, slugs: list[str]) -> str:
    return "\n".join(
        [
            "package = 1",
            'id = ""',
            f"title = {json.dumps(title[:25], ensure_ascii=False)}",
            'summary = ""',
            'plain_summary = ""',
            'language = "zh-CN"',
            f'region = "{region_code}"',
            'version = "1.0.0"',
            f"lessons = {json.dumps(slugs)}",
            "",
        ]
    )


def _listed(outcome: Outcome) -> Iterator[str]:
    """Everything that is not as it was, in the language of the course."""
    with speaking("zh-CN"):
        for group in grouped(outcome.notes):
            for rule in group.rules:
                yield f"## {group.label}：{rule.what}"
                yield ""
                yield f"{rule.mend}"
                yield ""
                for note in rule.places:
                    yield "- " + "：".join(part for part in (note.place, note.text) if part)
                yield ""
