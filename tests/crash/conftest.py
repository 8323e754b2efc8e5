"""Real server processes that are killed without warning, and started again over what they left."""

import http.client
import os
import signal
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlencode

import pytest
from sqlalchemy import Engine
from sqlmodel import Session

from portal.accounts import actions
from portal.accounts.models import Person
from portal.commands.bench.servers import environment_of, free_port, running
from portal.settings import Settings

SECONDS_TO_WAIT = 60

# A server that stays for ever in the middle of one function, so that it can be killed there.
DWELLING = """
import importlib, pathlib, time
from portal.commands.serve import run_server
from portal.settings import Settings
import portal.main
module, name = {module!r}, {name!r}
def dwell(*values, **named):
    pathlib.Path({mark!r}).touch()
    time.sleep(600)
setattr(importlib.import_module(module), name, dwell)
run_server(Settings())
"""


@dataclass
class Running:
    """A server process of the portal."""

    port: int
    process_id: int

    def kill(self) -> None:
        """SIGKILL to it and to the worker beside it: as when the machine loses its power."""
        workers = Path(f"/proc/{self.process_id}/task/{self.process_id}/children").read_text().split()
        for process_id in (self.process_id, *map(int, workers)):
            os.kill(process_id, signal.SIGKILL)

    def post(self, path: str, cookie: str, fields: dict[str, str] | None = None) -> int:
        """Send a form; the answer's status, or 0 when the server died over it."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=SECONDS_TO_WAIT)
        headers = {"Cookie": cookie, "Content-Type": "application/x-www-form-urlencoded"}
        try:
            connection.request("POST", path, urlencode(fields or {}), headers)
            return connection.getresponse().status
        except (ConnectionError, http.client.HTTPException):
            return 0
        finally:
            connection.close()


Start = Callable[..., "contextmanager[Running]"]  # type: ignore[type-arg]


@pytest.fixture
def start(settings: Settings) -> Start:
    """`with start() as server:` is the portal over the test's database. `dwell=("module", "name")` stops it there."""

    @contextmanager
    def start(dwell: tuple[str, str] | None = None) -> Iterator[Running]:
        port = free_port()
        command = [sys.executable, "-m", "portal", "serve"]
        if dwell:
            mark = str(settings.data / "dwelling")
            command = [sys.executable, "-c", DWELLING.format(module=dwell[0], name=dwell[1], mark=mark)]
        log = settings.data / f"server-{port}.log"
        with running(command, environment_of(settings, port), port, log) as process_id:
            yield Running(port, process_id)

    return start


@pytest.fixture
def cookie_of(engine: Engine) -> Callable[[Person], str]:
    """The session cookie of somebody who has just signed in, by the real clock."""

    def cookie_of(person: Person) -> str:
        with Session(engine) as session, session.begin():
            return f"session={actions.start_session(session, person.id, 'Firefox, Linux', datetime.now(UTC))}"

    return cookie_of


def wait_until(so: Callable[[], object]) -> None:
    """Wait until something is so; fail after a minute."""
    ends = time.monotonic() + SECONDS_TO_WAIT
    while not so():
        assert time.monotonic() < ends, "waited a minute in vain"
        time.sleep(0.02)
