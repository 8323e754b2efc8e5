"""A learner's applications: begin, write on short pages, check the answers, hand in, follow, withdraw."""

from fastapi import APIRouter, Request, Response

from portal.accounts.rules import Actor
from portal.credits.routes import AccountHolder
from portal.db.session import Db, Now
from portal.errors import NotFound, Refused
from portal.recognition import actions, queries, views
from portal.recognition.actions import Award
from portal.recognition.forms import AwardForm, KindForm
from portal.recognition.models import RecognitionApplication
from portal.recognition.rules import EDITABLE
from portal.recognition.values.queries import table_on
from portal.recognition.views import ELSEWHERE
from portal.submissions.views import province_rules
from portal.text import Message, message
from portal.text.dates import local_date
from portal.web import page, read_form, see_other
from portal.web.refusals import leading_back

BACK = leading_back(message("回到这份申请"), "recognition_application", "application_id")
router = APIRouter(prefix="/recognition", dependencies=[BACK])
ONE = "/applications/{application_id}"


@router.get("")
async def recognition(request: Request, holder: AccountHolder, session: Db, now: Now) -> Response:
    """What can be recognised, and one's own applications."""
    rows = queries.own_applications(session, holder.person_id)
    return page(
        request,
        "recognition/recognition.html",
        rows=views.told_all(session, rows, local_date(now)),
        is_verified=holder.identity_verified,
    )


@router.get("/start")
async def recognition_start(request: Request, holder: AccountHolder, session: Db, now: Now) -> Response:
    """The first question: of which kind it is."""
    return kind_page(request, session, now, None, KindForm(), {})


@router.post("/start")
async def start_recognition(request: Request, holder: AccountHolder, session: Db, now: Now) -> Response:
    """Begin a draft of this kind."""
    form = await read_form(request, KindForm)
    if errors := form.errors(table_on(session, local_date(now))):
        return kind_page(request, session, now, None, form, errors)
    one = actions.start(session, holder.person_id, form.kind, province_rules(request, now), now)
    return see_other(request, "recognition_award", application_id=one.id)


@router.get(ONE + "/kind")
async def recognition_kind(
    request: Request, application_id: int, holder: AccountHolder, session: Db, now: Now
) -> Response:
    """The first question again, to choose another kind."""
    one = own_draft(session, application_id, holder)
    return kind_page(request, session, now, one, KindForm(kind=one.kind), {})


@router.post(ONE + "/kind")
async def keep_recognition_kind(
    request: Request, application_id: int, holder: AccountHolder, session: Db, now: Now
) -> Response:
    """Keep the kind."""
    form = await read_form(request, KindForm)
    one = own_draft(session, application_id, holder)
    if errors := form.errors(table_on(session, local_date(now))):
        return kind_page(request, session, now, one, form, errors)
    actions.keep_kind(session, one, form.kind)
    return see_other(request, "recognition_award", application_id=one.id)


def kind_page(
    request: Request,
    session: Db,
    now: Now,
    one: RecognitionApplication | None,
    form: KindForm,
    errors: dict[str, Message],
) -> Response:
    """The kinds of the table that holds today, each with the evidence that it wants."""
    table = table_on(session, local_date(now))
    return page(request, "recognition/kind.html", errors=errors, form=form, table=table, one=one)


@router.get(ONE + "/award")
async def recognition_award(
    request: Request, application_id: int, holder: AccountHolder, session: Db, now: Now
) -> Response:
    """What was learned, who says so, when, and the number of the paper."""
    one = own_draft(session, application_id, holder)
    kept = {name: getattr(one, name) for name in ("row_key", "title", "awarded_by", "certificate_number", "check_at")}
    day = one.awarded_on
    if day:
        kept |= {"awarded_on_year": str(day.year), "awarded_on_month": str(day.month), "awarded_on_day": str(day.day)}
    form = AwardForm(awarded_region=one.awarded_region or (ELSEWHERE if day else ""), **kept)
    return award_page(request, session, one, now, form, {})


