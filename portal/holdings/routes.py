"""Where courses came from: an officer of the province records it, corrects it, and withdraws a course."""

from fastapi import APIRouter, Request, Response

from portal.accounts.access import Coordinator
from portal.db.session import Db, Now
from portal.errors import NotFound, Refused
from portal.holdings import actions, jobs, queries, rules, views
from portal.holdings.forms import HoldingForm, WithdrawalForm
from portal.library.editions.queries import withdrawal_of
from portal.library.editions.rules import FINISH_DAYS
from portal.library.models import CourseVersion, VersionState
from portal.submissions.views import deed_of
from portal.text import Message, message
from portal.text.dates import local_date
from portal.web import page, read_form, see_other

__all__ = ["jobs", "router"]  # the job is put down when its module is imported
router = APIRouter(prefix="/holdings")


@router.get("")
async def holdings(request: Request, officer: Coordinator, session: Db, now: Now, number: int = 1) -> Response:
    """Every open course with where it came from and how long it may be offered, what ends first in front."""
    total = queries.count_open(session)
    count = max(1, -(-total // queries.PAGE_SIZE))
    if not 1 <= number <= count:
        raise NotFound
    today = local_date(now)
    rows = [(row, rules.warning(row.ends_on, today)) for row in queries.holdings(session, number)]
    return page(
        request,
        "holdings/list.html",
        rows=rows,
        total=total,
        number=number,
        count=count,
        words=rules,
        today=today,
    )


@router.get("/{slug}")
async def holding(request: Request, slug: str, officer: Coordinator, session: Db, now: Now) -> Response:
    """One course: what is recorded, the form to correct it, everything recorded before. `done` says what just happened."""
    return holding_page(request, session, version_of(session, slug), slug, now, None, {})


@router.post("/{slug}")
async def record_holding(request: Request, slug: str, officer: Coordinator, session: Db, now: Now) -> Response:
    """Record where a course came from, or correct it."""
    form = await read_form(request, HoldingForm)
    version = version_of(session, slug)
    if errors := form.errors(views.prefectures(session)):
        return holding_page(request, session, version, slug, now, form, errors)
    number = int(form.number) if form.number.isdecimal() and len(form.number) < 8 else 0
    actions.record(session, officer, version, form.told, number, now)
    return see_other(request, "holding", slug=slug, done="recorded")


def holding_page(
    request: Request,
    session: Db,
    version: CourseVersion,
    slug: str,
    now: Now,
    form: HoldingForm | None,
    errors: dict[str, Message],
) -> Response:
    """The page of one course; the form holds what is recorded, or what was typed."""
    records = queries.records_of(session, version.course_id)
    newest, withdrawal = records[0].HoldingRecord if records else None, withdrawal_of(session, slug)
    if form is None:
        form = HoldingForm(number=str(len(records) + 1))
        if newest:
            ends = newest.ends_on
            dates = (
                {"ends_year": str(ends.year), "ends_month": str(ends.month), "ends_day": str(ends.day)} if ends else {}
            )
            kept = {"origin": newest.origin, "contract_number": newest.contract_number, "licence": newest.licence}
            form = HoldingForm(number=form.number, regions=newest.regions, **kept, **dates)
    return page(
        request,
        "holdings/holding.html",
        errors=errors,
        course=version,
        slug=slug,
        form=form,
        newest=newest,
        records=records,
        origins=rules.ORIGIN_WORDS,
        prefectures=views.prefectures(session),
        left=rules.time_left_words(newest.ends_on, local_date(now)) if newest and newest.ends_on else None,
        withdrawal=withdrawal,
        reason=withdrawal and Message(withdrawal.reason),
        is_open=version.state == VersionState.PUBLISHED,
        done=request.query_params.get("done", "") if not errors else "",
    )


@router.get("/{slug}/withdrawal")
async def course_withdrawal(request: Request, slug: str, officer: Coordinator, session: Db) -> Response:
    """Asks before a course is taken away, and says what that means for its learners."""
    version = open_version(session, slug)
    return withdrawal_page(request, version, slug, WithdrawalForm(), {})


@router.post("/{slug}/withdrawal")
async def withdraw_course(request: Request, slug: str, officer: Coordinator, session: Db, now: Now) -> Response:
    """Take a course away."""
    form = await read_form(request, WithdrawalForm)
    version = open_version(session, slug)
    if errors := form.errors():
        return withdrawal_page(request, version, slug, form, errors)
    actions.withdraw_by_hand(session, version, form.reason, deed_of(request, officer, now))
    return see_other(request, "holding", slug=slug, done="withdrawn")


def withdrawal_page(
    request: Request, version: CourseVersion, slug: str, form: WithdrawalForm, errors: dict[str, Message]
) -> Response:
    """The form of a withdrawal."""
    return page(
        request,
        "holdings/withdrawal.html",
        errors=errors,
        course=version,
        slug=slug,
        form=form,
        days=FINISH_DAYS,
    )


def version_of(session: Db, slug: str) -> CourseVersion:
    """The version that is open, or was open last. Raises NotFound."""
    if found := queries.newest_version(session, slug):
        return found
    raise NotFound


def open_version(session: Db, slug: str) -> CourseVersion:
    """The version that is open. Raises NotFound when there was never one, Refused when the course is withdrawn."""
    version = version_of(session, slug)
    if version.state != VersionState.PUBLISHED:
        raise Refused(message("这门课已经撤下。"))
    return version
