"""The values of the pages about a submission, for everybody who shows one: the prefecture, and the desks."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from fastapi import Request
from sqlalchemy import Row
from sqlmodel import Session

from portal.accounts.rules import Actor
from portal.calendar import is_published_year, working_days_left
from portal.jobs.models import JobState, told
from portal.submissions import forms, queries
from portal.submissions.actions import Deed
from portal.submissions.models import Submission, SubmissionEvent, SubmittedPackage
from portal.submissions.province import ProvinceRules, rules_on
from portal.submissions.rules import Facts
from portal.submissions.steps import BY_CLOCK, Lane, State, Step
from portal.text import Message, language, message
from portal.text.codes import make_code
from portal.text.dates import format_date, local_date

SENT_BACK = frozenset(
    {Step.SEND_BACK, Step.RETURN_FORMAL, Step.FAIL_ACCESS, Step.WANT_MINOR, Step.WANT_MAJOR, Step.UPHOLD_RETURN}
    | {Step.REJECT, Step.RETURN_FIX}
)


def province_rules(request: Request, now: datetime) -> ProvinceRules:
    """The province's numbers as they hold now."""
    settings = request.app.state.settings
    return rules_on(settings.province, local_date(now), settings.mode == "demo")


def deed_of(request: Request, actor: Actor | None, now: datetime, key: str = "") -> Deed:
    """Who does something in this request, and when."""
    return Deed(actor, now, province_rules(request, now), key[:60])


def new_key() -> str:
    """A mark for one rendering of a form: sent twice, it is one deed."""
    return secrets.token_urlsafe(12)


def code_of(submission_id: int) -> str:
    """The number of a submission that people dictate."""
    return make_code(40_000_000 + submission_id)


@dataclass(frozen=True)
class Due:
    """A date by which something ends, and the working days until then."""

    on: date
    days_left: int
    is_certain: bool  # whether the State Council has published that year's holidays


def due_of(due_on: date | None, today: date) -> Due | None:
    """When something ends, for pages."""
    if due_on is None:
        return None
    return Due(due_on, working_days_left(today, due_on), is_published_year(due_on.year))


@dataclass(frozen=True)
class Found:
    """One finding as a page shows it, with its number through the whole page."""

    number: int
    title: Message
    rows: tuple[tuple[Message, Any], ...]


def findings_by_grade(package: SubmittedPackage) -> list[tuple[Message, list[Found]]]:
    """All findings in their order, under their grades; a grade without findings is left out."""
    labels = {"blocker": message("不改不能开放"), "must_fix": message("必须改"), "advice": message("建议")}
    numbered = [(number, row) for number, row in enumerate(package.findings, start=1)]
    groups = [(labels[grade], [_found(n, row) for n, row in numbered if row["grade"] == grade]) for grade in labels]
    return [(label, found) for label, found in groups if found]


def _found(number: int, row: dict[str, Any]) -> Found:
    place: Any = row["file"] or message("整个课程包")
    if row["line"]:
        place = message("%(file)s，第 %(line)s 行", file=row["file"], line=row["line"])
    rows = (
        (message("在哪里"), place),
        (message("影响谁"), told(row["who"])),
        (message("怎么改"), told(row["mend"])),
    )
    return Found(number, told(row["message"]), rows)


def steps_of(submission: Submission) -> list[tuple[Message, Message, str]]:
    """The way from handing in to opening: name, state in words, and done, now or ahead."""
    stages = forms.STAGES_OF_FIX if submission.lane is Lane.FIX else forms.STAGES
    here = next((n for n, (_, states) in enumerate(stages) if submission.state in states), None)
    words = forms.STATE_WORDS[submission.state]
    if submission.state is State.REVISING and submission.returned_as:
        here, words = forms.STAGE_OF_RETURN[submission.returned_as], message("已退回")
    if here is None:
        return []
    is_over = submission.state is State.PUBLISHED
    done, ahead = message("已完成"), message("还没开始")
    return [
        (name, done, "done") if n < here or is_over else (name, words, "now") if n == here else (name, ahead, "ahead")
        for n, (name, _) in enumerate(stages)
    ]


@dataclass(frozen=True)
class Happened:
    """One line of a history."""

    title: Message
    at: datetime
    who: Any
    note: str


def step_words(event: SubmissionEvent) -> Message:
    """What happened, in words; of several uploads also which."""
    if event.step is Step.UPLOAD and "number" in event.details:
        return message("第 %(number)s 次上传课程包", number=event.details["number"])
    return forms.STEP_WORDS[event.step]


