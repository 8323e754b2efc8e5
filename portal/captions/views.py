"""The values of the caption desk's pages."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row
from sqlmodel import Session

from portal.captions import forms, queries, rules
from portal.captions.forms import PAGE_SIZE, Typed, TypedPage
from portal.captions.lines import Kind, Line, write_time
from portal.captions.models import CaptionDesk, CaptionLesson, CaptionText
from portal.captions.opening import opening_reference
from portal.captions.packing import packing_reference, to_pack
from portal.captions.queries import Seen
from portal.captions.rules import Film, Numbers
from portal.jobs.models import Job, JobState, told
from portal.jobs.queries import job_of
from portal.submissions.models import Submission
from portal.submissions.steps import State
from portal.text import Message, message

OPEN_STATES = frozenset({State.DRAFT, State.REVISING})


@dataclass(frozen=True)
class TextState:
    """How far a text is, in words, with the tone of its tag."""

    words: Message
    tone: str
    detail: Message | None = None
    at: datetime | None = None


def state_of(row: CaptionText, confirmed_by: str, recorded: str = "") -> TextState:
    """Missing, a machine's draft, waiting, or confirmed by whom."""
    if recorded and row.kind == Kind.DESCRIPTIONS and not row.revision:
        return TextState(message("录好的声音"), "good", message("在文件 %(name)s 里。", name=recorded))
    if not row.revision:
        return TextState(message("还没有"), "past")
    if row.is_machine:
        return TextState(message("机器写的草稿，不算有"), "stop")
    if row.confirmed_at:
        return TextState(message("已确认"), "good", message("%(name)s确认的", name=confirmed_by), row.confirmed_at)
    return TextState(message("有了，等人确认"), "wait")


@dataclass(frozen=True)
class LessonRow:
    """A lesson with its texts, for the list."""

    lesson: CaptionLesson
    texts: list[tuple[Kind, Message, TextState]]
    in_package: dict[Kind, bool]


def lesson_rows(texts: Sequence[Row[Any]]) -> list[LessonRow]:
    """Every lesson with media, and how far each of its texts is."""
    found: dict[int, LessonRow] = {}
    for one in texts:
        text, lesson, confirmed_by = one.CaptionText, one.CaptionLesson, one.confirmed_by
        row = found.setdefault(lesson.id, LessonRow(lesson, [], {}))
        kind = Kind(text.kind)
        row.in_package[kind] = bool(text.package_revision)
        row.texts.append(
            (kind, forms.KIND_WORDS[kind], state_of(text, confirmed_by or "", lesson.recorded_descriptions))
        )
    return list(found.values())


@dataclass(frozen=True)
class Work:
    """A job that opens the desk, or packs: "" none, working or failed, and what it said."""

    state: str = ""
    said: Message | None = None


def work_of(job: Job | None) -> Work:
    """How far a job is."""
    if job is None or job.state == JobState.DONE:
        return Work()
    if job.state == JobState.FAILED:
        return Work("failed", job.message)
    return Work("working", job.message or message("在排队，轮到就做"))


def desk_values(session: Session, submission: Submission) -> dict[str, Any]:
    """The list of lessons, and what can be done with the whole."""
    desk = queries.desk_of(session, submission.id)
    changed = to_pack(session, submission.id) if desk else []
    return {
        "submission": submission,
        "desk": desk,
        "is_current": desk is not None and desk.package_id == submission.package_id,
        "opening": work_of(job_of(session, opening_reference(submission.package_id or 0))),
        "packing": work_of(job_of(session, packing_reference(submission.package_id or 0, mark_of(changed)))),
        "rows": lesson_rows(queries.texts_of(session, submission.id)) if desk else [],
        "changed": len(changed),
        "is_open": submission.state in OPEN_STATES,
    }


def mark_of(changed: list[Seen]) -> str:
    """What the desk has at this moment, as a part of a job's reference."""
    return "-".join(f"{seen.row.id}.{seen.row.revision}.{int(bool(seen.confirmed_by))}" for seen in changed)[:150]


@dataclass(frozen=True)
class Shown:
    """One line of a page, as it is or as it was typed."""

    number: int
    start: str
    end: str
    speaker: str
    words: str
    deed: str
    seconds: str
    warned: list[rules.Warned]
    flags: list[Any]

    def about(self, where: str) -> list[Message]:
        """What is worth another look in one of its fields: words, start or end."""
        return [one.what for one in self.warned if one.where == where]


