"""What two versions of a course have in common, and what has changed, in words. Pure."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from portal.text import Message, gettext, inside, message

FINISH_DAYS = 90  # calendar days in which who has begun a withdrawn course may finish it
FORMS = ("captions", "descriptions", "transcript", "sign", "poster", "voice")  # other ways to the same content
FORM_WORDS: dict[str, Message] = {
    "captions": message("字幕"),
    "descriptions": message("口述影像"),
    "transcript": message("文字稿"),
    "sign": message("手语视频"),
    "poster": message("封面图"),
    "voice": message("朗读"),
}
FACTS: dict[str, Message] = {  # what a course says of itself, by the name of its column
    "title": message("名称"),
    "summary": message("简介"),
    "plain_summary": message("简明版"),
    "learning_minutes": message("学时"),
    "level": message("级别"),
    "category": message("类别"),
    "occupation": message("职业"),
    "audience": message("适合谁"),
    "provider": message("提供单位"),
    "licence": message("许可"),
}

DECLARED = ("language", "title_en", "people", "rights", "claims")


@dataclass(frozen=True)
class LessonContent:
    """One lesson of one version with everything that can differ; files stand for their digests."""

    id: int
    slug: str
    title: str
    kind: str
    minutes: int
    html: str
    media: Mapping[str, Any]
    transcript: Sequence[Mapping[str, Any]]
    downloads: Sequence[Mapping[str, str]]
    questions: Sequence[Mapping[str, Any]]
    digests: Mapping[str, str]  # name of a file in the package to the digest of its content
    title_en: str = ""

    def file(self, part: str) -> str:
        """The digest of the file that this lesson has as its media, captions …; empty when it has none."""
        name = self.media.get(part) or ""
        return self.digests.get(name, "") if isinstance(name, str) else ""

    @property
    def downloads_inside(self) -> list[tuple[str, str]]:
        """What can be taken away, each with the digest of its content."""
        return [(item["title"], self.digests.get(item["file"], "")) for item in self.downloads]

    @property
    def digest(self) -> str:
        """What is learned in this lesson, in one number: its text, its questions and its film or sound. Captions and
        transcripts are other ways to the same content: who has learned the lesson has learned it with any of them."""
        content = [self.kind, self.html, self.questions, self.file("media")]
        return hashlib.sha256(json.dumps(content, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


@dataclass(frozen=True)
class VersionContent:
    """One version of a course as it can be compared."""

    id: int
    facts: Mapping[str, Any] = field(default_factory=dict)
    assessment: Mapping[str, Any] = field(default_factory=dict)
    declared: Mapping[str, Any] = field(default_factory=dict)  # people, rights and claims
    lessons: tuple[LessonContent, ...] = ()

    def lesson(self, slug: str) -> LessonContent | None:
        """The lesson of this name."""
        return next((lesson for lesson in self.lessons if lesson.slug == slug), None)


def carried(old: VersionContent, new: VersionContent, is_fix: bool = False) -> dict[int, int]:
    """The lessons that need not be learned again: id in the new version to id in the old one.

    Equal content counts, under whatever name. A version that only mends typing errors (`is_fix`) asks for nothing again.
    """
    by_digest = {lesson.digest: lesson.id for lesson in old.lessons}
    pairs = {lesson.id: by_digest[lesson.digest] for lesson in new.lessons if lesson.digest in by_digest}
    if is_fix:
        pairs |= {lesson.id: same.id for lesson in new.lessons if (same := old.lesson(lesson.slug))}
    return pairs


def changes(old: VersionContent, new: VersionContent) -> list[Message]:
    """What a new version changed, line by line: the course, its lessons in order, the assessment."""
    found = [
        message("%(what)s改了。", what=words)
        for name, words in FACTS.items()
        if old.facts.get(name) != new.facts.get(name)
    ]
    for number, lesson in enumerate(new.lessons, start=1):
        earlier = old.lesson(lesson.slug)
        if earlier is None:
            found.append(message("第 %(number)s 课《%(title)s》是新加的。", number=number, title=lesson.title))
        elif parts := changed_parts(earlier, lesson):
            parts_in_words = Listed(parts)
            found.append(
                message(
                    "第 %(number)s 课《%(title)s》改了：%(parts)s。",
                    number=number,
                    title=lesson.title,
                    parts=parts_in_words,
                )
            )
    for number, lesson in enumerate(old.lessons, start=1):
        if new.lesson(lesson.slug) is None:
            found.append(message("原来的第 %(number)s 课《%(title)s》去掉了。", number=number, title=lesson.title))
    if is_reordered(old, new):
        found.append(message("课的顺序改了。"))
    if old.assessment != new.assessment:
        found.append(message("考核的题目改了。"))
    return found


def changed_parts(old: LessonContent, new: LessonContent) -> list[Message]:
    """Which parts of a lesson differ, in the order in which people meet them."""
    compared = [
        (message("标题"), old.title, new.title),
        (message("学习时间"), old.minutes, new.minutes),
        (message("视频或声音"), (old.kind, old.file("media")), (new.kind, new.file("media"))),
        *[(FORM_WORDS[part], old.file(part), new.file(part)) for part in FORMS],
        (message("正文"), old.html, new.html),
        (message("题目"), old.questions, new.questions),
        (message("可以带走的文件"), old.downloads_inside, new.downloads_inside),
    ]
    return [inside(words) for words, before, after in compared if before != after]


def is_reordered(old: VersionContent, new: VersionContent) -> bool:
    """Whether the lessons that both have come in another order."""
    kept = {lesson.slug for lesson in old.lessons} & {lesson.slug for lesson in new.lessons}
    before = [lesson.slug for lesson in old.lessons if lesson.slug in kept]
    return before != [lesson.slug for lesson in new.lessons if lesson.slug in kept]


class Listed:
    """Several messages as one value of another: joined when it is shown, in the reader's language."""

    def __init__(self, items: Sequence[Message]) -> None:
        self.items = tuple(items)

    def __str__(self) -> str:
        return gettext("、").join(str(item) for item in self.items)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Listed) and self.items == other.items

    def __hash__(self) -> int:
        return hash(self.items)
