"""Hand in and follow: the pages of a prefecture's author and approver."""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response

from portal.accounts.access import Approver, Submitter, signed_in_as
from portal.accounts.rules import Actor, Role
from portal.db.session import Db, Now
from portal.errors import NotFound, Refused
from portal.submissions import actions, checking, forms, queries, views
from portal.submissions.forms import KeyForm, PromiseForm, RecommendForm
from portal.submissions.models import Submission
from portal.submissions.preview import OF_PREFECTURE, preview_lesson_page, preview_page
from portal.submissions.rules import steps_open
from portal.submissions.steps import Lane, State, Step
from portal.submissions.uploading import read_upload, upload_page
from portal.text import Message, message
from portal.text.dates import local_date
from portal.web import page, read_form, see_other
from portal.web.refusals import leading_back

__all__ = ["checking", "router"]  # the job is put down when its module is imported
BACK = leading_back(message("回到这门课"), "submission", "submission_id")
router = APIRouter(prefix="/submissions", dependencies=[BACK])


def in_own_prefecture() -> Callable[..., Awaitable[Actor]]:
    """Author or approver, acting for the prefecture of their role."""

    async def official(
        request: Request, actor: Annotated[Actor, Depends(signed_in_as(Role.SUBMITTER, Role.APPROVER))]
    ) -> Actor:
        regions = request.state.role_regions
        return replace(actor, region_code=regions.get(Role.SUBMITTER) or regions[Role.APPROVER])

    return official


Official = Annotated[Actor, Depends(in_own_prefecture())]


