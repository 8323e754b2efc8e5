"""An open version seen with the eyes of the checker of packages, so that no rule about captions is written twice."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from portal.library.packages.front_matter import FrontMatter
from portal.library.packages.media import Film
from portal.library.packages.rules import captions, media
from portal.library.packages.source import LessonSource, Source
from portal.upkeep import rules
from portal.upkeep.rules import FITTING, Found

TEXTS = (".vtt", ".md")


class ShelfSource(Source):
    """The texts of a version laid out in a folder; of its films the length, as the confined process has measured it."""

    def __init__(self, folder: Path, lessons: list[Any], seconds: dict[str, float]) -> None:
        super().__init__(folder)
        self._seconds = seconds
        self.__dict__["lessons"] = [
            LessonSource(one.slug, one.number, FrontMatter(data=_front(one))) for one in lessons
        ]  # in the place of the cached property: the shelf has the front matter in its rows

    def film(self, name: str) -> Film | None:
        """A film or sound by its length; None when it could not be opened."""
        seconds = self._seconds.get(name)
        if seconds is None:
            return None
        return Film(seconds, "", "", None, None, has_place=False)


def _front(lesson: Any) -> dict[str, Any]:
    return {"kind": lesson.kind, **{key: value for key, value in lesson.media.items() if isinstance(value, str)}}


def unfitting(source: ShelfSource) -> Iterator[Found]:
    """What the checker says of captions, descriptions and transcripts that do not fit their film, lesson by lesson."""
    owners = {lesson.get(key): lesson.slug for lesson in source.lessons for key in OWNED if lesson.get(key)}
    for rule in (captions.syntax, captions.readable, captions.whole, media.transcripts):
        for finding in rule(source):
            if finding.rule in FITTING and finding.file in owners:
                yield rules.of_package(finding, owners[finding.file])


OWNED = ("captions", "descriptions", "transcript")
