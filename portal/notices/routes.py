"""公示 for everybody: the list, one notice, objecting, and what became of an objection."""

from datetime import datetime

from fastapi import APIRouter, Request, Response

from portal.accounts.access import Visitor
from portal.db.session import Db, Now
from portal.errors import NotFound, Refused
from portal.notices import actions, queries, views
from portal.notices.forms import STATE_WORDS, ObjectionForm
from portal.submissions.models import Submission
from portal.submissions.province import SHORTEST_NOTICE
from portal.submissions.views import deed_of, due_of, new_key, province_rules
from portal.text import Message, message
from portal.text.dates import local_date
from portal.web import page, read_form, see_other
from portal.web.refusals import leading_back

BACK = leading_back(message("回到这次公示"), "notice", "notice_id")
router = APIRouter(prefix="/notices", dependencies=[BACK])


@router.get("")
async def notices(request: Request, visitor: Visitor, session: Db, now: Now, number: int = 1) -> Response:
    """Every notice, the last opened first."""
    total = queries.count_notices(session)
    count = max(1, -(-total // queries.PAGE_SIZE))
    if not 1 <= number <= count:
        raise NotFound
    rows = views.list_rows(session, number, local_date(now))
    return page(request, "notices/list.html", total=total, number=number, count=count, rows=rows)


@router.get("/{notice_id}")
async def notice(request: Request, notice_id: int, visitor: Visitor, session: Db, now: Now) -> Response:
    """One public notice: what was decided, until when one may object, and what was answered."""
    found = queries.notice_by_id(session, notice_id)
    submission = session.get_one(Submission, found.submission_id)
    p1_days = province_rules(request, now).p1_days
    values = views.notice_values(session, found, submission, local_date(now), p1_days)
    return page(request, "notices/notice.html", shortest=SHORTEST_NOTICE, **values)


@router.get("/{notice_id}/objections/new")
async def objection_form(request: Request, notice_id: int, visitor: Visitor, session: Db, now: Now) -> Response:
    """The form to object, for anybody."""
    return form_page(request, session, notice_id, now, ObjectionForm(key=new_key()), {})


@router.post("/{notice_id}/objections/new")
async def send_objection(request: Request, notice_id: int, visitor: Visitor, session: Db, now: Now) -> Response:
    """Keep an objection; the course waits until it has been answered."""
    form = await read_form(request, ObjectionForm)
    if errors := form.errors():
        return form_page(request, session, notice_id, now, form, errors)
    found = queries.notice_by_id(session, notice_id)
    name = form.name.strip() if form.kind == "named" else ""
    deed = deed_of(request, visitor if name else None, now, form.key)  # anonymous is anonymous, also for who signed in
    number = actions.object_to(session, found, name, form.words.strip(), form.evidence.strip(), deed)
    return see_other(request, "objection", notice_id=notice_id, number=number)


def form_page(
    request: Request, session: Db, notice_id: int, now: datetime, form: ObjectionForm, errors: dict[str, Message]
) -> Response:
    """The form, while the notice runs. Raises Refused afterwards."""
    found = queries.notice_by_id(session, notice_id)
    submission = session.get_one(Submission, found.submission_id)
    if not queries.is_current(found, submission):
        raise Refused(message("这门课现在不在公示。"))
    days = province_rules(request, now).working_days["objection"]
    return page(
        request, "notices/object.html", errors=errors, form=form, notice=found, submission=submission, days=days
    )


@router.get("/{notice_id}/objections/{number}")
async def objection(request: Request, notice_id: int, number: int, visitor: Visitor, session: Db, now: Now) -> Response:
    """What became of an objection: received, by when it is answered, the answer. Never who objected or their words."""
    found = queries.objection_by_number(session, notice_id, number)
    about = queries.notice_by_id(session, notice_id)
    submission = session.get_one(Submission, found.submission_id)
    version = queries.noticed_version(session, about)
    return page(
        request,
        "notices/objection.html",
        objection=found,
        notice=about,
        course=version or submission,
        state_words=STATE_WORDS[found.state],
        due=due_of(found.due_on, local_date(now)),
    )