def film_of(lesson: CaptionLesson, desk: CaptionDesk | None) -> Film:
    """What the rules have to know of a lesson's medium."""
    loud = tuple((start, end) for start, end in lesson.loud)
    language = desk.language if desk else "zh-CN"
    return Film(lesson.milliseconds, loud, language, lesson.media_type.startswith("video/"))


def pages_of(count: int) -> int:
    """How many pages so many lines are."""
    return max(1, -(-count // PAGE_SIZE))


def numbers_on(page: int, count: int) -> range:
    """The numbers of the lines on a page, from 1."""
    return range((page - 1) * PAGE_SIZE + 1, min(page * PAGE_SIZE, count) + 1)


def text_values(
    session: Session,
    submission: Submission,
    seen: Seen,
    numbers: Numbers,
    page: int,
    address: Callable[[int], str],
    typed: TypedPage | None = None,
    may_write: bool = False,
) -> dict[str, Any]:
    """One text: its lines on this page, everything that is worth another look, who confirmed it.

    What is worth a look leads to the field where it is mended; for who only reads, to the line.
    """
    lines = seen.text.lines or [Line(0, 2000, "")]
    desk = queries.desk_of(session, submission.id)
    warned = rules.warnings(seen.text.lines, seen.kind, film_of(seen.lesson, desk), numbers)
    flags = queries.flags_of(session, seen.row.id)
    return {
        "submission": submission,
        "lesson": seen.lesson,
        "tongue": desk.language if desk else "",
        "kind": seen.kind,
        "kinds": forms.KIND_WORDS,
        "row": seen.row,
        "state": state_of(seen.row, seen.confirmed_by, seen.lesson.recorded_descriptions),
        "revision": seen.row.revision,
        "made": queries.newest_revision(session, seen.row.id, seen.row.revision),
        "how": forms.HOW_WORDS,
        "deeds": forms.DEEDS,
        "lines": [_shown(lines, number, warned, flags, typed) for number in numbers_on(page, len(lines))],
        "total": len(seen.text.lines),
        "page_number": page,
        "pages": pages_of(len(lines)),
        "warned": [(one, address(_page_of(one.number)), _anchor(one, may_write)) for one in warned],
        "flags": flags,
        "is_open": submission.state in OPEN_STATES,
        "may_undo": seen.row.revision > 1,
        "unread": [(line, told(said)) for line, said in seen.row.unread],
    }


def _page_of(number: int | None) -> int:
    return -(-(number or 1) // PAGE_SIZE)


def _anchor(one: rules.Warned, may_write: bool) -> str:
    if not one.number:
        return "#lines"
    return f"#{one.where}_{one.number}" if may_write else f"#line-{one.number}"


def _shown(
    lines: list[Line], number: int, warned: list[rules.Warned], flags: Sequence[Row[Any]], typed: TypedPage | None
) -> Shown:
    line = lines[number - 1]
    own = Typed(write_time(line.start), write_time(line.end), line.speaker, line.words)
    if typed and number in typed.typed:
        own = typed.typed[number]
    said = [one for one in warned if one.number == number]
    asked = [one for one in flags if one.CaptionFlag.line == number and one.CaptionFlag.shown == line.shown]
    seconds = f"{line.start / 1000:g}"
    return Shown(number, own.start, own.end, own.speaker, own.words, own.deed, seconds, said, asked)


def all_lines(seen: Seen) -> list[tuple[int, str, str, str, str]]:
    """Number, time, seconds, speaker and words of each line."""
    return [
        (number, write_time(line.start), f"{line.start / 1000:g}", line.speaker, line.words)
        for number, line in enumerate(seen.text.lines, 1)
    ]


def differences(mine: list[Line], theirs: list[Line]) -> list[tuple[int, str, str]]:
    """The lines in which two texts differ: number, mine, theirs; empty where one has no such line."""
    rows = []
    for number in range(max(len(mine), len(theirs))):
        pair = [_told(lines, number) for lines in (mine, theirs)]
        if pair[0] != pair[1]:
            rows.append((number + 1, pair[0], pair[1]))
    return rows


def _told(lines: list[Line], number: int) -> str:
    if number >= len(lines):
        return ""
    line = lines[number]
    return f"{write_time(line.start)} {line.shown}"
