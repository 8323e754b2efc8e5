"""The pages of the formal check and of the accessibility check."""

from datetime import datetime
from typing import Any

from fastapi import APIRouter, Request, Response

from portal.accounts.access import FormalChecker, Reviewer, Tester
from portal.accounts.rules import Actor, Role
from portal.db.session import Db, Now
from portal.errors import NotFound
from portal.library import queries as library
from portal.library.rules import VERDICTS, WAYS
from portal.review import queries
from portal.review.checks import actions, forms
from portal.review.checks.forms import LetterForm, NamingForm
from portal.review.rules import Reviewer as Candidate
from portal.review.rules import conflicts
from portal.review.views import BACK_TO_COURSE, Desk, desk_of, hub_values, read_answers, require, said_or_hub
from portal.submissions import queries as handed_in
from portal.submissions.rules import Part
from portal.submissions.steps import Step
from portal.submissions.views import deed_of, new_key
from portal.text import Message
from portal.web import page, read_form

router = APIRouter(prefix="/review/{submission_id}", dependencies=[BACK_TO_COURSE])
VERDICT_STEPS = (Step.PASS_ACCESS, Step.PASS_CHANGES, Step.FAIL_ACCESS)
Answers = dict[str, str]


@router.get("/formal")
async def formal_check(request: Request, submission_id: int, checker: FormalChecker, session: Db, now: Now) -> Response:
    """The checklist of the formal check."""
    desk = require(desk_of(session, request, submission_id, checker, now), Step.PASS_FORMAL, Step.RETURN_FORMAL)
    answers = dict.fromkeys(forms.formal_fields(), "") | {"key": new_key()}
    return formal_page(request, session, desk, answers, {})


@router.post("/formal")
async def decide_formal(
    request: Request, submission_id: int, checker: FormalChecker, session: Db, now: Now
) -> Response:
    """Pass the course on, or send it back with one letter."""
    answers = await read_answers(request, forms.formal_fields())
    if errors := forms.formal_errors(answers):
        desk = require(desk_of(session, request, submission_id, checker, now), Step.PASS_FORMAL)
        return formal_page(request, session, desk, answers, errors)
    items = {item: answers[item] for item in forms.FORMAL_ITEMS}
    done = deed_of(request, checker, now, answers["key"])
    if forms.is_in_order(answers):
        return said_or_hub(request, submission_id, actions.pass_formal(session, submission_id, items, done))
    letter = answers["letter"].strip()
    return said_or_hub(request, submission_id, actions.return_formal(session, submission_id, items, letter, done))


def formal_page(request: Request, session: Db, desk: Desk, answers: Answers, errors: dict[str, Message]) -> Response:
    """The checklist with the course's facts and findings beside it."""
    values = hub_values(session, desk)
    return page(
        request,
        "review/formal.html",
        errors=errors,
        typed=answers,
        items=forms.FORMAL_ITEMS,
        yes_no=forms.YES_NO,
        **values,
    )


@router.get("/testers")
async def testers(request: Request, submission_id: int, reviewer: Reviewer, session: Db, now: Now) -> Response:
    """Everybody who could test, with what speaks against each."""
    return testers_page(request, session, submission_id, reviewer, now, NamingForm(key=new_key()), {})


@router.post("/testers")
async def name_tester(request: Request, submission_id: int, reviewer: Reviewer, session: Db, now: Now) -> Response:
    """Ask a tester."""
    form = await read_form(request, NamingForm)
    part = Part.DEAF_TESTER if form.part == Part.DEAF_TESTER else Part.BLIND_TESTER
    if errors := form.errors():
        named = {f"person_{part}": problem for problem in errors.values()}
        return testers_page(request, session, submission_id, reviewer, now, form, named)
    done = deed_of(request, reviewer, now, form.key)
    said = actions.name_tester(session, submission_id, int(form.person), part, done)
    return said_or_hub(request, submission_id, said)


def testers_page(
    request: Request,
    session: Db,
    submission_id: int,
    reviewer: Actor,
    now: datetime,
    form: NamingForm,
    errors: dict[str, Message],
) -> Response:
    """Both kinds of testers, each with a form of its own."""
    desk = require(desk_of(session, request, submission_id, reviewer, now), Step.NAME_TESTER)
    kinds = [
        (Part.BLIND_TESTER, candidates_of(session, desk, Role.BLIND_TESTER)),
        (Part.DEAF_TESTER, candidates_of(session, desk, Role.DEAF_TESTER)),
    ]
    return page(request, "review/testers.html", errors=errors, form=form, kinds=kinds, **hub_values(session, desk))


