"""Forms in words: what each is, how large, and whether it is there yet."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from fastapi import Request
from sqlmodel import Session

from portal.formats import queries
from portal.formats.proofs import queries as proofs
from portal.formats.proofs.queries import Given
from portal.formats.rules import (
    COURSE,
    FORMS,
    MACHINE_VOICE,
    NOT_CHECKED,
    USUAL_SIZE,
    Asked,
    Kind,
    read_asked,
    usual_forms,
)
from portal.library.models import CourseVersion
from portal.library.remembered import Remembered
from portal.library.rules import mark_of
from portal.library.state import number_of
from portal.text import Message, message
from portal.text.amounts import format_size
from portal.text.dates import format_date, local_date
from portal.web.needs import Needs

MOST_VERSIONS = 200
WITH_SOUND = ("audio", "video")
ORIGINAL = message("课程原声")


@dataclass(frozen=True)
class TakeAway:
    """A link to a form: what it says, where it leads, and whether the file is there already."""

    words: Message
    address: str
    is_there: bool


class TakeAways:
    """Which forms are made, remembered until the library's number changes. One for each application."""

    def __init__(self) -> None:
        self._made: Remembered[tuple[int, int], dict[Asked, Any]] = Remembered(MOST_VERSIONS)

    def made(self, session: Session, version_id: int) -> dict[Asked, Any]:
        """Every form of a version that is there."""
        key = (number_of(session), version_id)
        found = self._made.get(key)
        return found if found is not None else self._made.put(key, proofs.given_forms(session, version_id))

    def made_own(self, request: Request, session: Session, version_id: int) -> dict[Asked, Any]:
        """The same for who wants braille of another size: nobody is told when those are made, so they are looked up,
        once in a request."""
        known: tuple[int, dict[Asked, Any]] = getattr(request.state, "made_forms", (0, {}))
        if known[0] != version_id:
            request.state.made_forms = known = (version_id, proofs.given_forms(session, version_id))
        return known[1]

    def __call__(
        self, request: Request, session: Session, version: Any, slug: str, lessons: Iterable[Any], part: str = COURSE
    ) -> list[TakeAway]:
        """The links of one part, for its page; none unless the course is open. `lessons` are those that the part has."""
        if version.state not in queries.READABLE or request.app.state.shelf.course(session, slug) is None:
            return []
        needs = request.state.needs
        made = self.made_own(request, session, version.id) if own_size(needs) else self.made(session, version.id)
        voice = ORIGINAL if all(lesson.kind in WITH_SOUND for lesson in lessons) else MACHINE_VOICE
        url_for = request.app.state.url_for
        number = None if version.state == "published" else version.number
        return [
            take_away(asked, made.get(asked), slug, number, url_for, voice)
            for asked in usual_forms(part, needs.cells, needs.lines)
        ]


def own_size(needs: Needs) -> tuple[int, int] | None:
    """Cells and lines of braille pages that somebody has chosen in their learning needs; None for the usual ones."""
    asked = read_asked(COURSE, Kind.BRF, needs.cells, needs.lines)
    assert asked is not None
    return asked.size if asked.size != USUAL_SIZE else None


def take_away(
    asked: Asked, made: Any | None, slug: str, number: int | None, url_for: Callable[..., str], voice: Message
) -> TakeAway:
    """One form as a link."""
    what = what_it_is(asked, voice, made)
    values: dict[str, Any] = {"version": number} if number else {}
    if asked.variant and asked.size != USUAL_SIZE:
        values |= {"cells": asked.size[0], "lines": asked.size[1]}
    address = form_address(url_for, slug, asked, **values, **({"v": mark_of(made.digest)} if made else {}))
    if made:
        return TakeAway(message("%(what)s，%(size)s", what=what, size=format_size(made.size)), address, True)
    return TakeAway(message("%(what)s，还没有做，打开就开始准备", what=what), address, False)


def what_it_is(asked: Asked, voice: Message, made: Any | None = None) -> Message:
    """“盲文，BRF 文件，可以刻印，每行 40 方，机器转换，未经人工校对”; of a file that a person has checked, the day."""
    form = FORMS[asked.kind]
    if asked.variant:
        return message(
            "%(name)s，%(format)s，每行 %(cells)s 方，%(how)s",
            name=form.name,
            format=form.format,
            cells=asked.size[0],
            how=checked_words(made) if isinstance(made, Given) else NOT_CHECKED,
        )
    if asked.kind == Kind.SOUND:
        return message("%(name)s，%(format)s，%(how)s", name=form.name, format=form.format, how=voice)
    return message("%(name)s，%(format)s", name=form.name, format=form.format)


def checked_words(given: Given) -> Message:
    """“由人校对（2026年11月22日）”."""
    return message("由人校对（%(day)s）", day=format_date(local_date(given.checked_at)))


def form_address(url_for: Callable[..., str], slug: str, asked: Asked, **values: Any) -> str:
    """Where a form is fetched."""
    if asked.part == COURSE:
        return str(url_for("course_form", slug=slug, kind=asked.kind.value, **values))
    return str(url_for("lesson_form", slug=slug, lesson=asked.part, kind=asked.kind.value, **values))


def making_address(url_for: Callable[..., str], slug: str, asked: Asked, number: int | None) -> str:
    """Where one reads how far a form is."""
    cells, lines = asked.size if asked.variant else ("", "")
    values = {"cells": cells, "lines": lines, "version": number or ""}
    given: Mapping[str, Any] = {name: value for name, value in values.items() if value != ""}
    return str(url_for("form_progress", slug=slug, part=asked.part, kind=asked.kind.value, **given))


def part_title(version: CourseVersion, lesson: Any | None) -> str:
    """What a part is called: the course's title, or the lesson's."""
    return version.title if lesson is None else str(lesson.title)
