"""Who calls: a token, checked and counted before anything is read. What is refused is a problem document (RFC 9457)."""

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated

from fastapi import Depends, Request
from fastapi.responses import JSONResponse
from sqlmodel import Session
from starlette.responses import Response

from portal.accounts.rules import Actor, Role
from portal.colleges.models import College
from portal.colleges.queries import college_of
from portal.db.session import Now
from portal.exchange import actions, queries
from portal.exchange.models import ExchangeToken
from portal.exchange.rules import Turn, digest_of, is_live, seconds_to_wait
from portal.text import Message, message
from portal.text.dates import local_date

PROBLEM = "application/problem+json"
NEVER_KEPT = {"Cache-Control": "no-store"}


class Problem(Exception):
    """What is answered to a program that may not, or asks wrongly. `headers` go with the answer."""

    def __init__(self, status: int, said: Message, headers: dict[str, str] | None = None) -> None:
        super().__init__(said.msgid)
        self.status, self.said, self.headers = status, said, headers or {}


async def problem_answer(request: Request, error: Exception) -> Response:
    """The problem in the reader's language, as JSON."""
    assert isinstance(error, Problem)
    content = {"type": "about:blank", "status": error.status, "title": str(error.said)}
    headers = NEVER_KEPT | error.headers
    return JSONResponse(content, status_code=error.status, media_type=PROBLEM, headers=headers)


@dataclass(frozen=True)
class Caller:
    """A token that holds, and the college and the reader in whose name it reads and answers."""

    token: ExchangeToken
    college: College
    reader: Actor


async def caller(request: Request, now: Now) -> Caller:
    """The caller, from the header Authorization: Bearer. Raises Problem 401 for a token that does not hold, 429 for too
    many calls.

    It has a transaction of its own, over before the route's begins: a call counts also when it is refused later.
    """
    scheme, _, given = request.headers.get("Authorization", "").partition(" ")
    digest = digest_of(given.strip()) if scheme.lower() == "bearer" else ""
    deed = f"{request.method.lower()} {request.url.path}"
    with Session(request.app.state.engine, expire_on_commit=False) as own, own.begin():
        token, college = holding(own, digest, now)
        if actions.take_turn(own, token, deed, now) is None:
            wait = seconds_to_wait(Turn(token.minute_began_at, token.used_count), now)
            said = message("请求太多。%(seconds)s 秒以后再试。", seconds=wait)
            raise Problem(429, said, {"Retry-After": str(wait)})
        own.flush()
        own.expunge_all()
    return Caller(token, college, Actor(token.made_by_id, "", frozenset({Role.COLLEGE_READER}), ""))


def holding(session: Session, digest: str, now: datetime) -> tuple[ExchangeToken, College]:
    """The token and its college, as long as both hold. Raises Problem: one answer for every other token, so that nobody
    learns which ones there were."""
    today = local_date(now)
    token = queries.token_by_digest(session, digest) if digest else None
    if token is not None and is_live(token.ends_on, token.stopped_at is not None, today):
        college = college_of(session, token.made_by_id, today)
        if college is not None and college.id == token.college_id:  # the reader is still there, and so is the college
            return token, college
    said = message("令牌不对，或者已经到期、停用。")
    raise Problem(401, said, {"WWW-Authenticate": 'Bearer error="invalid_token"'})


ByToken = Annotated[Caller, Depends(caller)]
