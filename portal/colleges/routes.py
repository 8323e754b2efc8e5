"""Who reads for which college: the administrators' pages."""

from datetime import datetime

from fastapi import APIRouter, Request, Response

from portal.accounts import queries as accounts
from portal.accounts.access import Administrator
from portal.accounts.models import Person
from portal.accounts.rules import Actor, Role, is_within, normal_name
from portal.colleges import actions, queries
from portal.colleges.forms import ENDS, NO_NAME, NO_ROLE, OWN, UNKNOWN, EndForm, ReaderForm
from portal.colleges.models import College, CollegeMember
from portal.db.session import Db, Now
from portal.errors import NotFound, Refused
from portal.text import Message, message
from portal.text.dates import local_date
from portal.web import page, read_form, see_other
from portal.web.refusals import leading_back

BACK = leading_back(message("回到合作院校"), "colleges")
router = APIRouter(prefix="/colleges", dependencies=[BACK])


@router.get("")
async def colleges(request: Request, administrator: Administrator, session: Db, now: Now) -> Response:
    """The colleges of the region, each with who reads for it."""
    mine = [one for one in queries.all_colleges(session) if is_mine(request, one)]
    readers = queries.readers_of(session, [one.id for one in mine], local_date(now))
    return page(request, "colleges/colleges.html", colleges=mine, readers=readers)


@router.get("/{code}/readers")
async def college_reader(request: Request, code: str, administrator: Administrator, session: Db) -> Response:
    """The form to let somebody read for a college."""
    return page(request, "colleges/reader.html", college=college_at(request, session, code), form=ReaderForm())


@router.post("/{code}/readers")
async def add_college_reader(
    request: Request, code: str, administrator: Administrator, session: Db, now: Now
) -> Response:
    """Let somebody read for a college from today on, and for no other."""
    form = await read_form(request, ReaderForm)
    college = college_at(request, session, code)
    found = person_for(session, form.identifier, administrator)
    if isinstance(found, Message):
        return page(request, "colleges/reader.html", errors={"identifier": found}, college=college, form=form)
    actions.add_member(session, college, found.id, local_date(now), now, administrator.person_id)
    return see_other(request, "colleges")


@router.get("/{code}/readers/{member_id}/end")
async def college_reader_end(
    request: Request, code: str, member_id: int, administrator: Administrator, session: Db, now: Now
) -> Response:
    """What happens, before somebody's reading ends. Raises Refused when it has ended."""
    college = college_at(request, session, code)
    return end_page(request, session, college, member_at(session, college, member_id, now), EndForm(), {})


@router.post("/{code}/readers/{member_id}/end")
async def end_college_reader(
    request: Request, code: str, member_id: int, administrator: Administrator, session: Db, now: Now
) -> Response:
    """Let somebody's reading end, and with it every token that they made for the college."""
    form = await read_form(request, EndForm)
    college = college_at(request, session, code)
    member = member_at(session, college, member_id, now)
    if errors := form.errors():
        return end_page(request, session, college, member, form, errors)
    actions.end_member(session, member, form.last_day(local_date(now)), now, administrator.person_id)
    return see_other(request, "colleges")


def is_mine(request: Request, college: College) -> bool:
    """Whether a college is in the region of the administrator's office."""
    return is_within(college.region_code, request.state.role_regions[Role.ADMINISTRATOR])


def college_at(request: Request, session: Db, code: str) -> College:
    """A live college of the administrator's region. Raises NotFound."""
    college = queries.college_by_code(session, code)
    if college is None or not college.live or not is_mine(request, college):
        raise NotFound
    return college


def member_at(session: Db, college: College, member_id: int, now: datetime) -> CollegeMember:
    """A reader of a college. Raises NotFound for another's, Refused for one whose reading has ended."""
    member = session.get(CollegeMember, member_id)
    if member is None or member.college_id != college.id:
        raise NotFound
    if member.valid_until is not None and member.valid_until < local_date(now):
        raise Refused(message("这位老师已经不看了。"))
    return member


def person_for(session: Db, identifier: str, administrator: Actor) -> Person | Message:
    """Who is meant, when they may read for a college; else what is wrong."""
    if not identifier.strip():
        return NO_NAME
    person = accounts.person_by_identifier(session, normal_name(identifier))
    if person is None:
        return UNKNOWN
    if person.id == administrator.person_id:
        return OWN
    is_reader = any(one.role == Role.COLLEGE_READER for one in accounts.role_grants(session, person.id))
    return person if is_reader else NO_ROLE


def end_page(
    request: Request, session: Db, college: College, member: CollegeMember, form: EndForm, errors: dict[str, Message]
) -> Response:
    """What happens, and the form."""
    person = accounts.person_by_id(session, member.person_id)
    return page(
        request,
        "colleges/end.html",
        errors=errors,
        form=form,
        college=college,
        member=member,
        name=person.name if person else "",
        ends=ENDS,
    )
