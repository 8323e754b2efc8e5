"""The interface itself: read what a person shares, read an application, answer it. Described at /api/v1/openapi.json."""

import json
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse, Response
from sqlmodel import Session

from portal.conversion import actions as conversion
from portal.conversion import applications
from portal.conversion.actions import Decision
from portal.conversion.steps import LONGEST_WORDS
from portal.conversion.telling import Told, note_look, parts_of
from portal.db.session import Db, Now
from portal.errors import NotFound, Refused
from portal.exchange.bearer import NEVER_KEPT, ByToken, Caller, Problem
from portal.exchange.describing import described
from portal.exchange.rules import Scope
from portal.sharing.actions import note_look as note_share_look
from portal.sharing.contents import shared_statement
from portal.sharing.files import as_file
from portal.sharing.machines import plain
from portal.sharing.models import Share
from portal.sharing.queries import is_live
from portal.sharing.rules import Door, Kind
from portal.text import message
from portal.text.dates import local_date
from portal.web.forms import bounded

router = APIRouter(prefix="/api/v1")
LARGEST = 20_000  # bytes of an answer that a program sends


@router.get("/openapi.json")
async def exchange_openapi(request: Request) -> Response:
    """The description of the interface, OpenAPI 3.1."""
    return JSONResponse(described(request.app.state.settings.origin))


@router.get("/credits")
async def read_shared_credits(request: Request, by: ByToken, session: Db, now: Now) -> Response:
    """What a person shows to the college, as it is now. That a program looked is kept, and the person reads it."""
    if by.token.scope != Scope.READ_CREDITS:
        raise wrong_scope(Scope.READ_CREDITS)
    share = session.get_one(Share, by.token.share_id)
    if not is_live(share, now) or share.college_id != by.college.id or Scope.READ_CREDITS not in share.scopes:
        raise Problem(403, message("本人不再给你们看了。"))
    with Session(request.app.state.engine) as own, own.begin():
        note_share_look(own, share.id, Door.PROGRAM, by.college.name, now)
    return as_file(request, session, shared_statement(session, share, now), Kind.JSON)


@router.get("/conversion")
async def read_conversion(request: Request, by: ByToken, session: Db, now: Now) -> Response:
    """The application: what is asked for, and the entries behind it as they stand in the books."""
    told = application_of(by, session, now)
    note_look(request, by.reader, told.application.id, now)
    return answer(json.dumps(as_document(session, told), ensure_ascii=False).encode())


@router.post("/conversion/answer")
async def answer_conversion(request: Request, by: ByToken, session: Db, now: Now) -> Response:
    """Decide: the codes of the target courses that are taken, and words to the learner. The same answer again changes
    nothing and is answered in the same way."""
    told = application_of(by, session, now)
    decision = read_decision(await read_json(request))
    application = told.application
    if application.ended_at is None or not is_same(session, told, decision):
        try:
            conversion.answer(session, by.reader, by.college, application.id, decision, now)
        except Refused as refused:
            raise Problem(409, refused.message) from refused
        except NotFound as error:
            raise Problem(404, message("没有这件申请。")) from error
    session.refresh(application)
    return answer(json.dumps(as_document(session, told), ensure_ascii=False).encode())


def wrong_scope(needed: Scope) -> Problem:
    """For a token that allows something else."""
    said = message("这个令牌不能做这件事。")
    return Problem(403, said, {"WWW-Authenticate": f'Bearer error="insufficient_scope", scope="{needed}"'})


def application_of(by: Caller, session: Db, now: Now) -> Told:
    """The application of a token, as long as the college may see it. Raises Problem."""
    if by.token.scope != Scope.ANSWER_CONVERSION or by.token.application_id is None:
        raise wrong_scope(Scope.ANSWER_CONVERSION)
    row = applications.read_by_college(session, by.token.application_id, by.college.id)
    told = Told.of(row, local_date(now)) if row else None
    if told is None or not told.may_see:
        raise Problem(403, message("本人不再给你们看了。"))
    return told


async def read_json(request: Request) -> Any:
    """What was sent, as JSON. Raises Problem 413 and 422."""
    content = b""
    async for part in bounded(request).stream():
        content += part
        if len(content) > LARGEST:
            raise Problem(413, message("发来的内容太多。"))
    try:
        return json.loads(content)
    except (ValueError, RecursionError) as error:
        raise Problem(422, message("发来的不是 JSON。")) from error


def read_decision(sent: Any) -> Decision:
    """The decision that was sent. Raises Problem 422."""
    fields = sent if isinstance(sent, dict) else {}
    accepted, words = fields.get("accepted"), fields.get("words", "")
    if isinstance(accepted, list) and all(isinstance(code, str) for code in accepted):
        if isinstance(words, str) and len(words) <= LONGEST_WORDS:
            return Decision(frozenset(accepted), words)
    said = message("要有 accepted，是课程代码的列表；words 是文字，不超过 %(count)s 个字。", count=LONGEST_WORDS)
    raise Problem(422, said)


def is_same(session: Db, told: Told, decision: Decision) -> bool:
    """Whether an application was decided just so before."""
    items = applications.items_of(session, told.application.id)
    accepted = {one.target_code for one in items if one.verdict == "accepted"}
    return accepted == set(decision.accepted) and told.application.words == decision.words.strip()


def as_document(session: Db, told: Told) -> dict[str, Any]:
    """An application for a program: amounts in hundredths of a credit, days in Asia/Shanghai."""
    one = told.application
    return {
        "application": one.id,
        "state": one.state,
        "holder": {"name": told.name},
        "programme": {"code": told.agreement.programme_code, "name": told.agreement.terms["programme"]},
        "answer_until": one.answer_until.isoformat(),
        "consent_until": one.consent_until.isoformat(),
        "words": one.words,
        "targets": [
            {
                "code": part.item.target_code,
                "name": part.item.target,
                "credit_hundredths": part.item.credit_hundredths,
                "verdict": part.item.verdict,
                "entries": [plain(line.earned.model_dump()) for line in part.lines],
            }
            for part in parts_of(session, one.id)
        ],
    }


def answer(content: bytes) -> Response:
    """JSON that nobody between keeps."""
    return Response(content, media_type="application/json", headers=NEVER_KEPT)