def plain_history(events: Sequence[Row[Any]]) -> list[Happened]:
    """What happened as the author may know it: no reviewer has a name, and who was asked is left out."""
    return [
        Happened(
            step_words(row.SubmissionEvent),
            row.SubmissionEvent.happened_at,
            row.actor_name
            if row.SubmissionEvent.step in forms.BY_PREFECTURE_STEPS
            else forms.WHO_WORDS.get(row.SubmissionEvent.step, ""),
            row.SubmissionEvent.note,
        )
        for row in events
        if row.SubmissionEvent.step not in forms.DESK_ONLY
    ]


def full_history(events: Sequence[Row[Any]]) -> list[Happened]:
    """Everything, with names, for the coordinator."""
    return [
        Happened(
            step_words(row.SubmissionEvent),
            row.SubmissionEvent.happened_at,
            row.actor_name
            or (forms.WHO_WORDS if row.SubmissionEvent.step in BY_CLOCK else {}).get(
                row.SubmissionEvent.step, message("没有账户的人")
            ),
            row.SubmissionEvent.note,
        )
        for row in events
    ]


def letter_of(submission: Submission, events: Sequence[Row[Any]]) -> str:
    """What the province or the approver wrote when it sent the course back; empty when it is not back."""
    if submission.state not in (State.REVISING, State.DRAFT, State.REJECTED):
        return ""
    return next((row.SubmissionEvent.note for row in events if row.SubmissionEvent.step in SENT_BACK), "")


def place_name(names: tuple[str, str]) -> str:
    """A place in the reader's language."""
    return names[1] if language() == "en" and names[1] else names[0]


@dataclass(frozen=True)
class Check:
    """How far the check of a package is: waiting, running, failed or done."""

    state: str
    step: int = 0
    steps: int = 0
    said: Message | None = None


def check_of(session: Session, package: SubmittedPackage) -> Check:
    """How far the check of the newest package is."""
    if package.checked_at:
        return Check("done")
    job = queries.check_job(session, package.id)
    if job is None or job.state == JobState.WAITING:
        return Check("waiting")
    return Check("failed" if job.state == JobState.FAILED else "running", job.step, job.steps, job.message)


def now_words(submission: Submission, package: SubmittedPackage, check: Check, place: str) -> Message:
    """Where it is and whose turn it is, in one line."""
    waits_for_author = submission.state in (State.DRAFT, State.REVISING)
    if waits_for_author and check.state != "done":
        return message("课程包没有查完") if check.state == "failed" else message("正在检查课程包")
    if waits_for_author and package.blockers:
        return message("有 %(count)s 处不改不能开放，等%(place)s改", count=package.blockers, place=place)
    if submission.state is State.DRAFT:
        is_fix = submission.lane is Lane.FIX
        return message("查过了，可以交给体验员复查") if is_fix else message("查过了，可以交给审核人")
    if submission.state is State.REVISING:
        return message("已退回，等%(place)s修改", place=place)
    return forms.STATE_WORDS[submission.state]


def gone_words(finish_until: date) -> Message:
    """What its provider should know of a withdrawn course."""
    day = format_date(finish_until)
    return message("报过名的学员可以学完、考核到%(day)s，学分照样记。要再开放，就提交新版本。", day=day)


def submission_values(
    session: Session, submission: Submission, deed: Deed, facts: Facts, open_steps: list[Step]
) -> dict[str, Any]:
    """What the prefecture's page shows of a submission."""
    package = queries.current_package(session, submission)
    events = queries.events_of(session, submission.id)
    check = check_of(session, package)
    place = place_name(queries.region_name(session, submission.region_code))
    is_draft = submission.state is State.DRAFT
    version = queries.version_of(session, package)
    finish_until = queries.finish_until(session, version.id) if version else None
    return {
        "submission": submission,
        "fix_reasons": facts.review_reasons if is_draft else None,
        "package": package,
        "version": version,
        "code": code_of(submission.id),
        "place": place,
        "check": check,
        "now_words": message("课程已经撤下") if finish_until else now_words(submission, package, check, place),
        "next_words": gone_words(finish_until) if finish_until else forms.NEXT_WORDS.get(submission.state),
        "due": due_of(submission.due_on, deed.today),
        "rounds": deed.rules.round_limit,
        "facts": facts,
        "open_steps": open_steps,
        "steps": steps_of(submission),
        "groups": findings_by_grade(package),
        "history": plain_history(events),
        "letter": letter_of(submission, events),
    }
