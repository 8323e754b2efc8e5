"""The desk of a college: what it is asked to take, one application in one page, its proof, and the decision."""

from datetime import datetime
from uuid import uuid4

from fastapi import APIRouter, Request, Response

from portal.colleges.access import CollegeReader, Reader
from portal.conversion import actions, applications, queries, telling
from portal.conversion.applications import Pile
from portal.conversion.asking import CollegeForm
from portal.conversion.steps import OVER, PAGE_SIZE, Step
from portal.conversion.telling import Told
from portal.conversion.views import WORDS
from portal.credentials.queries import completion_of
from portal.credentials.routes import download, origin, signed
from portal.credentials.rules import Algorithm, badge
from portal.credentials.signing import with_proof
from portal.credentials.transcript import MOST_BADGES, transcript
from portal.credentials.views import BADGES, signer
from portal.db.session import Db, Now
from portal.errors import NotFound, Refused
from portal.text import Message, message
from portal.text.dates import local_date
from portal.web import page, read_form, see_other
from portal.web.refusals import leading_back

BACK = leading_back(message("回到这件申请"), "college_application", "application_id")
router = APIRouter(prefix="/college", dependencies=[BACK])
PILE_WORDS: dict[Pile, Message] = {
    Pile.WAITING: message("等学校决定"),
    Pile.DECIDED: message("有结果的"),
    Pile.GIVEN_BACK: message("学分后来被收回的"),
}


@router.get("")
async def college(
    request: Request, reader: CollegeReader, session: Db, now: Now, pile: str = Pile.WAITING, number: int = 1
) -> Response:
    """One pile of the college's desk, 20 a page: what is to be decided, what is done, what the bank took back later."""
    if pile not in list(Pile):
        raise NotFound
    chosen, today = Pile(pile), local_date(now)
    counts = applications.counts(session, reader.college.id)
    count = max(1, -(-counts[chosen] // PAGE_SIZE))
    if not 1 <= number <= count:
        raise NotFound
    rows = applications.pile_page(session, chosen, reader.college.id, number)
    return page(
        request,
        "conversion/college.html",
        college=reader.college,
        pile=chosen,
        piles=PILE_WORDS,
        counts=counts,
        rows=[Told.of(row, today) for row in rows],
        number=number,
        count=count,
        **WORDS,
    )


def told_of(session: Db, application_id: int, reader: Reader, now: datetime) -> Told:
    """An application to the reader's own college. Raises NotFound for all others."""
    found = applications.read_by_college(session, application_id, reader.college.id)
    if found is None:
        raise NotFound
    return Told.of(found, local_date(now))


@router.get("/applications/{application_id}")
async def college_application(
    request: Request, application_id: int, reader: CollegeReader, session: Db, now: Now
) -> Response:
    """One application in one page, and the form to decide. That somebody looked is kept, and the learner reads it."""
    told = told_of(session, application_id, reader, now)
    if told.may_see:
        telling.note_look(request, reader.actor, application_id, now)
    return application_page(request, session, told, reader, CollegeForm(), {})


@router.post("/applications/{application_id}")
async def decide_application(
    request: Request, application_id: int, reader: CollegeReader, session: Db, now: Now
) -> Response:
    """Accept everything, a part, or nothing."""
    told = told_of(session, application_id, reader, now)
    form = await read_form(request, CollegeForm)
    waiting = [one.target_code for one in applications.items_of(session, application_id) if one.verdict == "waiting"]
    errors = form.errors(waiting)
    if errors and told.why_not(Step.ACCEPT, reader.actor.person_id) is None:
        return application_page(request, session, told, reader, form, errors)
    actions.answer(session, reader.actor, reader.college, application_id, form.decided(waiting), now)
    return see_other(request, "college_application", application_id=application_id)


def application_page(
    request: Request, session: Db, told: Told, reader: Reader, form: CollegeForm, errors: dict[str, Message]
) -> Response:
    """Everything that is shared while it may be seen; otherwise that it may not."""
    one = told.application
    agreed = queries.agreed(session, one.agreement_id)
    assert agreed is not None
    parts = telling.parts_of(session, one.id) if told.may_see else []
    return page(
        request,
        "conversion/college_application.html",
        errors=errors,
        form=form,
        told=told,
        one=one,
        parts=parts,
        rules={target.code: target.rule for target in agreed.agreement.targets},
        has_proof=any(line.certificates for part in parts for line in part.lines),
        history=telling.history(session, one.id),
        why_not=told.why_not(Step.ACCEPT, reader.actor.person_id),
        over=OVER,
        **WORDS,
    )


@router.get("/applications/{application_id}/proof.{kind}")
async def application_proof(
    request: Request, application_id: int, kind: str, reader: CollegeReader, session: Db, now: Now
) -> Response:
    """The certificates of an application as one signed file. Raises Refused when nothing may be seen any more."""
    told = told_of(session, application_id, reader, now)
    if kind not in BADGES:
        raise NotFound
    if not told.may_see:
        raise Refused(OVER)
    telling.note_look(request, reader.actor, application_id, now)
    lines = applications.told_lines(session, application_id)
    standing = [each for line in lines for each in line.certificates][:MOST_BADGES]
    if not standing:
        raise Refused(message("这件申请里没有有效的证书，所以没有签名的证明。"))
    key = signer(request, session, Algorithm.PROOF, now)
    badges = [with_proof(badge(completion_of(session, one), origin(request)), key, now) for one in standing]
    credit = sum(one.credit_hundredths for one in standing)
    unsigned = transcript(badges, told.name, credit, uuid4().urn, origin(request), now)
    name = f"application-{application_id}.{kind}"
    return download(signed(request, session, unsigned, kind, now), BADGES[kind], name)
