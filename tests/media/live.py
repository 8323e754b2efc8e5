"""A portal with the film course, served for a real browser, over a line that can be made to stall in mid-film."""

import asyncio
import re
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import uvicorn
from fastapi import FastAPI
from sqlmodel import Session
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from portal.accounts import actions as accounts
from portal.db import migrate
from portal.library import actions
from portal.library.packages import read_package
from tests.cast import NOW
from tests.media.course import film_course
from tests.pages.world import portal_over

LESSON = "/library/dough-on-film/01-flour"
PIECE = 8192
HELD = (0.3, 0.9)  # the part of a held file that does not come; its index, which stands at the end, does


@dataclass
class Line:
    """Passes everything on, but holds back the middle of the files whose address has one of `held`."""

    app: ASGIApp
    held: set[str] = field(default_factory=set)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        place = size = 0

        async def pass_on(message: Message) -> None:
            nonlocal place, size
            if message["type"] == "http.response.start":
                headers = {name.lower(): value.decode() for name, value in message["headers"]}
                found = re.match(r"bytes (\d+)-\d+/(\d+)", headers.get(b"content-range", ""))
                place, size = (int(found[1]), int(found[2])) if found else (0, int(headers.get(b"content-length", 0)))
                await send(message)
                return
            body = message.get("body", b"")
            for start in range(0, max(1, len(body)), PIECE):
                while size and self._holds(scope["path"], place / size):
                    await asyncio.sleep(0.05)
                piece = body[start : start + PIECE]
                place += len(piece)
                is_last = start + PIECE >= len(body)
                await send({**message, "body": piece, "more_body": message.get("more_body", False) or not is_last})

        await self.app(scope, receive, pass_on)

    def _holds(self, path: str, part: float) -> bool:
        return HELD[0] < part < HELD[1] and any(name in path for name in self.held)


@dataclass(frozen=True)
class Live:
    origin: str
    line: Line
    app: FastAPI

    @property
    def lesson(self) -> str:
        """Where the lesson with the film is."""
        return self.origin + LESSON


@contextmanager
def live(folder: Path) -> Iterator[Live]:
    """Serve it until the block ends."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        origin = f"http://127.0.0.1:{listener.getsockname()[1]}"
        app, engine = portal_over(folder / "portal.sqlite3", folder, origin)
        migrate(engine)
        package = film_course(folder / "course")
        with Session(engine) as session, session.begin():
            accounts.load_regions(session)
            version = actions.stage(session, app.state.files, read_package(package), package, "1" * 64)
            actions.publish(session, version, 50, {}, date(2028, 10, 12), NOW)
        line = Line(app)
        server = uvicorn.Server(uvicorn.Config(line, log_config=None, access_log=False, lifespan="off"))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
        thread.start()
        try:
            yield Live(origin, line, app)
        finally:
            line.held.clear()
            server.should_exit = True
            thread.join(10)
            engine.dispose()