@router.get("")
async def submissions(request: Request, official: Official, session: Db, now: Now, number: int = 1) -> Response:
    """What this prefecture has handed in, the last changed first."""
    total = queries.count_of(session, official.region_code)
    count = max(1, -(-total // queries.PAGE_SIZE))
    if not 1 <= number <= count:
        raise NotFound
    today = local_date(now)
    rows = queries.submissions_of(session, official.region_code, number)
    return page(
        request,
        "submissions/list.html",
        total=total,
        number=number,
        count=count,
        rows=[(row, views.due_of(row.due_on, today)) for row in rows],
        place=views.place_name(queries.region_name(session, official.region_code)),
        words=forms,
        may_hand_in=Role.SUBMITTER in official.roles,
        questions=request.app.state.questions_waiting(session, request.app.state.url_for, official.region_code),
        mending=request.app.state.courses_to_mend(session, request.app.state.url_for, official.region_code),
        ending=request.app.state.ending_soon(session, today, request.app.state.url_for, official.region_code),
    )


@router.get("/new")
async def new_submission(request: Request, author: Submitter, session: Db, now: Now) -> Response:
    """The form to hand in a course package."""
    return upload_page(request, session, author, now, {})


@router.post("/new")
async def start_submission(request: Request, author: Submitter, session: Db, now: Now) -> Response:
    """Keep the uploaded package and begin its check."""
    upload, key, errors = await read_upload(request, author, now)
    if upload is None or errors:
        return upload_page(request, session, author, now, errors)
    submission_id = actions.hand_in(session, upload, views.deed_of(request, author, now, key))
    return see_other(request, "submission", submission_id=submission_id)


@router.get("/{submission_id}")
async def submission(request: Request, submission_id: int, official: Official, session: Db, now: Now) -> Response:
    """One submission: what is now, what to do, every finding, what happened."""
    found = queries.submission_of(session, submission_id, official.region_code)
    deed = views.deed_of(request, official, now)
    facts = queries.hand_in_facts(session, found, official, deed.today, deed.rules)
    values = views.submission_values(session, found, deed, facts, steps_open(facts))
    is_author = Role.SUBMITTER in official.roles
    return page(
        request,
        "submissions/submission.html",
        key=views.new_key(),
        step=Step,
        state=State,
        may_hand_in=is_author,
        **values,
    )


@router.get("/{submission_id}/course")
async def submitted_course(request: Request, submission_id: int, official: Official, session: Db) -> Response:
    """The course as a learner will see it, before anybody signs for it or recommends it."""
    found = queries.submission_of(session, submission_id, official.region_code)
    version = queries.version_of(session, queries.current_package(session, found))
    return preview_page(request, session, OF_PREFECTURE, found, version)


@router.get("/{submission_id}/course/{lesson}")
async def submitted_lesson(
    request: Request, submission_id: int, lesson: str, official: Official, session: Db
) -> Response:
    """A lesson exactly as a learner will see and hear it."""
    found = queries.submission_of(session, submission_id, official.region_code)
    version = queries.version_of(session, queries.current_package(session, found))
    return preview_lesson_page(request, session, OF_PREFECTURE, found, version, lesson)


@router.get("/{submission_id}/packages/new")
async def new_package(request: Request, submission_id: int, author: Submitter, session: Db, now: Now) -> Response:
    """The form to upload a mended package."""
    found = queries.submission_of(session, submission_id, author.region_code)
    return upload_page(request, session, author, now, {}, found)


@router.post("/{submission_id}/packages/new")
async def upload_package(request: Request, submission_id: int, author: Submitter, session: Db, now: Now) -> Response:
    """Keep the mended package and begin its check."""
    upload, key, errors = await read_upload(request, author, now)
    found = queries.submission_of(session, submission_id, author.region_code)
    if upload is None or errors:
        return upload_page(request, session, author, now, errors, found)
    actions.upload_again(session, found.id, upload, views.deed_of(request, author, now, key))
    return see_other(request, "submission", submission_id=found.id)


@router.post("/{submission_id}/check")
async def check_again(request: Request, submission_id: int, author: Submitter, session: Db, now: Now) -> Response:
    """Begin a check anew that came to no end."""
    found = queries.submission_of(session, submission_id, author.region_code)
    actions.check_again(session, found, now)
    return see_other(request, "submission", submission_id=found.id)


@router.get("/{submission_id}/promise")
async def promise(request: Request, submission_id: int, author: Submitter, session: Db, now: Now) -> Response:
    """The promise, to be signed for the newest package."""
    return promise_page(request, session, submission_id, author, now, PromiseForm(key=views.new_key()), {})


@router.post("/{submission_id}/promise")
async def sign_promise(request: Request, submission_id: int, author: Submitter, session: Db, now: Now) -> Response:
    """Sign, and hand the course on: to the approver, or back to the province."""
    form = await read_form(request, PromiseForm)
    found = queries.submission_of(session, submission_id, author.region_code)
    deed = views.deed_of(request, author, now, form.key)
    if errors := form.errors(is_revision=has_changes(session, found, deed)):
        return promise_page(request, session, submission_id, author, now, form, errors)
    refuse_unseen(request, found, form)
    actions.sign_and_hand_on(session, found.id, form.changes.strip(), deed)
    return see_other(request, "submission", submission_id=found.id)


@router.get("/{submission_id}/recommendation")
async def recommendation(request: Request, submission_id: int, approver: Approver, session: Db, now: Now) -> Response:
    """The approver's form: recommend, or give back with reasons."""
    return recommend_page(request, session, submission_id, approver, now, RecommendForm(key=views.new_key()), {})


@router.post("/{submission_id}/recommendation")
async def recommend(request: Request, submission_id: int, approver: Approver, session: Db, now: Now) -> Response:
    """Send the course to the province, or back to its author."""
    form = await read_form(request, RecommendForm)
    found = queries.submission_of(session, submission_id, approver.region_code)
    if errors := form.errors():
        return recommend_page(request, session, submission_id, approver, now, form, errors)
    refuse_unseen(request, found, form)
    deed = views.deed_of(request, approver, now, form.key)
    take = actions.recommend if form.decision == "recommend" else actions.send_back
    take(session, found.id, form.note.strip(), deed)
    return see_other(request, "submission", submission_id=found.id)


@router.get("/{submission_id}/withdrawal")
async def withdrawal(request: Request, submission_id: int, author: Submitter, session: Db, now: Now) -> Response:
    """Asks before a submission is taken back for good."""
    found = queries.submission_of(session, submission_id, author.region_code)
    deed = views.deed_of(request, author, now)
    facts = queries.hand_in_facts(session, found, author, deed.today, deed.rules)
    actions.refuse_unless_open(Step.WITHDRAW, facts)
    code = views.code_of(found.id)
    return page(request, "submissions/withdraw.html", submission=found, code=code, key=views.new_key())


@router.post("/{submission_id}/withdrawal")
async def withdraw(request: Request, submission_id: int, author: Submitter, session: Db, now: Now) -> Response:
    """Take a submission back for good."""
    form = await read_form(request, KeyForm)
    found = queries.submission_of(session, submission_id, author.region_code)
    actions.withdraw(session, found.id, views.deed_of(request, author, now, form.key))
    return see_other(request, "submission", submission_id=found.id)


def refuse_unseen(request: Request, found: Submission, form: forms.PackageForm) -> None:
    """Somebody uploaded another file while this page was open. Raises Refused with the way to it."""
    if not form.is_about(found.package_id):
        way_on = message("看新的文件"), request.app.state.url_for("submission", submission_id=found.id)
        raise Refused(message("这门课刚换了文件。先看新的，再来签或推荐。"), way_on)


def has_changes(session: Db, found: Submission, deed: actions.Deed) -> bool:
    """Whether what changed is to be said: after a return, and of a new version."""
    if found.state is State.REVISING:
        return True
    return queries.hand_in_facts(session, found, deed.actor, deed.today, deed.rules).is_new_version


def promise_page(
    request: Request,
    session: Db,
    submission_id: int,
    author: Actor,
    now: datetime,
    form: PromiseForm,
    errors: dict[str, Message],
) -> Response:
    """The promise with what it is for."""
    found = queries.submission_of(session, submission_id, author.region_code)
    deed = views.deed_of(request, author, now)
    facts = queries.hand_in_facts(session, found, author, deed.today, deed.rules)
    actions.refuse_unless_open(Step.SIGN, facts)
    package = queries.current_package(session, found)
    return page(
        request,
        "submissions/promise.html",
        errors=errors,
        form=form,
        submission=found,
        package=package,
        version=queries.version_of(session, package),
        promises=forms.PROMISES,
        is_revision=found.state is State.REVISING,
        has_changes=facts.is_new_version or found.state is State.REVISING,
        is_fix=found.lane is Lane.FIX,
        place=views.place_name(queries.region_name(session, found.region_code)),
        actor=author,
    )


def recommend_page(
    request: Request,
    session: Db,
    submission_id: int,
    approver: Actor,
    now: datetime,
    form: RecommendForm,
    errors: dict[str, Message],
) -> Response:
    """The approver's form with what it is about."""
    found = queries.submission_of(session, submission_id, approver.region_code)
    deed = views.deed_of(request, approver, now)
    facts = queries.hand_in_facts(session, found, approver, deed.today, deed.rules)
    actions.refuse_unless_open(Step.RECOMMEND, facts)
    package = queries.current_package(session, found)
    signer = queries.person_names(session, frozenset({package.promised_by_id or 0}))
    return page(
        request,
        "submissions/recommend.html",
        errors=errors,
        form=form,
        submission=found,
        package=package,
        version=queries.version_of(session, package),
        groups=views.findings_by_grade(package),
        signer=next(iter(signer.values()), ""),
        due=views.due_of(found.due_on, deed.today),
    )