def candidates_of(session: Db, desk: Desk, role: Role) -> list[tuple[Any, tuple[Message, ...], Any]]:
    """Everybody with a role: the person, every conflict, and the part they have here already."""
    subject = queries.subject_of(session, desk.submission)
    parts = {row.ReviewPart.person_id: row.ReviewPart for row in queries.parts_of(session, desk.submission.id)}
    found = []
    for row in queries.candidates(session, role):
        part = parts.get(row.id)
        reasons = conflicts(Candidate(row.id, row.name, row.region_code), subject, bool(part and part.has_conflict))
        found.append((row, reasons, part))
    return found


@router.get("/report")
async def access_report(request: Request, submission_id: int, tester: Tester, session: Db, now: Now) -> Response:
    """A tester's form: tasks, ways of learning, faults by lesson."""
    desk = require(desk_of(session, request, submission_id, tester, now), Step.REPORT)
    return report_page(request, session, desk, None, {})


@router.post("/report")
async def hand_in_report(request: Request, submission_id: int, tester: Tester, session: Db, now: Now) -> Response:
    """Keep a tester's report."""
    key = (await read_form(request, NamingForm)).key  # the body is read before the database is asked for the lessons
    desk = desk_of(session, request, submission_id, tester, now)
    lessons, part = lessons_of(session, desk.submission), part_of(desk)
    answers = await read_answers(request, forms.report_fields(lessons, part))
    if errors := forms.report_errors(answers, lessons, part):
        return report_page(request, session, require(desk, Step.REPORT), answers, errors)
    report = forms.report_of(answers, lessons, part)
    said = actions.hand_in_report(session, submission_id, report, deed_of(request, tester, now, key))
    return said_or_hub(request, submission_id, said)


def part_of(desk: Desk) -> Part:
    """Which kind of tester this is. Raises NotFound for somebody who tests nothing here."""
    if desk.facts.part not in forms.WAYS_OF_PART:
        raise NotFound
    return desk.facts.part


def lessons_of(session: Db, submission: Any) -> Any:
    """The lessons of the current package."""
    version = handed_in.version_of(session, handed_in.current_package(session, submission))
    return library.outline(session, version.id) if version else []


def report_page(
    request: Request, session: Db, desk: Desk, answers: Answers | None, errors: dict[str, Message]
) -> Response:
    """The form of a tester's report."""
    lessons, part = lessons_of(session, desk.submission), part_of(desk)
    typed = answers or dict.fromkeys(forms.report_fields(lessons, part), "") | {"key": new_key()}
    return page(
        request,
        "review/report.html",
        errors=errors,
        typed=typed,
        tasks=forms.TASKS,
        task_results=forms.TASK_RESULTS,
        ways={way: WAYS[way] for way in forms.WAYS_OF_PART[part]},
        verdicts=VERDICTS,
        places=forms.places(lessons),
        grades=forms.FAULT_GRADES,
        **hub_values(session, desk),
    )


@router.get("/access")
async def access_verdict(request: Request, submission_id: int, reviewer: Reviewer, session: Db, now: Now) -> Response:
    """What the testers found, and the decision on it."""
    desk = require(desk_of(session, request, submission_id, reviewer, now), *VERDICT_STEPS)
    return verdict_page(request, session, desk, LetterForm(key=new_key()), {})


@router.post("/access")
async def decide_access(request: Request, submission_id: int, reviewer: Reviewer, session: Db, now: Now) -> Response:
    """Pass the course on, or send it back with what was found."""
    form = await read_form(request, LetterForm)
    if errors := form.errors(("pass", "fail"), ("fail",)):
        desk = require(desk_of(session, request, submission_id, reviewer, now), *VERDICT_STEPS)
        return verdict_page(request, session, desk, form, errors)
    done = deed_of(request, reviewer, now, form.key)
    decide = actions.pass_access if form.decision == "pass" else actions.fail_access
    decide(session, submission_id, form.letter.strip(), done)
    return said_or_hub(request, submission_id, None)


def verdict_page(request: Request, session: Db, desk: Desk, form: LetterForm, errors: dict[str, Message]) -> Response:
    """The testers' reports and the form of the decision; only what the reports allow can be chosen."""
    passes = {Step.PASS_ACCESS, Step.PASS_CHANGES} & set(desk.open_steps)
    return page(
        request, "review/verdict.html", errors=errors, form=form, passes=bool(passes), **hub_values(session, desk)
    )
