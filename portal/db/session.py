"""One session per request, and the moment of the request.

Routes are `async def` and call the database synchronously, on the event loop: hops to threads cost two to four
times the work of a short query (README, decisions). So one process runs one transaction at a time, like a
synchronous worker, and nothing slow may be awaited between a request's first query and its commit.
"""

from collections.abc import AsyncIterator
from datetime import datetime
from typing import Annotated

from fastapi import Depends, Request
from sqlalchemy import Engine
from sqlmodel import Session

SAFE_METHODS = ("GET", "HEAD", "OPTIONS")


async def open_session(request: Request) -> AsyncIterator[Session]:
    """One session per request: committed when the route returns, rolled back when it raises."""
    state = request.app.state
    # A page that only reads never waits for a writer.
    engine: Engine = state.reading_engine if request.method in SAFE_METHODS else state.engine
    with Session(engine) as session, session.begin():
        yield session


# scope="function": commit before the response leaves. With the default scope a failed commit
# would come after the browser has already been told that all went well.
Db = Annotated[Session, Depends(open_session, scope="function")]


async def read_clock(request: Request) -> datetime:
    """The moment of this request, in UTC. Tests put another clock into the app's state."""
    now: datetime = request.app.state.clock()
    return now


Now = Annotated[datetime, Depends(read_clock)]