@router.post(ONE + "/award")
async def keep_recognition_award(
    request: Request, application_id: int, holder: AccountHolder, session: Db, now: Now
) -> Response:
    """Keep what was written."""
    form = await read_form(request, AwardForm)
    one = own_draft(session, application_id, holder)
    told = views.told_by_day(session, one, form.day, local_date(now))
    if told.kind is None:
        return see_other(request, "recognition_kind", application_id=one.id)
    if errors := form.errors(told.kind, set(views.places(session)), told.today):
        return award_page(request, session, one, now, form, errors)
    assert form.day is not None
    region = "" if form.awarded_region == ELSEWHERE else form.awarded_region
    texts = (form.certificate_number.strip(), form.check_at.strip())
    award = Award(form.row_key, form.title.strip(), form.awarded_by.strip(), region, form.day, *texts)
    actions.keep_award(session, one, award)
    return see_other(request, "recognition_evidence", application_id=one.id)


def award_page(
    request: Request, session: Db, one: RecognitionApplication, now: Now, form: AwardForm, errors: dict[str, Message]
) -> Response:
    """The form, with the levels of its kind and what they count for."""
    told = views.told_by_day(session, one, form.day, local_date(now))
    if told.kind is None:
        return see_other(request, "recognition_kind", application_id=one.id)
    return page(request, "recognition/award.html", errors=errors, form=form, told=told, places=views.places(session))


@router.get(ONE)
async def recognition_application(
    request: Request, application_id: int, holder: AccountHolder, session: Db, now: Now
) -> Response:
    """A draft with all its answers, to check and hand in; afterwards where it is, and what was decided."""
    one = own(session, application_id, holder)
    told, proofs = views.told_of(session, one, local_date(now)), views.proofs_of(session, one)
    return page(
        request,
        "recognition/application.html",
        told=told,
        proofs=proofs,
        place=views.region_name(session, one.awarded_region),
        missing=views.missing_of(told, proofs) if told.is_editable else {},
        history=views.history(session, one, with_names=False),
        books=views.in_books(session, one),
        appealing=request.app.state.appealing(request, session, "recognition", one.id),
        is_verified=holder.identity_verified,
    )


@router.post(ONE + "/submission")
async def hand_in_recognition(
    request: Request, application_id: int, holder: AccountHolder, session: Db, now: Now
) -> Response:
    """Hand the application in, first or after it was returned. Raises Refused while something is missing."""
    one = own(session, application_id, holder)
    actions.hold(session, one)
    told = views.told_of(session, one, local_date(now))
    if told.is_editable and (missing := views.missing_of(told, views.proofs_of(session, one))):
        raise Refused(next(iter(missing.values())))
    actions.hand_in(session, one, province_rules(request, now), now)
    return see_other(request, "recognition_application", application_id=one.id)


@router.get(ONE + "/withdrawal")
async def recognition_withdrawal(
    request: Request, application_id: int, holder: AccountHolder, session: Db, now: Now
) -> Response:
    """Asks before an application is taken back. Raises Refused when it is decided."""
    told = views.told_of(session, own(session, application_id, holder), local_date(now))
    if not told.may_withdraw:
        raise Refused(message("已经决定或者撤回了，不能再撤回。"))
    return page(request, "recognition/withdrawal.html", told=told)


@router.post(ONE + "/withdrawal")
async def withdraw_recognition(
    request: Request, application_id: int, holder: AccountHolder, session: Db, now: Now
) -> Response:
    """Take the application back; its files go."""
    one = own(session, application_id, holder)
    actions.withdraw(session, one, request.app.state.evidence, now)
    return see_other(request, "recognition_application", application_id=one.id)


def own(session: Db, application_id: int, holder: Actor) -> RecognitionApplication:
    """One's own application. Raises NotFound for anybody else's."""
    if found := queries.own_application(session, application_id, holder.person_id):
        return found
    raise NotFound


def own_draft(session: Db, application_id: int, holder: Actor) -> RecognitionApplication:
    """One's own application, while it can be changed. Raises Refused when it is at the desk or over."""
    one = own(session, application_id, holder)
    if one.state not in EDITABLE:
        raise Refused(message("交了以后不能改。要改，先撤回，或者等退回。"))
    return one
