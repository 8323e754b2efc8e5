"""For machines: is the process alive, and can it do its work."""

from fastapi import APIRouter, Request
from fastapi.responses import PlainTextResponse
from sqlalchemy import text

from portal.db import is_current

router = APIRouter()


@router.get("/healthz")
async def healthz() -> PlainTextResponse:
    """The process answers."""
    return PlainTextResponse("ok\n")


@router.get("/readyz")
async def readyz(request: Request) -> PlainTextResponse:
    """The database answers and has the newest schema; 503 otherwise."""
    engine = request.app.state.engine
    try:
        with engine.connect() as connection:
            connection.execute(text("SELECT 1"))
        ready = is_current(engine)
    except Exception:  # whatever is wrong with the database, the answer is the same
        ready = False
    return PlainTextResponse("ready\n" if ready else "not ready\n", 200 if ready else 503)
