"""What the weekly look found, in words: for the pages of the room, and for the provider's own page."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlmodel import Session

from portal.accounts.rules import is_within
from portal.jobs import Job
from portal.jobs.models import JobState, told
from portal.text import Message, language, message, ngettext
from portal.upkeep import queries
from portal.upkeep.models import CourseFinding


@dataclass(frozen=True)
class Shown:
    """A finding as a page says it. `lesson` and `address` lead to the place; both empty for the course as a whole."""

    number: int
    what: Message
    who: Message
    mend: Message
    lesson: Message | None
    address: str
    place: str
    leads_out: bool
    found_at: datetime
    gone_at: datetime | None


def scope_of(region_code: str) -> str:
    """How the codes of a place and of everything in it begin."""
    if region_code.endswith("0000"):
        return region_code[:2]
    return region_code[:4] if region_code.endswith("00") else region_code


def is_province(region_code: str) -> bool:
    """Whether a code is the province's own."""
    return is_within("000000", f"00{region_code[2:]}")


def shown(
    findings: list[CourseFinding], lessons: dict[str, Any], slug: str, url_for: Callable[..., str]
) -> list[Shown]:
    """Findings in the order of the lessons, numbered through, so that one can be named on the telephone."""
    last = len(lessons) + 1
    ordered = sorted(findings, key=lambda one: (lessons[one.lesson].number if one.lesson in lessons else last, one.id))
    return [_shown(number, one, lessons, slug, url_for) for number, one in enumerate(ordered, 1)]


def _shown(number: int, one: CourseFinding, lessons: dict[str, Any], slug: str, url_for: Callable[..., str]) -> Shown:
    lesson = lessons.get(one.lesson)
    return Shown(
        number=number,
        what=told(one.words["what"]),
        who=told(one.words["who"]),
        mend=told(one.words["mend"]),
        lesson=message("第 %(number)s 课：%(title)s", number=lesson.number, title=_title(lesson)) if lesson else None,
        address=url_for("lesson", slug=slug, lesson=one.lesson) if lesson else "",
        place=one.place,
        leads_out=one.rule == "link-outside",
        found_at=one.found_at,
        gone_at=one.gone_at,
    )


def _title(row: Any) -> str:
    return str(row.title_en if language() == "en" and row.title_en else row.title)


def progress(job: Job | None) -> Message | None:
    """How far a look by hand is, in words; None when none is going on."""
    if job is None or job.state not in (JobState.WAITING, JobState.RUNNING):
        return None
    if job.state == JobState.WAITING or job.message is None:
        return message("在排队，轮到就查。")
    return message("第 %(step)s 步，共 %(steps)s 步：%(said)s。", step=job.step, steps=job.steps, said=job.message)


def courses_to_mend(session: Session, url_for: Callable[..., str], region_code: str) -> list[tuple[Message, str]]:
    """What a prefecture's own page says of its open courses: one link when there is something to mend, else nothing."""
    totals = queries.totals(session, scope_of(region_code))
    if not totals.findings:
        return []
    return [(how_many(totals.with_findings, totals.findings), url_for("upkeep"))]


def how_many(courses: int, findings: int) -> Message:
    """“3 门课，5 处要改”."""
    places = Message(ngettext("%(count)s 处要改", "%(count)s 处要改", findings), {"count": findings})
    return message("%(courses)s 门课，%(places)s", courses=courses, places=places)
